"""A request delivered twice answers the same and writes once, whatever happened in between."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.skill.client import AlexaClient, Clock, make_app

TALK = (
    *("i slipped on kratom last night", "yes", "alone", "yes", "no", "worn off", "no", "no"),
    *("i want to kill myself", "no", "repeat", "stop"),
)


def dump(database: Path) -> list[str]:
    """All that is in the log, as text."""
    if not database.exists():
        return []
    connection = sqlite3.connect(database)
    try:
        return [line for line in connection.iterdump() if "_sqlite_migrations" not in line]
    finally:
        connection.close()


class TestTheSameRequestTwice:
    def test_every_turn_of_a_talk(self, alexa: AlexaClient, database: Path) -> None:
        alexa.launch()
        for text in TALK:
            alexa.say(text)
            first, kept = alexa.response, dump(database)
            alexa.deliver(alexa.body)
            assert alexa.response == first
            assert dump(database) == kept

    def test_also_after_the_server_was_killed_before_it_could_answer(
        self, clock: Clock, database: Path
    ) -> None:
        alexa = AlexaClient(make_app(database, clock), clock)
        alexa.launch()
        for text in TALK:
            alexa.say(text)
            first, kept = alexa.response, dump(database)
            again = AlexaClient(make_app(database, clock), clock)
            again.deliver(alexa.body)
            assert again.response == first
            assert dump(database) == kept

    def test_also_signed_anew_some_seconds_later(self, clock: Clock, database: Path) -> None:
        alexa = AlexaClient(make_app(database, clock), clock)
        alexa.launch()
        for text in TALK[:8]:
            clock.move(seconds=10)
            alexa.say(text)
            kept = dump(database)
            late = json.loads(alexa.body)
            sent = clock.at.astimezone(UTC) + timedelta(seconds=40)
            late["request"]["timestamp"] = sent.strftime("%Y-%m-%dT%H:%M:%SZ")
            said = alexa.said
            again = AlexaClient(make_app(database, clock), clock)
            assert again.deliver(json.dumps(late).encode()) == said
            assert dump(database) == kept

    def test_a_launch_to_a_parked_place(
        self, alexa: AlexaClient, clock: Clock, database: Path
    ) -> None:
        alexa.launch()
        for text in TALK[:5]:
            alexa.say(text)
        alexa.end()
        clock.move(hours=1)
        alexa.launch()
        first, kept = alexa.response, dump(database)
        again = AlexaClient(make_app(database, clock), clock)
        again.deliver(alexa.body)
        assert again.response == first
        assert dump(database) == kept

    def test_a_launch_in_the_middle_of_a_talk(
        self, alexa: AlexaClient, clock: Clock, database: Path
    ) -> None:
        alexa.launch()
        for text in TALK[:5]:
            alexa.say(text)
        clock.move(seconds=5)
        alexa.send({"type": "LaunchRequest"})
        first, kept = alexa.response, dump(database)
        again = AlexaClient(make_app(database, clock), clock)
        again.deliver(alexa.body)
        assert again.response == first
        assert dump(database) == kept

    def test_the_sessions_end(self, alexa: AlexaClient, clock: Clock, database: Path) -> None:
        alexa.launch()
        for text in TALK[:5]:
            alexa.say(text)
        alexa.end()
        kept = dump(database)
        AlexaClient(make_app(database, clock), clock).deliver(alexa.body)
        assert dump(database) == kept

    def test_what_was_struck_or_forgotten_does_not_come_back(
        self, alexa: AlexaClient, database: Path
    ) -> None:
        alexa.launch()
        for text in TALK[:6]:
            alexa.say(text)
        answered = alexa.body
        alexa.say("strike that")
        kept = dump(database)
        alexa.deliver(answered)
        assert dump(database) == kept
        alexa.say("forget everything")
        alexa.intent("Yes")
        kept = dump(database)
        alexa.deliver(answered)
        assert dump(database) == kept


class TestForgottenMeanwhile:
    """A session that still goes on holds its state, and does not bring back what was forgotten."""

    def test_on_another_device(self, app: Flask, clock: Clock, database: Path) -> None:
        echo, other = AlexaClient(app, clock), AlexaClient(app, clock)
        for one in (echo, other):
            clock.move(seconds=5)
            one.launch()
            for text in TALK[:4]:
                one.say(text)
        echo.say("forget everything")
        echo.intent("Yes")
        kept = dump(database)
        other.say("no")
        other.say("worn off")
        assert other.state.consent == "no"
        other.end()
        assert dump(database) == kept
        assert not database.with_name("answers.db.key").exists()
        clock.move(hours=1)
        assert not other.launch().startswith("Welcome back")

    def test_by_removing_the_skill(
        self, alexa: AlexaClient, app: Flask, clock: Clock, database: Path
    ) -> None:
        alexa.launch()
        for text in TALK[:5]:
            alexa.say(text)
        AlexaClient(app, clock).send({"type": "AlexaSkillEvent.SkillDisabled"})
        kept = dump(database)
        alexa.end()
        assert dump(database) == kept


class TestTwoDevices:
    """One person, two Echos: each session is a talk of its own."""

    @pytest.fixture
    def other(self, app: Flask, clock: Clock) -> AlexaClient:
        return AlexaClient(app, clock)

    def test_while_one_talks_the_other_begins_its_own(
        self, alexa: AlexaClient, other: AlexaClient, clock: Clock, database: Path
    ) -> None:
        for echo in (alexa, other):
            clock.move(seconds=5)
            assert echo.launch().startswith("This is Steady Ground")
        for text, its in zip(TALK[:6], ("i used cocaine", *TALK[1:4], "no", "no"), strict=True):
            clock.move(seconds=5)
            alexa.say(text)
            other.say(its)
        assert alexa.state.conversation != other.state.conversation
        assert alexa.state.variables["substances"] == ("kratom",)
        assert other.state.variables["substances"] == ("stimulant",)
        connection = sqlite3.connect(database)
        found = connection.execute(
            "SELECT conversation, choices FROM answers WHERE name = 'substances'"
        ).fetchall()
        connection.close()
        assert sorted(found) == sorted(
            [
                (alexa.state.conversation, '["kratom"]'),
                (other.state.conversation, '["stimulant"]'),
            ]
        )

    def test_both_that_take_up_the_same_parked_talk_lose_nothing_and_say_it_once(
        self, alexa: AlexaClient, other: AlexaClient, clock: Clock, database: Path
    ) -> None:
        alexa.launch()
        for text in TALK[:4]:
            alexa.say(text)
        alexa.end()
        clock.move(hours=1)
        for echo in (alexa, other):
            assert echo.launch().startswith("Welcome back.")
        for echo in (alexa, other):
            echo.intent("Yes")
        alexa.say("no")
        other.say("yes alcohol")
        clock.move(seconds=5)
        alexa.say("worn off")
        other.say("yes")
        connection = sqlite3.connect(database)
        found = connection.execute(
            "SELECT choices FROM answers WHERE name = 'mixing' ORDER BY choices"
        ).fetchall()
        connection.close()
        assert found == [('["no"]',), ('["yes"]',)]
