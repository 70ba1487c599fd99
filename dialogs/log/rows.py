"""A turn and its actions as rows. Each function runs inside the caller's transaction.

Every insert may be repeated: the tables' own triggers ignore a row that is there.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from dialogs.events import (
    Action,
    Alarm,
    Consent,
    Event,
    Heard,
    HungUp,
    Launched,
    Recalled,
    Record,
    Resumed,
    Retract,
    Silence,
    Unheard,
)
from dialogs.log.failures import read_time
from dialogs.log.port import Conversation

_EVENTS: dict[type[Event], str] = {
    Launched: "launched",
    Heard: "heard",
    Unheard: "unheard",
    Silence: "silence",
    Resumed: "resumed",
    HungUp: "hung_up",
    Recalled: "recalled",
}
MOST_LATE = timedelta(seconds=150)
"""How far apart the same request may be delivered twice: Alexa's own limit."""
_KEPT = (Record, Retract, Alarm, Consent)
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def written(at: datetime) -> str:
    """A time as it stands in the log: local, to the second, with its zone.

    >>> from datetime import timedelta, timezone
    >>> written(datetime(2026, 5, 1, 23, 5, 9, 77, tzinfo=timezone(timedelta(hours=-4))))
    '2026-05-01T23:05:09-04:00'
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without its zone: {at}")
    return at.isoformat(timespec="seconds")


def clean(text: str) -> str:
    """The text without halves of characters, which no file can hold.

    >>> clean("ok \\udc80")
    'ok ?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def person_of(connection: sqlite3.Connection, conversation: str) -> str | None:
    """Whose conversation it is; None when it is not there."""
    query = "SELECT person FROM conversations WHERE id = ?"
    found = connection.execute(query, (conversation,)).fetchone()
    return None if found is None else str(found[0])


def holds_only(connection: sqlite3.Connection, person: str) -> bool:
    """True where every conversation is this person's."""
    query = "SELECT 1 FROM conversations WHERE person {} ? LIMIT 1"
    return not any(connection.execute(query.format(than), (person,)).fetchone() for than in "<>")


class Found(NamedTuple):
    """What is in the log of a turn's conversation before the turn is written."""

    person: str
    turn: bool


def find_turn(connection: sqlite3.Connection, conversation: str, turn: int) -> Found | None:
    """Whose conversation it is and whether it has this turn; None when it is not there."""
    query = (
        "SELECT person, EXISTS (SELECT 1 FROM turns WHERE conversation = id AND turn = ?)"
        " FROM conversations WHERE id = ?"
    )
    found = connection.execute(query, (turn, conversation)).fetchone()
    return None if found is None else Found(found[0], bool(found[1]))


def add_conversation(
    connection: sqlite3.Connection, conversation: Conversation, person: str
) -> None:
    """Write the conversation, with its first turn."""
    connection.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?)",
        (
            conversation.id,
            written(conversation.started_at),
            conversation.channel,
            conversation.trees_hash,
            conversation.language,
            person,
        ),
    )


def is_same_turn(
    connection: sqlite3.Connection,
    conversation: str,
    event: Event,
    turn: int,
    place: str | None,
    outcome: str | None,
    actions: Sequence[Action],
) -> bool:
    """True when what stands in the log for this turn is this very turn, told a second time."""
    query = "SELECT at, place, event, outcome FROM turns WHERE conversation = ? AND turn = ?"
    at, *what = connection.execute(query, (conversation, turn)).fetchone()
    if what != [place, _EVENTS[type(event)], outcome]:
        return False
    if abs(read_time(at) - event.at) > MOST_LATE:
        return False
    records = [action for action in actions if isinstance(action, Record)]
    told = {(one.turn, one.name): (one.outcome, _choices(one.choices)) for one in records}
    there = {}
    for one in {turn, *(record.turn for record in records)}:
        for name, *said in connection.execute(
            "SELECT name, outcome, choices FROM answers WHERE conversation = ? AND turn = ?",
            (conversation, one),
        ):
            there[one, name] = tuple(said)
    struck = "SELECT 1 FROM retractions WHERE conversation = ? AND retracted_turn = ?"
    for key in told.keys() - there.keys():
        if connection.execute(f"{struck} AND why = 'struck'", (conversation, key[0])).fetchone():
            del told[key]
    return told == there


