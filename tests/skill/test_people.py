"""Several people on one endpoint: nothing before consent, nobody's name, nobody else's talk."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from dialogs.log.cli import answers
from dialogs.model import Trees
from skill.people import KEY_BYTES
from tests.skill.client import AlexaClient, Clock, make_app

ANNA, BOB = "amzn1.ask.account.ANNA", "amzn1.ask.account.BOB"
TALK = ("i slipped on kratom last night", "yes", "alone", "yes", "no")


@pytest.fixture
def anna(app: Flask, clock: Clock) -> AlexaClient:
    return AlexaClient(app, clock, ANNA)


@pytest.fixture
def bob(app: Flask, clock: Clock) -> AlexaClient:
    return AlexaClient(app, clock, BOB)


@pytest.fixture
def key(database: Path) -> Path:
    return database.with_name("answers.db.key")


def hold(alexa: AlexaClient, *lines: str) -> None:
    alexa.launch()
    for line in lines or TALK:
        alexa.say(line)


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def forget(alexa: AlexaClient) -> str:
    alexa.say("forget everything")
    return alexa.intent("Yes")


class TestBeforeTheYes:
    def test_nothing_at_all_is_written(self, anna: AlexaClient, database: Path) -> None:
        hold(anna, *TALK[:3])
        anna.say("i want to kill myself")
        anna.end()
        assert not database.parent.exists()

    def test_nor_after_a_no(self, anna: AlexaClient, database: Path) -> None:
        hold(anna, *TALK[:3], "no", "no")
        anna.end()
        assert not database.parent.exists()


class TestAfterTheYes:
    def test_the_user_stands_in_no_file_but_as_a_keyed_hash(
        self, anna: AlexaClient, database: Path
    ) -> None:
        hold(anna)
        session = str(anna.session)
        ((person,),) = rows(database, "SELECT DISTINCT person FROM conversations")
        assert re.fullmatch("[0-9a-f]{64}", str(person))
        left = everything(database.parent)
        for secret in (ANNA, session, "amzn1"):
            assert secret.encode() not in left

    def test_another_machine_gives_another_hash(self, clock: Clock, tmp_path: Path) -> None:
        found = set()
        for name in ("one", "two"):
            database = tmp_path / name / "a.db"
            hold(AlexaClient(make_app(database, clock), clock, ANNA))
            found |= set(rows(database, "SELECT person FROM conversations"))
        assert len(found) == 2

    def test_the_key_is_for_its_owner_alone(self, anna: AlexaClient, key: Path) -> None:
        hold(anna)
        assert key.stat().st_mode & 0o777 == 0o600
        assert len(key.read_bytes()) == KEY_BYTES
        assert [path.name for path in key.parent.glob("*.key*")] == [key.name]

    def test_the_same_person_is_known_again_by_a_new_endpoint(
        self, anna: AlexaClient, clock: Clock, database: Path
    ) -> None:
        hold(anna)
        anna.end()
        clock.move(hours=1)
        again = AlexaClient(make_app(database, clock), clock, ANNA)
        assert again.launch().startswith("Welcome back.")


class TestTwoPeople:
    def test_neither_is_welcomed_back_to_the_talk_of_the_other(
        self, anna: AlexaClient, bob: AlexaClient, clock: Clock
    ) -> None:
        hold(anna)
        anna.end()
        clock.move(hours=1)
        assert bob.launch().startswith("This is Steady Ground")
        assert anna.launch().startswith("Welcome back.")

    def test_neither_hears_how_much_is_kept_of_the_other(
        self, anna: AlexaClient, bob: AlexaClient
    ) -> None:
        hold(anna)
        hold(bob, *TALK[:4])
        assert "one talk" in bob.say("what do you know about me")

    def test_forgetting_one_leaves_the_other_whole(
        self, anna: AlexaClient, bob: AlexaClient, database: Path, key: Path
    ) -> None:
        hold(anna)
        hold(bob)
        before = rows(database, "SELECT person FROM conversations ORDER BY rowid")
        conversation = anna.state.conversation
        assert "erased for good" in forget(anna)
        assert rows(database, "SELECT person FROM conversations") == [before[1]]
        left = everything(database.parent)
        assert conversation.encode() not in left
        assert str(before[0][0]).encode() not in left
        assert bob.state.conversation.encode() in left
        assert key.exists()

    def test_the_operator_reads_all_answers_of_the_file_as_one_list(
        self, anna: AlexaClient, bob: AlexaClient, database: Path
    ) -> None:
        hold(anna)
        hold(bob)
        done = CliRunner().invoke(answers, ["--db", str(database), "--json"])
        told = json.loads(done.output)
        assert len({answer["conversation"] for answer in told}) == 2
        assert {answer["channel"] for answer in told} == {"alexa"}


class TestForgetting:
    def test_when_nobody_is_left_the_key_goes_too(
        self, anna: AlexaClient, bob: AlexaClient, key: Path
    ) -> None:
        hold(anna)
        hold(bob)
        forget(anna)
        forget(bob)
        assert not key.exists()

    def test_removing_the_skill_forgets_the_person(
        self, anna: AlexaClient, bob: AlexaClient, database: Path
    ) -> None:
        hold(anna)
        hold(bob)
        around = anna.envelope({"type": "AlexaSkillEvent.SkillDisabled"})
        del around["session"]
        anna.deliver(json.dumps(around).encode())
        assert len(rows(database, "SELECT id FROM conversations")) == 1
        assert anna.launch().startswith("This is Steady Ground")

    def test_where_nothing_was_kept_removing_the_skill_is_no_mistake(
        self, anna: AlexaClient, database: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        anna.send({"type": "AlexaSkillEvent.SkillDisabled"})
        assert not database.parent.exists()
        assert "bug" not in caplog.text

    def test_of_nobody_there_is_nothing_to_forget(self, app: Flask, clock: Clock) -> None:
        nobody = AlexaClient(app, clock, "")
        assert nobody.send({"type": "AlexaSkillEvent.SkillDisabled"}) == ""

    def test_where_it_cannot_be_done_alexa_is_told_to_say_it_again(
        self, anna: AlexaClient, database: Path
    ) -> None:
        hold(anna)
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        anna.session = None
        body = json.dumps(anna.envelope({"type": "AlexaSkillEvent.SkillDisabled"})).encode()
        try:
            assert anna.status_of(body) == 503
        finally:
            other.close()
        assert anna.status_of(body) == 200
        assert rows(database, "SELECT id FROM conversations") == []


class TestTrouble:
    def test_a_damaged_key_is_said_once_and_the_talk_goes_on(
        self, anna: AlexaClient, key: Path, trees: Trees
    ) -> None:
        hold(anna)
        key.write_bytes(b"short")
        assert trees.lines["log_lost"].text in anna.say("repeat")
        assert trees.lines["log_lost"].text not in anna.say("repeat")

    def test_the_operator_is_told_once_and_health_tells_until_it_is_mended(
        self, app: Flask, anna: AlexaClient, key: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        hold(anna)
        good = key.read_bytes()
        key.write_bytes(b"short")
        with caplog.at_level("INFO", "skill"):
            anna.say("worn off")
            anna.say("no")
        assert caplog.text.count('"what": "log"') == 1
        assert "the key beside it is damaged" in caplog.text
        assert app.test_client().get("/healthz").get_json()["log"] == "other"
        key.write_bytes(good)
        anna.say("no")
        assert app.test_client().get("/healthz").get_json()["log"] == "ok"

    def test_health_tells_of_a_folder_that_nobody_may_write_to_before_anybody_speaks(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("skill.people.os.access", lambda folder, mode: False)
        assert app.test_client().get("/healthz").get_json()["log"] == "read_only"

    def test_what_could_not_be_written_is_written_with_a_later_turn(
        self, anna: AlexaClient, database: Path, trees: Trees
    ) -> None:
        hold(anna)
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            assert trees.lines["log_lost"].text in anna.say("worn off")
        finally:
            other.close()
        anna.say("no")
        names = [name for (name,) in rows(database, "SELECT name FROM answers ORDER BY turn")]
        assert names[-2] == "feeling"

    def test_a_request_without_a_user_is_answered_and_nothing_of_it_kept(
        self, app: Flask, clock: Clock, database: Path
    ) -> None:
        nobody = AlexaClient(app, clock, "")
        hold(nobody)
        assert not database.exists()
        assert nobody.said
