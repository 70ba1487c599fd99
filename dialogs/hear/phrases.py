"""Many phrases of the lexicon, found among the words of an utterance.

All phrases of a listener become one automaton over words. It is made
deterministic as it is used, so that loading is quick and matching costs one
look-up a word, however many phrases there are. It remembers words of the
lexicon only, never those of a person. The notation is in `templates.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogs.hear.templates import Gap, OneOf, Pattern, PhraseError, Word, parse, parse_rules

__all__ = ["Found", "PhraseError", "Phrases"]

T = TypeVar("T")

LONGEST_GAP = 6


class _State:
    """One state of the automaton: the template positions that the words so far can stand at."""

    __slots__ = ("accepts", "elsewhere", "moves", "pending")

    def __init__(self, pending: dict[str, set[int]], elsewhere: set[int], accepts: int) -> None:
        self.moves: dict[str, _State] = {}
        self.pending = pending
        """Words that lead on, and where to; moved to `moves` when first heard."""
        self.elsewhere = elsewhere
        """Where any other word leads; empty outside gaps."""
        self.accepts = accepts
        """The first declared entry that ends here, or -1."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase among the words: `words[start:end]` are its own."""

    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Many templates, each with a value, found in one pass.

    Words are those that `spread` returns. Where two templates accept the same
    words, the one declared first wins; where both begin at the same word, the
    longer one.

    >>> pain = Phrases([("(my|the) back", "pain"), ("back pain", "pain"), ("my boss", "stress")])
    >>> pain.whole(("my", "boss"))
    'stress'
    >>> pain.find(("then", "my", "back", "and", "my", "boss"))
    [Found(start=1, end=3, value='pain'), Found(start=4, end=6, value='stress')]
    """

    def __init__(
        self, entries: Iterable[tuple[str, T]], rules: Mapping[str, str] | None = None
    ) -> None:
        self._words: list[dict[str, int]] = []
        self._skips: list[list[int]] = []
        self._gaps: list[int] = []
        self._ends: dict[int, int] = {}
        self._values: list[T] = []
        self._states: dict[frozenset[int], _State] = {}
        self._laid: dict[tuple[int, int], int] = {}
        known = parse_rules(rules or {})
        patterns = []
        first = self._place()
        for template, value in entries:
            patterns.append(parse(template, known))
            end = self._lay(patterns[-1], first)
            self._ends.setdefault(end, len(self._values))
            self._values.append(value)
        self._laid.clear()
        self._start = self._state({first})

    def whole(self, words: Sequence[str]) -> T | None:
        """The value of the phrase that is all of the words, if one is."""
        state = self._start
        for word in words:
            reached = state.moves.get(word) or self._step(state, word)
            if reached is None:
                return None
            state = reached
        return self._values[state.accepts] if words and state.accepts >= 0 else None

    def prefixes(self, words: Sequence[str], start: int = 0) -> list[Found[T]]:
        """Every phrase that begins at `start`, the shortest first."""
        found: list[Found[T]] = []
        state = self._start
        for at in range(start, len(words)):
            word = words[at]
            reached = state.moves.get(word) or self._step(state, word)
            if reached is None:
                break
            state = reached
            if state.accepts >= 0:
                found.append(Found(start, at + 1, self._values[state.accepts]))
        return found

    def prefix(self, words: Sequence[str], start: int = 0) -> Found[T] | None:
        """The longest phrase that begins at `start`."""
        found = self.prefixes(words, start)
        return found[-1] if found else None

    def find(self, words: Sequence[str]) -> list[Found[T]]:
        """Every phrase among the words, from left to right, none overlapping another."""
        found: list[Found[T]] = []
        at = 0
        while at < len(words):
            phrase = self.prefix(words, at)
            if phrase is None:
                at += 1
            else:
                found.append(phrase)
                at = phrase.end
        return found

    def _step(self, state: _State, word: str) -> _State | None:
        targets = state.pending.get(word)
        if targets is None:
            return self._state(state.elsewhere) if state.elsewhere else None
        reached = self._state(targets | state.elsewhere)
        state.moves[word] = reached
        return reached

    def _state(self, places: set[int]) -> _State:
        reached = set(places)
        waiting = list(places)
        while waiting:
            for place in self._skips[waiting.pop()]:
                if place not in reached:
                    reached.add(place)
                    waiting.append(place)
        key = frozenset(reached)
        state = self._states.get(key)
        if state is None:
            pending: dict[str, set[int]] = {}
            elsewhere: set[int] = set()
            for place in reached:
                for word, target in self._words[place].items():
                    pending.setdefault(word, set()).add(target)
                if self._gaps[place] >= 0:
                    elsewhere.add(self._gaps[place])
            accepts = min((self._ends[p] for p in reached if p in self._ends), default=-1)
            state = self._states[key] = _State(pending, elsewhere, accepts)
        return state

    def _place(self) -> int:
        self._words.append({})
        self._skips.append([])
        self._gaps.append(-1)
        return len(self._words) - 1

    def _lay(self, pattern: Pattern, at: int) -> int:
        """Lay the pattern from the place `at` on; returns the place where it ends.

        What has been laid from a place before is not laid again, so templates
        that begin alike share their beginning.
        """
        for item in pattern:
            if isinstance(item, Word):
                for word in item.heard:
                    after = self._words[at].get(word)
                    if after is None:
                        after = self._words[at][word] = self._place()
                    at = after
            else:
                at = self._lay_once(item, at)
        return at

    def _lay_once(self, item: OneOf | Gap, at: int) -> int:
        key = (at, id(item))
        join = self._laid.get(key)
        if join is None:
            join = self._laid[key] = self._place()
            if isinstance(item, OneOf):
                for way in item.ways:
                    self._skips[self._lay(way, at)].append(join)
            else:
                for _ in range(LONGEST_GAP):
                    at = self._gap(at)
                    self._skips[at].append(join)
        return join

    def _gap(self, at: int) -> int:
        if self._gaps[at] < 0:
            self._gaps[at] = self._place()
        return self._gaps[at]