def add_turn(
    connection: sqlite3.Connection,
    conversation: Conversation,
    event: Event,
    turn: int,
    place: str | None,
    outcome: str | None,
) -> None:
    """Write the turn."""
    _insert_turn(connection, conversation, turn, event.at, place, _EVENTS[type(event)], outcome)


def _insert_turn(
    connection: sqlite3.Connection,
    conversation: Conversation,
    turn: int,
    at: datetime,
    place: str | None,
    event: str,
    outcome: str | None,
) -> None:
    now = (conversation.channel, conversation.trees_hash)
    connection.execute(
        "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (conversation.id, turn, written(at), place, event, outcome, *now),
    )


def add_actions(
    connection: sqlite3.Connection,
    conversation: Conversation,
    turn: int,
    actions: Sequence[Action],
) -> None:
    """Write what is to be kept of a turn's actions; the others leave no trace."""
    for action in actions:
        if not isinstance(action, _KEPT):
            continue
        if action.turn != turn:  # held back until the person agreed
            place, outcome, event = None, None, "heard"
            if isinstance(action, Record):
                place, outcome = action.place, action.outcome
                event = "silence" if outcome == "unanswered" else "heard"
            _insert_turn(connection, conversation, action.turn, action.at, place, event, outcome)
        _add_action(connection, conversation.id, action)


def _add_action(
    connection: sqlite3.Connection,
    conversation: str,
    action: Record | Retract | Alarm | Consent,
) -> None:
    key = (conversation, action.turn)
    match action:
        case Record(name=name, place=place, outcome=outcome, choices=choices, how=how):
            connection.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, name, place, outcome, _choices(choices), how),
            )
        case Retract(turns=turns, why=why):
            connection.executemany(
                "INSERT INTO retractions VALUES (?, ?, ?, ?)",
                [(*key, retracted, why) for retracted in turns],
            )
        case Alarm(at=at, category=category, tier=tier, rule=rule):
            connection.execute(
                "INSERT INTO safety_events VALUES (?, ?, ?, ?, ?, ?)",
                (*key, written(at), category, tier, rule),
            )
        case _:
            connection.execute(
                "INSERT INTO consents VALUES (?, ?, ?, ?, ?)",
                (*key, written(action.at), action.what, int(action.given)),
            )


def _choices(choices: Sequence[str]) -> str:
    return _to_json([clean(choice) for choice in choices])


def put_place(
    connection: sqlite3.Connection,
    conversation: str,
    at: datetime,
    state: str | None,
    status: str,
    person: str,
) -> None:
    """Keep where the conversation stands now. One that has ended keeps no state."""
    kept = clean(state) if state and status != "ended" else None
    connection.execute(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?) ON CONFLICT (conversation)"
        " DO UPDATE SET at = excluded.at, state = excluded.state, status = excluded.status",
        (conversation, written(at), kept, status, person),
    )


def struck_turns(actions: Sequence[Action]) -> tuple[int, ...]:
    """The turns whose answers the person wants struck out."""
    return tuple(
        turn
        for action in actions
        if isinstance(action, Retract) and action.why == "struck"
        for turn in action.turns
    )


def add_struck(connection: sqlite3.Connection, conversation: str, turns: Sequence[int]) -> None:
    """Write down that these turns were struck, at the conversation's last turn."""
    connection.executemany(
        "INSERT INTO retractions SELECT ?1, max(turn), ?2, 'struck' FROM turns"
        " WHERE conversation = ?1 GROUP BY conversation",
        [(conversation, turn) for turn in turns],
    )
