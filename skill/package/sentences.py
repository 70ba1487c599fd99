"""Whole sentences out of the lexicon's phrases, few enough for a model that others read.

A phrase such as `(my|the) [big] boss` stands for many sentences. Here it gives
few in which each of its words is said once, so that nothing written by an
author is missing and nothing explodes: first without what may be left out, as
many as the widest bracket has alternatives, then with it; and no more than
asked for.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_TOKEN = re.compile(r"[()\[\]|]|<[a-z_]+>|\{some\}|\.\.|[^\s()\[\]|<>{}]+")
_ENDINGS = re.compile(r"(?<=\w)\[\w+\]")
"""`weed[s]`: the topics' notation for a word with and without its ending."""

_GAPS = ("{some}", "..")
_OPENS = {"(": ")", "[": "]"}


class Choice(NamedTuple):
    """One bracket: one of its ways, or none where it may be left out."""

    ways: "tuple[Sequence, ...]"
    optional: bool
    width: int
    """How many sentences it takes until each of its words was said."""


class Sequence(NamedTuple):
    """Words and brackets, one after the other."""

    parts: tuple[str | Choice, ...]
    needed: int
    """How many sentences leave out what may be left out; they come first."""
    breadth: int
    """How many sentences it takes until each word was said."""


def sentences(
    phrase: str, rules: Mapping[str, str] | None = None, most: int = 12
) -> tuple[str, ...]:
    """Sentences that hold every word of the phrase once, at most `most`, in a fixed order.

    What a gap stands for is not known, so a way through it makes no sentence.

    >>> sentences("[really] (tired|so sad|low) <tonight>", {"tonight": "(tonight|today)"})
    ('tired tonight', 'so sad today', 'low tonight', 'really tired today')
    >>> sentences("alone in my {some}")
    ()
    """
    (pattern,) = _read(iter(_TOKEN.findall(_ENDINGS.sub("", phrase))), rules or {}, "")
    wide = pattern.breadth
    shown = range(wide) if wide <= most else [n * wide // most for n in range(most)]
    found = dict.fromkeys(" ".join(_words(pattern, n)) for n in shown)
    return tuple(say for say in found if say and not any(gap in say.split() for gap in _GAPS))


def _read(tokens: Iterator[str], rules: Mapping[str, str], closes: str) -> tuple[Sequence, ...]:
    """The alternatives up to the bracket that closes them."""
    ways: list[Sequence] = []
    here: list[str | Choice] = []
    for token in tokens:
        if token == closes:
            break
        if token == "|":
            ways.append(_sequence(here))
            here = []
        elif token in _OPENS:
            inner = _read(tokens, rules, _OPENS[token])
            here.append(Choice(inner, token == "[", sum(way.breadth for way in inner)))
        elif token[0] == "<":
            (rule,) = _read(iter(_TOKEN.findall(rules[token[1:-1]])), rules, "")
            here += rule.parts
        else:
            here.append(token)
    return (*ways, _sequence(here))


def _sequence(parts: list[str | Choice]) -> Sequence:
    choices = [part for part in parts if isinstance(part, Choice)]
    needed = max((one.width for one in choices if not one.optional), default=1)
    besides = max((one.width for one in choices if one.optional), default=0)
    return Sequence(tuple(parts), needed, needed + besides)


def _words(sequence: Sequence, number: int) -> Iterator[str]:
    """The words of the sentence with this number; the numbers of each bracket go round."""
    for part in sequence.parts:
        if isinstance(part, str):
            yield part
        elif not part.optional:
            yield from _one_of(part, number)
        elif number >= sequence.needed:
            yield from _one_of(part, number - sequence.needed)


def _one_of(choice: Choice, number: int) -> Iterator[str]:
    left = number % choice.width
    for way in choice.ways:
        if left < way.breadth:
            yield from _words(way, left)
            return
        left -= way.breadth


_NOT = re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|would|could|should) not\b")
_SUBJECT = re.compile(
    r"\b(i am|(?:you|we|they) are|(?:he|she|it|that|there|what) is|i will)(?= \w)"
)
_SHORT = {"am": "m", "are": "re", "is": "s", "will": "ll"}
_DISAGREES = re.compile(
    r"\b(?:(?:he|she|it|that) (?:are|have)|(?:i|they|we|you) (?:is|has)|i are)(?:n't)?\b"
    r"|\b(a|an|the|my|to|of|in|at|with|this|some) \1\b"
)


def as_spoken(sentence: str) -> str:
    """The sentence as people say it: the lexicon writes contractions out.

    >>> as_spoken("i do not think that it is over and i can not stop")
    "i don't think that it's over and i can't stop"
    >>> as_spoken("yes i am")
    'yes i am'
    """
    said = _NOT.sub(r"\1n't", sentence.replace("can not", "can't").replace("will not", "won't"))
    return _SUBJECT.sub(lambda at: _joined(at[1]), said)


def agrees(sentence: str) -> bool:
    """Whether the words go together; a phrase may join any of its `(she|they) (is|are)`."""
    return _DISAGREES.search(sentence) is None


def _joined(words: str) -> str:
    who, does = words.split()
    return f"{who}'{_SHORT[does]}"
