"""The session's end, what is nobody's words, our own mistakes, and what is written down."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from dialogs.conversation import Conversation
from tests.skill.client import AlexaClient, Clock
from tests.skill.test_requests import NUMBER, agree


class TestTheSessionsEnd:
    @pytest.mark.parametrize(
        "reason", ["USER_INITIATED", "EXCEEDED_MAX_REPROMPTS", "ERROR", "A_NEW_REASON", None, 7]
    )
    def test_whatever_the_reason_the_place_is_kept_and_nothing_is_said(
        self, alexa: AlexaClient, clock: Clock, reason: Any
    ) -> None:
        agree(alexa)
        alexa.end(reason)
        assert alexa.response["response"] == {}
        assert alexa.response["sessionAttributes"] == {}
        clock.move(hours=1)
        assert alexa.launch().startswith("Welcome back.")

    def test_its_error_goes_to_the_journal_without_its_message(
        self, alexa: AlexaClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        alexa.launch()
        with caplog.at_level(logging.INFO, "skill"):
            alexa.end("ERROR", error={"type": "INVALID_RESPONSE", "message": "MARKER"})
        assert "INVALID_RESPONSE" in caplog.text
        assert "MARKER" not in caplog.text

    def test_of_a_session_that_never_began_there_is_nothing_to_keep(
        self, alexa: AlexaClient, database: Path
    ) -> None:
        assert alexa.end() == ""
        assert not database.parent.exists()


class TestOtherRequests:
    def test_alexa_may_not_offer_the_skill_to_who_has_not_named_it(
        self, alexa: AlexaClient
    ) -> None:
        slots = {"utterance": {"name": "utterance", "value": "i slipped"}}
        intent = {"name": "SayIntent", "slots": slots, "confirmationStatus": "NONE"}
        alexa.send({"type": "CanFulfillIntentRequest", "intent": intent})
        answer = alexa.response["response"]["canFulfillIntent"]
        assert answer["canFulfill"] == "NO"
        assert answer["slots"]["utterance"] == {"canFulfill": "NO", "canUnderstand": "NO"}

    def test_what_alexa_could_not_use_of_ours_goes_to_the_journal(
        self, alexa: AlexaClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        error = {"type": "INVALID_RESPONSE", "message": "MARKER"}
        cause = {"requestId": "amzn1.echo-api.request.x"}
        with caplog.at_level(logging.INFO, "skill"):
            alexa.send({"type": "System.ExceptionEncountered", "error": error, "cause": cause})
        assert alexa.response["response"] == {}
        assert "INVALID_RESPONSE" in caplog.text
        assert "MARKER" not in caplog.text

    def test_in_a_talk_a_request_that_nobody_knows_asks_the_question_again(
        self, alexa: AlexaClient
    ) -> None:
        alexa.launch()
        asked = alexa.say("yes")
        assert alexa.send({"type": "Alexa.Something.New", "payload": {"deep": [1]}}) == asked
        assert not alexa.over

    @pytest.mark.parametrize(
        "kind", ["AudioPlayer.PlaybackStarted", "PlaybackController.NextCommandIssued"]
    )
    def test_those_that_may_not_be_answered_are_not(self, alexa: AlexaClient, kind: str) -> None:
        agree(alexa)
        assert alexa.send({"type": kind, "token": "t", "offsetInMilliseconds": 0}) == ""

    @pytest.mark.parametrize("kind", ["Alexa.Something.New", "AlexaSkillEvent.SkillEnabled"])
    def test_without_a_talk_there_is_nothing_to_say(self, alexa: AlexaClient, kind: str) -> None:
        around = alexa.envelope({"type": kind})
        del around["session"]
        assert alexa.deliver(json.dumps(around).encode()) == ""

    @pytest.mark.parametrize(
        "intent",
        [
            None,
            {},
            [],
            "SayIntent",
            {"name": None},
            {"name": 7, "slots": []},
            {"name": "SayIntent", "slots": {"utterance": None}},
            {"name": "SayIntent", "slots": {"utterance": {"name": "utterance", "value": 7}}},
            {"name": "SayIntent", "slots": {"utterance": {"name": "x", "value": {"a": 1}}}},
            {"name": "SayIntent", "slots": {"utterance": {"slotValue": {"type": "New"}}}},
            {"name": "SayIntent", "slots": {"utterance": {"value": "\u0000\u200b<>&"}}},
            {"name": "SayIntent", "slots": {"utterance": {"value": "word " * 5000}}},
        ],
    )
    def test_an_odd_intent_is_answered(self, alexa: AlexaClient, intent: Any) -> None:
        alexa.launch()
        alexa.say("yes")
        assert alexa.send({"type": "IntentRequest", "intent": intent})
        assert not alexa.over


class TestAMistakeOfOurs:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(self: Conversation, event: object) -> None:
            raise RuntimeError("MARKER in words")

        monkeypatch.setattr(Conversation, "take", fail)

    def test_the_person_hears_a_calm_line_with_the_number_and_can_go_on(
        self, alexa: AlexaClient, broken: None
    ) -> None:
        said = alexa.launch()
        assert NUMBER in said
        assert "MARKER" not in said
        assert NUMBER in alexa.reprompt
        assert not alexa.over

    def test_the_state_is_what_it_was(
        self, alexa: AlexaClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        agree(alexa)
        before = alexa.state
        with monkeypatch.context() as patch:
            patch.setattr(Conversation, "take", None)
            alexa.say("yes")
        assert alexa.state == before

    def test_the_journal_says_what_kind_and_where_and_no_words(
        self, alexa: AlexaClient, broken: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        alexa.launch()
        (line,) = (json.loads(one.message) for one in caplog.records if "bug" in one.message)
        assert line["error"] == "RuntimeError"
        assert "test_other_requests.py" in line["where"][-1]
        assert "MARKER" not in caplog.text

    def test_even_where_no_handler_is_reached(
        self, alexa: AlexaClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("skill.app.read_envelope", lambda data: None)
        assert NUMBER in alexa.launch()


class TestTheJournal:
    def test_it_holds_no_words_no_user_no_session_and_no_intent(
        self, alexa: AlexaClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            agree(alexa)
            alexa.say("i slipped on zanzibar")
            alexa.intent("DangerSuicideIntent")
            session = str(alexa.session)
            alexa.end()
        ours = [one.message for one in caplog.records if one.name == "skill"]
        assert len(ours) == 8
        for secret in ("zanzibar", alexa.user, session, "Danger", "SayIntent", "suicide"):
            assert secret not in caplog.text

    def test_a_refusal_is_one_line_with_its_reason(
        self, app: Flask, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO, "skill"):
            reply = app.test_client().post("/alexa", data=b"{}")
        assert (reply.status_code, reply.data) == (400, b"")
        (line,) = (json.loads(one.message) for one in caplog.records)
        assert line["what"] == "refused"
        assert "\n" not in line["reason"]


class TestTheDoor:
    def test_health_is_200_and_makes_no_file(self, app: Flask, database: Path) -> None:
        reply = app.test_client().get("/healthz")
        assert (reply.status_code, reply.json) == (200, {"status": "ok", "log": "ok"})
        assert not database.exists()

    def test_health_tells_of_a_log_that_cannot_be_used_and_stays_200(
        self, app: Flask, database: Path
    ) -> None:
        database.mkdir(parents=True)
        reply = app.test_client().get("/healthz")
        assert (reply.status_code, reply.json["log"]) == (200, "foreign")  # type: ignore[index]

    def test_nothing_else_is_there(self, app: Flask) -> None:
        client = app.test_client()
        assert client.get("/").status_code == 404
        assert client.get("/alexa").status_code == 405
