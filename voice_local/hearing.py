"""From blocks of sound to an utterance: when somebody speaks, what is said, when it is over.

Vosk's Python package (0.3.45) has no way to set its endpointer, so the end of an
utterance is decided here (docs/decisions/0012): by how long it has been quiet
and by what has been said.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import inf

from voice_local.gate import Gate
from voice_local.judge import FREE_QUESTIONS, NOTHING_HEARD, Judge, Rank, Reading
from voice_local.ports import Recogniser, Words
from voice_local.sound import HEARD_HZ

BEFORE_SECONDS = 0.4
"""Sound kept from before speech was noticed: words begin softly."""
EARLY_SECONDS = 0.2
"""Quiet after an answer that no further word can change."""
WHOLE_SECONDS = 0.4
"""Quiet after a whole answer that may go on, "no ..."."""
CAREFUL_SECONDS = 0.85
"""Quiet after any whole answer that touches safety, and after a command at an open question."""
UNCLEAR_SECONDS = 1.0
FREE_SECONDS = 1.2
"""Quiet after words of one's own: who searches for words pauses."""
PAUSE_SECONDS = 0.3
"""A quiet of this length between two words is a pause, and not the end of a sound."""
AFTER_A_PAUSE = 1.5
"""Whoever has paused may pause again, and somewhat longer."""
LONGEST_WAIT = 2.0
SLOWLY = 1.5
"""Who asks to be spoken to slowly is given time too."""
USUAL_PATIENCE_SECONDS = 8.0
NO_WORDS_SECONDS = 1.5
"""Quiet after which a noise without words is forgotten."""
LONGEST_SECONDS = 30.0
"""A longer utterance is taken as far as it is: a television never stops."""
LOOKS_AGAIN_SECONDS = 0.1
SETTLES_SECONDS = 0.2
"""How long it has been quiet, at least, when a recogniser says that a sentence is over."""
DOUBT_SECONDS = 2.0
"""In a room that does go quiet a recogniser that says so mid-speech is believed so much later."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An utterance that is over."""

    reading: Reading
    early: bool
    """Taken before the quiet that usually ends one."""
    quiet_seconds: float
    """How long it had been quiet by then."""
    lasted_seconds: float
    """How long ago it began."""


@dataclass(slots=True)
class _SoFar:
    """What is known since listening began, or since the last utterance. Times in seconds."""

    before: deque[bytes] = field(default_factory=deque)
    """The last blocks from before anybody spoke."""
    before_seconds: float = 0.0
    open: bool = False
    """Whether somebody speaks."""
    looks_ahead_at: float = 0.0
    """How quiet it has to be until the recogniser is asked for what it holds back."""
    now: float = 0.0
    began: float = 0.0
    settled: float | None = None
    """Since when the recogniser takes the sentence to be over."""
    quiet: float = 0.0
    goes_quiet: bool = False
    """Whether the gate can tell pauses in this room."""
    gap: float = 0.0
    """The last pause, until words come behind it."""
    words: Words = Words()  # noqa: RUF009
    reading: Reading = NOTHING_HEARD


