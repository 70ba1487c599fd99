"""What the microphone gets of the product itself, and how the loop keeps from answering it."""

from __future__ import annotations

from voice_local.gate import ABOVE_THE_ROOM, QUIETEST
from voice_local.own_words import resembles, without_own_words
from voice_local.sound import HEARD_HZ, level

SHORTEST_TAIL, USUAL_TAIL, LONGEST_TAIL = 0.1, 0.3, 1.2
"""Seconds after the last sample in which the room may still hold it."""
RINGS = 0.2
"""What is louder than this share of the loudest echo is echo still."""
HEARS_ITSELF = 0.25
"""In a room where the microphone hears the loudspeaker, at least so much of a prompt is loud."""
SOON_SECONDS, AT_ONCE_SECONDS = 0.5, 0.15
"""What begins so soon behind the tail may still be the product's own words; where it is an answer
(the options that are read aloud are answers) only what begins sooner than anybody answers."""
LONG_WORDS = 5
"""So many of the product's own words in their order are nobody's answer, however late."""
DOUBLED_AFTER, KEY_AFTER = 2, 3
"""Turns in a row in which it heard itself: then the tail doubles; then a key has to be pressed."""


class Echo:
    """Remembers what was spoken, how loud the room was meanwhile, and how long it rang."""

    def __init__(self, tail_seconds: float = USUAL_TAIL) -> None:
        self.tail_seconds = tail_seconds
        self.needs_a_key = False
        self._factor = 1.0
        self._spoken = ""
        self._lines = ""
        self._loudest = 0.0
        self._blocks = self._loud_blocks = 0
        self._left = 0.0
        self._rang = self._passed = 0.0
        self._itself_in_a_row = 0
        self._counted = False

    @property
    def waits_seconds(self) -> float:
        """How long after the product's last sound nothing is taken for an answer."""
        return self.tail_seconds * self._factor if self.is_heard else 0.0

    def begin(self, lines: str) -> None:
        """The product is about to speak these lines."""
        self._lines = lines
        self._spoken = ""
        self._loudest = 0.0
        self._blocks = self._loud_blocks = 0

    def spoken(self, sentence: str) -> None:
        """This sentence is on its way to the loudspeaker."""
        self._spoken = f"{self._spoken} {sentence}".strip()

    def while_speaking(self, pcm: bytes, floor: float) -> None:
        """A block that was heard while the product spoke, in a room that is so loud by itself."""
        loudness = level(pcm)
        self._loudest = max(self._loudest, loudness)
        self._blocks += 1
        self._loud_blocks += loudness > max(QUIETEST, floor * ABOVE_THE_ROOM)

    @property
    def is_heard(self) -> bool:
        """Whether the microphone hears the loudspeaker: with headphones it does not."""
        return self._factor > 1 or self._loud_blocks >= HEARS_ITSELF * self._blocks

    def end(self) -> None:
        """The product has spoken; the room still rings, if it ever did."""
        self._left = self.waits_seconds if self._spoken else 0.0
        self._rang = self._passed = 0.0
        self._counted = False

    def in_tail(self, pcm: bytes, floor: float) -> bool:
        """Whether this block is still too early to hold an answer; measures how long it rings.

        `floor` is how loud the room is by itself.
        """
        if self._left <= 0:
            return False
        seconds = len(pcm) / (2 * HEARD_HZ)
        self._left -= seconds
        self._passed += seconds
        if level(pcm) > max(self._loudest * RINGS, floor * 3):
            self._rang = self._passed
        if self._left <= 0:
            measured = min(LONGEST_TAIL, max(SHORTEST_TAIL, self._rang + 0.1))
            self.tail_seconds += (measured - self.tail_seconds) / 2
        return True

    def without_own(self, text: str) -> str:
        """The text without what the product has just spoken."""
        return without_own_words(text, self._own) if text else ""

    def is_own(self, text: str, began_seconds: float, answers: bool) -> bool:
        """Whether what began so long after the prompt is the prompt itself, heard again."""
        if not self._spoken:
            return False
        if not resembles(text, self._own):
            return False
        behind = began_seconds - self.waits_seconds
        if answers:
            return self.is_heard and behind <= AT_ONCE_SECONDS
        return behind <= SOON_SECONDS or len(text.split()) >= LONG_WORDS

    def heard_itself(self) -> bool:
        """Count a turn in which it heard itself; True when from now on a key has to be pressed."""
        if self._counted:
            return False
        self._counted = True
        self._itself_in_a_row += 1
        if self._itself_in_a_row == DOUBLED_AFTER:
            self._factor = min(2.0, LONGEST_TAIL / self.tail_seconds)
        if self._itself_in_a_row >= KEY_AFTER and not self.needs_a_key:
            self.needs_a_key = True
            return True
        return False

    def answered(self) -> None:
        """The person was heard: what came before was no habit."""
        if not self._counted:
            self._itself_in_a_row = 0

    def key_pressed(self) -> None:
        """The person is about to speak."""
        self.needs_a_key = False
        self._itself_in_a_row = 0

    @property
    def _own(self) -> str:
        return f"{self._lines} {self._spoken}"
