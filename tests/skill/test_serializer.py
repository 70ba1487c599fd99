"""What comes out of Alexa's JSON: the SDK's own objects, and an answerable one for what is new."""

from __future__ import annotations

import json
from datetime import datetime
from enum import Enum
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.utils import is_request_type
from ask_sdk_model import IntentRequest, Request, RequestEnvelope, Response, ResponseEnvelope
from ask_sdk_model.session_ended_reason import SessionEndedReason
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.serializer import FastSerializer, UnknownValue, read_envelope
from tests.skill.keys import envelope
from tests.skill.sdk_shapes import anything, model_of, named

SDK = DefaultSerializer()
OURS = FastSerializer()
REQUESTS = sorted(Request.discriminator_value_class_map)
QUICK = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def insides(value: Any) -> Any:
    """A value as classes and contents, so that two object trees can be compared whole."""
    if isinstance(value, Enum):
        return type(value), value.value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None), value.utcoffset()
    if isinstance(value, list):
        return [insides(item) for item in value]
    if isinstance(value, dict):
        return {key: insides(item) for key, item in value.items()}
    if hasattr(value, "__dict__"):
        return type(value), insides(vars(value))
    return type(value), value


def request(**fields: Any) -> dict[str, Any]:
    return envelope({"requestId": "r", "timestamp": "2026-01-05T21:00:00Z", **fields})


class TestKnownShapes:
    def test_the_sdk_knows_as_many_request_types_as_these_tests_were_written_for(self) -> None:
        assert len(REQUESTS) == 59

    @pytest.mark.parametrize("word", REQUESTS)
    def test_every_request_type_becomes_the_objects_that_the_sdk_makes(self, word: str) -> None:
        kind = named(Request.discriminator_value_class_map[word])

        @QUICK
        @given(st.data())
        def check(data: st.DataObject) -> None:
            body = model_of(data.draw, Shape.of(kind))
            text = json.dumps({"version": "1.0", "request": {**body, "type": word}})
            theirs = SDK.deserialize(text, RequestEnvelope)
            assert insides(OURS.deserialize(text, RequestEnvelope)) == insides(theirs)
            assert json.dumps(OURS.serialize(theirs)) == json.dumps(SDK.serialize(theirs))

        check()

    @settings(QUICK, max_examples=150)
    @given(st.data())
    def test_a_whole_envelope_becomes_the_objects_that_the_sdk_makes(
        self, data: st.DataObject
    ) -> None:
        body = model_of(data.draw, RequestEnvelope)
        theirs = SDK.deserialize(json.dumps(body), RequestEnvelope)
        assert insides(read_envelope(body)) == insides(theirs)

    @settings(QUICK, max_examples=150)
    @given(st.data())
    def test_a_response_is_written_as_the_sdk_writes_it(self, data: st.DataObject) -> None:
        body = {"version": "1.0", "response": model_of(data.draw, Response)}
        answer = OURS.deserialize(body, ResponseEnvelope)
        answer.session_attributes = {"state": data.draw(anything), "pair": (1, 2.5, None)}
        assert json.dumps(OURS.serialize(answer)) == json.dumps(SDK.serialize(answer))

    @pytest.mark.parametrize(
        ("payload", "kind"),
        [
            ("[1, 2]", "list[int]"),
            ('{"a": 1.5}', "dict(str, float)"),
            ('"2026-01-05T21:00:00Z"', "datetime"),
            ('"2026-01-05"', "date"),
            ('"5"', "int"),
            ("5", "str"),
            ("5", int),
            ("null", "str"),
            (None, "str"),
            ('{"a": 1}', dict),
            ('"ERROR"', SessionEndedReason),
            ('{"name": "SayIntent"}', "ask_sdk_model.intent.Intent"),
        ],
    )
    def test_any_type_that_the_sdk_can_be_asked_for(self, payload: str | None, kind: Any) -> None:
        assert insides(OURS.deserialize(payload, kind)) == insides(SDK.deserialize(payload, kind))

    @pytest.mark.parametrize("new", [0, 5, "false", "", 1.5])
    @pytest.mark.parametrize("token", [0, 5, True, 1.5, [1], {"a": 1}])
    def test_a_plain_value_of_another_kind_is_converted_as_in_the_sdk(
        self, new: Any, token: Any
    ) -> None:
        data = envelope({"type": "LaunchRequest", "requestId": token})
        data["session"]["new"] = new
        theirs = SDK.deserialize(json.dumps(data), RequestEnvelope)
        assert insides(read_envelope(data)) == insides(theirs)

    def test_parsed_json_is_taken_as_well_as_text(self) -> None:
        data = request(type="LaunchRequest")
        assert OURS.deserialize(data, RequestEnvelope) == OURS.deserialize(
            json.dumps(data), RequestEnvelope
        )

    def test_reading_leaves_the_data_as_it_was(self) -> None:
        data = request(type="LaunchRequest")
        before = json.dumps(data)
        read_envelope(data)
        assert json.dumps(data) == before

    def test_two_readings_share_no_model(self) -> None:
        data = request(type="LaunchRequest")
        one, other = read_envelope(data), read_envelope(data)
        one.request.locale = "de-DE"
        assert other.request.locale is None


