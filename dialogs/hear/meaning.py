"""Phrases with places in them, found in an utterance in one walk.

A phrase is written as people say it, with a little grammar:

    tooth [was] (killing|murdering) me      alternatives and optional words
    <body> [was] (sore|bad)                 a word of a kind, listed once under `kinds`
    boss .. screamed                        up to three words between

All phrases of a lexicon share one tree of words, so the time an utterance
takes depends on its length and hardly on how many phrases there are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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


class _Place:
    """Where a walk through the phrases can stand."""

    __slots__ = ("gap", "labels", "merged", "on")

    def __init__(self, merged: bool = False) -> None:
        self.on: dict[str, list[_Place]] = {}
        self.gap: list[_Place] = []
        self.labels: list[str] = []
        self.merged = merged
        """Reached by several spellings of one phrase, so no other phrase may pass through."""


class Phrases:
    """Phrases by label, one a line, ready to be found.

    >>> phrases = Phrases({"pain": "my <body> [was] killing me"}, {"body": "tooth back"})
    >>> phrases.find(["my", "tooth", "be", "kill", "me"])
    [Hit(label='pain', start=0, end=5)]
    """

    def __init__(self, by_label: Mapping[str, str], kinds: Mapping[str, str]) -> None:
        self._root = _Place()
        self._kinds: dict[str, tuple[str, ...]] = {}
        for kind, words in kinds.items():
            for word in set(stems(words.split())):
                self._kinds[word] = (*self._kinds.get(word, ()), f"<{kind}>")
        for label, phrases in by_label.items():
            for phrase in phrases.splitlines():
                for end in _lay([self._root], iter(_PART.findall(phrase))):
                    if end is not self._root and label not in end.labels:
                        end.labels.append(label)

    def kinds_of(self, word: str) -> tuple[str, ...]:
        """The kinds that a stem belongs to, as `<kind>`."""
        return self._kinds.get(word, ())

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase in the stems, by where it starts; phrases may overlap."""
        hits: dict[Hit, None] = {}
        ways = [(word, *self._kinds.get(word, ())) for word in words]
        count = len(words)
        root = self._root.on
        for start in range(count):
            todo = [(place, start + 1) for way in ways[start] for place in root.get(way, ())]
            while todo:
                place, at = todo.pop()
                for label in place.labels:
                    hits[Hit(label, start, at)] = None
                if at == count:
                    continue
                on = place.on
                if on:
                    for way in ways[at]:
                        if way in on:
                            todo += [(after, at + 1) for after in on[way]]
                for beyond in place.gap:
                    for later in range(at, min(at + GAP + 1, count)):
                        for way in ways[later]:
                            if way in beyond.on:
                                todo += [(after, later + 1) for after in beyond.on[way]]
        return list(hits)


def _lay(starts: list[_Place], parts: Iterator[str]) -> list[_Place]:
    """The places where a phrase, or one bracket of it, ends when it begins at `starts`."""
    ends: list[_Place] = []
    here = starts
    for part in parts:
        if part in ")]":
            break
        if part == "|":
            ends += here
            here = starts
        elif part == "(":
            here = _joined(_lay(here, parts))
        elif part == "[":
            here = [*here, *_joined(_lay(here, parts))]
        elif part == "..":
            beyond = _Place(merged=True)
            for place in here:
                place.gap.append(beyond)
            here = [beyond]
        else:
            for word in [part] if part[0] == "<" else stems([part]):
                here = [_step(here, word)]
    return ends + here


def _step(starts: list[_Place], word: str) -> _Place:
    """The place after `word`; plain beginnings are shared between phrases."""
    if len(starts) == 1 and not starts[0].merged:
        for place in starts[0].on.get(word, ()):
            if not place.merged:
                return place
    after = _Place(merged=len(starts) > 1 or starts[0].merged)
    for place in starts:
        place.on.setdefault(word, []).append(after)
    return after


def _joined(ends: list[_Place]) -> list[_Place]:
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
