"""The words of an utterance, read into moments.

One pass from left to right: the lexicon names days, parts of a day and the
marks between times; numbers are read where no phrase of the lexicon begins.
"""

from typing import Any

from dialogs.hear.when_calendar import Calendar, Day
from dialogs.hear.when_clock import read_clock
from dialogs.hear.when_gathering import Gathering
from dialogs.hear.when_moments import Clock, Window
from dialogs.hear.when_numbers import BEGIN, amount, integer, ordinal
from dialogs.hear.when_said import Said
from dialogs.hear.when_spans import Span, read_bare, read_more, read_span

_NIGHT, _MORNING = (18.0, 28.0), (5.0, 12.0)
_SOMEBODY = frozenset(("he", "she", "they", "we", "my", "the"))
_DAYS = frozenset(("holiday", "weekday", "month", "day"))
_OF_A_WEEK = frozenset(("last", "on", "this", "past", "come", "from"))


class Reading:
    """What one utterance says about times."""

    def __init__(self, said: Said, calendar: Calendar) -> None:
        self.said = said
        self.calendar = calendar
        self.times = Gathering()
        self.unknown = False
        """It says that the time is not known."""
        self.stray = False
        """It is meant for another machine."""
        self.negated = False
        """It says how long nothing was taken: `not since friday` is friday itself."""
        self._bound: tuple[str, int] = ("", 0)
        self._unit = ""
        self._read()

    def _read(self) -> None:
        said = self.said
        at = 0
        while at < said.count:
            found = said.phrase(at)
            end = 0
            self.times.role(at)
            if found is None or (found.value[0] == "mark" and found.value[1] != "nothing"):
                word = said.words[at]
                if word in BEGIN or word[0].isdigit():
                    end = self._number(at)
            if not end and found is not None:
                end = self._phrase(found.value, at, found.end)
            at = end or at + 1

    # Numbers

    def _number(self, at: int) -> int:
        """Where an amount, a date or an hour that begins here ends; 0 when there is none."""
        said = self.said
        span = read_span(said, at)
        if span is not None:
            of_the_clock = span.unit == "minute" and integer(said.words, span.end + 1)
            return (of_the_clock and self._hour(at)) or self._span(span, at)
        return self._weekdays_ago(at) or self._date(at) or self._hour(at)

    def _span(self, span: Span, at: int) -> int:
        said, calendar = self.said, self.calendar
        if not span.ago and said.lasted(at, span.end):
            return span.end
        skip = span.end + (said.word(span.end) in _OF_A_WEEK)
        weekday = said.named("weekday", skip)
        if weekday is not None and span.days >= 7:
            if said.word(span.end) == "on":
                return self.times.day(calendar.weekday_near(weekday[0], span.days), weekday[1])
            day_then = calendar.weekday(weekday[0]).earlier(round(span.days))
            return self.times.day(day_then, weekday[1])
        if span.unit in ("night", "morning") and span.whole:
            part = _NIGHT if span.unit == "night" else _MORNING
            return self.times.part(part, span.end, calendar.back(int(span.least)))
        if span.unit == "day" and span.whole and said.kind(span.end) in ("part", "half"):
            return self.times.day(calendar.back(int(span.least)), span.end)
        way = {"after": 1, "before": -1}.get(said.word(span.end), 0)
        if way and span.unit == "day" and span.whole and said.kind(span.end + 1) in _DAYS:
            self.times.shift = way * int(span.least)
            return span.end + 1
        if way and span.unit in ("minute", "hour"):
            end = self._from_anchor(way * span.days * 24, span.end)
            if end:
                return end
        end = span.end
        day = said.named("day", end)
        if day is not None and span.days >= 7:  # a week ago today, two weeks yesterday
            if day[0] > 0:
                return self.times.day(calendar.back(round(span.days) + day[0]), day[1])
            end = day[1]
        bound = self._bound[0] if at - self._bound[1] <= 2 else ""
        self._bound = ("", 0)
        role = self.times.role(at)
        if role == "for" and span.ago:
            role = ""
        if said.word(at - 1) == "in" and not (bound or span.ago or self.negated):
            role = "future"
        if not (span.ago or bound or role or said.lets_span(at, self.times.end, span.said)):
            role = "aside"
        self.times.take_role(role, at)
        before = self.times.moments[-1:]
        if before and before[0].ago and said.only_maybe(self.times.end, at):
            self.times.joins = True
        self._unit = span.unit
        return self.times.begin(end, ago=span.window(bound))

    def _from_anchor(self, hours: float, at: int) -> int:
        """`an hour after lunch`: so many hours from a part of the day that is spoken of at `at`."""
        said = self.said
        part = said.named("part", at) or said.named("part", at + 1)
        if part is not None:
            (start, end), _ = part[0]
            return self.times.part((start + hours, end + hours), part[1])
        hour = said.named("clock", at + 1)
        if hour is not None:
            return self.times.clock(Clock(hour[0][0] + hours, hour[0][0] + hours, "24"), hour[1])
        if hours > 0 and said.word(at + 1) in _SOMEBODY:
            self.unknown = True
            return at + 1
        return 0

    def _weekdays_ago(self, at: int) -> int:
        """`two saturdays ago`."""
        many = amount(self.said.words, at)
        weekday = self.said.named("weekday", many.end) if many and many.said else None
        ago = self.said.ago(weekday[1]) if weekday is not None else 0
        if many is None or weekday is None or not ago:
            return 0
        return self.times.day(
            self.calendar.weekday(weekday[0]).earlier(7 * int(many.most - 1)), ago
        )

    def _date(self, at: int) -> int:
        """`the fifth`, `fifth of june`, `5 june`; a month before its day is in `_month`."""
        said = self.said
        nth = ordinal(said.words, at)
        number = nth or integer(said.words, at)
        if number is None or not 0 < number[0] < 32:
            return 0
        month = said.named("month", number[1] + (said.word(number[1]) == "of"))
        if month is not None:
            day = self.calendar.month_day(month[0], number[0])
            return self.times.day(day, month[1]) if day is not None else 0
        # "the first" is a date only where nothing follows that it could count.
        if nth is None:
            return 0
        of_the_month = said.words[nth[1] : nth[1] + 3] == ["of", "the", "month"]
        if of_the_month:
            nth = (nth[0], nth[1] + 3)
        elif not said.lets_end(nth[1]):
            return 0
        named = at > 0 and self.times.end == at and said.kind(at - 1) == "weekday"
        if not (said.word(at - 1) == "the" or named or of_the_month):
            return 0
        day = self.calendar.day_of_month(nth[0])
        return self.times.day(day, nth[1]) if day is not None else 0

    def _hour(self, at: int) -> int:
        said = self.said
        read = read_clock(said, at, self.times.between)
        if read is None:
            return 0
        clock, end, sure = read
        more = None
        if self.times.corrects and not sure and said.word(at - 1) != "at":
            more = read_more(said, at, self._unit)
        if more is not None:
            return self._span(more, at)
        if not (sure or said.lets_hour(at, self.times.end, clock.least == clock.most == 1)):
            return 0
        if not sure and (clock.most > 12 or not said.lets_end(end)):
            return 0
        if said.word(end) == "now" and said.word(at - 1) == "is":
            return end  # "it is four now" tells the time of the talk
        self.times.between = False
        return self.times.clock(clock, end)

    # Phrases of the lexicon

    def _phrase(self, value: tuple[str, Any], at: int, end: int) -> int:
        kind, meant = value
        calendar = self.calendar
        match kind:
            case "mark" if meant == "negated":
                self.negated = True
            case "mark":
                self.times.mark(meant, at, end)
            case "day":
                return self.times.day(calendar.back(meant), end)
            case "day_part":
                return self.times.part(meant[1], end, calendar.back(meant[0]))
            case "part":
                return self.times.part(meant[0], end, leans=meant[1])
            case "weekday":
                return self._weekday(meant, at, end)
            case "month":
                return self._month(meant, at, end)
            case "stretch":
                return self._stretch(meant, at, end)
            case "day_after":
                self.times.shift = 1 if self.said.kind(end) in _DAYS else 0
            case "holiday":
                day = calendar.latest(meant)
                return end if day is None else self.times.day(day, end)
            case "clock":
                return self._hour(at)
            case "span":
                return self.times.begin(end, role=meant[1], ago=meant[0])
            case "slice":
                self._slice(meant, end)
            case "day_before":
                return self._day_before(meant, end)
            case "bound":
                self._bound = (meant, end)
            case "unit":
                return self._unit_alone(meant, at, end)
            case "unknown":
                self.unknown = True
            case "stray":
                self.stray = True
        return end

    def _weekday(self, number: int, at: int, end: int) -> int:
        said = self.said
        before, two = said.word(at - 1), said.word(at - 2)
        if said.word(at).endswith("days"):  # "on fridays", which is a habit
            return end
        if before == "next":
            self.times.take_role("future", at)
        this = before == "this" or (before == "past" and two == "this")
        day = self.calendar.weekday(number, last=before == "last", this=this)
        holiday = said.named("holiday", end + 1)
        if holiday is not None and said.word(end) in ("after", "before"):
            around = self.calendar.weekday_by(number, holiday[0], said.word(end) == "after")
            return self.times.day(around, holiday[1]) if around is not None else holiday[1]
        if said.word(end) == "before" and said.word(end + 1) == "last":
            return self.times.day(self.calendar.weekday(number).earlier(7), end + 2)
        return self.times.day(day, end)

    def _month(self, month: int, at: int, end: int) -> int:
        said = self.said
        skip = end + (said.word(end) == "the")
        number = ordinal(said.words, skip) or integer(said.words, skip)
        if number is not None and 0 < number[0] < 32 and said.kind(number[1]) != "unit":
            day = self.calendar.month_day(month, number[0])
            if day is not None:
                return self.times.day(day, number[1])
        if f"{said.word(at - 1)} month" in said.beside or said.count <= 2:
            return self.times.day(self.calendar.months(month, month), end)
        return end

    def _stretch(self, name: str, at: int, end: int) -> int:
        moment = self.times.open()
        if name == "weekend" and moment is not None and moment.day and self.times.end == at:
            day = moment.day  # labor day weekend
            moment.day = Day(day.start - 72, day.end + 24)
            self.times.end = end
            return end
        return self.times.day(self.calendar.stretch(name, self.said.word(at) == "last"), end)

    def _slice(self, name: str, end: int) -> None:
        """`early`, `late`: of what was said before it at the very end, else of what follows."""
        moment = self.times.open()
        if moment is not None and moment.ago is None and end == self.said.count:
            moment.slice = name
        else:
            self.times.begin(end, slice=name)

    def _day_before(self, part: Window | None, end: int) -> int:
        if self.said.kind(end) in _DAYS:
            self.times.shift = -1
            return end
        if not self.times.moments and "one" in self.said.words:
            return end
        earlier = next((m.day for m in reversed(self.times.moments) if m.day is not None), None)
        return self.times.begin(end, day=earlier.earlier(1) if earlier else Day(-48, 0), part=part)

    def _unit_alone(self, unit: str, at: int, end: int) -> int:
        """A unit without its number: `hour and a half`, `days ago`, or before it: `day three`."""
        said = self.said
        nth = integer(said.words, end) if unit == "day" else None
        if nth is not None and nth[0] > 0 and said.lets_end(nth[1]):  # "day three" of stopping
            return self.times.begin(nth[1], ago=(max(0, 24 * nth[0] - 36), 24 * nth[0]))
        bounded = bool(self._bound[0]) and at - self._bound[1] <= 1
        span = read_bare(said, at, bounded)
        if span is not None:
            return self._span(span, at)
        ago = said.ago(end)
        alone = said.count <= 4 and f"{said.word(at - 1)} units" in said.beside
        if said.word(at).endswith("s") and (ago or alone or at == 0):
            self._unit = unit
            window = Span(2, 6, unit, end, bool(ago)).window()
            return self.times.begin(ago or end, role="" if ago else "bare", ago=window)
        return end
