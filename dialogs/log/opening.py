"""Opening the log's file: ours and whole, or refused in clear words, or set aside.

What stands in a file is looked at before SQLite may touch it, for SQLite
changes some files by opening them. A file that is not ours is never touched.
"""

import contextlib
import os
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

from dialogs.log.failures import LogFailed
from dialogs.log.migrations import APPLICATION_ID, STEPS, applied_steps, migrate
from dialogs.log.place import FILE_NAME, make_folder

_MAGIC = b"SQLite format 3\x00"
_ID_AT = 68
_OUR_MARK = b"CREATE TRIGGER answers_kept BEFORE DELETE ON answers"
_WHERE_THE_SCHEMA_IS = 262_144
_SET_ASIDE = ".corrupt-"
_SIDE_FILES = (_SET_ASIDE, ".backup-")
_STAMP = "%Y%m%dT%H%M%SZ"


def look_at(path: Path) -> bool:
    """True when `path` holds a log of ours, False when nothing is there yet.

    Raises `LogFailed`: `foreign` for what is not ours, `damaged` for what was.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    if stat.S_ISDIR(status.st_mode):
        raise _not_ours(path, "is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise _not_ours(path, "is not a plain file")
    if status.st_size == 0:
        return False
    with path.open("rb") as file:
        head = file.read(_ID_AT + 4)
        application_id = int.from_bytes(head[_ID_AT:], "big")
        if head.startswith(_MAGIC) and application_id == APPLICATION_ID:
            return True
        marked = _OUR_MARK in file.read(_WHERE_THE_SCHEMA_IS)
    if not head.startswith(_MAGIC):
        if path.name == FILE_NAME or marked:
            raise LogFailed(
                "is damaged", path, "restore the file from a copy, or move it away.", "damaged"
            )
        raise _not_ours(path, "cannot go there: the file holds something else")
    if application_id == 0 and marked:
        return True  # restored from a dump, which does not hold the id
    raise _not_ours(path, "cannot go there: it is the database of another program")


def _not_ours(path: Path, what: str) -> LogFailed:
    mend = "name another file with --db. This one was not touched."
    return LogFailed(what, path, mend, "foreign")


def open_for_writing(path: Path, wait_seconds: float, create: bool) -> sqlite3.Connection | None:
    """A connection to a log with the newest schema; None when nothing is there and not `create`."""
    if not look_at(path):
        if not create:
            return None
        make_folder(path.parent)
        _make_private_file(path)
    elif path.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):  # not every file system knows modes
            path.chmod(0o600)
    connection = _connect(str(path.absolute()), wait_seconds)
    try:
        for pragma in (
            "synchronous = FULL",  # on disk before the prompt is spoken, even if power goes
            "fullfsync = ON",  # where a plain fsync is not enough (macOS)
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",  # VACUUM leaves no copy in a temporary file
        ):
            connection.execute(f"PRAGMA {pragma}")
        _bring_up_to_date(connection, path)
    except BaseException:
        close_quietly(connection)
        raise
    return connection


def open_for_reading(path: Path, wait_seconds: float = 2.0) -> sqlite3.Connection | None:
    """A connection that cannot write; None when nothing is there. Creates nothing."""
    if not look_at(path):
        return None
    try:
        return _open_to_read(path, wait_seconds, str(path.absolute()))
    except sqlite3.OperationalError:
        wal = path.with_name(path.name + "-wal")
        if wal.exists() or os.access(path.parent, os.W_OK):
            raise
        # On a read-only disk no write-ahead log can be made; and nobody else writes there.
        return _open_to_read(path, wait_seconds, f"{path.absolute().as_uri()}?immutable=1")


def _open_to_read(path: Path, wait_seconds: float, name: str) -> sqlite3.Connection | None:
    connection = _connect(name, wait_seconds)
    try:
        connection.execute("PRAGMA query_only = ON")
        applied = _check_version(connection, path)
    except BaseException:
        close_quietly(connection)
        raise
    if not applied:  # cut off before its first table: as good as empty
        close_quietly(connection)
        return None
    return connection


def _connect(name: str, wait_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(
        name,
        timeout=wait_seconds,
        isolation_level=None,  # transactions begin and end where we say so
        check_same_thread=False,
        uri=name.startswith("file:"),
    )


def _make_private_file(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)  # whatever the umask says, and also where it was there empty


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    applied = _check_version(connection, path)
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        # Before the write-ahead log, so that the mark stands in the file itself from now on.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    if applied != STEPS.keys():
        migrate(connection)


def _check_version(connection: sqlite3.Connection, path: Path) -> set[str]:
    applied = applied_steps(connection)
    if applied - STEPS.keys():
        raise LogFailed(
            "was written by a newer version of this program",
            path,
            "update with: pip install --upgrade steady-ground. The file was not touched.",
            "newer",
        )
    return applied


def close_quietly(connection: sqlite3.Connection) -> None:
    """Let go of the file; what is committed is safe already, whatever closing says."""
    with contextlib.suppress(sqlite3.Error):
        connection.close()


def set_aside(path: Path) -> Path:
    """Where the damaged file is now. Its bytes are kept as they are, under another name."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    target = path.with_name(f"{path.name}{_SET_ASIDE}{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}{_SET_ASIDE}{stamp}.{number}")
    # The write-ahead log first: left behind, it would be read into the new file.
    for ending in ("-wal", "-journal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(target.with_name(target.name + ending))
    return target


def remove_side_files(path: Path, since: datetime | None = None) -> None:
    """Delete our copies of the log; with `since`, those that can hold something from then on."""
    for side_file in find_side_files(path):
        if since is None or _set_aside_at(side_file) >= since:
            side_file.unlink(missing_ok=True)


def find_side_files(path: Path) -> list[Path]:
    """The copies of the log that lie beside it."""
    if not path.parent.is_dir():
        return []
    beginnings = tuple(path.name + part for part in _SIDE_FILES)
    return sorted(file for file in path.parent.iterdir() if file.name.startswith(beginnings))


def _set_aside_at(side_file: Path) -> datetime:
    stamp = side_file.name.rpartition(_SET_ASIDE)[2][:16]
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)  # of unknown age: it may hold anything


def remove_files(path: Path) -> None:
    """Delete the log's file itself and what belongs to it."""
    for ending in ("-wal", "-journal", "-shm", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)
