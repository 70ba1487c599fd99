"""The state comes back from outside: whatever comes, it is told apart and answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.codec import state_to_json
from dialogs.events import Record
from dialogs.model import Trees
from dialogs.state import Frame, State, Step
from skill.attributes import KEY, MOST_CHARACTERS, Damaged, read_state, write_state
from tests.skill.client import AlexaClient

NUMBER = "988"
DAMAGE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "empty": lambda state: "",
    "not JSON": lambda state: "{",
    "a list": lambda state: "[]",
    "deep": lambda state: "[" * 5_000,
    "not a text": lambda state: state,
    "none": lambda state: None,
    "too long": lambda state: " " * (MOST_CHARACTERS + 1),
    "no id": lambda state: {**state, "conversation": ""},
    "an id of another kind": lambda state: {**state, "conversation": "../../etc"},
    "a place that is not there": lambda state: {**state, "place": "front_door/nowhere"},
    "a place that asks nothing": lambda state: {**state, "place": "front_door/keep"},
    "a place of no kind": lambda state: {**state, "place": 7},
    "a turn below none": lambda state: {**state, "turn": -1},
    "a turn beyond counting": lambda state: {**state, "turn": 10**30},
    "silences beyond counting": lambda state: {**state, "no_input": 10**9},
    "a frame that is not there": lambda state: {**state, "stack": [["x/y", "call"]]},
    "a frame of another shape": lambda state: {**state, "stack": [["front_door/alone"]]},
    "frames without end": lambda state: {**state, "stack": [["front_door/alone", "again"]] * 99},
    "a step that is not there": lambda state: {**state, "steps": [["x/y", 1, [], {}, None]]},
    "a danger that is not there": lambda state: {**state, "danger": "boredom"},
    "a slip before all time": lambda state: {**state, "slip": [-(10**30), 0]},
    "a window that is not there": lambda state: {**state, "window": ["x/y", 0]},
    "held records of another shape": lambda state: {**state, "held": [{"turn": 1}]},
    "variables of another shape": lambda state: {**state, "variables": {"safe": 7}},
    "half of a character in a variable": lambda state: {**state, "variables": {"safe": "\ud800"}},
    "half of a character in an id": lambda state: {**state, "waiting": "\udfff"},
    "half of a character in a name": lambda state: {**state, "words": {"\ud800": "x"}},
    "a mode of another shape": lambda state: {**state, "mode": ["talk"]},
}


def damaged(alexa: AlexaClient, what: str) -> None:
    alexa.launch()
    alexa.say("yes")
    spoilt = DAMAGE[what](json.loads(alexa.attributes[KEY]))
    as_text = isinstance(spoilt, dict) and what != "not a text"
    alexa.attributes = {KEY: json.dumps(spoilt) if as_text else spoilt}


@pytest.mark.parametrize("what", DAMAGE)
class TestADamagedState:
    def test_it_is_told_apart_and_the_talk_begins_anew(
        self, alexa: AlexaClient, trees: Trees, what: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        damaged(alexa, what)
        with pytest.raises(Damaged):
            read_state(alexa.attributes, trees)
        said = alexa.say("repeat")
        assert said.startswith(trees.lines["lost_thread"].text)
        assert said.endswith("Are you safe right now?")
        assert "bug" not in caplog.text

    def test_danger_is_heard_all_the_same(self, alexa: AlexaClient, what: str) -> None:
        damaged(alexa, what)
        assert NUMBER in alexa.say("i want to kill myself")

    def test_the_sessions_end_and_what_is_unknown_are_no_mistake(
        self, alexa: AlexaClient, what: str
    ) -> None:
        damaged(alexa, what)
        assert alexa.send({"type": "Something.New"}) == ""
        damaged(alexa, what)
        assert alexa.end() == ""


class TestAnOldState:
    def test_one_of_older_trees_is_taken_up_where_its_question_is_now(
        self, alexa: AlexaClient
    ) -> None:
        alexa.launch()
        alexa.say("yes")
        state = json.loads(alexa.attributes[KEY])
        alexa.attributes = {KEY: json.dumps({**state, "trees_hash": "older"})}
        assert "Shall I keep" in alexa.say("alone")

    def test_one_whose_question_is_gone_says_so(self, alexa: AlexaClient, trees: Trees) -> None:
        alexa.launch()
        alexa.say("yes")
        state = json.loads(alexa.attributes[KEY])
        older = {**state, "trees_hash": "older", "place": "front_door/before"}
        alexa.attributes = {KEY: json.dumps(older)}
        assert alexa.say("purple").startswith(trees.lines["updated"].text)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=10,
)
_places = st.sampled_from(["front_door/alone", "people/lines", "danger/check/safe", "x/y", ""])
_fields = st.fixed_dictionaries(
    {},
    optional={
        "place": _places | _json,
        "stack": st.lists(st.tuples(_places, st.sampled_from(["call", "again", "danger"]))) | _json,
        "danger": st.sampled_from(["check", "suicide", "nothing"]) | _json,
        "mode": st.sampled_from(["talk", "paused", "discreet", "odd"]) | _json,
        "consent": st.sampled_from(["ask", "yes", "no", "odd"]),
        "turn": st.integers(-5, 2_000_000),
        "no_input": st.integers(-5, 2_000),
        "no_match": st.integers(-5, 2_000),
        "slip": st.tuples(st.integers(), st.integers()) | _json,
        "waiting": st.text(max_size=5) | _json,
        "said": _json,
        "held": _json,
        "left": _json,
        "steps": _json,
        "window": st.tuples(_places, st.integers(-9, 9)) | _json,
        "ended": st.booleans(),
        "trees_hash": st.text(max_size=5),
        "variables": _json,
        "words": _json,
    },
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=_fields, text=st.sampled_from(["yes", "help", "skip", "continue", "go back", ""]))
def test_no_state_whatsoever_is_met_with_anything_but_an_answer(
    alexa: AlexaClient, caplog: pytest.LogCaptureFixture, changes: dict[str, Any], text: str
) -> None:
    alexa.launch()
    state = json.loads(alexa.attributes[KEY])
    alexa.attributes = {KEY: json.dumps({**state, **changes})}
    alexa.say(text)
    assert alexa.said or alexa.over
    assert "bug" not in caplog.text


TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)
"""Any text at all, also with half of a character in it."""
FRAMES = st.lists(st.builds(Frame, TEXTS, TEXTS), max_size=3).map(tuple)
VALUES = st.none() | TEXTS | st.lists(TEXTS, max_size=3).map(tuple)
HOURS = st.none() | st.tuples(st.integers(), st.integers(-(1 << 70), 1 << 70))
STATES = st.builds(
    State,
    conversation=TEXTS,
    turn=st.integers(),
    stack=FRAMES,
    variables=st.dictionaries(TEXTS, VALUES, max_size=3),
    words=st.dictionaries(TEXTS, TEXTS, max_size=2),
    words_kept=st.booleans(),
    steps=st.lists(
        st.builds(
            Step, TEXTS, st.integers(), FRAMES, st.dictionaries(TEXTS, VALUES, max_size=2), HOURS
        ),
        max_size=3,
    ).map(tuple),
    held=st.lists(
        st.builds(
            Record,
            st.integers(),
            st.datetimes(timezones=st.timezones()),
            *(TEXTS, TEXTS, TEXTS),
            st.lists(TEXTS, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    slip=HOURS,
    danger=st.none() | TEXTS,
)


class TestTheStateAsText:
    @settings(max_examples=200, deadline=None, database=None)
    @given(STATES)
    def test_it_is_written_as_the_other_channels_write_it(self, state: State) -> None:
        assert write_state(state) == state_to_json(state).encode(errors="replace").decode()

    @given(STATES)
    def test_it_can_always_be_sent(self, state: State) -> None:
        orjson.dumps({KEY: write_state(state)})

    def test_half_of_a_character_is_a_question_mark(self) -> None:
        text = write_state(State(words={"it": "a \ud83d b"}))
        assert json.loads(text)["words"] == {"it": "a ? b"}
