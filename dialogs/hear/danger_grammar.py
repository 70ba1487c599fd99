"""A small grammar of meanings: which words, in which order, how far apart.

A pattern is a line such as `can not wake .. someone|PERSON`:

    word        that word                 a|b|CLASS   any of these; CLASS is a class of words
    ..          up to two words between   ...         up to five words between
    ?word       may be missing            ^ $         the utterance begins, ends here

It is matched by walking a set of positions through the words, so the time is
bounded by words times steps: there is nothing to backtrack into.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Owner = TypeVar("Owner")

_GAPS = {"..": 2, "...": 5}


_COMMON = frozenset(
    [
        "i",
        "my",
        "me",
        "he",
        "she",
        "they",
        "it",
        "is",
        "are",
        "am",
        "was",
        "do",
        "have",
        "had",
        "and",
        "to",
        "a",
        "the",
        "in",
        "on",
        "with",
        "for",
        "not",
        "no",
        "all",
        "HIM",
        "PERSON",
        "CONTROLLER",
        "SELF",
        "NOT",
        "DRUG",
        "TAKE",
        "KIN",
    ]
)


def _how_common(items: frozenset[str]) -> int:
    """A guess at how often one of the words is said, to try the rare ones first."""
    return len(items) + 40 * len(items & _COMMON)


@dataclass(frozen=True, slots=True)
class Step:
    items: frozenset[str]
    gap: int
    """How many words may stand between the step before and this one."""
    optional: bool


class Pattern:
    """One line of the grammar."""

    def __init__(self, line: str) -> None:
        self.line = line
        parts = line.split()
        self.starts = parts[0] == "^"
        self.ends = parts[-1] == "$"
        steps: list[Step] = []
        gap = 0
        for part in parts[self.starts : len(parts) - self.ends]:
            if part in _GAPS:
                gap = _GAPS[part]
                continue
            items = frozenset(part.removeprefix("?").split("|"))
            steps.append(Step(items, gap, part.startswith("?")))
            gap = 0
        self.steps = tuple(steps)
        needed = sorted((s.items for s in steps if not s.optional), key=_how_common)
        self.key = needed[0]
        """The rarest of what must be there."""
        self.others = tuple(needed[1:])

    def find(self, words: Sequence[frozenset[str]]) -> tuple[int, int] | None:
        """The first and last word of the match, or nothing.

        >>> said = [frozenset({w}) for w in "i can not ever wake him".split()]
        >>> Pattern("can not .. wake him").find(said)
        (1, 5)
        """
        reached: dict[int, int] = {}  # last word matched -> first word matched
        begun = False
        slack = 0
        for step in self.steps:
            found: dict[int, int] = dict(reached) if step.optional else {}
            if not begun:
                places = range(min(1, len(words)) if self.starts else len(words))
                for at in places:
                    if step.items & words[at]:
                        found[at] = at
            else:
                for last, first in reached.items():
                    for at in range(last + 1, min(last + 2 + step.gap + slack, len(words))):
                        if at not in found and step.items & words[at]:
                            found[at] = first
            if step.optional and not found:
                continue
            if not found:
                return None
            reached, begun = found, True
        for last, first in reached.items():
            if not self.ends or last == len(words) - 1:
                return first, last
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One meaning, which several patterns can say."""

    id: str
    category: str
    only_when: frozenset[str]
    """Questions or substances of which the rule needs one; empty: always."""
    despite: frozenset[str]
    """Frames (film, past, denied) that do not silence it."""
    sure: bool
    """Whether it is a danger by itself, or only when the model half agrees."""
    always: str = ""
    """Its tier, whatever the model says: for what people are told to say."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that was heard, from which word to which."""

    rule: Rule
    first: int
    last: int


class Matcher(Generic[Owner]):
    """Patterns found by the words that they need, so most are never tried."""

    def __init__(self, pairs: Iterable[tuple[Owner, str]]) -> None:
        self._by_word: dict[str, list[tuple[int, Owner, Pattern]]] = {}
        for order, (owner, line) in enumerate(pairs):
            pattern = Pattern(line)
            for item in pattern.key:
                self._by_word.setdefault(item, []).append((order, owner, pattern))

    def find(
        self, words: Sequence[frozenset[str]], present: frozenset[str]
    ) -> list[tuple[Owner, int, int]]:
        """Every owner whose pattern is said, with the first and last word, in the order given."""
        found: dict[int, tuple[Owner, int, int]] = {}
        lookup: Callable[[str], list[tuple[int, Owner, Pattern]] | None] = self._by_word.get
        for item in present:
            for order, owner, pattern in lookup(item) or ():
                if order in found or any(present.isdisjoint(o) for o in pattern.others):
                    continue
                if span := pattern.find(words):
                    found[order] = (owner, *span)
        return [found[order] for order in sorted(found)]
