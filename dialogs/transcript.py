"""A conversation as plain text: written by `steady talk --repro`, played by the tests.

    # Silent at first, then an answer.
    @ 2026-01-05T21:00:00-05:00
    > (launch)
    < How did you sleep? Well, or badly?
    > (silence)
    < I'm here. Was it a good night, or a bad one?
    > badly
    = sleep: badly
    . completed

`@` sets the clock, `>` is an event (in parentheses where nobody speaks), `<` a
line spoken, `=` an answer kept, `~` answers taken back, `!` a danger kept, `.`
the end. Every event takes ten seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from dialogs.events import (
    Action,
    Alarm,
    Consent,
    End,
    Event,
    Forget,
    Heard,
    HungUp,
    Launched,
    Park,
    Record,
    Resumed,
    Retract,
    Say,
    Silence,
    Unheard,
)

SECONDS_A_TURN = 10
_WAIT = re.compile(r"\(wait (\d+) (minutes?|hours?|days?)\)")
_SILENCE = re.compile(r"\(silence(?: (\d+) seconds)?\)")
_LAUNCH = re.compile(r"\(launch(?: consent=(ask|yes|no))?\)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_FULL_PATIENCE = 1e6


class NotATranscript(ValueError):
    """A line that no transcript has; the message says which, and what may stand there."""


def event_line(event: Event) -> str:
    """How an event is written behind `>`."""
    match event:
        case Heard():
            return " ".join(event.text.split()) or "(silence)"
        case Unheard():
            return "(unheard)"
        case Launched():
            return "(launch)" if event.consent == "ask" else f"(launch consent={event.consent})"
        case Silence():
            seconds = event.seconds
            return "(silence)" if seconds >= 6 else f"(silence {seconds:.0f} seconds)"
        case Resumed():
            return "(come back)"
        case HungUp():
            return "(hang up)"
        case _:
            return f"({type(event).__name__.lower()})"


def action_lines(actions: tuple[Action, ...]) -> Iterator[str]:
    """How actions are written: what was kept first, then what was spoken, then the end."""
    for act in actions:
        match act:
            case Record():
                choices = (
                    ", ".join(act.choices) if act.outcome == "answered" else f"({act.outcome})"
                )
                yield f"= {act.name}: {choices}"
            case Retract():
                yield f"~ {act.why}: {len(act.turns)}"
            case Alarm():
                yield f"! {act.category} {act.tier}"
            case Consent():
                yield f"= consent to {act.what}: {'yes' if act.given else 'no'}"
            case Forget():
                yield f"~ forget {act.scope}"
    for act in actions:
        if isinstance(act, Say):
            yield f"< {act.text}"
    for act in actions:
        if isinstance(act, Park):
            yield ". kept the place"
        elif isinstance(act, End):
            yield f". {act.reason}"


def play(script: str, take: Callable[[Event], tuple[Action, ...]]) -> str:
    """The script's events played again, as the whole transcript that they lead to.

    `take` answers one event with its actions. Comments and the clock are kept
    as they stand, so that a transcript that still holds comes back unchanged.
    """
    at = datetime.fromisoformat("2026-01-05T21:00:00-05:00")
    lines: list[str] = []
    for number, line in enumerate(script.splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            lines.append(line)
        elif line.startswith("@ "):
            at = datetime.fromisoformat(line[2:])
            lines.append(line)
        elif line.startswith("> "):
            lines.append(line)
            if (wait := _WAIT.fullmatch(line[2:])) is not None:
                at += timedelta(seconds=int(wait[1]) * _SECONDS[wait[2].rstrip("s")])
                continue
            at += timedelta(seconds=SECONDS_A_TURN)
            lines.extend(action_lines(take(read_event(line[2:], at))))
        elif line[:2] not in ("< ", "= ", "~ ", "! ", ". "):
            raise NotATranscript(
                f"line {number}: {line[:40]!r} begins with none of # @ > < = ~ ! and a space"
            )
    return "\n".join(lines) + "\n"


def read_event(text: str, at: datetime) -> Event:
    """The event that stands behind `>`."""
    if (launch := _LAUNCH.fullmatch(text)) is not None:
        return Launched(at, launch[1] or "ask")
    if (silence := _SILENCE.fullmatch(text)) is not None:
        return Silence(float(silence[1] or _FULL_PATIENCE), at)
    if text == "(unheard)":
        return Unheard(at)
    if text == "(come back)":
        return Resumed(at)
    if text == "(hang up)":
        return HungUp(at)
    if text.startswith("("):
        raise NotATranscript(f"{text!r} is no event; see the head of dialogs/transcript.py")
    return Heard(text, at)
