"""From a line to what is spoken of it, sentence by sentence, with its numbers digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.events import Say

_SENTENCE = re.compile(r"(?<=[.!?])[\"']?\s+")
_DIGIT = re.compile(r"\b\d\b")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

BETWEEN_GROUPS_SECONDS = 0.45
"""The pause between the groups of a telephone number: time to write it down."""
BETWEEN_SENTENCES_SECONDS = 0.35
SLOW_BETWEEN_SENTENCES_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: speech can stop before it, and be taken up again with it."""

    parts: tuple[str, ...]
    """Spoken one after another, with a pause between. Digits: each voice has words for them."""
    pace: str
    pause_seconds: float
    """The pause behind it."""

    @property
    def text(self) -> str:
        """What is heard of it, in words."""
        return in_words(" ".join(self.parts))


def in_words(text: str) -> str:
    """The text with a word for each digit that stands alone, as it is heard."""
    return _DIGIT.sub(lambda digit: _DIGITS[int(digit[0])], text)


def sentences(say: Say) -> Iterator[Sentence]:
    """The sentences of a line, in order.

    >>> for sentence in sentences(Say("x", "Call 988. They listen.", ("988",))):
    ...     print(sentence.parts)
    ('Call 9, 8, 8.',)
    ('They listen.',)
    >>> for sentence in sentences(Say("x", "It is 800-484-3731.", ("800-484-3731",))):
    ...     print(sentence.parts)
    ('It is', '8, 0, 0', '4, 8, 4', '3, 7, 3, 1.')
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
    """The text cut at the groups of its telephone numbers, each written digit by digit."""
    groups = [number for number in numbers if any(c.isdigit() for c in number)]
    if not groups:
        yield text
        return
    found = re.compile("|".join(re.escape(n) for n in sorted(groups, key=len, reverse=True)))
    whole, at = "", 0
    for match in found.finditer(text):
        spoken = [", ".join(group) for group in match[0].split("-")]
        whole += text[at : match.start()] + ("" if len(spoken) == 1 else "|") + "|".join(spoken)
        at = match.end()
        if re.match(r"\s*\w", text[at:]):
            whole += "|" if len(spoken) > 1 else ","
    for part in (whole + text[at:]).split("|"):
        yield part.strip()