class Shape:
    """A request class as if it had no brothers, so that its own type is drawn."""

    @staticmethod
    def of(kind: Any) -> Any:
        tables = {
            "deserialized_types": kind.deserialized_types,
            "attribute_map": kind.attribute_map,
        }
        return type(kind.__name__, (), tables)


class TestNewerThanTheSdk:
    def test_the_sdk_itself_raises_before_any_handler_could_answer(self) -> None:
        for fields in ({"type": "Alexa.New"}, {"type": "SessionEndedRequest", "reason": "NEW"}):
            with pytest.raises(SerializationException):
                SDK.deserialize(json.dumps(request(**fields)), RequestEnvelope)

    def test_a_new_request_type_is_a_request_with_that_type(self) -> None:
        new = read_envelope(request(type="Alexa.New", locale="en-US", payload={"a": 1})).request
        assert type(new) is Request
        assert (new.object_type, new.locale, new.payload) == ("Alexa.New", "en-US", {"a": 1})

    def test_a_new_request_type_can_be_asked_for_in_a_handler(self) -> None:
        class Input:
            request_envelope = read_envelope(request(type="Alexa.New"))

        assert is_request_type("Alexa.New")(Input())
        assert not is_request_type("LaunchRequest")(Input())

    def test_a_new_reason_is_read_like_a_member_and_equals_none(self) -> None:
        ended = read_envelope(request(type="SessionEndedRequest", reason="BORED")).request
        assert ended.reason == UnknownValue("BORED")
        assert (ended.reason.value, ended.reason.name) == ("BORED", "BORED")
        assert ended.reason not in list(SessionEndedReason)

    def test_a_new_dialog_state_and_confirmation_leave_the_intent_whole(self) -> None:
        intent = {"name": "SayIntent", "confirmationStatus": "MAYBE", "slots": {}}
        heard = read_envelope(
            request(type="IntentRequest", dialogState="PAUSED", intent=intent)
        ).request
        assert type(heard) is IntentRequest
        assert (heard.dialog_state.value, heard.intent.name) == ("PAUSED", "SayIntent")

    def test_a_new_kind_inside_the_context_leaves_the_rest_whole(self) -> None:
        data = request(type="LaunchRequest")
        data["context"]["Viewports"] = [{"type": "HOLOGRAM", "id": "main"}]
        context = read_envelope(data).context
        assert context.viewports[0].id == "main"
        assert context.system.application.application_id

    def test_what_is_new_is_written_again_as_it_came(self) -> None:
        data = request(type="SessionEndedRequest", reason="BORED")
        assert OURS.serialize(read_envelope(data))["request"]["reason"] == "BORED"

    @pytest.mark.parametrize("odd", [None, 5, "", "x", [], [1], True])
    def test_what_is_no_object_where_one_is_due_is_absent(self, odd: Any) -> None:
        envelope = read_envelope({"request": odd, "session": odd, "context": {"System": odd}})
        assert (envelope.request, envelope.session) == (None, None)
        assert envelope.context.system is None

    @pytest.mark.parametrize("odd", [{}, {"type": None}, {"type": 5}, {"type": ["LaunchRequest"]}])
    def test_a_request_without_a_type_that_is_a_word_is_a_request(self, odd: Any) -> None:
        assert type(read_envelope({"request": odd}).request) is Request

    @pytest.mark.parametrize(
        "odd", ["yesterday", 5, ["2026"], {}, "2026-13-45T99:99:99Z", "9" * 400]
    )
    def test_a_time_that_cannot_be_read_is_absent(self, odd: Any) -> None:
        assert read_envelope({"request": {"type": "LaunchRequest", "timestamp": odd}}).request
        assert read_envelope(request(type="LaunchRequest", timestamp=odd)).request.timestamp is None

    @settings(QUICK, max_examples=300)
    @given(st.data())
    def test_nothing_in_the_data_makes_it_raise(self, data: st.DataObject) -> None:
        body = model_of(data.draw, RequestEnvelope)
        place: Any = body
        for _ in range(data.draw(st.integers(1, 6))):
            inner = [key for key, value in place.items() if isinstance(value, dict) and value]
            if not inner:
                break
            place = place[data.draw(st.sampled_from(inner))]
        for key in list(place):
            if data.draw(st.booleans()):
                place[key] = data.draw(anything)
        OURS.serialize(read_envelope(body))

    def test_names_that_python_uses_itself_are_data(self) -> None:
        odd = {"__class__": "x", "__dict__": {"a": 1}, "to_dict": 1, "__init__": None}
        new = read_envelope(request(type="LaunchRequest", **odd)).request
        assert new.object_type == "LaunchRequest"
        assert isinstance(new, Request)


class TestWrongUse:
    def test_text_that_is_not_json_raises_as_in_the_sdk(self) -> None:
        with pytest.raises(SerializationException):
            OURS.deserialize("{", RequestEnvelope)

    def test_a_class_that_does_not_exist_raises_as_in_the_sdk(self) -> None:
        with pytest.raises(SerializationException):
            OURS.deserialize("{}", "ask_sdk_model.nothing.Here")

    def test_an_object_without_a_form_in_json_raises(self) -> None:
        with pytest.raises(SerializationException):
            OURS.serialize(object())
