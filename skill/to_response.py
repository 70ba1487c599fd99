"""The turn's actions to what Alexa speaks, and when it speaks again.

SSML as in "Speech Synthesis Markup Language (SSML) Reference", limits as in
"Request and Response JSON Reference" (developer.amazon.com): at most 8,000
characters of speech, and 24 kB for the whole response in the older text of that
page, which is what is kept to here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from dialogs.events import Action, End, Listen, Say
from skill.wording import on_alexa

MOST_CHARACTERS = 7_900
"""Of speech, markup included; Alexa refuses 8,000."""
MOST_BYTES = 24_000
"""Of the whole response."""
BESIDES = 1_000
"""Bytes of a response besides its speech and its state."""
PAUSE = '<break time="600ms"/>'

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOTS = re.compile(r"\s*(?:\.\.\.|…)\s*")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=\S)")


def respond(builder: Any, actions: Sequence[Action], state_bytes: int = 0) -> None:
    """Put what is said, what is said after a silence, and the session's end into `builder`.

    A turn without a `Listen` ends the session. Nothing is ever shown on a card.
    """
    listen = next((act for act in actions if isinstance(act, Listen)), None)
    over = listen is None or any(isinstance(act, End) for act in actions)
    reprompt = to_ssml(listen.reprompt) if listen is not None and listen.reprompt else ""
    room = MOST_BYTES - BESIDES - state_bytes - len(reprompt.encode())
    builder.speak(fit([act for act in actions if isinstance(act, Say)], room))
    if reprompt and not over:
        builder.ask(reprompt)
    builder.set_should_end_session(over)


def fit(said: Sequence[Say], most_bytes: int = MOST_BYTES) -> str:
    """The lines as SSML; where they are too long, the longest without a number is cut.

    It is cut at the end of the last sentence that there is room for. The last line,
    which asks, is cut last. Empty where there is room for nothing.
    """
    lines = list(said)
    while lines:
        speech = _speech(lines)
        if _has_room(speech, most_bytes):
            return speech
        index = max(
            range(len(lines)),
            key=lambda i: (not lines[i].numbers, i < len(lines) - 1, len(lines[i].text)),
        )
        shorter = _cut(lines, index, most_bytes)
        lines[index : index + 1] = [shorter] if shorter.text else []
    return ""


def _cut(lines: Sequence[Say], index: int, most_bytes: int) -> Say:
    """That line with as many whole sentences as there is room for; one at least, or half of it."""
    line = lines[index]

    def until(end: int) -> Say:
        return Say(line.line, line.text[:end], line.numbers, line.pace)

    def is_too_long(end: int) -> bool:
        speech = _speech([*lines[:index], until(end), *lines[index + 1 :]])
        return not _has_room(speech, most_bytes)

    ends = [found.start() for found in _BETWEEN_SENTENCES.finditer(line.text)]
    if not ends:
        return until(len(line.text) // 2)
    return until(ends[max(bisect_left(ends, True, key=is_too_long) - 1, 0)])


def _speech(lines: Sequence[Say]) -> str:
    return " ".join(to_ssml(say) for say in lines)


def _has_room(speech: str, most_bytes: int) -> bool:
    return len(speech) <= MOST_CHARACTERS and len(speech.encode()) <= most_bytes


def to_ssml(say: Say) -> str:
    """One line as it may stand inside `<speak>`: escaped, its numbers spoken digit by digit.

    >>> to_ssml(Say("x", "Call 911 & stay. ... 911.", ("911",)))[:59]
    'Call <say-as interpret-as="digits">911</say-as> &amp; stay.'
    """
    text = on_alexa(say.line, say.text)
    if not (text.isascii() and text.isprintable()):
        text = _NOT_IN_XML.sub(" ", text)
    # The ampersand first: the others bring some.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("'", "&apos;")
    for number in say.numbers:
        if number[-1].isdigit():
            text = re.sub(rf"(?<![\w-]){re.escape(number)}(?![\w-])", _say_as(number), text)
    if "..." in text or "…" in text:
        text = _DOTS.sub(f" {PAUSE} ", text).strip()
    return f'<prosody rate="slow">{text}</prosody>' if say.pace == "slow" else text


def _say_as(number: str) -> str:
    """A full telephone number by Alexa's own rule for them; a short one digit by digit."""
    kind = "telephone" if len(number) > 6 else "digits"
    return f'<say-as interpret-as="{kind}">{number}</say-as>'
