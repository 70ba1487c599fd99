"""The answer log in one SQLite file.

One transaction a turn, on disk when `write_turn` returns. The file is opened at
first need, and made only by the first write: before the person has said yes to
keeping, there is no file. It may hold the talks of several people; each log
knows those of one.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from dialogs.events import Action, Event
from dialogs.log import opening, rows
from dialogs.log.failures import Forgotten, LogFailed, read_time
from dialogs.log.file import LogFile, transaction
from dialogs.log.forgetting import delete_answers, delete_scope, finish_wiping, midnight
from dialogs.log.port import Conversation, Parked, status_after


class SqliteLog:
    """An `AnswerLog` of one person in the file at `path`. May be shared between threads."""

    def __init__(self, path: Path, person: str = "", wait_seconds: float = 2.0) -> None:
        self.file = LogFile(path, wait_seconds)
        self.person = person
        """Empty for whoever sits at this machine; else a keyed hash."""

    def of(self, person: str) -> "SqliteLog":
        """The log of another person in the same file, through the same connection."""
        other = SqliteLog.__new__(SqliteLog)
        other.file, other.person = self.file, person
        return other

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def notices(self) -> list[str]:
        return self.file.notices

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Look at the file now, so that what is wrong with it is told before the first word."""
        self.file.run(lambda connection: None, None)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def write_turn(
        self,
        conversation: Conversation,
        event: Event,
        turn: int,
        place: str | None,
        outcome: str | None,
        actions: Sequence[Action],
        state: str | None,
        status: str | None = None,
    ) -> bool:
        """True when the turn is on disk for good; False when another one stands in its place.

        A turn that was written before just the same (a request delivered twice) is
        not written again. Answers held back until the person agreed come with their
        own, older turns. An answer that is struck is deleted in the same transaction.
        Raises `Forgotten` for a conversation that was forgotten since this log was
        opened: a session elsewhere that still goes on does not bring it back.
        """
        struck = rows.struck_turns(actions)

        def work(connection: sqlite3.Connection) -> bool:
            if conversation.id in self.file.forgotten:
                raise Forgotten
            with transaction(connection):
                found = rows.find_turn(connection, conversation.id, turn)
                if found is None:
                    rows.add_conversation(connection, conversation, self.person)
                elif found.person != self.person:
                    return False
                elif found.turn:
                    return rows.is_same_turn(
                        connection, conversation.id, event, turn, place, outcome, actions
                    )
                rows.add_turn(connection, conversation, event, turn, place, outcome)
                rows.add_actions(connection, conversation, turn, actions)
                after = status or status_after(actions)
                rows.put_place(connection, conversation.id, event.at, state, after, self.person)
                delete_answers(connection, conversation.id, struck)
            if struck:
                with suppress(LogFailed):  # it is deleted; that bytes remain is written down
                    finish_wiping(connection, self.path)
            return True

        return self.file.run(work, False, create=True)

    def latest_parked(self) -> Parked | None:
        """The newest conversation that was parked, or cut off, and has not ended."""

        def work(connection: sqlite3.Connection) -> Parked | None:
            row = connection.execute(
                "SELECT conversation, state, at, status FROM places"
                " WHERE person = ? AND status <> 'ended' AND state IS NOT NULL"
                " ORDER BY julianday(at) DESC LIMIT 1",
                (self.person,),
            ).fetchone()
            return Parked(row[0], row[1], read_time(row[2]), row[3]) if row else None

        return self.file.run(work, None)

    def recall(self, what: str, at: datetime | None = None) -> dict[str, str]:
        """Facts about what is `kept`, or the `patterns` in it, in words fit to be spoken."""
        from dialogs.log.patterns import find_facts

        now = at or datetime.now().astimezone()
        known = self.file.run(lambda found: find_facts(what, found, now, self.person), None)
        return find_facts(what, None, now) if known is None else known

    def strike(self, conversation: str, turns: Sequence[int]) -> int:
        """How many answers of these turns were deleted for good; that they were is kept."""

        def work(connection: sqlite3.Connection) -> int:
            if rows.person_of(connection, conversation) != self.person:
                return 0
            with transaction(connection):
                rows.add_struck(connection, conversation, turns)
                count = delete_answers(connection, conversation, turns)
            finish_wiping(connection, self.path)
            return count

        return self.file.run(work, 0)

    def forget(self, scope: str, conversation: str, at: datetime) -> int:
        """How many answers were deleted: of this `conversation`, of `today`, or `everything`.

        `today` is every conversation that was held on the local day of `at`.
        Afterwards no byte of them is left in any file of ours. The talks of other
        people stay; copies that were set aside go, for they cannot be told apart.
        """
        if scope not in ("conversation", "today", "everything"):
            raise ValueError(f"unknown scope {scope!r}")

        def work(connection: sqlite3.Connection) -> int:
            with transaction(connection):
                count, since, left = delete_scope(connection, scope, self.person, conversation, at)
                opening.remove_side_files(self.path, None if scope == "everything" else since)
            self.file.remember_forgotten(left)
            finish_wiping(connection, self.path)
            return count

        def without() -> None:
            opening.remove_side_files(self.path, None if scope == "everything" else midnight(at))
            self.notices.clear()  # a copy that was set aside just now is not there any more

        with self.file.lock:
            try:
                return self.file.run(work, 0, without=without)
            except LogFailed as failure:
                # A file that cannot be cleaned can still be removed as a whole.
                if scope != "everything" or failure.kind not in ("full", "damaged", "read_only"):
                    raise
                if self._holds_others():
                    raise
                self.file.remove(failure)
                return 0

    def holds_people(self) -> bool:
        """True while anybody but the one at this machine is in the file."""

        def work(connection: sqlite3.Connection) -> bool:
            query = "SELECT 1 FROM conversations WHERE person > '' UNION ALL SELECT 1 FROM paired"
            return connection.execute(f"{query} LIMIT 1").fetchone() is not None

        return self.file.run(work, False)

    def _holds_others(self) -> bool:
        """True where the file holds somebody else's talks, as far as that can be read."""
        try:
            connection = opening.open_for_reading(self.path)
            if connection is None:
                return False
            try:
                return not rows.holds_only(connection, self.person)
            finally:
                opening.close_quietly(connection)
        except (LogFailed, sqlite3.Error, OSError):
            return False
