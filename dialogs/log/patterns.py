"""What repeats: the answers of many talks looked at together.

A slip is told of in a conversation that was opened for one, or that says when it
was or what was behind it. It counts once however often it was talked about in that
conversation. Its time is the person's own estimate where that is narrow enough, and
that of the talk where none was given. Nothing is said of what was counted too seldom.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise, takewhile
from statistics import median_low

from dialogs.frozen import dataclass
from dialogs.log import words
from dialogs.log.failures import read_choices, read_time
from dialogs.log.last import last_facts
from dialogs.log.reading import hours_before, of_person

ENOUGH = 3
"""From how many slips on something may be said about them."""

TRIGGERS = {
    "stress": "stress",
    "social": "people or places",
    "pain": "pain",
    "sleep": "poor sleep",
    "paws": "the flat weeks after stopping",
    "none": "none of these",
}

_OPENINGS = ("came_for", "opening", "topic")
_SINCE = "how_since"
"""A check-in that tells of another slip: `used`."""
_ASKED = ("trigger", "when", _SINCE, *_OPENINGS)
_WIDEST_FOR_HOUR = timedelta(hours=6)
_WIDEST_FOR_DAY = timedelta(hours=24)
_MOST_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip as one conversation told of it."""

    at: datetime
    give_or_take: timedelta = timedelta(0)
    """How wide the estimate of `at` is."""
    triggers: tuple[str, ...] = ()
    """As they were said; the first one came first."""

    @property
    def weekday(self) -> str | None:
        return words.WEEKDAYS[self.at.weekday()] if self.give_or_take <= _WIDEST_FOR_DAY else None

    @property
    def part_of_day(self) -> str | None:
        return words.part_of_day(self.at) if self.give_or_take <= _WIDEST_FOR_HOUR else None


def find_slips(connection: sqlite3.Connection, person: str | None = None) -> list[Slip]:
    """The slips that the log knows of, oldest first. What was taken back is left out."""
    marks = ",".join("?" * len(_ASKED))
    whose, who = of_person(connection, person)
    told = connection.execute(
        "SELECT conversation, at, name, choices FROM told"
        f" WHERE name IN ({marks}) AND outcome = 'answered' AND NOT retracted{whose}"
        " ORDER BY conversation, turn",
        (*_ASKED, *who),
    )
    slips = [
        slip
        for _, rows in groupby(told, key=lambda row: row[0])
        if (slip := _find_slip([(at, name, read_choices(said)) for _, at, name, said in rows]))
    ]
    return sorted(slips, key=lambda slip: slip.at)


def _find_slip(told: Iterable[tuple[str, str, list[str]]]) -> Slip | None:
    opened_for: set[str] = set()
    triggers: list[str] = []
    when: tuple[datetime, timedelta] | None = None
    first: datetime | None = None
    for written, name, choices in told:
        at = read_time(written)
        first = first or at
        if name in _OPENINGS:
            opened_for.update(choices)
        elif name == _SINCE:
            opened_for.update("slip" for said in choices if said == "used")
        elif name == "trigger":
            triggers = [*triggers, *(said for said in choices if said not in triggers)]
        elif choices and (hours := hours_before(choices[0])):
            least, most = hours
            when = at - timedelta(hours=(least + most) / 2), timedelta(hours=most - least)
    if first is None or not ("slip" in opened_for or when or (triggers and not opened_for)):
        return None
    at, give_or_take = when or (first, timedelta(0))
    named = [trigger for trigger in triggers if trigger != "none"]  # "something else", then which
    return Slip(at, give_or_take, tuple(named or triggers))


# --- what is seen in them --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Patterns:
    """Counts over slips, most frequent first, and the spans between them."""

    slips: Sequence[Slip]
    triggers: list[tuple[str, int]]
    weekdays: list[tuple[str, int]]
    parts_of_day: list[tuple[str, int]]
    spans: list[timedelta]
    same_trigger: int
    """In how many of the slips the trigger that came first in the newest one came first."""
    in_a_row: int
    """In how many of the newest slips, one after the other."""
    repeats: list[tuple[str, int]]
    """What stood together more than once: trigger, weekday and part of the day."""

    @property
    def enough(self) -> bool:
        return len(self.slips) >= ENOUGH


def find_patterns(slips: Sequence[Slip]) -> Patterns:
    """What can be counted in these slips, which are oldest first."""
    firsts = [slip.triggers[0] for slip in slips if slip.triggers and slip.triggers[0] != "none"]
    newest = firsts[-1:]
    return Patterns(
        slips,
        Counter(said for slip in slips for said in slip.triggers).most_common(),
        Counter(day for slip in slips if (day := slip.weekday)).most_common(),
        Counter(part for slip in slips if (part := slip.part_of_day)).most_common(),
        [after.at - before.at for before, after in pairwise(slips)],
        firsts.count(newest[0]) if newest else 0,
        sum(1 for _ in takewhile(lambda said: [said] == newest, reversed(firsts))),
        _find_repeats(slips),
    )


def _find_repeats(slips: Sequence[Slip]) -> list[tuple[str, int]]:
    together: Counter[str] = Counter()
    for slip in slips:
        when = slip.weekday and slip.part_of_day and f"on a {slip.weekday} {slip.part_of_day}"
        for trigger in slip.triggers:
            if trigger == "none":
                continue
            name = TRIGGERS.get(trigger, trigger)
            if slip.weekday:
                together[f"{name}, on a {slip.weekday}"] += 1
            if slip.part_of_day:
                together[f"{name}, {slip.part_of_day}"] += 1
        if when:
            together[when] += 1
    return [(what, count) for what, count in together.most_common(_MOST_REPEATS) if count > 1]


