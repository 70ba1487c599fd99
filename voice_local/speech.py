"""From a line to what is spoken of it, sentence by sentence, with its numbers digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.events import Say

_SENTENCE = re.compile(r"(?<=[.!?])[\"']?\s+")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

BETWEEN_GROUPS_SECONDS = 0.45
"""The pause between the groups of a telephone number: time to write it down."""
BETWEEN_SENTENCES_SECONDS = 0.35
SLOW_BETWEEN_SENTENCES_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: speech can stop before it, and be taken up again with it."""

    parts: tuple[str, ...]
    """Spoken one after another, with a pause between."""
    pace: str
    pause_seconds: float
    """The pause behind it."""

    @property
    def text(self) -> str:
        return " ".join(self.parts)


def sentences(say: Say) -> Iterator[Sentence]:
    """The sentences of a line, in order.

    >>> for sentence in sentences(Say("x", "Call 988. They listen.", ("988",))):
    ...     print(sentence.parts)
    ('Call nine, eight, eight.',)
    ('They listen.',)
    >>> for sentence in sentences(Say("x", "It is 800-484-3731.", ("800-484-3731",))):
    ...     print(sentence.parts)
    ('It is', 'eight, zero, zero', 'four, eight, four', 'three, seven, three, one.')
    >>> next(sentences(Say("x", "Call 988 now.", ("988",)))).text
    'Call nine, eight, eight, now.'
    """
    slow = say.pace == "slow"
    pause = SLOW_BETWEEN_SENTENCES_SECONDS if slow else BETWEEN_SENTENCES_SECONDS
    for text in _SENTENCE.split(say.text.strip()):
        parts = tuple(part for part in _parts(text, say.numbers) if part)
        if parts:
            yield Sentence(parts, say.pace, pause)


def _parts(text: str, numbers: tuple[str, ...]) -> Iterator[str]:
    """The text cut at the groups of its telephone numbers, each written as words."""
    groups = [number for number in numbers if any(c.isdigit() for c in number)]
    if not groups:
        yield text
        return
    found = re.compile("|".join(re.escape(n) for n in sorted(groups, key=len, reverse=True)))
    whole, at = "", 0
    for match in found.finditer(text):
        spoken = [_as_digits(group) for group in match[0].split("-")]
        whole += text[at : match.start()] + ("" if len(spoken) == 1 else "|") + "|".join(spoken)
        at = match.end()
        if re.match(r"\s*\w", text[at:]):
            whole += "|" if len(spoken) > 1 else ","
    for part in (whole + text[at:]).split("|"):
        yield part.strip()


def _as_digits(group: str) -> str:
    return ", ".join(_DIGITS[int(c)] if c.isdigit() else c for c in group)
