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
from dialogs.hear.when_reading import Reading, Value

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
        if not words:
            return None
        calendar = Calendar(now)
        reading = Reading(words, self._phrases, calendar)
        reading.read()
        if reading.stray:
            return None
        window = _chosen(reading, calendar)
        if window is not None:
            fewest = max(0.0, calendar.hour - window[1])
            return round(fewest, 2), round(max(fewest, calendar.hour - window[0]), 2)
        if reading.unknown or any(moment.bare for moment in reading.moments):
            return "unknown"
        event = self._events.prefix(words)
        if event is not None and event.end < len(words) and not reading.moments:
            return "unknown"
        return None


def _apart(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with figures and what is glued to them apart: `2am`, `36hrs`."""
    if not any(word[0].isdigit() and not word.isdigit() for word in words):
        return words
    apart: list[str] = []
    for word in words:
        glued = _GLUED.fullmatch(word)
        apart.extend(glued.groups() if glued else (word,))
    return tuple(apart)


def _chosen(reading: Reading, calendar: Calendar) -> Window | None:
    """The window of the last use among all moments spoken of."""
    heard: list[tuple[Moment, Window]] = []
    for index, moment in enumerate(reading.moments):
        window = moment.window(calendar)
        if window is None or moment.denied:
            continue
        if index < reading.dropped < len(reading.moments):
            continue
        if moment.since and not reading.negated:
            window = (window[0], calendar.hour)
        if moment.joined and heard:
            before, other = heard[-1]
            window = (min(window[0], other[0]), max(window[1], other[1]))
            heard[-1] = (before, window)
        else:
            heard.append((moment, window))
    bare = [moment for moment, _ in heard if moment.bare]
    if bare and (len(bare) > 1 or reading.unknown):
        heard = [(moment, window) for moment, window in heard if not moment.bare]
    for gives_way in ("set_aside", "weak"):
        rest = [pair for pair in heard if not getattr(pair[0], gives_way)]
        if rest:
            heard = rest
        elif gives_way == "weak" and reading.unknown:
            return None
    if not heard:
        return None
    return max((window for _, window in heard), key=lambda window: window[0])


def _entries(content: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Every phrase of the lexicon with what it stands for."""
    for kind, numbered in (("day", "days"), ("weekday", "weekdays"), ("month", "months")):
        for number, phrases in content[numbered].items():
            yield from ((say, (kind, int(number))) for say in _said(phrases))
    for entry in content["day_parts"]:
        value = (int(entry["day"]), _hours(entry["hours"]))
        yield from ((say, ("day_part", value)) for say in _said(entry["say"]))
    for entry in content["parts"]:
        yield from ((say, ("part", _hours(entry["hours"]))) for say in _said(entry["say"]))
    for entry in content["spans"]:
        span = (_hours(entry["hours"]), "weak" in entry)
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
    for kind in ("day_before", "unknown", "stray"):
        yield from ((say, (kind, None)) for say in _said(content[kind]))


def _said(block: str) -> Iterator[str]:
    """The phrases of a block, one a line."""
    return (line for line in block.splitlines() if line.strip())


def _hours(written: str) -> Window:
    least, _, most = written.partition("-")
    return float(least), float(most)
