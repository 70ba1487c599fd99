"""The words of an utterance, read into moments.

The lexicon names days, parts of a day, units and marks; numbers are read
beside them. One pass from left to right; each word is looked at a few times.
"""

from collections.abc import Sequence
from typing import Any

from dialogs.hear.phrases import Phrases
from dialogs.hear.when_calendar import Calendar, Day
from dialogs.hear.when_moments import Clock, Moment, Window
from dialogs.hear.when_numbers import SOUNDS_LIKE, amount, clock_face, integer, ordinal

Value = tuple[str, Any]

_HOURS = {
    "second": 1 / 3600, "minute": 1 / 60, "hour": 1, "day": 24, "night": 24, "morning": 24,
    "weekend": 168, "week": 168, "fortnight": 336, "month": 730, "year": 8766,
}  # fmt: skip
_BEFORE_AN_HOUR = frozenset(
    "at around about like by before after between since till until til from past no was maybe "
    "probably say roughly almost nearly approximately say near towards toward think guess or and "
    "to not thereabouts be wait just actually so used it drank smoked slipped mean said last "
    "early late".split()
)
_AFTER_AN_HOUR = frozenset(
    "in on or and to till until til i when after before but maybe ish so then because no wait "
    "while with at from it he she we they for probably something thereabouts by just again is "
    "was right actually sharp exactly um now the yesterday more this last not sort kind".split()
)
_HEDGES = frozenset("like about maybe around the approximately roughly a an say just only".split())
_BEFORE_A_MONTH = frozenset(
    "in last of since around back early late mid this about during through sometime like".split()
)


