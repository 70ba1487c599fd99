"""Phrases with places in them, found in an utterance in one walk.

A phrase is written as people say it, with a little grammar:

    tooth [was] (killing|murdering) me      alternatives and optional words
    <body> [was] (sore|bad)                 a word of a kind, listed once under `kinds`
    boss .. screamed                        up to three words between

All phrases of a lexicon share one tree of words, so the time an utterance
takes depends on its length and hardly on how many phrases there are. The tree
is a few long rows of numbers: as objects it takes ten times the memory.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import NamedTuple

from dialogs.hear.tokens import stems

GAP = 3
"""The most words that `..` passes over."""

_PART = re.compile(r"[()\[\]|]|<[a-z_]+>|\.\.|[^\s()\[\]<>|]+")


class Hit(NamedTuple):
    """A phrase of `label` stands at words `start` to `end` (exclusive)."""

    label: str
    start: int
    end: int


class Phrases:
    """Phrases by label, one a line, ready to be found.

    >>> phrases = Phrases({"pain": "my <body> [was] killing me"}, {"body": "tooth back"})
    >>> phrases.find(["my", "tooth", "be", "kill", "me"])
    [Hit(label='pain', start=0, end=5)]
    """

    def __init__(self, by_label: Mapping[str, str], kinds: Mapping[str, str]) -> None:
        self._kinds: dict[str, tuple[str, ...]] = {}
        same: dict[tuple[str, ...], tuple[str, ...]] = {}
        for kind, words in kinds.items():
            for word in set(stems(words.split())):
                its = (*self._kinds.get(word, ()), f"<{kind}>")
                self._kinds[intern(word)] = same.setdefault(its, its)
        laid = _Laid()
        for label, phrases in by_label.items():
            for phrase in phrases.splitlines():
                laid.add(label, _PART.findall(phrase))
        self._begins: dict[str, tuple[int, ...]] = {}
        """Where the first word of a phrase leads."""
        self._first = array("I", [0])
        """For each place where its words begin, and behind the last where the last ends."""
        self._words: list[str] = []
        """The words that lead on from every place, in order of places and of the alphabet."""
        self._to = array("I")
        """Where each of them leads."""
        self._gaps = {place: tuple(beyond) for place, beyond in laid.gaps.items()}
        self._labels = array("H")
        self._sets_of_labels: list[tuple[str, ...]] = []
        self._keep(laid)

    def _keep(self, laid: "_Laid") -> None:
        """Take over what was laid, in the form in which it is quickly found."""
        number: dict[tuple[str, ...], int] = {}
        for place in range(laid.places):
            leads = sorted(laid.words_from(place))
            if place == _BEGIN:
                for word, to in leads:
                    self._begins[word] = (*self._begins.get(word, ()), to)
            else:
                self._words += [word for word, _ in leads]
                self._to.extend([to for _, to in leads])
            self._first.append(len(self._to))
            labels = tuple(laid.labels.get(place, ()))
            self._labels.append(number.setdefault(labels, len(number)))
        self._sets_of_labels += number

    def kinds_of(self, word: str) -> tuple[str, ...]:
        """The kinds that a stem belongs to, as `<kind>`."""
        return self._kinds.get(word, ())

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase in the stems, by where it starts; phrases may overlap."""
        hits: dict[Hit, None] = {}
        ways = [(word, *self._kinds.get(word, ())) for word in words]
        count = len(words)
        begins, labels, named, gaps = self._begins, self._labels, self._sets_of_labels, self._gaps
        first, leads, to = self._first, self._words, self._to
        for start in range(count):
            todo = [(place, start + 1) for way in ways[start] for place in begins.get(way, ())]
            while todo:
                place, at = todo.pop()
                for label in named[labels[place]]:
                    hits[Hit(label, start, at)] = None
                if at == count:
                    continue
                begin, end = first[place], first[place + 1]
                if begin < end:  # as `_after`, without the call: it is done for every word
                    for way in ways[at]:
                        lead = bisect_left(leads, way, begin, end)
                        while lead < end and leads[lead] == way:
                            todo.append((to[lead], at + 1))
                            lead += 1
                for beyond in gaps.get(place, ()):
                    for later in range(at, min(at + GAP + 1, count)):
                        todo += [(after, later + 1) for after in self._after(beyond, ways[later])]
        return list(hits)

    def _after(self, place: int, ways: Iterable[str]) -> list[int]:
        """The places that a word leads to, in all the ways of saying it."""
        begin, end = self._first[place], self._first[place + 1]
        found: list[int] = []
        if begin < end:
            words = self._words
            for way in ways:
                at = bisect_left(words, way, begin, end)
                while at < end and words[at] == way:
                    found.append(self._to[at])
                    at += 1
        return found


_BEGIN = 0


