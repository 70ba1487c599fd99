"""Deleting for good: the rows, then their bytes in the file and its write-ahead log.

A row in `forgetting` opens the deletions and stays until the bytes are gone too.
Whoever opens the log next finishes what a power cut, or another program that
was reading, left undone.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dialogs.log.failures import LogFailed, read_time

_CHILDREN_FIRST = ("answers", "retractions", "safety_events", "consents", "places", "turns")


def delete_answers(connection: sqlite3.Connection, conversation: str, turns: Sequence[int]) -> int:
    """How many answers of these turns were deleted. Runs in the caller's transaction."""
    there = "SELECT 1 FROM answers WHERE conversation = ? AND turn = ?"
    full = [turn for turn in turns if connection.execute(there, (conversation, turn)).fetchone()]
    if not full:
        return 0
    connection.execute("INSERT INTO forgetting VALUES ('struck')")
    count = 0
    for turn in full:
        count += connection.execute(
            "DELETE FROM answers WHERE conversation = ? AND turn = ?", (conversation, turn)
        ).rowcount
    return count


def delete_scope(
    connection: sqlite3.Connection, scope: str, person: str, conversation: str, at: datetime
) -> tuple[int, datetime, list[str]]:
    """How many answers were deleted, since when copies may hold something, which conversations.

    Runs in the caller's transaction.
    """
    connection.execute("INSERT INTO forgetting VALUES (?)", (scope,))
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS leaving (conversation TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM leaving")
    match scope:
        case "everything":
            connection.execute(
                "INSERT INTO leaving SELECT id FROM conversations WHERE person = ?", (person,)
            )
            if not person:
                connection.execute("DELETE FROM paired")
                connection.execute("DELETE FROM pairing_codes")
            # Not even the day on which the log was begun stays.
            connection.execute("UPDATE _sqlite_migrations SET applied_at = ''")
        case "today":
            connection.execute(
                "INSERT INTO leaving SELECT id FROM conversations WHERE person = ?1 AND ("
                "id = ?2 OR substr(started_at, 1, 10) = ?3"
                " OR id IN (SELECT conversation FROM turns WHERE substr(at, 1, 10) = ?3))",
                (person, conversation, at.date().isoformat()),
            )
        case _:
            connection.execute(
                "INSERT INTO leaving SELECT id FROM conversations WHERE id = ? AND person = ?",
                (conversation, person),
            )
    left = [one for (one,) in connection.execute("SELECT conversation FROM leaving")]
    since = midnight(at)
    for (started_at,) in connection.execute(
        "SELECT started_at FROM conversations WHERE id IN (SELECT conversation FROM leaving)"
        " ORDER BY julianday(started_at) LIMIT 1"
    ):
        since = min(since, read_time(started_at))
    count = 0
    for table in _CHILDREN_FIRST:
        gone = connection.execute(
            f"DELETE FROM {table} WHERE conversation IN (SELECT conversation FROM leaving)"
        ).rowcount
        count += gone if table == "answers" else 0
    connection.execute("DELETE FROM conversations WHERE id IN (SELECT conversation FROM leaving)")
    connection.execute("DELETE FROM leaving")
    return count, since, left


def midnight(at: datetime) -> datetime:
    """When the local day of `at` began, as the names of files tell it: to the second."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(seconds=1)


def finish_wiping(connection: sqlite3.Connection, path: Path) -> None:
    """Leave no byte of deleted rows behind, where something was deleted since the last time."""
    if connection.execute("SELECT 1 FROM forgetting").fetchone() is None:
        return
    connection.execute("VACUUM")  # writes the file anew, without what was freed
    blocked = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if blocked:
        raise LogFailed(
            "has deleted the answers, but another program still holds old pages of the file",
            path,
            "close the other program; the rest is wiped when the log is next opened.",
            "unwiped",
        )
    connection.execute("DELETE FROM forgetting")
