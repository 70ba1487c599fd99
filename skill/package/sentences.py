"""Whole sentences out of the lexicon's phrases, few enough for a model that others read.

A phrase such as `(my|the) [big] boss` stands for many sentences. Here it gives
few in which each of its words is said once, so that nothing written by an
author is missing and nothing explodes: first without what may be left out, as
many as the widest bracket has alternatives, then with it; and no more than
asked for.
"""

import re
from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"[()\[\]|]|<[a-z_]+>|\{some\}|\.\.|[^\s()\[\]|<>{}]+")
_ENDINGS = re.compile(r"(?<=\w)\[\w+\]")
"""`weed[s]`: the topics' notation for a word with and without its ending."""

_GAPS = ("{some}", "..")
_OPENS = {"(": ")", "[": "]"}

Part = str | tuple["Sequence_", ...]
Sequence_ = tuple[Part, ...]


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
    pattern = _read(iter(_TOKEN.findall(_ENDINGS.sub("", phrase))), rules or {}, "")[0]
    wide = _breadth(pattern)
    shown = range(wide) if wide <= most else [n * wide // most for n in range(most)]
    found = dict.fromkeys(" ".join(_way(pattern, n)) for n in shown)
    return tuple(say for say in found if say and not any(gap in say.split() for gap in _GAPS))


def _read(tokens: Iterator[str], rules: Mapping[str, str], closes: str) -> tuple[Sequence_, ...]:
    """The alternatives up to the bracket that closes them."""
    ways: list[Sequence_] = []
    here: list[Part] = []
    for token in tokens:
        if token == closes:
            break
        if token == "|":
            ways.append(tuple(here))
            here = []
        elif token in _OPENS:
            inner = _read(tokens, rules, _OPENS[token])
            here.append(inner if token == "(" else ((), *inner))
        elif token[0] == "<":
            here += _read(iter(_TOKEN.findall(rules[token[1:-1]])), rules, "")[0]
        else:
            here.append(token)
    return (*ways, tuple(here))


def _breadth(sequence: Sequence_) -> int:
    """How many sentences it takes until each word was said."""
    return _needed(sequence) + max(map(_width, filter(_may_be_left_out, sequence)), default=0)


def _needed(sequence: Sequence_) -> int:
    """How many of them leave out what may be left out; they come first."""
    return max((_width(part) for part in sequence if not _may_be_left_out(part)), default=1)


def _width(part: Part) -> int:
    return 1 if isinstance(part, str) else sum(_breadth(way) for way in part if way)


def _may_be_left_out(part: Part) -> bool:
    return not isinstance(part, str) and () in part


def _way(sequence: Sequence_, number: int) -> Iterator[str]:
    """The words of the way with this number; the numbers of each bracket go round."""
    needed = _needed(sequence)
    for part in sequence:
        if isinstance(part, str):
            yield part
        elif not _may_be_left_out(part):
            yield from _one_of(part, number)
        elif number >= needed:
            yield from _one_of(part, number - needed)


def _one_of(ways: tuple[Sequence_, ...], number: int) -> Iterator[str]:
    left = number % _width(ways)
    for way in filter(None, ways):
        if left < _breadth(way):
            yield from _way(way, left)
            return
        left -= _breadth(way)


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
