"""Turns to write, and what a log's files look like from outside."""

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

from dialogs.events import Action, Heard, Record
from dialogs.log import Conversation, SqliteLog

ZONE = timezone(timedelta(hours=-5))
LATE = datetime(2026, 11, 20, 23, 10, tzinfo=ZONE)
"""A Friday, late in the evening."""


def conversation(id: str = "c1", at: datetime = LATE, channel: str = "typed") -> Conversation:
    return Conversation(id, at, channel, "trees-1")


def answer(
    turn: int,
    name: str = "trigger",
    *choices: str,
    at: datetime = LATE,
    outcome: str = "answered",
    how: str = "matched",
) -> Record:
    return Record(turn, at, f"trigger_questions/{name}", name, outcome, choices, how)


def write(
    log: SqliteLog,
    turn: int,
    *actions: Action,
    id: str = "c1",
    at: datetime = LATE,
    state: str | None = '{"place": "here"}',
    status: str | None = None,
    channel: str = "typed",
) -> bool:
    place = "trigger_questions/trigger"
    told = conversation(id, at, channel)
    return log.write_turn(told, Heard("", at), turn, place, "answered", actions, state, status)


def tell_slip(log: SqliteLog, id: str, at: datetime, *triggers: str, hours: str = "") -> None:
    """A whole conversation about one slip."""
    told: list[Action] = [answer(1, "came_for", "slip", at=at)]
    if triggers:
        told.append(answer(2, "trigger", *triggers, at=at))
    if hours:
        told.append(answer(3, "when", f"{hours} hours before", at=at))
    write(log, 4, *told, id=id, at=at, status="ended")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """What another program sees in the file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def bytes_of_all_files(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def passes_integrity_check(path: Path) -> bool:
    return rows(path, "PRAGMA integrity_check") == [("ok",)]
