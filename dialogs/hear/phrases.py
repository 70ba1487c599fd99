"""Many phrases of the lexicon, found among the words of an utterance.

All phrases of a listener become one automaton over words. It is made
deterministic as it is used, so that loading is quick and matching costs one
look-up a word, however many phrases there are. It remembers words of the
lexicon only, never those of a person. The notation is in `templates.py`.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from dialogs.frozen import dataclass
from dialogs.hear.templates import Gap, OneOf, Pattern, PhraseError, Word, parse, parse_rules

__all__ = ["Found", "PhraseError", "Phrases"]

T = TypeVar("T")

LONGEST_GAP = 6

MOST_STATES = 1_500
"""So many are kept of a listener; then all are forgotten, and made again as they are needed."""


Places = tuple[int, ...]


class _State:
    """One state of the automaton: the template positions that the words so far can stand at."""

    __slots__ = ("accepts", "elsewhere", "moves", "pending")

    def __init__(self, pending: dict[str, int | Places], elsewhere: Places, accepts: int) -> None:
        self.moves: dict[str, _State] = {} if pending else _NO_MOVES
        self.pending = pending
        """Words that lead on, and to which place or places; in `moves` once they were heard."""
        self.elsewhere = elsewhere
        """Where any other word leads; empty outside gaps."""
        self.accepts = accepts
        """The first declared entry that ends here, or -1."""


_NO_MOVES: dict[str, _State] = {}
_NOTHING_PENDING: dict[str, int | Places] = {}


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
        self._graph = _Graph()
        self._values: list[T] = []
        self._states: dict[Places, _State] = {}
        known = parse_rules(rules or {})
        layer = _Layer(self._graph, known)
        same: dict[T, T] = {}
        for template, value in entries:
            layer.lay(parse(template, known), len(self._values))
            self._values.append(same.setdefault(value, value))
        self._start = self._state((0,))

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
        places = (targets,) if isinstance(targets, int) else targets
        reached = state.moves[word] = self._state(places + state.elsewhere)
        return reached

    def _state(self, places: Places) -> _State:
        graph = self._graph
        reached = graph.without_a_word(places)
        state = self._states.get(reached)
        if state is None:
            pending: dict[str, int | Places] = {}
            for place in reached:
                for word, to in graph.words_from(place):
                    known = pending.get(word)
                    if known is None:
                        pending[word] = to
                    else:
                        pending[word] = (*((known,) if isinstance(known, int) else known), to)
            elsewhere = tuple(graph.gaps[place] for place in reached if place in graph.gaps)
            accepts = min((entry for p in reached if (entry := graph.ends[p]) >= 0), default=-1)
            state = _State(pending or _NOTHING_PENDING, elsewhere, accepts)
            if len(self._states) >= MOST_STATES:
                self._states.clear()
                self._start = self._state((0,))
            self._states[reached] = state
        return state


class _Graph:
    """The places of all templates. A few long rows of numbers: as objects they take ten times that.

    Every word leads to a place of its own, so what leads on from a place is the row of those
    places that a word leads to: the first, and from each the next.
    """

    def __init__(self) -> None:
        self._word: list[str] = []
        """The word that leads to a place; none to where a bracket ends, or behind any word."""
        self._first = array("I")
        self._next = array("I")
        self._first_skip = array("I")
        self._skip_to = array("I", [0])
        self._next_skip = array("I", [0])
        self.ends = array("i")
        """The first declared entry that ends at a place, or -1."""
        self.gaps: dict[int, int] = {}
        """Where any word at all leads."""
        self.add("")

    def add(self, word: str, after: int = 0) -> int:
        """A new place, to which the word leads from the place `after`."""
        place = len(self._word)
        self._word.append(word)
        self._first.append(0)
        self._first_skip.append(0)
        self.ends.append(-1)
        self._next.append(self._first[after] if word else 0)
        if word:
            self._first[after] = place
        return place

    def skip(self, place: int, to: int) -> None:
        """Lead on from a place to another without a word."""
        self._skip_to.append(to)
        self._next_skip.append(self._first_skip[place])
        self._first_skip[place] = len(self._skip_to) - 1

    def words_from(self, place: int) -> Iterator[tuple[str, int]]:
        """The words that lead on, and where to."""
        to = self._first[place]
        while to:
            yield self._word[to], to
            to = self._next[to]

    def without_a_word(self, places: Places) -> Places:
        """These places, and all that are reached from them without a word."""
        reached = set(places)
        waiting = list(places)
        while waiting:
            skip = self._first_skip[waiting.pop()]
            while skip:
                to = self._skip_to[skip]
                if to not in reached:
                    reached.add(to)
                    waiting.append(to)
                skip = self._next_skip[skip]
        return tuple(sorted(reached))


class _Layer:
    """Lays templates into a graph, each from its beginning.

    What has been laid from a place before is not laid again, neither a word nor a
    bracket of a rule, so templates that begin alike share their beginning.
    """

    def __init__(self, graph: _Graph, rules: Mapping[str, Pattern]) -> None:
        self._graph = graph
        self._after: dict[tuple[int, str], int] = {}
        self._of_rules = {id(item) for pattern in rules.values() for item in _brackets(pattern)}
        self._laid: dict[tuple[int, int], int] = {}

    def lay(self, pattern: Pattern, entry: int) -> None:
        """Lay the pattern of an entry, after those that were declared before it."""
        end = self._lay(pattern, 0)
        if self._graph.ends[end] < 0:
            self._graph.ends[end] = entry

    def _lay(self, pattern: Pattern, at: int) -> int:
        for item in pattern:
            if isinstance(item, Word):
                for word in item.heard:
                    key = (at, word)
                    at = self._after.get(key) or self._after.setdefault(
                        key, self._graph.add(word, at)
                    )
            else:
                at = self._lay_once(item, at)
        return at

    def _lay_once(self, item: OneOf | Gap, at: int) -> int:
        key = (at, id(item))
        join = self._laid.get(key)
        if join is None:
            join = self._graph.add("")
            if id(item) in self._of_rules:
                self._laid[key] = join
            if isinstance(item, OneOf):
                for way in item.ways:
                    self._graph.skip(self._lay(way, at), join)
            else:
                for _ in range(LONGEST_GAP):
                    at = self._gap(at)
                    self._graph.skip(at, join)
        return join

    def _gap(self, at: int) -> int:
        gaps = self._graph.gaps
        if at not in gaps:
            gaps[at] = self._graph.add("")
        return gaps[at]


def _brackets(pattern: Pattern) -> Iterator[OneOf | Gap]:
    """All that is not a word, also inside one another."""
    for item in pattern:
        if isinstance(item, OneOf):
            for way in item.ways:
                yield from _brackets(way)
        if not isinstance(item, Word):
            yield item
