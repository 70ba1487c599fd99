"""A request to the engine's event: what has the person said, as far as Alexa tells?

Alexa tells the words only in slots. Where an intent brings none, its name stands
for them (`intents.py`); where that stands for nothing, the event is `Unheard`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ask_sdk_model import IntentRequest, LaunchRequest, SessionEndedRequest

from dialogs.events import Event, Heard, HungUp, Launched, Unheard
from skill.intents import BUILT_IN, UTTERANCE, WORDS

LEAVING = frozenset({"stop", "help"})
"""The built-in intents that mean something before any question was asked."""

NO_VALUE = ("", "?")
"""What Alexa gives for a slot that it could not fill."""


def to_event(request: Any, at: datetime) -> Event:
    """What happened in this request: a launch, words, a miss, or the session's end."""
    if isinstance(request, LaunchRequest):
        return Launched(at)
    if isinstance(request, SessionEndedRequest):
        return HungUp(at)
    assert isinstance(request, IntentRequest), type(request).__name__
    words = words_of(request.intent)
    return Unheard(at) if words is None else Heard(words, at)


def words_of(intent: Any) -> str | None:
    """The words said with an intent, or those that it stands for; None where there are none.

    In this order: the slot `utterance`; the values of all slots that were filled; the
    words that stand for the intent. The built-in intents go by their names alone.
    """
    name = getattr(intent, "name", None) or ""
    if name in BUILT_IN:
        return BUILT_IN[name]
    slots = getattr(intent, "slots", None) or {}
    said = {key: " ".join(_values(slot)) for key, slot in slots.items() if slot is not None}
    spoken = said.get(UTTERANCE) or " ".join(filter(None, said.values()))
    return spoken or WORDS.get(name)


def opens_the_talk(event: Event, intent: Any) -> bool:
    """Whether an event without a talk begins one: yes, next or go on answer nothing yet."""
    if isinstance(event, Launched):
        return True
    built_in = BUILT_IN.get(getattr(intent, "name", None) or "")
    return built_in is not None and built_in not in LEAVING


def _values(slot: Any) -> Iterator[str]:
    """What was said for a slot: one value, or each of several."""
    if isinstance(slot.value, str) and slot.value.strip() not in NO_VALUE:
        yield slot.value
        return
    told = slot.slot_value
    for one in getattr(told, "values", None) or ([] if told is None else [told]):
        value = getattr(one, "value", None)
        if isinstance(value, str) and value.strip() not in NO_VALUE:
            yield value
