"""The answer log: the one place where answers live, and from which they can be forgotten."""

from pathlib import Path

from dialogs.log.failures import Forgotten, LogFailed
from dialogs.log.place import find_home, find_log
from dialogs.log.port import AnswerLog, Conversation, NoLog, Parked
from dialogs.log.sqlite import SqliteLog

__all__ = [
    "AnswerLog",
    "Conversation",
    "Forgotten",
    "LogFailed",
    "NoLog",
    "Parked",
    "SqliteLog",
    "find_home",
    "find_log",
    "open_log",
]


def open_log(db: str | Path | None = None, person: str = "") -> SqliteLog:
    """The log in `db`, or where logs usually are. The file is opened at first need."""
    return SqliteLog(find_log(db), person)
