"""Pairing by voice: "pair four seven one nine two six", where the endpoint allows it."""

from __future__ import annotations

import re

from dialogs.events import Say
from dialogs.log.pairing import DIGITS

PAIRED = Say("alexa.paired", "Done. This Echo and that computer know the same talks now.")
NOT_PAIRED = Say("alexa.not_paired", "That code isn't right, or it's too old. Nothing was changed.")

_PAIR = re.compile(r"(?:please )?(?:pair|pear|pare|pairing)(?: (?:with|code|number|it|this))* (.+)")
_SPOKEN = {
    **{"zero": "0", "oh": "0", "o": "0", "one": "1", "won": "1", "two": "2", "to": "2", "too": "2"},
    **{"three": "3", "four": "4", "for": "4", "five": "5", "six": "6", "seven": "7"},
    **{"eight": "8", "ate": "8", "nine": "9"},
}


def code_in(text: str) -> str | None:
    """The code in "pair 4 7 1 9 2 6", in digits or words; None where something else is said.

    >>> code_in("pair four seven one nine two six"), code_in("Pair with 47 1926")
    ('471926', '471926')
    >>> code_in("pair of shoes") is None
    True
    """
    said = _PAIR.fullmatch(" ".join(re.sub(r"[^\w\s]", " ", text.lower()).split()))
    if said is None:
        return None
    digits = [word if word.isdecimal() else _SPOKEN.get(word) for word in said[1].split()]
    if None in digits:
        return None
    code = "".join(digit for digit in digits if digit)
    return code if len(code) == DIGITS and code.isascii() else None
