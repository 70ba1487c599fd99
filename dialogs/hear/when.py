"""When it happened, as people say it: "like two am", "saturday night", "an hour or two".

What is heard is never exact, so it is given as hours before now, from the
fewest to the most that the words may mean.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import yaml

from dialogs.hear.normalise import Utterance, spread
from dialogs.hear.phrases import Phrases
from dialogs.hear.when_calendar import Calendar, rule_of
from dialogs.hear.when_moments import Moment, Window
from dialogs.hear.when_numbers import BEGIN
from dialogs.hear.when_reading import Reading
from dialogs.hear.when_said import Said, Value

_NOT_MEANT = ("aside", "except", "future")
"""Times of something else, denied ones, and those ahead."""
_GIVE_WAY = (("began", "for"), ("weak",), ("bare",))
"""Roles that count only when nothing else was said."""
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})\b(?!/?\s*(?:an )?hour)")
_GLUED = re.compile(r"(\d+)(am|pm|a|p|hrs?|hours?|mins?|minutes?|days?|weeks?|wks?|ish|h)")


class WhenListener:
    """Hears how long ago something happened.

    >>> listener = WhenListener.load(Path("dialogs/lexicon"))
    >>> from dialogs.hear.normalise import normalise
    >>> now = datetime(2025, 6, 12, 8, 30)
    >>> listener.hear(normalise("like two am"), now)
    (6.0, 7.0)
    >>> listener.hear(normalise("I lost track."), now)
    'unknown'
    >>> listener.hear(normalise("two pills"), now) is None
    True
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        rules = dict(content["rules"])
        self._phrases: Phrases[Value] = Phrases(_entries(content), rules)
        events = ((say, True) for say in _said(content["event"]))
        self._beside = frozenset(
            f"{word} {place}" if place in ("month", "units") else place.replace("x", word)
            for place, words in content["beside"].items()
            for word in words.split()
        )
        alone = (
            (say, _hours(hours))
            for hours, block in content["alone"].items()
            for say in _said(block)
        )
        self._alone: Phrases[Window] = Phrases(alone, rules)
        self._months = {int(m): _said(say)[0] for m, say in content["months"].items()}
        self._events: Phrases[bool] = Phrases(events, rules)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener, from `times.yaml`."""
        text = (folder / "times.yaml").read_text(encoding="utf-8")
        return cls(yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))

    def hear(self, utterance: Utterance, now: datetime) -> tuple[float, float] | str | None:
        """Hours before `now`, from the fewest to the most; `unknown`; None if no time was said.

        The wall clock of `now` is what counts, in whatever zone it is.
        """
        words = spread(_apart(utterance.words))
        if "/" in utterance.raw:
            words = self._dates(words, utterance.raw)
        if not words:
            return None
        alone = self._alone.whole(words)
        if alone is not None:
            return alone
        calendar = Calendar(now)
        reading = Reading(Said(words, self._phrases, self._beside), calendar)
        if reading.stray:
            return None
        window = _chosen(reading, calendar)
        if window is not None:
            fewest = max(0.0, calendar.hour - window[1])
            return round(fewest, 2), round(max(fewest, calendar.hour - window[0]), 2)
        if reading.unknown or any(m.role == "bare" for m in reading.times.moments):
            return "unknown"
        event = self._events.prefix(words)
        if event is not None and event.end < len(words) and not reading.times.moments:
            return "unknown"
        return None

    def _dates(self, words: tuple[str, ...], raw: str) -> tuple[str, ...]:
        """The words with `9/15` as a month and its day."""
        for month, day in _SLASHED.findall(raw):
            if int(month) in self._months:
                for at in range(len(words) - 1):
                    if words[at : at + 2] == (month, day):
                        words = (*words[:at], self._months[int(month)], *words[at + 1 :])
        return words


def _apart(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with figures and what is glued to them apart: `2am`, `36hrs`."""
    if not any((word[0].isdigit() and not word.isdigit()) or word[-3:] == "ish" for word in words):
        return words
    apart: list[str] = []
    for word in words:
        glued = _GLUED.fullmatch(word)
        ish = word.endswith("ish") and word[:-3] in BEGIN
        apart.extend(glued.groups() if glued else (word[:-3], "ish") if ish else (word,))
    return tuple(apart)


