"""The state as it travels: out with each answer, back with the next request of the session.

Alexa signs what it sends, and only echoes what we gave it. Still nothing that
comes from outside is taken at its word: a state that is damaged, or not one of
ours, is told apart here, before the engine sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from dialogs.codec import NotDecodable, encode, state_fields, state_from_json, state_to_json
from dialogs.model import Trees
from dialogs.state import State

KEY = "state"
MOST_CHARACTERS = 12_000
MOST_COUNTED = 1_000
MOST_TURNS = 1_000_000
MOST_FRAMES = 10
LATEST = 1 << 40
_ID = re.compile(r"[0-9a-f]{32}")


class Damaged(Exception):
    """The session's state cannot be used; the message says why, and holds nothing of it."""


def bytes_of(attributes: Mapping[str, str]) -> int:
    """What they take in a response: their quotation marks are escaped there once more."""
    return sum(
        len(text.encode()) + text.count('"') + text.count("\\") for text in attributes.values()
    )


def write_state(state: State) -> str:
    """The text of `state_to_json`, byte for byte, in a quarter of the time.

    Half of a character, which no response can hold, becomes a question mark.
    """
    try:
        return orjson.dumps(state_fields(state), _part, orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except orjson.JSONEncodeError:  # half of a character, or a number of more than 64 bits
        return state_to_json(state).encode(errors="replace").decode()


def _part(value: Any) -> Any:
    """A named tuple, which orjson does not take for a list, or an answer that is held back."""
    return tuple(value) if isinstance(value, tuple) else encode(value)


def read_state(attributes: Mapping[str, Any] | None, trees: Trees) -> State | None:
    """The state in the session's attributes, None where there is none; raises `Damaged`."""
    if not attributes:
        return None
    text = attributes.get(KEY)
    if not isinstance(text, str):
        raise Damaged("no text")
    if len(text) > MOST_CHARACTERS:
        raise Damaged("too long")
    try:
        state = state_from_json(text, orjson.loads)  # which takes no half of a character
    except (NotDecodable, RecursionError):
        raise Damaged("not a state") from None
    if not _ID.fullmatch(state.conversation):
        raise Damaged("not one of ours")
    if not (0 <= state.turn <= MOST_TURNS and _counts_are_small(state)):
        raise Damaged("counts out of bounds")
    if state.trees_hash == trees.hash and not _places_are_there(state, trees):
        raise Damaged("a place that is not there")
    return state


def _counts_are_small(state: State) -> bool:
    counts = (state.no_input, state.no_match, state.soft_hits, *(step.turn for step in state.steps))
    moments = (*(state.slip or ()), *(one for s in state.steps for one in s.slip_before or ()))
    return (
        all(0 <= count <= MOST_COUNTED for count in counts)
        and all(abs(moment) <= LATEST for moment in moments)
        and all(0 <= record.turn <= state.turn for record in state.held)
        and all(record.at.tzinfo is not None for record in state.held)
        and len(state.stack) <= MOST_FRAMES
        and all(len(step.stack) <= MOST_FRAMES for step in state.steps)
    )


def _places_are_there(state: State, trees: Trees) -> bool:
    frames = (*state.stack, *(frame for step in state.steps for frame in step.stack))
    places = {frame.place for frame in frames} | {step.place for step in state.steps}
    if state.window is not None:
        places.add(state.window[0])
    if state.place:
        places.add(state.place)
    if not places <= trees.nodes.keys():
        return False
    asked = not state.place or state.waiting or trees.nodes[state.place].ask is not None
    return bool(asked) and (state.danger is None or state.danger in trees.dangers)
