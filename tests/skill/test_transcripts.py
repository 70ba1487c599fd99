"""Every transcript plays over Alexa as it does by keyboard: one engine, two channels.

The events of a transcript are sent as signed requests; what comes back has to
be what the engine alone says, the state what it alone remembers, and the log
what a typed talk leaves. Silence reaches a skill only as the session's end, so
at `(silence)` it is looked at that the reprompt, which Alexa speaks by itself,
was the right one; then the session ends, and has to leave the log that a typed
talk leaves whose person has gone.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.codec import state_from_json, state_to_json
from dialogs.conversation import Conversation
from dialogs.events import (
    Action,
    End,
    Event,
    Heard,
    HungUp,
    Launched,
    Listen,
    Resumed,
    Say,
    Silence,
    Unheard,
)
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.state import State
from dialogs.transcript import read_event
from skill.attributes import KEY
from skill.people import People
from skill.to_response import MOST_BYTES, to_ssml
from tests.skill.client import USER, AlexaClient, Clock, make_app, plain

FOLDER = Path(__file__).parent.parent / "transcripts"
OF_OTHER_TREES = "changed_trees"
FILES = sorted(p for p in FOLDER.glob("*/*.txt") if p.parent.name != OF_OTHER_TREES)
TABLES = ("answers", "retractions", "safety_events", "consents")
WAIT = {"minutes": 60, "minute": 60, "hours": 3600, "hour": 3600, "days": 86400, "day": 86400}


def events_of(path: Path) -> Iterator[Event]:
    """The events of a transcript, at the times at which its test plays them."""
    clock = Clock()
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@ "):
            clock.at = datetime.fromisoformat(line[2:])
        elif line.startswith("> (wait "):
            count, unit = line[8:-1].split()
            clock.move(seconds=int(count) * WAIT[unit])
        elif line.startswith("> "):
            clock.move(seconds=10)
            yield read_event(line[2:], clock.at)


def hurry(log: SqliteLog) -> None:
    """Wait for no disk: what is on it when is looked at elsewhere."""
    log.file.run(lambda connection: connection.execute("PRAGMA synchronous = OFF"), None)


class Typed:
    """The same events by keyboard."""

    def __init__(self, trees: Trees, database: Path) -> None:
        self.trees, self.log = trees, SqliteLog(database)
        self.talk = Conversation(trees, self.log, "typed")
        hurry(self.log)

    def take(self, event: Event) -> tuple[Action, ...]:
        self.talk.state = state_from_json(state_to_json(self.talk.state))
        if isinstance(event, Launched | Resumed):
            self.talk = Conversation(self.trees, self.log, "typed")
            consent = event.consent if isinstance(event, Launched) else "ask"
            return self.talk.begin(event.at, consent)
        return self.talk.take(event)


class OverAlexa:
    """The events as what an Echo sends."""

    def __init__(self, database: Path) -> None:
        self.clock = Clock()
        self.app = make_app(database, self.clock)
        self.alexa = AlexaClient(self.app, self.clock)
        hurry(self.app.extensions["steady"].talks.people.log)

    def take(self, event: Event) -> None:
        self.clock.at = event.at
        match event:
            case Launched(consent=consent):
                self.alexa.launch()
                if consent != "ask":
                    self.decide_beforehand(consent)
            case Resumed():
                self.alexa.launch()
            case Heard(text="yes" | "no" | "help" | "stop" | "repeat" as word):
                self.alexa.intent(word.capitalize())
            case Heard(text=text):
                self.alexa.say(text)
            case Unheard():
                self.alexa.intent("Fallback")
            case HungUp():
                self.alexa.end()
            case _:
                raise AssertionError(event)

    def decide_beforehand(self, consent: str) -> None:
        """As `steady talk --consent yes` does; by Alexa it is always asked."""
        state = replace(self.alexa.state, consent=consent)
        self.alexa.attributes = {KEY: state_to_json(state)}


def kept(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """What is in a log, without what must differ: the ids of the conversations, the channel."""
    connection = sqlite3.connect(database)
    try:
        found = {}
        for table in TABLES:
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
            found[table] = [row[1:] for row in rows]
        # A launch is kept only by who was asked before it, which happens nowhere but at home.
        query = "SELECT turn, at, place, event, outcome FROM turns WHERE event <> 'launched'"
        found["turns"] = connection.execute(query).fetchall()
        query = "SELECT at, status FROM places ORDER BY rowid"
        found["places"] = connection.execute(query).fetchall()
        return found
    finally:
        connection.close()


def same(state: State) -> State:
    """The state without the id of its conversation, which no two talks share."""
    return replace(state, conversation="")


@pytest.fixture(scope="module")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that was made and holds nothing: making one for each transcript takes long."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    with SqliteLog(path) as log:
        log.file.run(lambda connection: None, None, create=True)
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_transcript_leaves_the_same_state_answers_and_words(
    path: Path, trees: Trees, tmp_path: Path, empty_log: Path
) -> None:
    for name in ("typed.db", "alexa.db"):
        shutil.copy(empty_log, tmp_path / name)
    typed = Typed(trees, tmp_path / "typed.db")
    alexa = OverAlexa(tmp_path / "alexa.db")
    actions: tuple[Action, ...] = ()
    for event in events_of(path):
        if isinstance(event, Silence):
            assert alexa.alexa.reprompt == reprompt_of(actions)
            typed.take(HungUp(event.at))
            alexa.take(HungUp(event.at))
            break
        if any(isinstance(act, End) for act in actions) and isinstance(event, Heard):
            break  # the session is over; who speaks to it again begins another
        actions = typed.take(event)
        alexa.take(event)
        echo = alexa.alexa
        assert len(echo.response_bytes) <= MOST_BYTES
        if isinstance(event, HungUp):
            continue  # nobody hears what is said to somebody who has gone
        said = " ".join(to_ssml(act) for act in actions if isinstance(act, Say))
        assert echo.said == plain(f"<speak>{said}</speak>")
        assert echo.over == any(isinstance(act, End) for act in actions)
        if not echo.over:
            assert same(echo.state) == same(typed.talk.state)
            assert echo.reprompt == reprompt_of(actions)
    assert kept(tmp_path / "alexa.db") == kept(tmp_path / "typed.db")
    typed.log.close()


def reprompt_of(actions: tuple[Action, ...]) -> str:
    """What Alexa says by itself when nothing is said."""
    listen = next((act for act in actions if isinstance(act, Listen)), None)
    if listen is None or listen.reprompt is None:
        return ""
    return plain(f"<speak>{to_ssml(listen.reprompt)}</speak>")


def test_all_of_them_are_one_persons_and_nobody_elses(tmp_path: Path, trees: Trees) -> None:
    alexa = OverAlexa(tmp_path / "alexa.db")
    for event in events_of(FOLDER / "first_hours" / "resume_after_20_hours.txt"):
        alexa.take(event)
    people = People(SqliteLog(tmp_path / "alexa.db"))
    hers = people.find(USER, make=False)
    assert hers is not None
    assert hers.recall("kept")["kept_any"] == "yes"
    assert people.log.recall("kept")["kept_any"] == "no"
    people.log.close()
