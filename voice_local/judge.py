"""What the two ears together heard, and whether more words could still change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import lru_cache

from dialogs.hear import Context, Ears, Match, normalise
from dialogs.hear.lexicon import read_lexicon
from voice_local.grammar import UNKNOWN
from voice_local.ports import Words

SOME_TIME = datetime(2026, 1, 5, 21, tzinfo=UTC)
"""Only whether a time was said matters here, not which."""
FREE_QUESTIONS = frozenset(("words", "opening", "topic", "when", "substances", "trigger", "any"))
"""Answered in sentences, which go on after a pause."""

MOST_WORDS_OF_AN_OPTION = 3


class Rank(IntEnum):
    """How finished an utterance is."""

    NOTHING = 0
    UNCLEAR = 1
    WHOLE = 2
    """An answer or a command, and nothing else; but more may come."""
    SETTLED = 3
    """One choice of this question, in its author's words, which no further word makes another."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that goes to the engine, and how finished it is."""

    text: str
    rank: Rank
    danger: bool = False


NOTHING_HEARD = Reading("", Rank.NOTHING)


class Judge:
    """Reads the two ears' words as the engine will."""

    def __init__(self, ears: Ears, phrases: Callable[[str], tuple[str, ...]]) -> None:
        self._ears = ears
        self._phrases = phrases
        self._function_words = _function_words()

    def read(self, question: str, words: Words) -> Reading:
        """What was said, and how finished it is."""
        expected, free = words.expected, words.free
        free_reading = self._read(question, free)
        if free_reading.danger or not expected or UNKNOWN in expected:
            return free_reading
        reading = self._read(question, expected)
        longer = len(free.split()) > len(expected.split()) + 1
        if reading.danger:
            return reading
        if reading.rank < Rank.WHOLE or longer:
            return free_reading if free else reading
        if self._is_settled(question, expected):
            return Reading(expected, Rank.SETTLED)
        return reading

    def is_ghost(self, reading: Reading) -> bool:
        """Whether this is the kind of word that recognisers make of noise."""
        words = reading.text.split()
        return len(words) == 1 and words[0] in self._function_words and reading.rank < Rank.WHOLE

    def is_answer(self, reading: Reading) -> bool:
        """Whether this is an answer or a command, and nothing else."""
        return reading.rank >= Rank.WHOLE

    def may_be_read_aloud(self, question: str, reading: Reading) -> bool:
        """Whether this is an answer even where the product has just said the same words."""
        short = reading.text.count(" ") < MOST_WORDS_OF_AN_OPTION
        return self.is_answer(reading) or (short and self.means(question, reading.text) is not None)

    def means(self, question: str, text: str) -> object:
        """What the text comes to: an answer, else a command, else None."""
        match, command, _ = self._hear(question, text)
        return match.value if match else command

    def is_danger(self, question: str, text: str) -> bool:
        """Whether a rule hears danger in the text; the model's opinion alone is not asked."""
        danger = self._ears.danger(normalise(text), Context(question)) if text else None
        return danger is not None and danger.tier == "hard" and not danger.by_model

    def is_command(self, text: str) -> str | None:
        """The command that the text is."""
        return self._ears.command(normalise(text)) if text else None

    def _read(self, question: str, text: str) -> Reading:
        heard = normalise(text.replace(UNKNOWN, " "))
        if not heard.words:
            return NOTHING_HEARD
        match, command, danger = self._hear(question, heard.text)
        whole = command is not None or (
            match is not None
            and match.whole
            and (question not in FREE_QUESTIONS or heard.text in self._phrases(question))
        )
        return Reading(heard.text, Rank.WHOLE if whole else Rank.UNCLEAR, danger)

    def _hear(self, question: str, text: str) -> tuple[Match | None, str | None, bool]:
        heard = normalise(text)
        command = self._ears.command(heard)
        match = self._ears.answer(question, heard, SOME_TIME, command)
        danger = self._ears.danger(heard, Context(question), match)
        return match, command, danger is not None

    def _is_settled(self, question: str, text: str) -> bool:
        """Whether the text is a choice and no longer phrase that begins with it is another one."""
        match, command, _ = self._hear(question, text)
        if match is None or not match.expected or question in FREE_QUESTIONS:
            return False
        if command is not None or self._is_polar(text):
            return False
        return not self._goes_elsewhere(question, text, match.value)

    def _is_polar(self, text: str) -> bool:
        """A bare yes or no: "no" may become "no, I'm not okay", "yes" may become "yes, but"."""
        return self._ears.yes_no.hear(normalise(text)) is not None

    def _goes_elsewhere(self, question: str, text: str, value: object) -> bool:
        """Whether a longer phrase of this question that begins with the text is something else."""
        for phrase in self._phrases(question):
            if phrase.startswith(f"{text} "):
                match, _, danger = self._hear(question, phrase)
                if danger or match is None or match.value != value:
                    return True
        return False


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    from dialogs.content import LEXICON

    return frozenset(read_lexicon(LEXICON / "hesitations.yaml")["function_words"])
