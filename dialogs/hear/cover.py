"""An utterance cut into phrases, so that nothing said is left unexplained.

Finding a phrase *in* an utterance is generous: "the bus stop" holds "stop".
Covering the whole utterance is strict, and still lets people be polite.
"""

from collections.abc import Mapping, Sequence

from dialogs.hear.phrases import Found, Phrases

MOST_WORDS = 24
"""Nobody steers or says yes in more words; what is longer tells something."""


def cover(
    phrases: Phrases[tuple[str, str]], words: Sequence[str], cost: Mapping[str, int]
) -> list[Found[tuple[str, str]]] | None:
    """The cheapest way to say all of the words in phrases, or None if some word is left over.

    A phrase costs what its kind, the first half of its value, costs.
    """
    count = len(words)
    if not 0 < count <= MOST_WORDS:
        return None
    cheapest: list[int | None] = [None] * count + [0]
    chosen: list[Found[tuple[str, str]] | None] = [None] * count
    for start in range(count - 1, -1, -1):
        for found in phrases.prefixes(words, start):
            rest = cheapest[found.end]
            if rest is None:
                continue
            total = rest + cost[found.value[0]]
            so_far = cheapest[start]
            if so_far is None or total < so_far:
                cheapest[start], chosen[start] = total, found
    parts = []
    at = 0
    while at < count:
        part = chosen[at]
        if part is None:
            return None
        parts.append(part)
        at = part.end
    return parts