class Reading:
    """What one utterance says about times."""

    def __init__(self, words: Sequence[str], phrases: Phrases[Value], calendar: Calendar) -> None:
        self.words = list(words)
        self.phrases = phrases
        self.calendar = calendar
        self.moments: list[Moment] = []
        self.unknown = False
        self.stray = False
        self.joins = False
        self.closed = False
        self.between = False
        self.negated = False
        self.dropped = 0
        self.pending = ""
        self.bound: tuple[str, int] = ("", 0)
        self.last_end = 0

    def read(self) -> None:
        """Fill `moments` from the words."""
        at, count = 0, len(self.words)
        while at < count:
            found = self.phrases.prefix(self.words, at)
            number_end = self._number(at) if found is None or found.value[0] == "mark" else 0
            if number_end:
                at = number_end
            elif found is not None:
                at = self._phrase(found.value, at, found.end)
            else:
                at += 1

    # Times

    def _moment(self, **about: Any) -> Moment:
        """A new moment, marked by what stands before it."""
        moment = Moment(joined=self.joins and bool(self.moments), **about)
        if self.pending == "since":
            moment.since = True
        elif self.pending == "until":
            moment.until = True
        elif self.pending == "except":
            moment.denied = True
        elif self.pending in ("began", "for"):
            moment.set_aside = True
        elif self.pending in ("aside", "future"):
            moment.denied = True
        self.joins = self.closed = False
        self.pending = ""
        self.moments.append(moment)
        return moment

    def _latest(self) -> Moment | None:
        if self.closed or self.joins or self.pending or not self.moments:
            return None
        return self.moments[-1]

    def _day(self, day: Day, end: int) -> int:
        moment = self._latest()
        if moment is None or not moment.takes_day(day):
            self._moment(day=day)
        return self._done(end)

    def _part(self, part: Window, end: int, day: Day | None = None) -> int:
        moment = self._latest()
        if moment is not None and moment.ago is None:
            before = moment.day
            if (day is None or moment.takes_day(day)) and moment.takes_part(part):
                return self._done(end)
            moment.day = before
        inherited = self.moments[-1].day if self.joins and self.moments else None
        self._moment(day=day or inherited, part=part)
        return self._done(end)

    def _clock(self, clock: Clock, end: int) -> int:
        moment = self._latest()
        if moment is None or not moment.takes_clock(clock):
            before = self.moments[-1] if self.moments else Moment()
            self._moment(day=before.day, part=before.part, clock=clock)
        return self._done(end)

    def _done(self, end: int) -> int:
        self.last_end = end
        return end

    # Numbers

    def _number(self, at: int) -> int:
        """Read an amount, an hour or a date that begins here; 0 when there is none."""
        word = self.words[at]
        if word not in _MAY_BEGIN and not word[0].isdigit():
            return 0
        return self._amount(at) or self._date(at) or self._hour(at)

    def _unit(self, at: int) -> tuple[str, int] | None:
        found = self.phrases.prefix(self.words, at) if at < len(self.words) else None
        if found is not None and found.value[0] == "unit":
            return found.value[1], found.end
        return None

    def _amount(self, at: int) -> int:
        words = self.words
        said = amount(words, at)
        if said is None and words[at] in SOUNDS_LIKE:
            value = float(SOUNDS_LIKE[words[at]])
            unit = self._unit(at + 1)
            if unit is None or (words[at] in ("for", "to") and not self._ago(unit[1])):
                return 0
            return self._span(at, value, value, *unit)
        if said is None:
            return 0
        unit = self._unit(said.end)
        if unit is None:
            return self._weekdays_ago(said.most, said.end) if said.said else 0
        return self._span(at, said.least, said.most, *unit)

    def _weekdays_ago(self, count: float, at: int) -> int:
        """`two saturdays ago`."""
        found = self.phrases.prefix(self.words, at)
        if found is None or found.value[0] != "weekday" or not self._ago(found.end):
            return 0
        day = self.calendar.weekday(found.value[1])
        back = 168 * (int(count) - 1)
        return self._day(Day(day.start - back, day.end - back), self._ago(found.end))

    def _ago(self, at: int) -> int:
        """Where an `ago` that begins here ends; 0 when there is none."""
        found = self.phrases.prefix(self.words, at) if at < len(self.words) else None
        return found.end if found is not None and found.value == ("mark", "ago") else 0

    def _span(self, at: int, least: float, most: float, unit: str, end: int) -> int:
        """An amount with its unit; everything that may follow it is read too."""
        words = self.words
        count = len(words)
        if end < count and words[end] in ("and", "an") and end + 1 < count:
            more = amount(words, end + 1)
            inner = self._unit(more.end) if more is not None else None
            if more is not None and more.most < 1 and inner is None:
                least, most, end = least + more.least, most + more.most, more.end
            elif more is not None and (inner is not None or unit == "hour"):
                smaller = _HOURS[inner[0]] if inner else 1 / 60
                if smaller < _HOURS[unit]:
                    part = more.most * smaller / _HOURS[unit]
                    least, most, end = least + part, most + part, inner[1] if inner else more.end
        if end < count and words[end] in ("or", "maybe", "to"):
            other = amount(words, end + 1 + (words[end + 1 : end + 2] == ["maybe"]))
            if other is not None and other.said and self._unit(other.end) is None:
                if other.end >= count or words[other.end] not in ("in", "at"):
                    most, end = max(most, other.most), other.end
            elif words[end : end + 2] == ["or", "so"]:
                end += 2
        ago = self._ago(end)
        end = ago or end
        return self._finish_span(at, least, most, unit, end, bool(ago))

    def _finish_span(
        self, at: int, least: float, most: float, unit: str, end: int, ago: bool
    ) -> int:
        words = self.words
        days = _HOURS[unit] / 24
        if unit in ("week", "fortnight", "month", "day") and end < len(words):
            skip = end + (words[end] in ("last", "on", "this", "past", "come", "from"))
            found = self.phrases.prefix(words, skip) if skip < len(words) else None
            if found is not None and found.value[0] == "weekday" and unit != "day":
                number = found.value[1]
                day = self.calendar.weekday(number)
                if skip > end and words[end] != "on":
                    back = round(least * days) * 24
                    return self._day(Day(day.start - back, day.end - back), found.end)
                return self._day(self.calendar.weekday_near(number, least * days), found.end)
            if found is not None and found.value == ("day", 0) and ago:
                end = found.end
        if unit in ("night", "morning") and least == int(least) and (ago or unit == "night"):
            day = self.calendar.back(int(least))
            part = (18.0, 28.0) if unit == "night" else (5.0, 12.0)
            return self._part(part, end, day)
        window = _around(least, most, unit)
        if self.bound[0] and at - self.bound[1] <= 2:
            window = _bounded(self.bound[0], least * _HOURS[unit], most * _HOURS[unit])
        self.bound = ("", 0)
        found = self.phrases.prefix(words, end) if end < len(words) else None
        if unit == "day" and least == most == int(least) and found is not None:
            if found.value[0] in ("part", "clock"):
                return self._day(self.calendar.back(int(least)), end)
        if ago and self.pending == "for":
            self.pending = ""
        if self.moments and self.moments[-1].ago and self._only_hedged(at):
            self.joins = True
        self._moment(ago=window)
        return self._done(end)

    def _only_hedged(self, at: int) -> bool:
        """Whether nothing but `maybe` stands between the last time and this one."""
        between = self.words[self.last_end : at]
        return "maybe" in between and all(word in _HEDGES for word in between)

    def _date(self, at: int) -> int:
        """`the fifth`, `fifth of june`, `5 june`; a month before its day is in `_month`."""
        words = self.words
        number = ordinal(words, at) or integer(words, at)
        if number is None or not 0 < number[0] < 32:
            return 0
        end = number[1]
        skip = end + (words[end : end + 1] == ["of"])
        found = self.phrases.prefix(words, skip) if skip < len(words) else None
        if found is not None and found.value[0] == "month":
            day = self.calendar.month_day(found.value[1], number[0])
            return self._day(day, found.end) if day is not None else 0
        if ordinal(words, at) is None or at == 0 or words[at - 1] != "the":
            return 0
        if end < len(words) and words[end] not in _AFTER_AN_HOUR and found is None:
            return 0
        day = self.calendar.day_of_month(number[0])
        return self._day(day, end) if day is not None else 0

    def _month(self, month: int, at: int, end: int) -> int:
        words = self.words
        skip = end + (words[end : end + 1] == ["the"])
        number = ordinal(words, skip) or integer(words, skip)
        if number is not None and 0 < number[0] < 32 and self._unit(number[1]) is None:
            day = self.calendar.month_day(month, number[0])
            if day is not None:
                return self._day(day, number[1])
        if (at and words[at - 1] in _BEFORE_A_MONTH) or len(words) <= 2:
            return self._day(self.calendar.months(month, month), end)
        return end

    def _hour(self, at: int) -> int:
        """An hour of the clock, or two with what lies between."""
        first = self._one_hour(at)
        if first is None:
            return 0
        clock, end, sure = first
        words = self.words
        joined = end < len(words) and words[end] in ("or", "to", "till", "until", "til", "maybe")
        joined = joined or (self.between and end < len(words) and words[end] == "and")
        if joined:
            skip = end + 1
            while skip < len(words) and words[skip] in ("maybe", "like", "about", "around"):
                skip += 1
            second = self._one_hour(skip)
            if second is not None and (second[2] or self._ends_well(second[1])):
                half = second[0].half
                if clock.half and clock.half != half:
                    pass
                else:
                    self.between = False
                    return self._clock(Clock(clock.least, second[0].most, half), second[1])
        if not sure and not (self._begins_well(at) and self._ends_well(end)):
            return 0
        if words[end : end + 1] == ["ish"]:
            end += 1
        if words[at - 2 : at] == ["it", "is"] and words[end : end + 1] == ["now"]:
            return end + 1
        return self._clock(clock, end)

    def _one_hour(self, at: int) -> tuple[Clock, int, bool] | None:
        words = self.words
        if at >= len(words):
            return None
        found = self.phrases.prefix(words, at)
        if found is not None and found.value[0] == "clock":
            hour, half = found.value[1]
            return Clock(hour, hour, half), found.end, True
        face = clock_face(words, at)
        if face is None:
            sounded = SOUNDS_LIKE.get(words[at])
            half = self._half(at + 1) if sounded else ("", 0)
            if sounded is None or not half[1]:
                return None
            return Clock(sounded, sounded, half[0]), half[1], True
        half, end = self._half(face.end)
        if not end:
            return Clock(face.hour, face.hour, face.half), face.end, face.sure
        if self._half(end)[1]:  # three o'clock a m
            half, end = self._half(end)
        return Clock(face.hour, face.hour, half or face.half), end, True

    def _half(self, at: int) -> tuple[str, int]:
        found = self.phrases.prefix(self.words, at) if at < len(self.words) else None
        if found is None and self.words[at : at + 1] == ["to"]:  # three to am
            found = self.phrases.prefix(self.words, at + 1) if at + 1 < len(self.words) else None
        if found is None or found.value[0] != "half":
            return "", 0
        return ("" if found.value[1] == "clock" else found.value[1]), found.end

    def _begins_well(self, at: int) -> bool:
        if at == 0 or self.last_end == at:
            return True
        before = self.words[at - 1]
        if before == "the":
            return at > 1 and self.words[at - 2] in ("until", "till", "at", "around")
        return before in _BEFORE_AN_HOUR

    def _ends_well(self, end: int) -> bool:
        if end >= len(self.words) or self.words[end] in _AFTER_AN_HOUR:
            return True
        found = self.phrases.prefix(self.words, end)
        return found is not None and found.value[0] not in ("unit", "unknown")

    # Phrases

    def _phrase(self, value: Value, at: int, end: int) -> int:
        kind, said = value
        words = self.words
        if kind == "mark":
            self._mark(said, at, end)
        elif kind == "day":
            return self._day(self.calendar.back(said), end)
        elif kind == "day_part":
            return self._part(said[1], end, self.calendar.back(said[0]))
        elif kind == "part":
            return self._part(said, end)
        elif kind == "weekday":
            before = words[at - 1] if at else ""
            two = words[at - 2] if at > 1 else ""
            last, this = before == "last", before == "this" or (before, two) == ("past", "this")
            if before == "next":
                self.pending = "future"
            if words[end : end + 2] == ["before", "last"]:
                day = self.calendar.weekday(said)
                return self._day(Day(day.start - 168, day.end - 168), end + 2)
            return self._day(self.calendar.weekday(said, last, this), end)
        elif kind == "stretch":
            return self._day(self.calendar.stretch(said), end)
        elif kind == "holiday":
            holiday = self.calendar.latest(said)
            return self._day(holiday, end) if holiday is not None else end
        elif kind == "month":
            return self._month(said, at, end)
        elif kind == "clock":
            return self._hour(at)
        elif kind == "span":
            self._moment(ago=said[0], weak=said[1])
            return self._done(end)
        elif kind == "slice":
            self._slice(said, end)
        elif kind == "day_before":
            self._day_before("night" in words[at:end] or "evening" in words[at:end], end)
        elif kind == "bound":
            self.bound = (said, end)
        elif kind == "unit":
            return self._bare_unit(said, at, end)
        elif kind == "unknown":
            self.unknown = True
        elif kind == "stray":
            self.stray = True
        return end

    def _mark(self, name: str, at: int, end: int) -> None:
        if name == "correct":
            self.dropped = len(self.moments)
            self.closed = True
        elif name == "or":
            self.joins = True
        elif name == "to":
            self.joins = self.last_end == at and bool(self.moments)
            self.pending = "" if self.joins else "until"
        elif name == "between":
            self.between = True
        elif name == "and":
            if self.between:
                self.joins, self.between = True, False
            elif self.moments:
                self.closed = True
        elif name == "negated":
            self.negated = True
        elif name == "last":
            self.closed = True
            self.negated = True
            self.pending = ""
        elif name != "ago":
            self.closed = True
            self.pending = name

    def _slice(self, name: str, end: int) -> None:
        moment = self._latest()
        if moment is not None and moment.ago is None and self.words[end:] == []:
            moment.slice = name
        else:
            moment = self._moment(slice=name)
        self._done(end)

    def _day_before(self, night: bool, end: int) -> None:
        earlier = next((m.day for m in reversed(self.moments) if m.day is not None), None)
        if earlier is None:
            day = Day(-48, 0)
        else:
            day = Day(earlier.start - 24, earlier.start)
        self.closed = True
        moment = self._moment(day=day)
        if night:
            moment.part = (18, 28)
        self._done(end)

    def _bare_unit(self, unit: str, at: int, end: int) -> int:
        """A unit without its number: `hour and a half`, `days ago`."""
        words = self.words
        plural = words[at][-1] == "s"
        bound = self.bound[0] and at - self.bound[1] <= 1
        ago = self._ago(end)
        if plural and (ago or at == 0 or words[at - 1] in ("been", "be", "for", "maybe")):
            self._moment(ago=_around(2, 6, unit), bare=not ago)
            return self._done(ago or end)
        followed = ago or words[end : end + 1] == ["and"]
        if not plural and (bound or followed or (at == 0 and unit in ("hour", "week", "month"))):
            return self._span(at, 1, 1, unit, end)
        return end


def _around(least: float, most: float, unit: str) -> Window:
    """Hours that an amount may stand for: nobody counts exactly."""
    size = _HOURS[unit]
    if unit in ("minute", "second"):
        return 0.75 * least * size, 1.35 * most * size
    if unit == "hour":
        return max(0.0, least - max(0.25, 0.1 * least)), most + max(0.4, 0.08 * most)
    if unit in ("day", "night", "morning"):
        slack = 0.25 if most <= 1 else 0.5
        return max(0.0, least - slack) * 24, (most + max(slack, 0.1 * most)) * 24
    share = 0.15 if unit in ("week", "fortnight") else 0.2
    return least * size * (1 - share), most * size * (1 + share)


def _bounded(bound: str, least: float, most: float) -> Window:
    if bound == "less":
        return 0, most
    if bound == "almost":
        return 0.75 * least, 1.02 * most
    return least, 2 * most


_MAY_BEGIN = frozenset(
    "a an the one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy "
    "eighty ninety couple few several many some dozen half quarter o oh zero first second third "
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth "
    "to too for fore won ate tree free".split()
)
