"""What a body must hold before anybody looks at what it asks: size, JSON, time, application."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson

from skill.verify.rejected import Rejected

MOST_BYTES = 64 * 1024
"""A request with a full state inside is under 12 kB; Alexa's own limit is not published."""

TOLERANCE = timedelta(seconds=150)
EVENT_DELAY = timedelta(hours=1)
"""Skill events are delivered again for up to an hour under their first timestamp. A "skill
disabled" that comes late still has to make us forget."""
EVENTS = frozenset(
    f"AlexaSkillEvent.{name}"
    for name in (
        "SkillEnabled",
        "SkillDisabled",
        "SkillPermissionChanged",
        "SkillPermissionAccepted",
        "SkillAccountLinked",
    )
)
DEEPEST = 100

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)", re.ASCII)


class Stream(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes: ...


def read_body(stream: Stream, declared: int | None) -> bytes:
    """All bytes of a request's body; raises `Rejected` for one that is too long or cut short.

    `declared` is its Content-Length, or None where it came without. Refuses by
    it before anything is read, and by counting while reading.
    """
    if declared is not None and declared > MOST_BYTES:
        raise Rejected("body: too long")
    pieces: list[bytes] = []
    missing = MOST_BYTES + 1 if declared is None else declared
    while missing > 0 and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    body = b"".join(pieces)
    if len(body) > MOST_BYTES:
        raise Rejected("body: too long")
    if declared is not None and missing > 0:
        raise Rejected("body: shorter than it said")
    return body


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object in a verified body; NaN, half a surrogate pair and 1e999 are not JSON."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Rejected("body: not JSON") from None
    if not isinstance(data, dict):
        raise Rejected("body: not a JSON object")
    # Counting brackets is an upper bound and nearly free; only an odd body is measured.
    if body.count(b"{") + body.count(b"[") > DEEPEST and _is_deep(data):
        raise Rejected("body: nested too deep")
    return data


def _is_deep(data: object) -> bool:
    level: list[Any] = [data]
    for _ in range(DEEPEST):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def check_time(data: dict[str, Any], now: datetime) -> None:
    """Return where the request was sent about now: a recorded one cannot be played again."""
    request = data.get("request")
    if not isinstance(request, dict):
        raise Rejected("request: missing")
    said = request.get("timestamp")
    if not isinstance(said, str):
        raise Rejected("timestamp: missing or not text")
    if not _TIMESTAMP.fullmatch(said):
        raise Rejected("timestamp: not ISO 8601 with seconds and zone")
    try:
        age = now - datetime.fromisoformat(said)
    except ValueError:
        raise Rejected("timestamp: no such moment") from None
    kind = request.get("type")
    oldest = EVENT_DELAY if isinstance(kind, str) and kind in EVENTS else TOLERANCE
    if age > oldest:
        raise Rejected("timestamp: too old")
    if age < -TOLERANCE:
        raise Rejected("timestamp: in the future")


def check_application(data: dict[str, Any], skill_id: str) -> None:
    """Return where the request is meant for this skill, by every place that names one."""
    context = data.get("context")
    system = context.get("System") if isinstance(context, dict) else None
    if _application_id(system) != skill_id:
        raise Rejected("application: missing, or another skill's")
    if data.get("session") is not None and _application_id(data["session"]) != skill_id:
        raise Rejected("application: missing in the session, or another skill's")


def _application_id(holder: object) -> object:
    application = holder.get("application") if isinstance(holder, dict) else None
    return application.get("applicationId") if isinstance(application, dict) else None
