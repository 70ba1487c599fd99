"""Alexa as a client of our endpoint: a talk held in signed requests, one after the other.

    alexa = AlexaClient(app, clock)
    alexa.launch()
    alexa.say("i slipped on kratom last night")
    assert "safe" in alexa.said

It does what Alexa does: it signs, counts the session's requests, echoes the
session's attributes, and begins a new session when the last one has ended.
`clock` is the time of the requests; the app has to be made with the same one
(see `make_app`).
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree

from flask import Flask

from dialogs.codec import state_from_json
from dialogs.content import load_content
from dialogs.model import Trees
from dialogs.state import State
from skill.app import build
from skill.attributes import KEY
from skill.intents import SAY, UTTERANCE
from tests.skill.keys import SKILL_ID, envelope, good_chain, signed

USER = "amzn1.ask.account.TEST"
EVENING = datetime.fromisoformat("2026-01-05T21:00:00-05:00")

_numbers = itertools.count(1)


class Clock:
    """A clock that stands still until it is moved; `clock()` is the moment."""

    def __init__(self, at: datetime = EVENING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@cache
def content() -> Trees:
    """The shipped trees, loaded once for all tests."""
    return load_content()


def make_app(
    database: Path,
    clock: Callable[[], datetime],
    trees: Trees | None = None,
    pairing: bool = False,
) -> Flask:
    """The application as it is served, trusting the keys of these tests and this clock."""
    chain = good_chain()
    return build(
        SKILL_ID,
        database,
        trust_roots=chain.root,
        fetch_chain=lambda url: chain.served,
        now=clock,
        zone=clock().tzinfo,
        trees=trees or content(),
        pairing=pairing,
    )


class Post(Protocol):
    """Delivers a signed body, and gives the status and the bytes of the reply."""

    def __call__(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]: ...


def through(app: Flask) -> Post:
    """Requests go straight into the application."""
    client = app.test_client()

    def post(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        reply = client.post("/alexa", data=body, headers=headers)
        return reply.status_code, reply.data

    return post


class AlexaClient:
    """One Echo of one user."""

    def __init__(self, to: Flask | Post, clock: Callable[[], datetime], user: str = USER) -> None:
        self._post = through(to) if isinstance(to, Flask) else to
        self._clock = clock
        self.user = user
        self.session: str | None = None
        self.attributes: dict[str, Any] = {}
        self.response: dict[str, Any] = {}
        """The whole last response, as JSON data."""
        self.response_bytes = b""
        self.body = b""
        """The last request, to be delivered again."""
        self.status = 0

    # --- what a person does -----------------------------------------------------

    def launch(self) -> str:
        """`Alexa, open steady ground`."""
        self.session = None
        return self.send({"type": "LaunchRequest"})

    def say(self, text: str) -> str:
        """Words, as they come through the catch-all slot."""
        return self.intent(SAY, **{UTTERANCE: text})

    def intent(self, name: str, **slots: str) -> str:
        """An intent by its name (`Yes` is `AMAZON.YesIntent`), with its slots' spoken values."""
        if name in ("Yes", "No", "Help", "Stop", "Cancel", "Fallback", "Repeat"):
            name = f"AMAZON.{name}Intent"
        filled = {
            key: {"name": key, "value": value, "confirmationStatus": "NONE"}
            for key, value in slots.items()
        }
        intent = {"name": name, "confirmationStatus": "NONE", "slots": filled}
        return self.send({"type": "IntentRequest", "intent": intent, "dialogState": "COMPLETED"})

    def end(self, reason: str = "EXCEEDED_MAX_REPROMPTS", **more: Any) -> str:
        """The session ends: by silence (the default), `USER_INITIATED` or `ERROR`."""
        said = self.send({"type": "SessionEndedRequest", "reason": reason, **more})
        self.session, self.attributes = None, {}
        return said

    # --- how it is sent -----------------------------------------------------------

    def send(self, request: dict[str, Any], **more: Any) -> str:
        """Any request of this session; what is said in answer, as plain text."""
        self.body = json.dumps(self.envelope(request, **more)).encode()
        return self.deliver(self.body)

    def envelope(self, request: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The request with all that Alexa puts around it."""
        new = self.session is None
        if self.session is None:
            self.session, self.attributes = f"amzn1.echo-api.session.{next(_numbers)}", {}
        at = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        number = f"amzn1.echo-api.request.{next(_numbers)}"
        request = {"requestId": number, "timestamp": at, "locale": "en-US", **request}
        around = envelope(request)
        around["context"]["System"]["user"] = {"userId": self.user}
        around["session"] |= {
            "new": new,
            "sessionId": self.session,
            "user": {"userId": self.user},
            "attributes": self.attributes,
        }
        return {**around, **more}

    def status_of(self, body: bytes) -> int:
        """Sign and send a body, and look at nothing but whether it is taken."""
        return self._post(body, signed(body))[0]

    def deliver(self, body: bytes) -> str:
        """Sign and send a body; a refusal raises."""
        self.status, reply = self._post(
            body, {**signed(body), "Content-Type": "application/json; charset=utf-8"}
        )
        if self.status != 200:
            raise Refused(self.status)
        self.response_bytes, self.response = reply, json.loads(reply)
        # As Alexa does: what a response leaves out is forgotten with the next request.
        self.attributes = self.response.get("sessionAttributes") or {}
        if self.over:
            self.session = None
        return self.said

    # --- what came back -------------------------------------------------------------

    @property
    def over(self) -> bool:
        """True when the session has ended with this response."""
        return bool(self.response.get("response", {}).get("shouldEndSession"))

    @property
    def ssml(self) -> str:
        speech = self.response.get("response", {}).get("outputSpeech") or {}
        return str(speech.get("ssml", ""))

    @property
    def reprompt_ssml(self) -> str:
        reprompt = self.response.get("response", {}).get("reprompt") or {}
        return str((reprompt.get("outputSpeech") or {}).get("ssml", ""))

    @property
    def said(self) -> str:
        """What is spoken, without its markup."""
        return plain(self.ssml)

    @property
    def reprompt(self) -> str:
        """What is spoken after a silence, without its markup."""
        return plain(self.reprompt_ssml)

    @property
    def state(self) -> State:
        """The engine's state after the last request; an empty one once the talk has ended."""
        text = self.attributes.get(KEY)
        return State(ended=True) if text is None else state_from_json(text)


class Refused(Exception):
    """The endpoint did not answer with 200; the status is the argument."""


def plain(ssml: str) -> str:
    """The words of a piece of SSML, which has to be well-formed; a pause reads `...`."""
    if not ssml:
        return ""
    text = re.sub(r"<break [^>]*/>", "...", ssml)
    return " ".join("".join(ElementTree.fromstring(text).itertext()).split())
