"""What was said about one moment, put together, and the time it stands for.

A time is a window (start, end) in hours from today's midnight, as in
`when_calendar`; only the listener turns it into hours before now.
"""

import dataclasses

from dialogs.frozen import dataclass
from dialogs.hear.when_calendar import SMALL_HOURS, Calendar, Day

Window = tuple[float, float]

AROUND = 0.5
"""Hours that a spoken time of day may be off, either way."""
_STILL_AHEAD = 0.25
"""Hours by which an hour may be ahead and yet mean just now."""
_BARE_SLICES = {"early": (4.0, 11.0), "middle": (11.0, 16.0), "late": (20.0, 28.0)}


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour, or two with what lies between; `half` is `am`, `pm`, `24`, `midnight` or unknown."""

    least: float
    most: float
    half: str = ""

    @property
    def hour(self) -> float:
        """The later hour, on a clock of 24 hours where its half is known."""
        if self.half == "pm":
            return self.most % 12 + 12
        return self.most % 12 if self.half == "am" else self.most

    def choices(self, start: int, stop: int) -> list[float]:
        """All hours from midnight that it may be, so many half days around it."""
        step = 24 if self.half else 12
        return [self.hour + step * turn for turn in range(start, stop)]


@dataclasses.dataclass(slots=True)
class Moment:
    """Everything said about one moment so far."""

    day: Day | None = None
    part: Window | None = None
    clock: Clock | None = None
    ago: Window | None = None
    """Hours before now, where an amount of time was said."""
    slice: str = ""
    """`early`, `middle` or `late` in the day or the part."""
    role: str = ""
    """The mark it was said after, such as `since` or `except`; see `_chosen`."""
    joined: bool = False
    """One time with the moment before it: `friday or saturday`."""
    leans: bool = False
    """A part of the day that is no time by itself: the `morning` of `good morning`."""
    borrows: "Moment | None" = None
    """Where an hour without a day has its day from: `ten last night, no, eleven`."""

    def takes_day(self, day: Day) -> bool:
        """Whether the day is said of this moment too; then it is noted."""
        if self.ago is not None:
            return False
        if self.day is None:
            self.day = day
            return True
        named, around = sorted((self.day, day), key=lambda one: one.end - one.start)
        for weeks in (0, 1, 2) if named.again == 168 else (0,):  # tuesday of last week
            start = max(named.start - 168 * weeks, around.start)
            end = min(named.end - 168 * weeks, around.end)
            if start < end:
                self.day = Day(start, end, max(self.day.again, day.again))
                return True
        return False

    def takes_part(self, part: Window) -> bool:
        """Whether the part of a day is said of this moment too; then it is noted."""
        if self.ago is not None:
            return False
        if self.part is None:
            self.part = part
            return True
        for shift in (0, 24, -24):
            start, end = max(self.part[0], part[0] + shift), min(self.part[1], part[1] + shift)
            if end - start >= 1:
                self.part = (start, end)
                return True
        return False

    def takes_clock(self, clock: Clock) -> bool:
        """Whether the hour is said of this moment too; then it is noted."""
        if self.ago is not None or self.clock is not None:
            return False
        self.clock = clock
        return True

    def window(self, calendar: Calendar) -> Window | None:
        """The time it stands for; None when nothing was said or all of it is ahead."""
        now = calendar.hour
        if self.borrows is not None and self.day is None and self.ago is None:
            self.day = self.borrows.day
            if self.part is None:
                self.part = self.borrows.part
        if self.ago is not None:
            return now - self.ago[1], now - self.ago[0]
        if self.clock is not None:
            start, end = self._by_clock(self.clock, now)
        elif self.part is not None:
            start, end = self._by_part(_sliced(self.part, self.slice), now)
        elif self.day is not None:
            start, end = self._by_day(self.day)
        elif self.slice in ("early", "late"):
            start, end = self._by_part((4, 9) if self.slice == "early" else (21.5, 28), now)
        else:
            return None
        return (start, min(end, now)) if start <= now + _STILL_AHEAD else None

    def _by_day(self, day: Day) -> Window:
        if not self.slice:
            return day.bare or (day.start, day.end)
        if day.end - day.start <= 24:
            start, end = _BARE_SLICES[self.slice]
            return day.start + start, day.start + end
        third = (day.end - day.start) / 3
        if self.slice == "middle":
            return day.start + third, day.end - third
        return (
            (day.start, day.start + third) if self.slice == "early" else (day.end - third, day.end)
        )

    def _by_part(self, part: Window, now: float) -> Window:
        day = self.day
        if day is None:
            ahead = part[0] > now + _STILL_AHEAD
            still = now < SMALL_HOURS and now < part[1] - 24  # the night has not ended yet
            shift = -24 if ahead or still else 0
            return part[0] + shift, part[1] + shift
        if day.end - day.start > 24:
            return day.start, day.end
        # The middle of saturday night is sunday's.
        base = day.start + (24 if part[1] <= SMALL_HOURS and day.start < 0 else 0)
        if base + part[0] > now:
            base -= day.again
        return base + part[0], base + part[1]

    def _by_clock(self, clock: Clock, now: float) -> Window:
        day, part = self.day, self.part
        if day is not None and day.end - day.start > 24:
            return day.start, day.end
        if part is None and self.slice:
            part = _BARE_SLICES[self.slice]
        if part is not None:
            end = _nearest(clock, part) + (day.start if day else 0)
            if end > now + _STILL_AHEAD:
                end -= (day.again if day else 0) or 24
        elif day is not None:
            end = _on_day(clock, day, now)
        else:
            end = max(hour for hour in clock.choices(-4, 3) if hour <= now + _STILL_AHEAD)
        length = clock.most - clock.least
        around = AROUND / 2 if length else AROUND
        return end - length - around, end + around


def _nearest(clock: Clock, part: Window) -> float:
    """The hour that fits a part of the day best; `this morning at two` is still the morning."""
    start, end = (0.0, part[1]) if 3 < part[0] < 7 and part[1] <= 13 else part
    middle = (start + end) / 2

    def distance(hour: float) -> tuple[float, float]:
        return max(start - hour, hour - end, 0), abs(hour - middle)

    return min(clock.choices(-1, 4), key=distance)


def _on_day(clock: Clock, day: Day, now: float) -> float:
    """The hour on a day of which no part was said: after noon, unless that is ahead."""
    hours = clock.choices(-1, 4)
    if clock.half == "midnight":
        best = 24.0
    else:
        best = next(hour for hour in hours if (0 if clock.half else 12) <= hour < 24)
    if day.start + best <= now + _STILL_AHEAD:
        return day.start + best
    past = [hour for hour in hours if 0 <= hour <= now - day.start + _STILL_AHEAD]
    return day.start + (max(past) if past else best - day.again)


def _sliced(window: Window, which: str) -> Window:
    """The early, middle or late piece of a part of the day; early may be before its time."""
    start, end = window
    length = end - start
    if which == "early":
        return start - 1, start + length / 2
    if which == "late":
        return end - 0.6 * length, end
    if which == "middle":
        return start + length / 4, end - length / 4
    return window