def _leader(counts: Sequence[tuple[str, int]]) -> tuple[str, int] | None:
    """The most frequent one, where it stands out: more than once, and more than the next."""
    if not counts or counts[0][1] < 2:
        return None
    return None if len(counts) > 1 and counts[1][1] == counts[0][1] else counts[0]


# --- said aloud ------------------------------------------------------------------


def find_facts(
    what: str, connection: sqlite3.Connection | None, at: datetime, person: str | None = None
) -> dict[str, str]:
    """Facts for the placeholders of spoken lines; what is not known has no key.

    `what` is `kept`, `patterns` or `last`; without a connection there is nothing to know,
    and without a `person` all that is in the log counts.
    """
    if what == "kept":
        return _kept_facts(connection, at, person)
    if what == "patterns":
        slips = find_slips(connection, person) if connection else []
        return pattern_facts(find_patterns(slips), at)
    if what == "last":
        return last_facts(connection, at, person)
    raise ValueError(f"the log has no facts about {what!r}")


def _kept_facts(
    connection: sqlite3.Connection | None, at: datetime, person: str | None
) -> dict[str, str]:
    answers, talks, since = 0, 0, None
    if connection is not None:
        whose, who = of_person(connection, person)
        answers = connection.execute(
            f"SELECT count(*) FROM answers WHERE true{whose}", who
        ).fetchone()[0]
        talks, since = connection.execute(
            "SELECT count(*), min(substr(started_at, 1, 10)) FROM conversations"
            + (" WHERE person = ?" if who else ""),
            who,
        ).fetchone()
    facts = {
        "kept_any": "yes" if talks else "no",
        "kept_count": words.say_number(answers),
        "kept_answers": words.count_of(answers, "answer"),
        "kept_talks": words.count_of(talks, "talk"),
    }
    if since:
        facts["since"] = words.say_date(read_time(since), at)
    return facts


def pattern_facts(patterns: Patterns, at: datetime) -> dict[str, str]:
    """The patterns as words; `enough` is `no` while there is too little to tell."""
    slips = patterns.slips
    facts = {
        "enough": "yes" if patterns.enough else "no",
        "slip_count": words.say_number(len(slips)),
        "slip_talks": words.count_of(len(slips), "talk"),
    }
    if slips:
        facts["days_since_last"] = words.say_span(at - slips[-1].at)
    if not patterns.enough:
        return facts
    if top := _leader([one for one in patterns.triggers if one[0] != "none"]):
        facts["top_trigger"] = TRIGGERS.get(top[0], top[0])
        facts["top_count"] = words.say_number(top[1])
    if patterns.same_trigger > 1:
        newest = next(slip for slip in reversed(slips) if set(slip.triggers[:1]) - {"none"})
        facts["same_trigger"] = TRIGGERS.get(newest.triggers[0], newest.triggers[0])
        facts["same_count"] = words.say_number(patterns.same_trigger)
        facts["same_ordinal"] = words.say_ordinal(patterns.same_trigger)
        facts["same_in_a_row"] = words.say_number(patterns.in_a_row)
    if day := _leader(patterns.weekdays):
        facts["weekday"], facts["weekday_count"] = day[0], words.say_number(day[1])
    if part := _leader(patterns.parts_of_day):
        facts["hour"], facts["hour_count"] = part[0], words.say_number(part[1])
    facts["usual_span"] = words.say_span(median_low(patterns.spans))
    return facts


# --- written ---------------------------------------------------------------------


def describe(patterns: Patterns, at: datetime) -> Iterator[str]:
    """The patterns as lines of plain text."""
    slips = patterns.slips
    if not slips:
        yield "Nothing is kept about a slip yet, so there is nothing to tell."
        return
    talks = words.count_of(len(slips), "talk")
    if not patterns.enough:
        yield f"Too little to tell yet: {talks} about a slip so far."
        yield f"Patterns can be shown from {words.say_number(ENOUGH)} on."
        return
    began, last = slips[0].at, slips[-1].at
    yield f"{talks.capitalize()} about a slip, from {began:%Y-%m-%d} to {last:%Y-%m-%d}."
    named = [(TRIGGERS.get(said, said), count) for said, count in patterns.triggers]
    yield from _table("What was behind it", named)
    order = {name: place for place, name in enumerate([*words.WEEKDAYS, *words.PARTS_OF_DAY])}
    yield from _table("Day of the week", sorted(patterns.weekdays, key=lambda one: order[one[0]]))
    yield from _table("Time of day", sorted(patterns.parts_of_day, key=lambda one: order[one[0]]))
    yield from ("", "Time between")
    yield f"  usually             {words.say_span(median_low(patterns.spans))}"
    yield f"  shortest            {words.say_span(min(patterns.spans))}"
    yield f"  longest             {words.say_span(max(patterns.spans))}"
    yield f"  since the last one  {words.say_span(at - last)}"
    yield from _table("What repeats", patterns.repeats, "nothing yet")
    yield ""
    yield "The time is the one you gave for the slip, or else the time of the talk."


def _table(
    title: str, counts: Sequence[tuple[str, int]], otherwise: str = "not told"
) -> Iterator[str]:
    yield from ("", title)
    width = max((len(name) for name, _ in counts), default=0)
    for name, count in counts:
        yield f"  {name:<{width}}  {count}"
    if not counts:
        yield f"  {otherwise}"
