"""Hours of the clock: `two thirty a m`, `quarter past three`, `between ten and midnight`."""

from collections.abc import Sequence

from dialogs.hear.when_moments import Clock
from dialogs.hear.when_numbers import SOUNDS_LIKE, integer, oh_minutes, ordinal
from dialogs.hear.when_said import Said

Face = tuple[float, int, bool, str]
"""An hour, where it ends, whether nothing but a time is said so, and its half of the day."""

_PAST = frozenset(("past", "after"))
_TO = frozenset(("to", "till", "til", "before", "of", "two", "too"))
_RANGE = frozenset(("or", "to", "till", "until", "til", "maybe", "and", "possibly"))
_LOOSE = frozenset(("maybe", "like", "about", "around", "probably", "at"))


def read_clock(said: Said, at: int, between: bool) -> tuple[Clock, int, bool] | None:
    """The hour, or two with what lies between, that begins at `at`; and whether it is sure.

    What is not sure (`three`) is an hour only among words that let it be one.
    """
    ranged = between or "from" in (said.word(at - 1), said.word(at - 2))
    first = _one(said, at, ranged)
    if first is None:
        return None
    hour, end, sure, half = first
    join = said.word(end)
    if join in _RANGE and (join != "and" or between):
        skip = end + 1
        while said.word(skip) in _LOOSE:
            skip += 1
        second = _one(said, skip)
        if second is not None:
            return _range(first, second), second[1], sure or second[2]
    return Clock(hour, hour, half), end + (said.word(end) == "ish"), sure


def _range(first: Face, second: Face) -> Clock:
    """Two hours as one stretch of the clock; the half of the day is said with either."""
    least, most = _on_24(first), _on_24(second)
    if first[3]:
        step = 24 if second[3] else 12
        return Clock(least, least + (most - least) % step, "24")
    return Clock(most - (most - least) % 12, most, second[3] and "24")


def _on_24(face: Face) -> float:
    hour, half = face[0], face[3]
    if half == "pm":
        return hour % 12 + 12
    return hour % 12 if half == "am" else hour


def _one(said: Said, at: int, ranged: bool = False) -> Face | None:
    named = said.named("clock", at)
    if named is not None:
        return named[0][0], named[1], True, named[0][1]
    if at >= said.count:
        return None
    face = _figures(said.words, at, ranged)
    if face is None:
        sounded = SOUNDS_LIKE.get(said.word(at))
        half = _half(said, at + 1) if sounded else None
        return (float(sounded), half[1], True, half[0]) if sounded and half else None
    half = _half(said, face[1] + (said.word(face[1]) == "ish"))
    if half is None:
        return face
    again = _half(said, half[1]) if not half[0] else None  # three o'clock in the morning
    name, end = again or half
    return face[0], end, True, name or face[3]


def _half(said: Said, at: int) -> tuple[str, int] | None:
    found = said.named("half", at + (said.word(at) == "to"))  # three to am
    if found is not None:
        return ("" if found[0] == "clock" else found[0]), found[1]
    part = said.named("part", at) if said.word(at) == "in" else None
    if part is None:
        return None
    start, end = part[0][0]
    if end <= 13:
        return "am", part[1]
    return ("pm", part[1]) if start >= 12 and end <= 24 else None


def _figures(words: Sequence[str], at: int, ranged: bool) -> Face | None:
    """The hour on a clock face, as far as figures alone tell.

    Where two hours are expected (`from ten till two`), the first is no count of minutes.
    """
    word = words[at]
    hours, _, minutes = word.replace(".", ":").partition(":")
    if minutes:
        if hours.isdigit() and len(minutes) == 2 and int(hours) < 25 and int(minutes) < 60:
            return _face(int(hours), int(minutes), at + 1, sure=True)
        return None
    spoken = None if ranged else _by_minutes(words, at)
    if spoken is not None:
        return spoken
    if word in ("o", "oh", "zero") and words[at + 2 : at + 3] == ["hundred"]:
        hour = integer(words, at + 1)
        return None if hour is None else (hour[0] // 100, hour[1], True, "24")
    number = integer(words, at)
    if number is None or ordinal(words, at) is not None:
        return None
    hour_, end = number
    if word.isdigit() and len(word) in (3, 4):
        if hour_ % 100 < 60 and hour_ < 2500:
            early = word[0] == "0"
            return hour_ // 100 + hour_ % 100 / 60, end, False, "24" if early else _clock(hour_)
        return None
    if words[end : end + 1] == ["hundred"] and 10 <= hour_ <= 24:
        return hour_, end + 1, True, "24"
    if hour_ > 24 or (hour_ == 0 and word != "0"):
        return None
    after = integer(words, end)
    if after is not None and 10 <= after[0] < 60:
        return _face(hour_, after[0], after[1], sure=hour_ <= 12)
    oh = oh_minutes(words, end)
    if oh is not None:
        return _face(hour_, oh[0], oh[1], sure=True)
    return _face(hour_, 0, end, sure=False)


def _face(hour: int, minutes: int, end: int, sure: bool) -> Face:
    return hour + minutes / 60, end, sure, "24" if hour > 12 else ""


def _clock(figures: int) -> str:
    return "24" if figures >= 1300 else ""


def _by_minutes(words: Sequence[str], at: int) -> Face | None:
    """`quarter past three`, `ten minutes to five`, `half five`, `half past twelve`."""
    start = at + (words[at] == "a" and at + 1 < len(words))
    word = words[start]
    if word in ("quarter", "half"):
        minutes, end = (15 if word == "quarter" else 30), start + 1
    else:
        number = integer(words, at)
        if number is None or not 0 < number[0] <= 30:
            return None
        minutes, end = number
    if words[end : end + 1] in (["minutes"], ["mins"]):
        end += 1
    join = words[end] if end < len(words) else ""
    if word == "half":
        hour = _hour_of_face(words, end + (join in _PAST))
        return None if hour is None else (hour[0] + 0.5, hour[1], True, hour[2])
    if join in _PAST:
        shift = minutes / 60
    elif join in _TO and minutes in (5, 10, 15, 20, 25):
        shift = -minutes / 60
    else:
        return None
    hour = _hour_of_face(words, end + 1)
    return None if hour is None else (hour[0] + shift, hour[1], True, hour[2])


def _hour_of_face(words: Sequence[str], at: int) -> tuple[int, int, str] | None:
    if words[at : at + 1] in (["noon"], ["midday"]):
        return 12, at + 1, "24"
    if words[at : at + 1] == ["midnight"]:
        return 0, at + 1, "24"
    number = integer(words, at)
    return (*number, "") if number is not None and 1 <= number[0] <= 12 else None