def _chosen(reading: Reading, calendar: Calendar) -> Window | None:
    """The window of the last use among all moments spoken of."""
    heard: list[tuple[str, Window]] = []
    moments = reading.times.moments
    for index, moment in enumerate(moments):
        window = moment.window(calendar)
        taken_back = index < reading.times.dropped < len(moments)
        if window is None or taken_back or moment.role in _NOT_MEANT:
            continue
        if reading.said.count > 3 and _leans(moment):
            continue
        if moment.role == "since" and not (reading.negated or _has_end(moments, index)):
            window = (window[0], calendar.hour)
        if moment.joined and heard:
            role, before = heard.pop()
            window = (min(window[0], before[0]), max(window[1], before[1]))
            heard.append((role, window))
        else:
            heard.append((moment.role, window))
    for roles in _GIVE_WAY:
        heard = [one for one in heard if one[0] not in roles] or heard
    bare = sum(role == "bare" for role, _ in heard)
    weak = all(role == "weak" for role, _ in heard)
    if bare > 1 or (reading.unknown and (bare or weak)):
        return None
    final = [one for one in heard if one[0] == "final"]
    # Of several times, the last use is the latest one.
    return max((window for _, window in final or heard), default=None)


def _leans(moment: Moment) -> bool:
    """Whether it needs a day or an hour beside it to be a time: `late`, `morning`."""
    slice_only = moment.part is None and bool(moment.slice)
    return (moment.leans or slice_only) and moment.day is None and moment.clock is None


def _has_end(moments: list[Moment], index: int) -> bool:
    """Whether it is also said when what began then ended: `from ten till two`."""
    clock = moments[index].clock
    joined = index + 1 < len(moments) and moments[index + 1].joined
    return joined or (clock is not None and clock.least < clock.most)


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Every phrase of the lexicon with what it stands for; of equal ones the first counts."""
    for kind in ("unknown", "day_after", "lasted", "stray"):
        yield from ((say, (kind, None)) for say in _said(content[kind]))
    for kind, numbered in (("day", "days"), ("weekday", "weekdays"), ("month", "months")):
        for number, phrases in content[numbered].items():
            yield from ((say, (kind, int(number))) for say in _said(phrases))
    for entry in content["day_parts"]:
        value = (int(entry["day"]), _hours(entry["hours"]))
        yield from ((say, ("day_part", value)) for say in _said(entry["say"]))
    for entry in content["parts"]:
        part = (_hours(entry["hours"]), "leans" in entry)
        yield from ((say, ("part", part)) for say in _said(entry["say"]))
    for entry in content["spans"]:
        span = (_hours(entry["hours"]), "weak" if "weak" in entry else "")
        yield from ((say, ("span", span)) for say in _said(entry["say"]))
    for key, phrases in content["holidays"].items():
        rule = rule_of(key)
        yield from ((say, ("holiday", rule)) for say in _said(phrases))
    for hour, phrases in content["hours"].items():
        half = "midnight" if hour == "0" else "24"
        yield from ((say, ("clock", (float(hour), half))) for say in _said(phrases))
    for kind, named in (("unit", "units"), ("half", "halves"), ("stretch", "stretches"),
                        ("slice", "slices"), ("bound", "bounds"), ("mark", "marks")):  # fmt: skip
        for name, phrases in content[named].items():
            yield from ((say, (kind, name)) for say in _said(phrases))
    for part, phrases in content["day_before"].items():
        yield from (
            (say, ("day_before", _hours(part) if "-" in part else None)) for say in _said(phrases)
        )


def _said(block: str) -> list[str]:
    """The phrases of a block, one a line."""
    return [line for line in block.splitlines() if line.strip()]


def _hours(written: str) -> Window:
    least, _, most = written.partition("-")
    return float(least), float(most)
