"""The skill without Amazon: events become request envelopes, responses are read back.

For `steady walk`. All of the channel is real but the signature, which has its own tests:
the JSON, the SDK's objects, the handlers, the session's attributes, the log.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from dialogs.codec import state_from_json
from dialogs.events import Action, Event, Heard, HungUp, Launched, Resumed, Say, Unheard
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.state import State
from skill.attributes import KEY
from skill.handlers import make_skill
from skill.intents import SAY, UTTERANCE
from skill.serializer import read_envelope, to_data
from skill.talks import Talks
from skill.to_response import to_ssml

APPLICATION = {"applicationId": "amzn1.ask.skill.rehearsal"}
USER = {"userId": "amzn1.ask.account.REHEARSAL"}
WORDLESS = {
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "help": "AMAZON.HelpIntent",
    "stop": "AMAZON.StopIntent",
}
"""Words that Alexa keeps for itself, and tells by an intent."""


class SkillRehearsal:
    """One Echo of one person."""

    def __init__(self, trees: Trees, database: Path) -> None:
        self._log = SqliteLog(database)
        self._talks = Talks(trees, self._log, None)
        self._skill = make_skill(self._talks)
        self._numbers = itertools.count(1)
        self._session = ""
        self._attributes: dict[str, Any] = {}
        self._response: dict[str, Any] = {}

    def can_take(self, event: Event) -> bool:
        """A silence reaches a skill only as the end of its session; consent is always asked."""
        if isinstance(event, Launched):
            return event.consent == "ask"
        return isinstance(event, Heard | Unheard | HungUp | Resumed)

    def take(self, event: Event) -> None:
        # The person lives where the events' clock is, wherever this machine is.
        self._talks.zone = event.at.tzinfo
        match event:
            case Launched() | Resumed():
                self._session, self._attributes = f"session.{next(self._numbers)}", {}
                self._send({"type": "LaunchRequest"}, event)
            case HungUp():
                self._send({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}, event)
            case Heard(text=text) if text in WORDLESS:
                self._intend(WORDLESS[text], {}, event)
            case Heard(text=text):
                self._intend(SAY, {UTTERANCE: {"name": UTTERANCE, "value": text}}, event)
            case _:
                self._intend("AMAZON.FallbackIntent", {}, event)

    @property
    def said(self) -> str:
        speech = self._response.get("response", {}).get("outputSpeech") or {}
        return str(speech.get("ssml", "")).removeprefix("<speak>").removesuffix("</speak>")

    def text_of(self, actions: Sequence[Action]) -> str:
        return " ".join(to_ssml(act) for act in actions if isinstance(act, Say))

    @property
    def state(self) -> State | None:
        text = self._attributes.get(KEY)
        return None if text is None else state_from_json(text)

    def close(self) -> None:
        self._log.close()

    def _intend(self, name: str, slots: dict[str, Any], event: Event) -> None:
        intent = {"name": name, "confirmationStatus": "NONE", "slots": slots}
        self._send({"type": "IntentRequest", "intent": intent, "dialogState": "COMPLETED"}, event)

    def _send(self, request: dict[str, Any], event: Event) -> None:
        envelope = {
            "version": "1.0",
            "session": {
                "new": not self._attributes,
                "sessionId": self._session,
                "application": APPLICATION,
                "user": USER,
                "attributes": self._attributes,
            },
            "context": {"System": {"application": APPLICATION, "user": USER}},
            "request": {
                "requestId": f"request.{next(self._numbers)}",
                "timestamp": event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "locale": "en-US",
                **request,
            },
        }
        answer = self._skill.invoke(read_envelope(json.loads(json.dumps(envelope))), None)
        self._response = json.loads(json.dumps(to_data(answer)))
        self._attributes = self._response.get("sessionAttributes") or {}
