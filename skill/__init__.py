"""The Alexa channel: a signed request in, the turn's answer out.

verify/        is it Alexa, now, for this skill?
serializer.py  its JSON to the SDK's request objects and back
to_event.py    a request to the engine's event
attributes.py  the state, as it travels in the session
people.py      whose talks these are, without anybody's name
talks.py       the conversation of one request: the engine and the log
to_response.py the turn's actions to speech
handlers.py    the SDK's handlers, one for each kind of request
web.py, app.py the web application;  serve.py and cli.py: `steady serve`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo
    from pathlib import Path

    from flask import Flask


def create_app(
    *,
    skill_id: str,
    database: str | Path,
    trust_roots: bytes | None = None,
    fetch_chain: Callable[[str], bytes] | None = None,
    now: Callable[[], datetime] | None = None,
    zone: tzinfo | None = None,
) -> Flask:
    """The web application of the skill `skill_id`, which keeps its answers in `database`.

    POST `/alexa` answers Alexa, GET `/healthz` says whether it could. `trust_roots`
    (a PEM bundle), `fetch_chain` (the PEM chain behind a URL) and `now` are for tests;
    `zone` is where its people live (None: where this machine is).
    """
    from skill.app import build

    return build(skill_id, database, trust_roots, fetch_chain, now, zone)
