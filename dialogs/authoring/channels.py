"""One engine, two channels: the walk's paths played on each, and compared.

A channel offers itself through the entry-point group `steady.rehearsals`, so that no
arrow points upward from here. What it must do the same as a typed talk: the words said,
the state remembered, and what is kept in the log (answers, what was taken back, alarms,
consents).
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from dialogs.codec import state_from_json, state_to_json
from dialogs.conversation import Conversation
from dialogs.events import Action, End, Event, HungUp, Launched, Recalled, Resumed, Say
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.state import State

GROUP = "steady.rehearsals"
TABLES = ("answers", "retractions", "safety_events", "consents")


class Rehearsal(Protocol):
    """A channel without its devices: events in, what it would say out."""

    def take(self, event: Event) -> None:
        """Bring the event about as the channel's world does."""

    def can_take(self, event: Event) -> bool:
        """False for what cannot happen on this channel; the path is played as far as that."""

    @property
    def said(self) -> str:
        """What was said in answer to the last event, as the channel's own text."""

    def text_of(self, actions: Sequence[Action]) -> str:
        """What these actions have to sound like on this channel."""

    @property
    def state(self) -> State | None:
        """What it remembers; None once the talk has ended."""

    def close(self) -> None:
        """Let go of the log."""


Open = Callable[[Trees, Path], Rehearsal]


@dataclass(frozen=True, slots=True)
class Difference:
    """A moment at which a channel did not do as a typed talk does."""

    channel: str
    what: str
    trail: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.channel}: {self.what}\n    after: {' / '.join(self.trail)}"


def find_channels() -> dict[str, Open]:
    """Every channel that is installed, by name; what it lacks to be imported leaves it out."""
    found: dict[str, Open] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            found[entry.name] = entry.load()
        except ImportError:
            continue
    return found


class Typed:
    """The talk by keyboard, which all others are compared with."""

    def __init__(self, trees: Trees, database: Path) -> None:
        self._trees, self.log = trees, SqliteLog(database)
        self.talk = Conversation(trees, self.log, "typed")

    def take(self, event: Event) -> tuple[Action, ...]:
        self.talk.state = state_from_json(state_to_json(self.talk.state))
        if isinstance(event, Launched | Resumed):
            self.talk = Conversation(self._trees, self.log, "typed")
            return self.talk.begin(event.at)
        return self.talk.take(event)


def compare(
    name: str, open_channel: Open, trees: Trees, paths: Sequence[Sequence[tuple[str, Event]]]
) -> Iterator[Difference]:
    """Where the channel differs from a typed talk; each path is (what is told of it, event)s."""
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            here = Path(folder) / str(number)
            here.mkdir()
            yield from _compare_one(name, open_channel, trees, path, here)


def _compare_one(
    name: str, open_channel: Open, trees: Trees, path: Sequence[tuple[str, Event]], folder: Path
) -> Iterator[Difference]:
    typed = Typed(trees, folder / "typed.db")
    channel = open_channel(trees, folder / f"{name}.db")
    trail: list[str] = []
    try:
        for told, event in path:
            if isinstance(event, Recalled):
                continue  # the logs answer for themselves
            if not channel.can_take(event):
                return
            trail.append(told)
            actions = typed.take(event)
            channel.take(event)
            found = _differences(channel, typed, actions, event)
            if found:
                yield Difference(name, found, tuple(trail))
                return
            if any(isinstance(act, End) for act in actions):
                break
    finally:
        typed.log.close()
        channel.close()
    if _kept(folder / "typed.db") != _kept(folder / f"{name}.db"):
        yield Difference(name, "another log is left", tuple(trail))


def _differences(
    channel: Rehearsal, typed: Typed, actions: tuple[Action, ...], event: Event
) -> str:
    if isinstance(event, HungUp):
        return ""  # nobody hears what is said to somebody who has gone
    expected = channel.text_of(actions)
    if channel.said != expected:
        return f"says {channel.said!r} and not {expected!r}"
    if typed.talk.state.ended or any(isinstance(act, End) for act in actions):
        return ""
    state = channel.state
    if state is None or replace(state, conversation="") != replace(
        typed.talk.state, conversation=""
    ):
        return "remembers another state"
    return ""


def words_of(actions: Sequence[Action]) -> str:
    """The words of the actions, where a channel says them as they are."""
    return " ".join(act.text for act in actions if isinstance(act, Say))


def _kept(database: Path) -> list[tuple[object, ...]]:
    """The rows of a log but for the ids of conversations, which no two talks share."""
    if not database.exists():
        return []
    connection = sqlite3.connect(database)
    try:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        return [
            (table, *row[1:])
            for table in TABLES
            if table in there
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
        ]
    finally:
        connection.close()
