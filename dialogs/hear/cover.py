"""An utterance cut into phrases, so that nothing said is left unexplained.

Finding a phrase *in* an utterance is generous: "the bus stop" holds "stop".
Covering the whole utterance is strict, and still lets people be polite.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dialogs.hear.phrases import Found

MOST_WORDS = 24
"""Nobody steers or says yes in more words; what is longer tells something."""


Cost = Mapping[str, int]
Parts = list[Found[tuple[str, str]]]


class Said(Protocol):
    """Phrases that words may begin with, such as `Phrases`."""

    def prefixes(self, words: Sequence[str], start: int = 0) -> Parts:
        """Every phrase that begins at `start`; of equally cheap ones the first is taken."""


def cover(phrases: Said, words: Sequence[str], cost: Cost, start: int = 0) -> Parts | None:
    """The cheapest way to say all words from `start` on in phrases; None if one is left over.

    A phrase costs what its kind, the first half of its value, costs.
    """
    return covers(phrases, words, cost)[start] if 0 < len(words) <= MOST_WORDS else None


def covers(phrases: Said, words: Sequence[str], cost: Cost) -> list[Parts | None]:
    """For every place among the words, how all from there on is said in phrases."""
    count = len(words)
    cheapest: list[int | None] = [None] * count + [0]
    best: list[Parts | None] = [None] * count + [[]]
    for start in range(count - 1, -1, -1):
        chosen = None
        least: int | None = None
        for found in phrases.prefixes(words, start):
            rest = cheapest[found.end]
            if rest is not None and (least is None or rest + cost[found.value[0]] < least):
                least = rest + cost[found.value[0]]
                chosen = found
        if chosen is not None:
            cheapest[start] = least
            best[start] = [chosen, *(best[chosen.end] or [])]
    return best
