"""A small grammar of meanings: which words, in which order, how far apart.

A pattern is a line such as `can not wake .. someone|PERSON`:

    word        that word                 a|b|CLASS   any of these; CLASS is a class of words
    ..          up to two words between   ...         up to five words   ....   up to twelve
    ?word       may be missing            ^ $         the utterance begins, ends here

It is matched by walking a set of positions through the words, so the time is
bounded by words times steps: there is nothing to backtrack into. What one step
may be is a bit; a word is the bits of all the steps that it can be, so whether
everything that a pattern needs was said is one comparison of whole numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from sys import intern
from typing import Generic, NamedTuple, TypeVar

from dialogs.frozen import dataclass

Owner = TypeVar("Owner")

_GAPS = {"..": 2, "...": 5, "....": 12}


_COMMON = frozenset((
    "i", "my", "me", "he", "she", "they", "it", "is", "are", "am", "was", "do", "have", "had",
    "and", "to", "a", "the", "in", "on", "with", "for", "not", "no", "all",
    "HIM", "PERSON", "CONTROLLER", "SELF", "NOT", "DRUG", "TAKE", "KIN",
))  # fmt: skip


def _how_common(items: frozenset[str]) -> int:
    """A guess at how often one of the words is said, to try the rare ones first."""
    return len(items) + 40 * len(items & _COMMON)


class Step(NamedTuple):
    gap: int
    """How many words may stand between the step before and this one."""
    optional: bool


class Pattern:
    """One line of the grammar, without its words: what they are is for the `Matcher` to know."""

    __slots__ = ("ends", "line", "starts", "steps")

    def __init__(self, line: str) -> None:
        self.line = line
        self.starts = line.startswith("^ ")
        self.ends = line.endswith(" $")
        self.steps = tuple(_STEPS[gap, part.startswith("?")] for gap, part in _parts(line))

    def find(self, words: Sequence[int], bits: Sequence[int]) -> tuple[int, int] | None:
        """The first and last word of the match, or nothing; `bits` are those of its steps.

        >>> can, not_, wake, him = 1, 2, 4, 8
        >>> said = [0, can, not_, 0, wake, him]
        >>> Pattern("can not .. wake him").find(said, [can, not_, wake, him])
        (1, 5)
        """
        reached: dict[int, int] = {}  # last word matched -> first word matched
        begun = False
        end = len(words)
        for step, bit in zip(self.steps, bits, strict=True):
            found: dict[int, int] = dict(reached) if step.optional else {}
            if not begun:
                for at in range(min(1, end) if self.starts else end):
                    if words[at] & bit:
                        found[at] = at
            else:
                reach = step.gap + 2
                for last, first in reached.items():
                    for at in range(last + 1, min(last + reach, end)):
                        if words[at] & bit and at not in found:
                            found[at] = first
            if found:
                reached, begun = found, True
            elif not step.optional:
                return None
        for last, first in reached.items():
            if not self.ends or last == end - 1:
                return first, last
        return None


_STEPS = {(gap, may): Step(gap, may) for gap in (0, *_GAPS.values()) for may in (False, True)}


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """Each step as it is written, with the gap before it."""
    gap = 0
    for part in line.split():
        if part in _GAPS:
            gap = _GAPS[part]
        elif part not in ("^", "$"):
            yield gap, part
            gap = 0


def _items(line: str) -> list[frozenset[str]]:
    """What each step of a line may be."""
    return [frozenset(part.removeprefix("?").split("|")) for _, part in _parts(line)]


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


class Entry(NamedTuple, Generic[Owner]):
    """A pattern, and what it takes to be tried."""

    order: int
    needs: int
    owner: Owner
    pattern: Pattern
    bits: tuple[int, ...]


class Matcher(Generic[Owner]):
    """Patterns found by the words that they need, so most are never tried."""

    def __init__(self, pairs: Iterable[tuple[Owner, str]]) -> None:
        self._entries: dict[str, list[Entry[Owner]]] = {}
        self._bits: dict[str, int] = {}
        bit_of: dict[frozenset[str], int] = {}
        for order, (owner, line) in enumerate(pairs):
            pattern = Pattern(line)
            bits = []
            needed = []
            for step, items in zip(pattern.steps, _items(line), strict=True):
                bit = bit_of.get(items)
                if bit is None:
                    bit = bit_of[items] = 1 << len(bit_of)
                    for item in items:
                        self._bits[intern(item)] = self._bits.get(item, 0) | bit
                bits.append(bit)
                if not step.optional:
                    needed.append(items)
            needs = reduce(or_, (bit_of[items] for items in needed))
            entry = Entry(order, needs, owner, pattern, tuple(bits))
            for item in min(needed, key=_how_common):  # the rarest of what must be there
                self._entries.setdefault(intern(item), []).append(entry)

    def bits(self, items: Iterable[str]) -> int:
        """All the steps that a word with these classes can be."""
        told = 0
        for item in items:
            told |= self._bits.get(item, 0)
        return told

    def entries(self, items: Iterable[str]) -> tuple[Entry[Owner], ...]:
        """The patterns to try when such a word was said."""
        return tuple(entry for item in items for entry in self._entries.get(item, ()))

    def find(
        self, words: Sequence[int], entries: Iterable[Entry[Owner]]
    ) -> list[tuple[Owner, int, int]]:
        """Every owner whose pattern is said, with the first and last word, in the order given."""
        said = 0
        for word in words:
            said |= word
        found: dict[int, tuple[Owner, int, int] | None] = {}
        for order, needs, owner, pattern, bits in entries:
            if needs & said == needs and order not in found:
                span = pattern.find(words, bits)
                found[order] = (owner, *span) if span else None
        return [told for _, told in sorted(found.items()) if told]
