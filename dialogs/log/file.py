"""The one open file of a log: opened at first need, shared between threads, looked at anew.

Each piece of work gets the connection, one thread at a time. What goes wrong
comes out as `LogFailed`; a damaged file is set aside and the work done once
more, on a new one.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from dialogs.log import opening
from dialogs.log.failures import Garbled, LogFailed, explain
from dialogs.log.forgetting import finish_wiping

T = TypeVar("T")

SECOND_WAIT_SECONDS = 0.05
MOST_FORGOTTEN = 10_000


class LogFile:
    """The file at `path`. May be shared between threads and between people's logs."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        """How long another program may hold the file before we give up."""
        self.notices: list[str] = []
        self.forgotten: dict[str, None] = {}
        """Conversations that are not to come back, oldest first. Only in memory."""
        self.lock = threading.RLock()
        self.connection: sqlite3.Connection | None = None
        self._waiting_seconds = wait_seconds
        self._file: tuple[int, int] | None = None

    def run(
        self,
        work: Callable[[sqlite3.Connection], T],
        nothing: T,
        create: bool = False,
        without: Callable[[], None] | None = None,
    ) -> T:
        """What `work` gives, or `nothing` where there is no file and none is to be made."""
        with self.lock:
            try:
                return self._attempt(work, nothing, create, without)
            except LogFailed as failure:
                if failure.kind != "damaged":
                    raise
                self._set_aside()
            return self._attempt(work, nothing, create, without)

    def remember_forgotten(self, conversations: Iterable[str]) -> None:
        """Take nothing more of these, whoever still holds their state."""
        self.forgotten.update(dict.fromkeys(conversations))
        while len(self.forgotten) > MOST_FORGOTTEN:
            del self.forgotten[next(iter(self.forgotten))]

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            if self.connection is not None:
                opening.close_quietly(self.connection)
            self.connection = None
            self._file = None

    def remove(self, failure: LogFailed) -> None:
        """Delete the file and all that belongs to it; where even that fails, raise `failure`."""
        self.close()
        try:
            opening.remove_files(self.path)
            opening.remove_side_files(self.path)
        except OSError as error:
            raise failure from error

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
            elif self.connection is not None:
                # Nobody is kept waiting at every turn: until it is free, one look is enough.
                self._wait(self.connection, min(self.wait_seconds, SECOND_WAIT_SECONDS))
            raise failure from error

    def _wait(self, connection: sqlite3.Connection, seconds: float) -> None:
        if seconds != self._waiting_seconds:
            connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self._waiting_seconds = seconds

    def _look_behind(
        self, error: sqlite3.Error | OSError | UnicodeDecodeError
    ) -> sqlite3.Error | OSError | UnicodeDecodeError:
        """Where rows do not fit together, that is our mistake, unless the file is damaged."""
        if not isinstance(error, sqlite3.IntegrityError) or self.connection is None:
            return error
        found = self.connection.execute("PRAGMA integrity_check(1)").fetchone()
        return error if found == ("ok",) else Garbled(found[0])

    def _connect(self, create: bool) -> sqlite3.Connection | None:
        if self.connection is not None and self._file == _identity(self.path):
            return self.connection
        self.close()  # the file was removed or replaced since: writing on would write into nothing
        self.connection = opening.open_for_writing(self.path, self.wait_seconds, create)
        self._waiting_seconds = self.wait_seconds
        if self.connection is not None:
            self._file = _identity(self.path)
            with suppress(LogFailed, sqlite3.Error):
                finish_wiping(self.connection, self.path)
        return self.connection

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


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
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
        status = os.stat(path)  # noqa: PTH116  twice as fast, and done for every turn
    except OSError:
        return None
    return status.st_dev, status.st_ino
