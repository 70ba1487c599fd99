"""Named days, dates, holidays and seasons as hours before and after midnight.

All hours here count from the midnight that today began with: yesterday is
-24 to 0, six in the evening today is 18. Only the past is ever meant.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dialogs.frozen import dataclass

SMALL_HOURS = 5.0
"""Until then the evening before still counts as tonight, and yesterday as today."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a stretch of days, in hours from today's midnight."""

    start: float
    end: float
    again: float = 0
    """How far back the one before it lies, should this one prove to be still ahead."""
    bare: tuple[float, float] | None = None
    """What it means when no part of the day and no hour is said with it."""

    def earlier(self, days: int) -> "Day":
        """The same so many days before."""
        return Day(self.start - 24 * days, self.end - 24 * days)


class Calendar:
    """The past, as seen from one moment.

    >>> calendar = Calendar(datetime(2025, 6, 12, 14))  # a Thursday
    >>> calendar.weekday(0)
    Day(start=-72, end=-48, again=168, bare=None)
    >>> calendar.hour
    14.0
    """

    def __init__(self, now: datetime) -> None:
        self.today = now.date()
        self.hour = now.hour + now.minute / 60 + now.second / 3600

    def back(self, days: int) -> Day:
        """The day so many days before today."""
        bare = None
        if self.hour < SMALL_HOURS and days <= 1:
            bare = (-48.0, 0.0) if days else (-18.0, self.hour)
        return Day(-24 * days, 24 - 24 * days, again=0 if days else 24, bare=bare)

    def weekday(self, number: int, last: bool = False, this: bool = False) -> Day:
        """The latest such weekday. A bare `thursday` on a Thursday is the one before today."""
        ago = (self.today.weekday() - number) % 7
        if last and ago <= 1:
            ago += 7
        bare = (-168.0, -144.0) if ago == 0 and not this else None
        return Day(-24 * ago, 24 - 24 * ago, again=168, bare=bare)

    def weekday_near(self, number: int, days: float) -> Day:
        """The weekday nearest to so many days ago."""
        ago = (self.today.weekday() - number) % 7
        return self.back(ago + 7 * max(0, round((days - ago) / 7)))

    def weekday_by(self, number: int, holiday: Callable[[int], date], after: bool) -> Day | None:
        """The first such weekday after a holiday, or the last before it."""
        day = self.latest(holiday)
        if day is None:
            return None
        name = (self.today.weekday() + round(day.start / 24)) % 7
        days = (number - name - 1) % 7 + 1 if after else -((name - number - 1) % 7 + 1)
        return day.earlier(-days)

    def since(self, first: date, after: date) -> Day:
        """The days from `first` until before `after`."""
        return Day(24 * (first - self.today).days, 24 * (after - self.today).days)

    def month_day(self, month: int, day: int) -> Day | None:
        """The latest such date that is not ahead."""
        return self.latest(lambda year: date(year, month, day))

    def latest(self, holiday: Callable[[int], date]) -> Day | None:
        """The latest day of a yearly rule; leap days are looked for four years back."""
        for year in range(self.today.year, self.today.year - 5, -1):
            try:
                found = holiday(year)
            except ValueError:
                continue
            if found <= self.today:
                return self.since(found, found + timedelta(days=1))
        return None

    def day_of_month(self, day: int) -> Day | None:
        """The latest day with that number."""
        year, month = self.today.year, self.today.month
        for _ in range(3):
            if day <= _length(year, month) and date(year, month, day) <= self.today:
                found = date(year, month, day)
                return self.since(found, found + timedelta(days=1))
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return None

    def months(self, first: int, last: int) -> Day:
        """The latest stretch from one month to another; months past 12 are next year's."""
        year = self.today.year
        if date(year, (first - 1) % 12 + 1, 1) > self.today:
            year -= 1
        end = last % 12 + 1
        return self.since(date(year, first, 1), date(year + last // 12, end, 1))

    def stretch(self, name: str, last: bool = False) -> Day:
        """A stretch of the calendar by its name in the lexicon."""
        if name in _SEASONS:
            season = self.months(*_SEASONS[name])
            return season.earlier(365) if last and season.end > 0 else season
        if name == "holidays":
            year = self.today.year - ((self.today.month, self.today.day) < (12, 20))
            return self.since(date(year, 12, 20), date(year + 1, 1, 3))
        today = self.today
        monday = today - timedelta(days=today.weekday())
        week = timedelta(days=7)
        if "weekend" in name:
            return self._weekend(name)
        first, after = {
            "this_week": (monday, monday + week),
            "last_week": (monday - week, monday),
            "week_before": (monday - 2 * week, monday - week),
            "this_month": (today.replace(day=1), today + timedelta(days=1)),
            "last_month": (
                (today.replace(day=1) - timedelta(days=1)).replace(day=1),
                today.replace(day=1),
            ),
            "this_year": (date(today.year, 1, 1), today + timedelta(days=1)),
            "last_year": (date(today.year - 1, 1, 1), date(today.year, 1, 1)),
        }[name]
        return self.since(first, after)

    def _weekend(self, name: str) -> Day:
        """Friday evening to Sunday night; on a weekend it is this one unless `last` is said."""
        weekday = self.today.weekday()
        friday = -24.0 * ((weekday - 4) % 7)
        on_it = weekday >= 5 or (weekday == 4 and self.hour >= 17)
        if weekday == 4 and not on_it:
            friday -= 168
        if (name == "last_weekend" and on_it) or name == "weekend_before":
            friday -= 168
        return Day(friday + 17, friday + 72)


def rule_of(key: str) -> Callable[[int], date]:
    """The date of a yearly day in any year, from `12-24`, `3 monday 1`, `easter -2`.

    >>> rule_of("-1 monday 5")(2025), rule_of("easter +1")(2025)
    (datetime.date(2025, 5, 26), datetime.date(2025, 4, 21))
    """
    if key[:2].isdigit() and key[2] == "-":
        month, day = int(key[:2]), int(key[3:])
        return lambda year: date(year, month, day)
    words = key.split()
    if words[0] == "easter":
        shift = timedelta(days=int(words[1]) if len(words) > 1 else 0)
        return lambda year: _easter(year) + shift
    count, weekday, month = int(words[0]), _WEEKDAYS.index(words[1]), int(words[2])
    shift = timedelta(days=int(words[3]) if len(words) > 3 else 0)
    return lambda year: _nth(year, month, weekday, count) + shift


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    if count > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    last = date(year, month, _length(year, month))
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
