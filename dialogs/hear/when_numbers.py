"""Numbers as people say them about time: amounts, ordinals and the hours of a clock."""

from collections.abc import Sequence
from dataclasses import dataclass

_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy".split(), 2)}
_TENS |= {"fourty": 40, "eighty": 80, "ninety": 90}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {"twentieth": 20, "thirtieth": 30}
_VAGUE = {
    "couple": (2.0, 2.5), "few": (3.0, 5.0), "several": (4.0, 8.0), "many": (5.0, 10.0),
    "some": (2.0, 6.0), "dozen": (12.0, 12.0), "half": (0.5, 0.5), "quarter": (0.25, 0.25),
    "fifteenish": (15.0, 15.0),
}  # fmt: skip
SOUNDS_LIKE = {"to": 2, "too": 2, "for": 4, "fore": 4, "won": 1, "ate": 8, "tree": 3, "free": 3}
"""What a recogniser writes for a number; only beside a unit or `a m`."""

_FILLS = frozenset("of good full whole solid more long hot quick rough straight another".split())
_PAST = frozenset(("past", "after"))
_TO = frozenset(("to", "till", "til", "before", "of", "two", "too"))


def integer(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """A whole number below a thousand that begins at `at`, and where it ends."""
    if at >= len(words):
        return None
    word = words[at]
    if word in _ONES:
        value, end = _ONES[word], at + 1
    elif word in _TENS:
        value, end = _TENS[word], at + 1
        if end < len(words) and 0 < _ONES.get(words[end], 0) < 10:
            value, end = value + _ONES[words[end]], end + 1
    elif word.isdigit() and len(word) < 5:
        return int(word), at + 1
    else:
        return None
    if end < len(words) and words[end] == "hundred" and value < 10:
        rest = integer(words, end + 1)
        return (100 * value, end + 1) if rest is None else (100 * value + rest[0], rest[1])
    return value, end


def ordinal(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The day of a month (`fifth`, `twenty first`, `5th`), and where it ends."""
    if at >= len(words):
        return None
    word = words[at]
    if word in _ORDINALS:
        return _ORDINALS[word], at + 1
    if word in ("twenty", "thirty") and at + 1 < len(words):
        ones = _ORDINALS.get(words[at + 1], 0)
        if 0 < ones < 10:
            return _TENS[word] + ones, at + 2
    if word[0].isdigit() and word[-2:] in ("st", "nd", "rd", "th") and word[:-2].isdigit():
        return int(word[:-2]), at + 1
    return None


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, from `least` to `most`, and where the words for it end."""

    least: float
    most: float
    end: int
    said: bool = True
    """A number word was said, not only `a`."""


def amount(words: Sequence[str], at: int) -> Amount | None:
    """How many of a unit: `two`, `a couple of`, `two or three`, `half an`, `a good few`."""
    first = _single(words, at)
    if first is None:
        return None
    end = first.end
    joined = end < len(words) and words[end] in ("or", "to", "and", "maybe")
    if joined and words[end : end + 2] in (["or", "maybe"], ["to", "maybe"]):
        end += 1
    second = _single(words, end + joined) if first.said else None
    if second is not None and second.said and second.least > first.least:
        fraction = joined and words[end] == "and" and second.least < 1
        if fraction:
            return Amount(first.least + second.least, first.most + second.least, second.end)
        if not (joined and words[end] == "and"):
            return Amount(first.least, second.most, second.end)
    if joined and words[end] == "and" and second is not None and second.least < 1:
        return Amount(first.least + second.least, first.most + second.least, second.end)
    return first


def _single(words: Sequence[str], at: int) -> Amount | None:
    count = len(words)
    article = at < count and words[at] in ("a", "an", "the", "one") and at + 1 < count
    start = at
    if article and (words[at] != "one"):
        at += 1
        while at < count and words[at] in _FILLS:
            at += 1
    if at >= count:
        return None
    word = words[at]
    if word in _VAGUE:
        least, most = _VAGUE[word]
        end = at + 1
        while end < count and (words[end] in _FILLS or (least < 1 and words[end] in ("a", "an"))):
            end += 1
        if word == "couple" and end < count and words[end] in ("three", "few"):
            return Amount(2, 3, end + 1)
        return Amount(least, most, end)
    if article and words[start] in ("a", "an"):
        if word == "hundred":
            return Amount(100, 100, at + 1)
        return Amount(1, 1, at, said=False)
    if article and words[start] == "the":
        return None
    if "." in word and word.replace(".", "").isdigit():
        return Amount(float(word), float(word), at + 1)
    whole = integer(words, at)
    if whole is None:
        return None
    value, end = whole
    if end < count and words[end] in ("quarters", "quarter") and value < 4:
        value_of = value / 4
        end += 1
        while end < count and words[end] in ("of", "a", "an"):
            end += 1
        return Amount(value_of, value_of, end)
    if end < count and words[end] == "point":
        tenths = integer(words, end + 1)
        if tenths is not None and tenths[0] < 10:
            return Amount(value + tenths[0] / 10, value + tenths[0] / 10, tenths[1])
    while end < count and words[end] in _FILLS and words[end] != "of":
        end += 1
    return Amount(value, value, end)


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a clock face, before morning or evening is known."""

    hour: float
    end: int
    sure: bool = False
    """Nothing but a time of day is said like this."""
    half: str = ""
    """`am`, `pm`, `24` for a clock of 24 hours, or empty."""


def clock_face(words: Sequence[str], at: int) -> Hour | None:
    """An hour said in figures: `three`, `two thirty`, `quarter past`, `half five`, `o three hundred`."""
    count = len(words)
    word = words[at]
    if ":" in word or (word.count(".") == 1 and len(word.split(".")[1]) == 2):
        hour, _, minute = word.replace(".", ":").partition(":")
        if hour.isdigit() and minute.isdigit() and int(hour) < 25 and int(minute) < 60:
            return Hour(int(hour) + int(minute) / 60, at + 1, True, "24" if int(hour) > 12 else "")
        return None
    spoken = _by_minutes(words, at)
    if spoken is not None:
        return spoken
    if word in ("o", "oh", "zero") and at + 2 < count and words[at + 2] == "hundred":
        first = integer(words, at + 1)
        if first is not None:
            return Hour(first[0] // 100 if first[0] >= 100 else first[0], first[1], True, "24")
    whole = integer(words, at)
    if whole is None:
        return None
    hour_, end = whole
    if word.isdigit() and len(word) in (3, 4) and hour_ % 100 < 60 and hour_ < 2500:
        hour_f = hour_ // 100 + hour_ % 100 / 60
        return Hour(hour_f, end, False, "24" if hour_f >= 13 or word[0] == "0" else "")
    if end < count and words[end] == "hundred" and 10 <= hour_ <= 24:
        return Hour(hour_, end + 1, True, "24")
    if hour_ > 24 or (hour_ == 0 and word != "0"):
        return None
    half = "24" if hour_ > 12 else ""
    minutes = integer(words, end)
    if minutes is not None and 10 <= minutes[0] < 60 and words[end] not in ("a", "an"):
        return Hour(hour_ + minutes[0] / 60, minutes[1], hour_ <= 12, half)
    if end + 1 < count and words[end] in ("o", "oh") and 0 < _ONES.get(words[end + 1], 0) < 10:
        return Hour(hour_ + _ONES[words[end + 1]] / 60, end + 2, True, half)
    return Hour(hour_, end, False, half)


def _by_minutes(words: Sequence[str], at: int) -> Hour | None:
    """`quarter past three`, `ten minutes to five`, `half five`, `half past twelve`."""
    count = len(words)
    start = at
    if words[at] == "a" and at + 1 < count:
        at += 1
    word = words[at]
    if word in ("quarter", "half"):
        minutes, end = (15 if word == "quarter" else 30), at + 1
    else:
        whole = integer(words, at) if start == at else None
        if whole is None or whole[0] > 29:
            return None
        minutes, end = whole
    if end < count and words[end] in ("minutes", "mins"):
        end += 1
    if end >= count:
        return None
    if word == "half":
        hour = integer(words, end + (words[end] in _PAST))
        hour = hour or _named(words, end + (words[end] in _PAST))
        if hour is not None and hour[0] <= 12:
            return Hour(hour[0] + 0.5, hour[1], True)
        return None
    past, before = words[end] in _PAST, words[end] in _TO
    if not (past or before) or (before and minutes not in (5, 10, 15, 20, 25)):
        return None
    hour = integer(words, end + 1) or _named(words, end + 1)
    if hour is None or not 0 <= hour[0] <= 12 or (hour[0] == 0 and words[end + 1] == "zero"):
        return None
    shift = minutes / 60 if past else -minutes / 60
    return Hour(hour[0] + shift, hour[1], True, "24" if hour[0] in (0,) else "")


def _named(words: Sequence[str], at: int) -> tuple[int, int] | None:
    if at < len(words) and words[at] in ("noon", "midnight", "midday"):
        return (0 if words[at] == "midnight" else 12), at + 1
    return None
