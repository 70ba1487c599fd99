"""The web application: what is not from Alexa is refused, everything else is answered.

POST /alexa    verify -> the SDK's objects -> a handler -> JSON
GET /healthz   200 while a request could be answered
"""

from __future__ import annotations

import gc
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, request

from dialogs.content import load_content
from dialogs.log import LogFailed, SqliteLog, find_log
from dialogs.model import Trees
from skill import journal
from skill.handlers import NotForgotten, make_skill, trouble_line
from skill.serializer import read_envelope, to_data
from skill.talks import Talks
from skill.to_response import to_ssml
from skill.verify import SIGNATURE_HEADER, Rejected, Verifier
from skill.web import Web, body_of

MOST_REPLIES = 512
"""Replies kept in memory, so that a request delivered again is answered the same."""
JSON = "application/json;charset=UTF-8"


class Endpoint:
    """The skill behind the door. May be shared between threads."""

    def __init__(self, verifier: Verifier, talks: Talks) -> None:
        self._verifier = verifier
        self.talks = talks
        self._skill = make_skill(talks)
        self._replies: OrderedDict[str, bytes] = OrderedDict()
        """By the signature: once verified, it stands for the bytes that were signed."""
        self._lock = threading.Lock()
        self._trouble = to_ssml(trouble_line(talks))

    def alexa(self) -> Response:
        """The answer to one request: 400 with nothing in it for one that is not Alexa's."""
        begun = time.perf_counter()
        try:
            data = self._verifier.verify(request.headers, body_of(request))
        except Rejected as rejected:
            journal.note("refused", reason=str(rejected))
            return Response(status=400)
        try:
            reply = self._reply(request.headers[SIGNATURE_HEADER], data)
        except NotForgotten as failure:
            # Nobody listens; but Alexa delivers an event again until it is taken.
            journal.note("not forgotten", log=failure.kind)
            return Response(status=503)
        kind = data["request"].get("type")
        took = round((time.perf_counter() - begun) * 1e3, 1)
        journal.note("answered", type=kind if isinstance(kind, str) else None, ms=took)
        self._tell_the_operator()
        return Response(reply, content_type=JSON)

    def health(self) -> Response:
        """200, and whether the answer log can be written: without it people are still answered."""
        log = self.talks.people.state_of_the_log()
        return Response(json.dumps({"status": "ok", "log": log}), content_type=JSON)

    def _reply(self, key: str, data: dict[str, Any]) -> bytes:
        with self._lock:
            known = self._replies.get(key)
        if known is not None:
            return known
        try:
            answer = self._skill.invoke(read_envelope(data), None)
            reply = orjson.dumps(to_data(answer))
        except NotForgotten:
            raise
        except Exception as error:  # whatever it is, somebody in danger may be listening
            journal.bug(error)
            return self._calm(data)
        with self._lock:
            # A copy: what orjson gives has five times the room that it needs, and keeps it.
            self._replies[key] = bytes(memoryview(reply))
            while len(self._replies) > MOST_REPLIES:
                self._replies.popitem(last=False)
        return reply

    def _calm(self, data: dict[str, Any]) -> bytes:
        """A calm line with the number, made without anything that may have failed."""
        session = data.get("session")
        attributes = session.get("attributes") if isinstance(session, dict) else None
        response: dict[str, Any] = {}
        if data["request"].get("type") in ("LaunchRequest", "IntentRequest"):
            speech = {"type": "SSML", "ssml": f"<speak>{self._trouble}</speak>"}
            reprompt = {"outputSpeech": speech}
            response = {"outputSpeech": speech, "reprompt": reprompt, "shouldEndSession": False}
        calm = {"version": "1.0", "sessionAttributes": attributes or {}, "response": response}
        return json.dumps(calm).encode()

    def _tell_the_operator(self) -> None:
        notices = self.talks.people.log.notices
        with suppress(IndexError):  # another thread tells it
            while notices:
                journal.note("log", notice=notices.pop(0))


def build(
    skill_id: str,
    database: str | Path,
    trust_roots: bytes | None,
    fetch_chain: Callable[[str], bytes] | None,
    now: Callable[[], datetime] | None,
    zone: tzinfo | None,
    trees: Trees | None = None,
    pairing: bool = False,
) -> Flask:
    """The application; see `skill.create_app`."""
    clock = {} if now is None else {"now": now}
    verifier = Verifier(
        skill_id=skill_id, trust_roots=trust_roots, fetch_chain=fetch_chain, **clock
    )
    log = SqliteLog(find_log(database))
    try:
        log.open()  # an old file is brought up to date now, and not while somebody waits
    except LogFailed as failure:
        journal.note("log", notice=str(failure))
    talks = Talks(trees or _load_for_good(), log, zone, pairing)
    endpoint = Endpoint(verifier, talks)
    app = Web("skill", static_folder=None)
    app.url_map.merge_slashes = False  # nobody is sent elsewhere
    app.add_url_rule("/alexa", view_func=endpoint.alexa, methods=["POST"])
    app.add_url_rule("/healthz", view_func=endpoint.health, methods=["GET"])
    app.extensions["steady"] = endpoint
    return app


def _load_for_good() -> Trees:
    """The trees that are served until the end of the process.

    They are half a million objects that never change: what looks for garbage
    would go through all of them again and again, in the middle of somebody's turn.
    """
    trees = load_content()
    gc.collect()
    gc.freeze()
    return trees