class _Laid:
    """Phrases laid word by word into places, from which words lead on to other places."""

    def __init__(self) -> None:
        self.places = 0
        self.gaps: dict[int, list[int]] = {}
        self.labels: dict[int, list[str]] = {}
        self._plain: dict[tuple[int, str], int] = {}
        """Where a word leads that later phrases may pass through, too."""
        self._merged = bytearray()
        """Reached by several spellings of one phrase, so no other phrase may pass through."""
        self._word: list[str] = []
        """The word that leads to a place, from wherever."""
        self._last_from = array("I")
        self._from_to = array("I", [0])
        self._before = array("I", [0])
        """The ways from a place: the last laid, where each leads, and the one laid before it."""
        self._place("", merged=False)

    def words_from(self, place: int) -> list[tuple[str, int]]:
        """The words that lead on, and where to, in the order of places."""
        found = []
        way = self._last_from[place]
        while way:
            found.append((self._word[self._from_to[way]], self._from_to[way]))
            way = self._before[way]
        return found

    def add(self, label: str, parts: Iterable[str]) -> None:
        """Lay a phrase of this label."""
        for end in self._lay([_BEGIN], iter(parts)):
            labels = self.labels.setdefault(end, [])
            if end != _BEGIN and label not in labels:
                labels.append(label)

    def _place(self, word: str, merged: bool) -> int:
        self._word.append(intern(word))
        self._last_from.append(0)
        self._merged.append(merged)
        self.places += 1
        return self.places - 1

    def _lay(self, starts: list[int], parts: Iterator[str]) -> list[int]:
        """The places where a phrase, or one bracket of it, ends when it begins at `starts`."""
        ends: list[int] = []
        here = starts
        for part in parts:
            if part in ")]":
                break
            if part == "|":
                ends += here
                here = starts
            elif part == "(":
                here = _joined(self._lay(here, parts))
            elif part == "[":
                here = [*here, *_joined(self._lay(here, parts))]
            elif part == "..":
                beyond = self._place("", merged=True)
                for place in here:
                    self.gaps.setdefault(place, []).append(beyond)
                here = [beyond]
            else:
                for word in [part] if part[0] == "<" else stems([part]):
                    here = [self._step(here, word)]
        return ends + here

    def _step(self, starts: list[int], word: str) -> int:
        """The place after `word`; plain beginnings are shared between phrases."""
        alone = len(starts) == 1 and not self._merged[starts[0]]
        known = self._plain.get((starts[0], word)) if alone else None
        if known is not None:
            return known
        after = self._place(word, merged=not alone)
        if alone:
            self._plain[starts[0], word] = after
        for place in starts:
            self._before.append(self._last_from[place])
            self._from_to.append(after)
            self._last_from[place] = len(self._from_to) - 1
        return after


def _joined(ends: list[int]) -> list[int]:
    """Alternatives are walked apart; what follows them is laid once for each."""
    return list(dict.fromkeys(ends))


def denied(words: Sequence[str], hits: Sequence[Hit]) -> list[bool]:
    """For each word, whether a negation takes it back.

    A `not` that belongs to a phrase ("could not sleep") denies nothing. Any other
    one reaches up to seven words on, and ends where something new is said:

    >>> words = "it be not the pain i just could not sleep".split()
    >>> hits = [Hit("pain", 4, 5), Hit("sleep", 7, 10)]
    >>> [word for word, off in zip(words, denied(words, hits)) if off]
    ['the', 'pain']
    """
    end = max((len(tail) for tail in _TAKEN_BACK if tuple(words[-len(tail) :]) == tail), default=0)
    if words[-1:] == ["no"] and 1 < len(words) <= 3:
        end = 1
    off = [end > 0 and at < len(words) - end for at in range(len(words))]
    content = {at for hit in hits for at in range(hit.start, hit.end)}
    for at in range(len(words)):
        if at in content or not _denies(words, at):
            continue
        seen = False
        for later in range(at + 1, min(at + 8, len(words))):
            here, before = words[later], words[later - 1]
            if here in _CONTRAST or (later in content and here in _NEGATORS):
                break
            opens = here in _OPENERS and later > at + 1 and before not in _JOINS
            if opens and (seen or (here in _SUBJECTS and before not in _CARRIERS)):
                break
            off[later] = True
            seen = seen or later in content
    return off


def _denies(words: Sequence[str], at: int) -> bool:
    """Whether the word takes something back; "could not stand it" complains, and does not."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word == "anything":
        return after == "but"
    if word == "nothing":
        return after in ("to", "wrong") or words[at + 2 : at + 4] == ["do", "with"]
    if word not in _NEGATORS or (word == "without" and after in ("it", "them")):
        return False
    if word == "not" and "able" in words[at + 1 : at + 3]:
        return False
    before = words[at - 1] if at else ""
    if word == "not" and before in _ABLE:
        return after in ("blame", "blam", "be", "say", "call", "put")
    return not (
        word == "not" and before == "have" and after not in ("be", "feel", "a", "any", "get")
    )


_TAKEN_BACK = frozenset(
    tuple(tail.split())
    for tail in (
        "so not that", "so scratch that", "so no", "not be that", "be not that", "and i be not",
        "but no", "be not it", "be not why", "not that", "scratch that", "not me", "not really",
        "not the problem", "not the issue", "have nothing to do with it",
    )
)  # fmt: skip
"""Endings that take back all that was said before them."""
_NEGATORS = frozenset(["not", "no", "never", "neither", "nor", "without", "nobody"])
_ABLE = frozenset(["can", "could", "would", "will"])
_CONTRAST = frozenset(
    ["but", "just", "only", "though", "although", "except", "instead", "rather", "actually"]
)
_JOINS = frozenset(["or", "nor", "and", "of"])
_CARRIERS = frozenset(["that", "like", "becaus", "as", "even", "say", "think"])
_SUBJECTS = frozenset(["i", "it", "she", "he", "we", "they", "there"])
_OPENERS = _SUBJECTS | frozenset(
    ["my", "the", "me", "her", "his", "so", "that", "this", "more", "a", "becaus"]
)
