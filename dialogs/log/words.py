"""Numbers and times as they are said aloud."""

from collections.abc import Sequence
from datetime import datetime, timedelta

_SMALL = [
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
_TENS = [
    *("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty"),
    "ninety",
]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
]
_PARTS_OF_DAY = (
    (5, "in the night"),
    (9, "early in the morning"),
    (12, "in the morning"),
    (17, "in the afternoon"),
    (21, "in the evening"),
    (24, "late in the evening"),
)
PARTS_OF_DAY = tuple(words for _, words in _PARTS_OF_DAY)


def say_number(number: int) -> str:
    """The number in words; none at all is `no`, as in "no answers".

    >>> say_number(0), say_number(21), say_number(340), say_number(1_002)
    ('no', 'twenty one', 'three hundred forty', 'one thousand two')
    """
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _with_rest(_TENS[tens], rest)
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        return _with_rest(f"{_SMALL[hundreds]} hundred", rest)
    if number < 1_000_000:
        thousands, rest = divmod(number, 1_000)
        return _with_rest(f"{say_number(thousands)} thousand", rest)
    return "more than a million"


def _with_rest(words: str, rest: int) -> str:
    return f"{words} {say_number(rest)}" if rest else words


def say_ordinal(number: int) -> str:
    """The place in a row, in words.

    >>> say_ordinal(3), say_ordinal(20), say_ordinal(34)
    ('third', 'twentieth', 'thirty fourth')
    """
    *before, last = say_number(number).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return " ".join([*before, last])


def count_of(number: int, one: str, many: str | None = None) -> str:
    """So many of something.

    >>> count_of(1, "answer"), count_of(0, "answer"), count_of(2, "once", "times")
    ('one answer', 'no answers', 'two times')
    """
    return f"{say_number(number)} {one if number == 1 else many or one + 's'}"


def say_date(at: datetime, now: datetime) -> str:
    """The day, as near as it is said.

    >>> from datetime import UTC
    >>> now = datetime(2026, 5, 9, tzinfo=UTC)
    >>> say_date(now, now), say_date(datetime(2025, 12, 3, tzinfo=UTC), now)
    ('today', 'December 3, 2025')
    """
    days = (now.date() - at.date()).days
    if days in (0, 1):
        return ("today", "yesterday")[days]
    day = f"{_MONTHS[at.month - 1]} {at.day}"
    return day if at.year == now.year else f"{day}, {at.year}"


def say_span(span: timedelta) -> str:
    """How long, about.

    >>> [say_span(timedelta(hours=h)) for h in (5, 30, 80, 24 * 17, 24 * 100)]
    ['less than a day', 'one day', 'three days', 'two weeks', 'three months']
    """
    days = max(round(span / timedelta(days=1)), 0)
    if span < timedelta(hours=20):
        return "less than a day"
    if days < 14:
        return count_of(days, "day")
    if days < 61:
        return count_of(round(days / 7), "week")
    return count_of(round(days / 30.4), "month")


def part_of_day(at: datetime) -> str:
    """When in the day.

    >>> from datetime import UTC
    >>> part_of_day(datetime(2026, 5, 9, 22, tzinfo=UTC))
    'late in the evening'
    """
    return next(words for until, words in _PARTS_OF_DAY if at.hour < until)


def join_words(words: Sequence[str]) -> str:
    """The words as a spoken list.

    >>> join_words(["pain"]), join_words(["pain", "stress", "sleep"])
    ('pain', 'pain, stress and sleep')
    """
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
