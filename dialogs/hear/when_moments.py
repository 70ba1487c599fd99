"""What was said about one moment, put together, and the time it stands for.

A time is a window (start, end) in hours from today's midnight, as in
`when_calendar`; only the listener turns it into hours before now.
"""

from dataclasses import dataclass

from dialogs.hear.when_calendar import SMALL_HOURS, Calendar, Day

Window = tuple[float, float]

AROUND = 0.5
"""Hours that a spoken time of day may be off, either way."""
_STILL_AHEAD = 0.25
"""Hours by which an hour may be ahead and yet mean just now."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour, or two with what lies between; `half` is `am`, `pm`, `24` or unknown."""

    least: float
    most: float
    half: str = ""


@dataclass(slots=True)
class Moment:
    """Everything said about one moment so far."""

    day: Day | None = None
    part: Window | None = None
    clock: Clock | None = None
    ago: Window | None = None
    """Hours before now, where an amount of time was said."""
    slice: str = ""
    """`early`, `middle` or `late` in the day or the part."""
    joined: bool = False
    """One time with the moment before it: `friday or saturday`."""
    since: bool = False
    until: bool = False
    denied: bool = False
    set_aside: bool = False
    """Said of something else than the last use; counts when nothing else was said."""
    weak: bool = False
    """Gives way to any other moment."""
    bare: bool = False
    """A unit without a number: `hours`."""

    def takes_day(self, day: Day) -> bool:
        """Whether the day is said of this moment too; then it is noted."""
        if self.ago is not None:
            return False
        if self.day is None:
            self.day = day
            return True
        start, end = max(self.day.start, day.start), min(self.day.end, day.end)
        if start >= end:
            return False
        self.day = Day(start, end, max(self.day.again, day.again))
        return True

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
        if self.ago is not None:
            return now - self.ago[1], now - self.ago[0]
        if self.clock is not None:
            found = self._by_clock(self.clock, now)
        elif self.part is not None:
            found = self._by_part(sliced(self.part, self.slice), now)
        elif self.day is not None:
            found = self._by_day(self.day)
        elif self.slice in ("late", "early"):
            found = self._by_part((21.5, 28) if self.slice == "late" else (4, 9), now)
        else:
            return None
        start, end = found
        return (start, min(end, now)) if start <= now + _STILL_AHEAD else None

    def _by_day(self, day: Day) -> Window:
        if self.slice:
            hours = day.end - day.start
            if hours <= 24:
                window = {"late": (20, 28), "early": (4, 11), "middle": (11, 16)}[self.slice]
                return day.start + window[0], day.start + window[1]
            return sliced((day.start, day.end), self.slice, third=True)
        return day.bare or (day.start, day.end)

    def _by_part(self, part: Window, now: float) -> Window:
        if self.day is None:
            shift = 0 if part[0] <= now + _STILL_AHEAD else -24
            if part[0] - 24 <= now < part[1] - 24 and now < SMALL_HOURS:
                shift = -24
            return part[0] + shift, part[1] + shift
        if self.day.end - self.day.start > 24:
            return self.day.start, self.day.end
        base = self.day.start
        if part[1] <= 5 and self.day.start < 0:
            base += 24  # the middle of saturday night is sunday's
        if base + part[0] > now:
            base -= self.day.again
        return base + part[0], base + part[1]

    def _by_clock(self, clock: Clock, now: float) -> Window:
        day = self.day
        if day is not None and day.end - day.start > 24:
            return day.start, day.end
        part = self.part
        if part is None and self.slice:
            part = (21.5, 28) if self.slice == "late" else (3, 9)
        step = 24 if clock.half else 12
        hour = clock.most
        if clock.half == "pm" and hour < 12:
            hour += 12
        elif clock.half == "am" and hour >= 12:
            hour -= 12
        choices = [hour + step * k for k in range(-1, 4)]
        if day is None and part is None:
            end = max(h for h in [hour + step * k for k in range(-4, 3)] if h <= now + _STILL_AHEAD)
        elif part is None and day is not None:
            end = self._on_day(day, clock, choices, now)
        else:
            assert part is not None
            base = 0.0 if day is None else day.start
            middle = (part[0] + part[1]) / 2
            best = min(
                choices,
                key=lambda h: (max(part[0] - h, h - part[1], 0), abs(h - middle)),
            )
            end = base + best
            if end > now + _STILL_AHEAD:
                end -= 24 if day is None else day.again
        if clock.most == clock.least:
            return end - AROUND, end + AROUND
        span = (clock.most - clock.least) % step
        return end - span - AROUND / 2, end + AROUND / 2

    @staticmethod
    def _on_day(day: Day, clock: Clock, choices: list[float], now: float) -> float:
        """The hour on a day of which no part was said: the afternoon's unless that is ahead."""
        if clock.half == "midnight":
            best = 24.0
        elif clock.half:
            best = next(h for h in choices if 0 <= h < 24)
        else:
            best = next(h for h in choices if 12 <= h < 24)
        if day.start == 0 or day.again == 168 and day.start + best > now:
            past = [h for h in choices if 0 <= h <= now + _STILL_AHEAD]
            if day.start == 0 and past:
                return max(past)
            best -= day.again
        return day.start + best


def sliced(window: Window, which: str, third: bool = False) -> Window:
    """The early, middle or late piece of a window."""
    start, end = window
    length = end - start
    if which == "early":
        return (start, start + length / 3) if third else (start - 1, start + length / 2)
    if which == "late":
        return end - length * (0.4 if third else 0.6), end
    if which == "middle":
        return start + length / 4, end - length / 4
    return window
