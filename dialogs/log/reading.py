"""The answers read back, one after the other, as plain data."""

import re
import sqlite3
from collections.abc import Iterator
from typing import TypedDict

from dialogs.log.failures import read_choices
from dialogs.log.rows import holds_only

_COLUMNS = (
    "conversation, turn, at, place, name, outcome, choices, how, retracted, channel, trees_hash"
)


class ToldAnswer(TypedDict):
    """One answer as `steady answers --json` gives it."""

    conversation: str
    turn: int
    at: str
    tree: str
    node: str
    name: str
    outcome: str
    choices: list[str]
    choice: str | None
    how: str
    retracted: bool
    channel: str
    trees_hash: str


def read_answers(
    connection: sqlite3.Connection, with_retracted: bool = True
) -> Iterator[ToldAnswer]:
    """The answers in the order in which they were written."""
    where = "" if with_retracted else " WHERE NOT retracted"
    for row in connection.execute(f"SELECT {_COLUMNS} FROM told{where} ORDER BY written"):
        (conversation, turn, at, place, name, outcome, said, how, retracted, channel, trees) = row
        tree, _, node = place.rpartition("/")
        choices = read_choices(said)
        yield {
            "conversation": conversation,
            "turn": turn,
            "at": at,
            "tree": tree,
            "node": node,
            "name": name,
            "outcome": outcome,
            "choices": choices,
            "choice": choices[0] if choices else None,
            "how": how,
            "retracted": bool(retracted),
            "channel": channel,
            "trees_hash": trees,
        }


def find_people(connection: sqlite3.Connection) -> list[str]:
    """Whose talks are in the log, in the order in which they came; one in a file from before."""
    columns = connection.execute("PRAGMA table_info(conversations)")
    if "person" not in {name for _, name, *_ in columns}:
        return [""]
    query = "SELECT person FROM conversations GROUP BY person ORDER BY min(rowid)"
    return [str(person) for (person,) in connection.execute(query)]


def of_person(connection: sqlite3.Connection, person: str | None) -> tuple[str, tuple[str, ...]]:
    """A condition on `conversation` with its values, for one person's talks; empty for all.

    Empty as well where nobody else is in the log, so that a log of one costs nothing.
    """
    if person is None or holds_only(connection, person):
        return "", ()
    return " AND conversation IN (SELECT id FROM conversations WHERE person = ?)", (person,)


_HOURS = re.compile(r"([\d.e+]+)-([\d.e+]+) hours before")


def hours_before(choice: str) -> tuple[float, float] | None:
    """The least and the most hours ago that a kept time stands for; None for `unknown`.

    >>> hours_before("2-12.5 hours before")
    (2.0, 12.5)
    """
    hours = _HOURS.match(choice)
    return (float(hours[1]), float(hours[2])) if hours else None
