"""Where people answered, declined, fell silent or left: counted per question, from the log.

Only talks that people agreed to keep are in a log, so these are figures of those talks. A
question that fewer than three talks came to is counted, but nothing is concluded from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from statistics import median

ANSWERED = ("answered", "corrected", "said_again")
LEAVING = ("hung_up", "command.stop")
LONGEST_SECONDS = 900.0
"""A longer time to answer was a break in the talk, and says nothing about the question."""

Row = tuple[str, str | None, str, str | None]
"""(conversation, place after the turn, at, outcome)"""


@dataclass(slots=True)
class Figures:
    """What became of one question whenever it was asked."""

    place: str
    reached: int = 0
    answered: int = 0
    declined: int = 0
    moved_on: int = 0
    """A danger, a change of topic, or a command led somewhere else."""
    left: int = 0
    silent: int = 0
    """Times it met at least one silence before any of that."""
    not_understood: int = 0
    seconds: list[float] = field(default_factory=list)
    """From the question to its answer."""

    @property
    def median_seconds(self) -> float | None:
        return round(median(self.seconds), 1) if self.seconds else None

    def as_data(self) -> dict[str, object]:
        """For JSON: the counts, and the median of the seconds."""
        names = ("reached", "answered", "declined", "moved_on", "left", "silent", "not_understood")
        counts: dict[str, object] = {name: getattr(self, name) for name in names}
        return {"place": self.place, **counts, "median_seconds": self.median_seconds}

    def in_short(self) -> str:
        """For a picture: as short as it can be said."""
        parts = [f"{self.reached} came", f"{self.answered} answered"]
        for count, word in (
            (self.declined, "declined"),
            (self.silent, "silent"),
            (self.left, "left"),
        ):
            if count:
                parts.append(f"{count} {word}")
        if self.median_seconds is not None:
            parts.append(f"{self.median_seconds:g} s")
        return ", ".join(parts)


def read_figures(connection: sqlite3.Connection) -> dict[str, Figures]:
    """The figures of every question that a kept talk came to, by its place."""
    rows = connection.execute(
        "SELECT conversation, place, at, outcome FROM turns ORDER BY conversation, turn"
    )
    return count(rows)


def count(rows: Iterable[Row]) -> dict[str, Figures]:
    """The same, from the turns in the order of each conversation."""
    found: dict[str, Figures] = {}
    for _, turns in groupby(rows, key=lambda row: row[0]):
        for figures, visit in _visits(list(turns), found):
            _count_one(figures, visit)
    return found


def _visits(turns: list[Row], found: dict[str, Figures]) -> Iterator[tuple[Figures, list[Row]]]:
    """Every time a question was asked: the turn that asked it, and all up to the one that left."""
    start = 0
    while start < len(turns):
        place = turns[start][1]
        end = start + 1
        while end < len(turns) and turns[end][1] == place and not _settles(turns[end]):
            end += 1
        if place:
            yield found.setdefault(place, Figures(place)), turns[start : end + 1]
        # A turn that settles a question and stands still ended the talk: it asked nothing.
        stayed = end < len(turns) and turns[end][1] == place
        start = end + 1 if stayed else end


def _settles(turn: Row) -> bool:
    return (turn[3] or "") in (*ANSWERED, *LEAVING, "declined")


def _count_one(figures: Figures, visit: list[Row]) -> None:
    asked, *after = visit
    figures.reached += 1
    outcomes = [turn[3] or "" for turn in after]
    figures.silent += "silence" in outcomes
    figures.not_understood += any(outcome in ("no_match", "unheard") for outcome in outcomes)
    last = outcomes[-1] if outcomes else "hung_up"
    if last in ANSWERED:
        figures.answered += 1
        seconds = (
            datetime.fromisoformat(after[-1][2]) - datetime.fromisoformat(asked[2])
        ).total_seconds()
        if 0 <= seconds <= LONGEST_SECONDS:
            figures.seconds.append(seconds)
    elif last == "declined":
        figures.declined += 1
    elif last in LEAVING or after[-1][1] == asked[1]:
        figures.left += 1
    else:
        figures.moved_on += 1
