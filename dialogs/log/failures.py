"""What can go wrong with the log, in words a person can act on.

One exception for the locked, the read-only, the full, the damaged and the
foreign. It says what, where and how to mend it, and nothing of what was answered.
"""

import errno
import json
import sqlite3
from datetime import datetime
from pathlib import Path


class LogFailed(Exception):
    """The log could not do what was asked of it. Nothing was half done.

    >>> print(LogFailed("is locked by another program", "answers.db", "close it"))
    answers.db: the answer log is locked by another program
      mend: close it
    """

    def __init__(self, what: str, where: Path | str, mend: str, kind: str = "other") -> None:
        super().__init__(what, str(where), mend, kind)
        self.what = what
        self.where = str(where)
        self.mend = mend
        self.kind = kind
        """`locked read_only full damaged foreign newer unreachable unwiped` or `other`."""

    def __str__(self) -> str:
        return f"{self.where}: the answer log {self.what}\n  mend: {self.mend}"


class Forgotten(Exception):
    """A turn of a conversation that the person has had forgotten: it is not written again."""


_BY_SQLITE_NAME = (
    ("SQLITE_BUSY", "locked"),
    ("SQLITE_LOCKED", "locked"),
    ("SQLITE_PROTOCOL", "locked"),
    ("SQLITE_READONLY", "read_only"),
    ("SQLITE_FULL", "full"),
    ("SQLITE_IOERR_SHORT_READ", "damaged"),
    ("SQLITE_IOERR_CORRUPTFS", "damaged"),
    ("SQLITE_IOERR", "full"),
    ("SQLITE_NOLFS", "full"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_CANTOPEN", "unreachable"),
    ("SQLITE_PERM", "unreachable"),
    ("SQLITE_AUTH", "unreachable"),
)

_DAMAGE = ("unsupported file format", "Could not decode to UTF-8")
"""What SQLite says of some damage without a name of its own."""

_BY_ERRNO = {
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EIO: "full",
}

_SENTENCES = {
    "locked": (
        "is locked by another program",
        "close the other program that has it open, then try again.",
    ),
    "read_only": (
        "is read-only",
        "make the file and its folder writable for you, or name another file with --db.",
    ),
    "full": (
        "could not be written: the disk is full or failing",
        "free some space, or name a file on another disk with --db.",
    ),
    "damaged": (
        "is damaged",
        "restore the file from a copy, or move it away; a new one is begun by itself.",
    ),
    "unreachable": (
        "cannot be opened",
        "check that the folder exists and is yours, or name another file with --db.",
    ),
}


class Garbled(sqlite3.DatabaseError):
    """A row holds what no log of ours ever wrote: the file is damaged."""

    sqlite_errorname = "SQLITE_CORRUPT"


def read_time(text: str) -> datetime:
    """The time in a row."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Garbled("not a time") from error


def read_choices(text: str) -> list[str]:
    """The choices in a row."""
    try:
        return [str(choice) for choice in json.loads(text)]
    except (TypeError, ValueError) as error:
        raise Garbled("not a list of choices") from error


_BUGS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


def explain(error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path) -> LogFailed:
    """The failure that stands for `error`. A mistake of the program's own is raised as it is."""
    if isinstance(error, _BUGS):
        raise error
    if isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno or 0, "unreachable")
    elif isinstance(error, UnicodeDecodeError) or str(error).startswith(_DAMAGE):
        kind = "damaged"
    else:
        name = getattr(error, "sqlite_errorname", "")
        kind = next((kind for prefix, kind in _BY_SQLITE_NAME if name.startswith(prefix)), "other")
    if kind in _SENTENCES:
        return LogFailed(_SENTENCES[kind][0], path, _SENTENCES[kind][1], kind)
    return LogFailed(
        f"could not be used ({error})", path, "name another file with --db, and report this.", kind
    )
