"""Numbers as people say them about time: whole ones, ordinals, and loose amounts."""

from collections.abc import Sequence

from dialogs.frozen import dataclass

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_LOOSE = {
    "couple": (2.0, 2.5), "pair": (2.0, 2.5), "few": (3.0, 5.0), "several": (4.0, 8.0),
    "many": (5.0, 10.0), "dozen": (12.0, 12.0),
    "half": (0.5, 0.5), "quarter": (0.25, 0.25),
}  # fmt: skip
SOUNDS_LIKE = {
    "to": 2, "too": 2, "for": 4, "fore": 4, "won": 1, "ate": 8, "tree": 3, "free": 3,
}  # fmt: skip
"""What a recogniser writes for a number; only beside a unit or `a m`."""
_FILLS = frozenset(
    ("of", "good", "full", "whole", "solid", "more", "long", "quick", "rough", "straight", "odd")
)
BEGIN = frozenset((*_ONES, *_TENS, *_ORDINALS, *_LOOSE, *SOUNDS_LIKE, "a", "an", "the", "o", "oh"))
"""Every word that a number can begin with, figures apart."""


def integer(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """A whole number that begins at `at`, and where it ends.

    >>> integer(["thirty", "six", "hours"], 0), integer(["nine", "hundred"], 0)
    ((36, 2), (900, 2))
    """
    if at >= len(words):
        return None
    word, end = words[at], at + 1
    if word in _ONES:
        value = _ONES[word]
    elif word in _TENS:
        value = _TENS[word]
        if end < len(words) and 0 < _ONES.get(words[end], 0) < 10:
            value, end = value + _ONES[words[end]], end + 1
    elif word.isdigit() and len(word) < 5:
        return int(word), end
    else:
        return None
    if end < len(words) and words[end] == "hundred" and 0 < value < 10:
        rest = integer(words, end + 1 + (words[end + 1 : end + 2] == ["and"]))
        if rest is None or rest[0] > 99:
            return 100 * value, end + 1
        return 100 * value + rest[0], rest[1]
    return value, end


def oh_minutes(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The five of `two oh five`, and where it ends."""
    if words[at : at + 1] in (["o"], ["oh"]) and at + 1 < len(words):
        minutes = _ONES.get(words[at + 1], 0)
        if 0 < minutes < 10:
            return minutes, at + 2
    return None


def ordinal(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The day of a month, and where it ends.

    >>> ordinal(["twenty", "first"], 0), ordinal(["5th"], 0)
    ((21, 2), (5, 1))
    """
    if at >= len(words):
        return None
    word = words[at]
    if word in _ORDINALS:
        return _ORDINALS[word], at + 1
    if word in ("twenty", "thirty") and at + 1 < len(words):
        ones = _ORDINALS.get(words[at + 1], 0)
        if 0 < ones < 10:
            return _TENS[word] + ones, at + 2
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return int(word[:-2]), at + 1
    return None


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, from `least` to `most`, and where the words for it end."""

    least: float
    most: float
    end: int
    said: bool = True
    """A number was said, not only `a`."""


def amount(words: Sequence[str], at: int) -> Amount | None:
    """How many of a unit: `two`, `a couple of`, `two or three`, `two and a half`, `half an`."""
    first = _single(words, at)
    if first is None or not first.said:
        return first
    join = words[first.end] if first.end < len(words) else ""
    skip = first.end + (join in ("or", "to", "and", "maybe"))
    if skip > first.end and words[skip : skip + 1] == ["maybe"]:
        skip += 1
    second = _single(words, skip)
    if second is None:
        return first
    if join == "and":
        if second.most < 1:
            return Amount(first.least + second.least, first.most + second.most, second.end)
        return first
    if second.said and second.least > first.least and first.least >= 1:
        return Amount(first.least, second.most, second.end)
    return first


def _single(words: Sequence[str], at: int) -> Amount | None:
    article = words[at] if at < len(words) and words[at] in ("a", "an", "the") else ""
    if article:
        at = _past_fills(words, at + 1)
    if at >= len(words):
        return None
    word = words[at]
    if word in _LOOSE:
        least, most = _LOOSE[word]
        end = _past_fills(words, at + 1)
        if least < 1 and end < len(words) and words[end] in ("a", "an"):
            end += 1
        if word == "couple" and end < len(words) and words[end] in ("three", "few"):
            return Amount(2, 3, end + 1)
        return Amount(least, most, end)
    if article and word == "hundred":
        return Amount(100, 100, at + 1)
    number = integer(words, at)
    if article and (article == "the" or number is None or words[at - 1] == article):
        return None if article == "the" else Amount(1, 1, at, said=False)
    whole, _, tenths = word.partition(".")
    if tenths and whole.isdigit():
        return Amount(float(word), float(word), at + 1)
    if number is None:
        return None
    value, end = number
    if end < len(words) and words[end] in ("quarter", "quarters") and value < 4:
        end = _past_fills(words, end + 1)
        end += end < len(words) and words[end] in ("a", "an")
        return Amount(value / 4, value / 4, end)
    if words[end : end + 1] == ["point"]:
        part = integer(words, end + 1)
        if part is not None and part[0] < 10:
            return Amount(value + part[0] / 10, value + part[0] / 10, part[1])
    return Amount(value, value, _past_fills(words, end))


def _past_fills(words: Sequence[str], at: int) -> int:
    while at < len(words) and words[at] in _FILLS:
        at += 1
    return at
