"""What is true on Alexa and reads otherwise at home: where answers are kept, and who hears."""

from __future__ import annotations

HERE, THERE = "on this device", "on the computer that runs me"
"""The person's device is an Echo; what is kept is kept where this program runs."""

AMAZON_HEARS = "Amazon hears what you say to me."
INSTEAD = {
    "system.paused": "Take your time. I can't listen for long here: say go on,"
    " or open me again later."
}
"""Lines that promise to wait: Alexa ends the session after a silence, and nothing can be said."""
BEFORE = frozenset(
    {"front_door.consent.say", "front_door.consent.help", "front_door.consent.slower"}
)
"""The lines that ask whether to keep answers; who else hears is said before."""


def on_alexa(line: str, text: str) -> str:
    """The text of a line as it is true here.

    >>> on_alexa("system.not_forgotten", "It is still on this device.")
    'It is still on the computer that runs me.'
    """
    text = INSTEAD.get(line, text)
    if HERE in text:
        text = text.replace(HERE, THERE)
    return f"{AMAZON_HEARS} {text}" if line in BEFORE else text