class Hearing:
    """Listens to one question at a time, block by block."""

    def __init__(self, recogniser: Recogniser, judge: Judge) -> None:
        self._recogniser = recogniser
        self.judge = judge
        self.gate = Gate()
        self._question = "any"
        self._careful = True
        self._patience = 1.0
        self._pause = 0.0
        """The longest pause between two words so far: some people make long ones."""
        self._so_far = _SoFar()

    def expect(
        self, question: str, careful: bool, patience_seconds: float, slow: bool = False
    ) -> None:
        """Listen for the answer to this question. Where it is patient or slow, so are the waits."""
        self._question, self._careful = question, careful or slow
        patience = patience_seconds / USUAL_PATIENCE_SECONDS * (SLOWLY if slow else 1.0)
        self._patience = min(2.0, max(1.0, patience))
        self._recogniser.expect(question)
        self._so_far = _SoFar()

    def forget(self) -> None:
        """Drop what was heard so far."""
        self._recogniser.forget()
        self._so_far = _SoFar()

    @property
    def reading(self) -> Reading:
        """What was said so far."""
        return self._so_far.reading

    @property
    def somebody_speaks(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return self._so_far.open and self._so_far.quiet < PAUSE_SECONDS

    @property
    def words(self) -> Words:
        """What each ear made of it so far."""
        return self._so_far.words

    def hear(self, pcm: bytes) -> Taken | None:
        """The utterance that ends with this block, if one does."""
        so_far, seconds = self._so_far, len(pcm) / (2 * HEARD_HZ)
        so_far.now += seconds
        loud = self.gate.hear(pcm, seconds)
        if not so_far.open:
            so_far.before.append(pcm)
            so_far.before_seconds += seconds
            while so_far.before_seconds - len(so_far.before[0]) / (2 * HEARD_HZ) > BEFORE_SECONDS:
                so_far.before_seconds -= len(so_far.before.popleft()) / (2 * HEARD_HZ)
            if not loud:
                return None
            so_far.goes_quiet = so_far.before_seconds >= PAUSE_SECONDS
            so_far.open, so_far.began = True, so_far.now - seconds
            pcm = b"".join(so_far.before)
            so_far.before.clear()
            so_far.before_seconds = 0.0
        if loud:
            if so_far.quiet >= PAUSE_SECONDS and so_far.reading.text:
                so_far.gap, so_far.settled = so_far.quiet, None
            so_far.looks_ahead_at = 0.0
        so_far.quiet = 0.0 if loud else so_far.quiet + seconds
        so_far.goes_quiet = so_far.goes_quiet or so_far.quiet >= PAUSE_SECONDS
        self._take_in(self._recogniser.hear(pcm))
        return self._end()

    def _end(self) -> Taken | None:
        so_far = self._so_far
        rank = so_far.reading.rank
        if so_far.quiet >= (EARLY_SECONDS if rank is Rank.NOTHING else EARLY_SECONDS / 2):
            rank = self._look_ahead()
        if rank is Rank.NOTHING:
            if so_far.quiet >= NO_WORDS_SECONDS or so_far.now - so_far.began > LONGEST_SECONDS:
                self.forget()
            return None
        quiet = so_far.quiet
        if so_far.settled is not None:
            # A room that is never quiet: there it is over when the recogniser says so.
            doubt = DOUBT_SECONDS if so_far.goes_quiet else 0.0
            quiet = max(quiet, so_far.now - so_far.settled + SETTLES_SECONDS - doubt)
        enough = self._enough(rank)
        if quiet < enough and so_far.now - so_far.began < LONGEST_SECONDS:
            return None
        lasted = so_far.now - so_far.began
        taken = Taken(so_far.reading, enough <= EARLY_SECONDS, so_far.quiet, lasted)
        self.forget()
        return taken

    def _look_ahead(self) -> Rank:
        """How finished it is with the words that are held back; a short one may be so whole."""
        so_far = self._so_far
        if so_far.quiet >= so_far.looks_ahead_at:
            self._take_in(self._recogniser.look_ahead())
            found = so_far.reading.rank is not Rank.NOTHING
            so_far.looks_ahead_at = inf if found else so_far.quiet + LOOKS_AGAIN_SECONDS
        return so_far.reading.rank

    def _enough(self, rank: Rank) -> float:
        """How long it has to be quiet for the utterance to be over."""
        free = self._question in FREE_QUESTIONS
        if rank < Rank.WHOLE:
            seconds = FREE_SECONDS if free else UNCLEAR_SECONDS
        elif self._careful or free:
            seconds = CAREFUL_SECONDS
        else:
            seconds = EARLY_SECONDS if rank is Rank.SETTLED else WHOLE_SECONDS
        if seconds > EARLY_SECONDS:
            seconds *= self._patience
        return max(seconds, min(LONGEST_WAIT, self._pause * AFTER_A_PAUSE))

    def _take_in(self, words: Words) -> None:
        if words.expected != self._so_far.words.expected or words.free != self._so_far.words.free:
            self._so_far.settled = None
            self._so_far.reading = self.judge.read(self._question, words)
            self._pause, self._so_far.gap = max(self._pause, self._so_far.gap), 0.0
        if not words.settled:
            self._so_far.settled = None
        elif self._so_far.settled is None:
            self._so_far.settled = self._so_far.now
        self._so_far.words = words
