"""The answer log in one SQLite file.

One transaction a turn, on disk when `write_turn` returns. The file is opened at
first need, and made only by the first write: before the person has said yes to
keeping, there is no file.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dialogs.events import Action, Event
from dialogs.log import opening, rows
from dialogs.log.failures import Garbled, LogFailed, explain, read_time
from dialogs.log.forgetting import delete_answers, delete_scope, finish_wiping, midnight
from dialogs.log.port import Conversation, Parked, status_after

T = TypeVar("T")

SECOND_WAIT_SECONDS = 0.05


class SqliteLog:
    """An `AnswerLog` in the file at `path`. May be shared between threads."""

    def __init__(self, path: Path, wait_seconds: float = 2.0) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        """How long another program may hold the file before we give up."""
        self.notices: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._waiting_seconds = wait_seconds
        self._file: tuple[int, int] | None = None
        self._lock = threading.RLock()

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
        self._run(lambda connection: None, None)

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
        """True when the turn is on disk for good; False when it was there already.

        Answers held back until the person agreed come with their own, older
        turns. An answer that is struck is deleted in the same transaction.
        """
        struck = rows.struck_turns(actions)

        def work(connection: sqlite3.Connection) -> bool:
            with _transaction(connection):
                if rows.has_turn(connection, conversation.id, turn):
                    return False
                rows.add_turn(connection, conversation, event, turn, place, outcome)
                rows.add_actions(connection, conversation, turn, actions)
                after = status or status_after(actions)
                rows.put_place(connection, conversation.id, event.at, state, after)
                delete_answers(connection, conversation.id, struck)
            if struck:
                with suppress(LogFailed):  # it is deleted; that bytes remain is written down
                    finish_wiping(connection, self.path)
            return True

        return self._run(work, False, create=True)

    def latest_parked(self) -> Parked | None:
        """The newest conversation that was parked, or cut off, and has not ended."""

        def work(connection: sqlite3.Connection) -> Parked | None:
            row = connection.execute(
                "SELECT conversation, state, at FROM places"
                " WHERE status <> 'ended' AND state IS NOT NULL"
                " ORDER BY julianday(at) DESC LIMIT 1"
            ).fetchone()
            return Parked(row[0], row[1], read_time(row[2])) if row else None

        return self._run(work, None)

    def recall(self, what: str, at: datetime | None = None) -> dict[str, str]:
        """Facts about what is `kept`, or the `patterns` in it, in words fit to be spoken."""
        from dialogs.log.patterns import find_facts

        now = at or datetime.now().astimezone()
        known = self._run(lambda connection: find_facts(what, connection, now), None)
        return find_facts(what, None, now) if known is None else known

    def strike(self, conversation: str, turns: Sequence[int]) -> int:
        """How many answers of these turns were deleted for good; that they were is kept."""

        def work(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                rows.add_struck(connection, conversation, turns)
                count = delete_answers(connection, conversation, turns)
            finish_wiping(connection, self.path)
            return count

        return self._run(work, 0)

    def forget(self, scope: str, conversation: str, at: datetime) -> int:
        """How many answers were deleted: of this `conversation`, of `today`, or `everything`.

        `today` is every conversation that was held on the local day of `at`.
        Afterwards no byte of them is left in any file of ours.
        """
        if scope not in ("conversation", "today", "everything"):
            raise ValueError(f"unknown scope {scope!r}")

        def work(connection: sqlite3.Connection) -> int:
            with _transaction(connection):
                count, since = delete_scope(connection, scope, conversation, at)
                opening.remove_side_files(self.path, None if scope == "everything" else since)
            finish_wiping(connection, self.path)
            return count

        def without() -> None:
            opening.remove_side_files(self.path, None if scope == "everything" else midnight(at))
            self.notices.clear()  # a copy that was set aside just now is not there any more

        with self._lock:
            try:
                return self._run(work, 0, without=without)
            except LogFailed as failure:
                # A file that cannot be cleaned can still be removed as a whole.
                if scope != "everything" or failure.kind not in ("full", "damaged", "read_only"):
                    raise
                return self._remove_everything(failure)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                opening.close_quietly(self._connection)
            self._connection = None
            self._file = None

    # --- how every call goes --------------------------------------------------

    def _run(
        self,
        work: Callable[[sqlite3.Connection], T],
        nothing: T,
        create: bool = False,
        without: Callable[[], None] | None = None,
    ) -> T:
        """What `work` gives, or `nothing` where there is no file and none is to be made.

        A damaged file is set aside and the work done once more, on a new one.
        """
        with self._lock:
            try:
                return self._attempt(work, nothing, create, without)
            except LogFailed as failure:
                if failure.kind != "damaged":
                    raise
                self._set_aside()
            return self._attempt(work, nothing, create, without)

    def _attempt(
        self,
        work: Callable[[sqlite3.Connection], T],
        nothing: T,
        create: bool,
        without: Callable[[], None] | None,
    ) -> T:
        try:
            connection = self._connect(create)
            if connection is None:
                if without is not None:
                    without()
                return nothing
            given = work(connection)
            self._wait(connection, self.wait_seconds)
            return given
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            failure = explain(self._look_behind(error), self.path)
            if failure.kind != "locked":
                self.close()  # what the connection remembers may no longer be true
            elif self._connection is not None:
                # Nobody is kept waiting at every turn: until it is free, one look is enough.
                self._wait(self._connection, min(self.wait_seconds, SECOND_WAIT_SECONDS))
            raise failure from error

    def _wait(self, connection: sqlite3.Connection, seconds: float) -> None:
        if seconds != self._waiting_seconds:
            connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self._waiting_seconds = seconds

    def _look_behind(
        self, error: sqlite3.Error | OSError | UnicodeDecodeError
    ) -> sqlite3.Error | OSError | UnicodeDecodeError:
        """Where rows do not fit together, that is our mistake, unless the file is damaged."""
        if not isinstance(error, sqlite3.IntegrityError) or self._connection is None:
            return error
        found = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        return error if found == ("ok",) else Garbled(found[0])

    def _connect(self, create: bool) -> sqlite3.Connection | None:
        if self._connection is not None and self._file == _identity(self.path):
            return self._connection
        self.close()  # the file was removed or replaced since: writing on would write into nothing
        self._connection = opening.open_for_writing(self.path, self.wait_seconds, create)
        self._waiting_seconds = self.wait_seconds
        if self._connection is not None:
            self._file = _identity(self.path)
            with suppress(LogFailed, sqlite3.Error):
                finish_wiping(self._connection, self.path)
        return self._connection

    def _set_aside(self) -> None:
        self.close()
        try:
            target = opening.set_aside(self.path)
        except OSError as error:
            raise LogFailed(
                "is damaged, and could not be set aside",
                self.path,
                "move the file away by hand, or name another file with --db.",
                "damaged",
            ) from error
        self.notices.append(
            f"{self.path}: the answer log was damaged; a new one is begun\n"
            f"  mend: the damaged file is kept as {target.name}; to save what can be read of it,"
            f" run: sqlite3 {target.name} .recover"
        )

    def _remove_everything(self, failure: LogFailed) -> int:
        self.close()
        try:
            opening.remove_files(self.path)
            opening.remove_side_files(self.path)
        except OSError as error:
            raise failure from error
        return 0


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; the lock is taken at once, so that no work is done in vain."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
