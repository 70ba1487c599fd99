"""A room made of numbers: microphone, loudspeaker, recogniser and screen without any device."""

from __future__ import annotations

import array
from collections import deque
from datetime import datetime, timedelta

from voice_local.hearing import Hearing
from voice_local.judge import Judge
from voice_local.ports import DeviceLost, VoiceLost, Words
from voice_local.sound import HEARD_HZ, SPOKEN_HZ, Sound
from voice_local.speech import in_words

BLOCK_SECONDS = 0.1
QUIET = bytes(2 * round(HEARD_HZ * BLOCK_SECONDS))


def loud(number: int) -> bytes:
    """A block of speech, told from all others by its number."""
    return array.array("h", [4000 + number, -4000] * (len(QUIET) // 4)).tobytes()


class FakeRoom:
    """Everything at once: what the person says is heard when the product listens."""

    def __init__(self) -> None:
        self.at = datetime.fromisoformat("2026-01-05T21:00:00-05:00")
        self.seconds = 0.0
        self.said: list[str] = []
        """What the loudspeaker played, by the voice's text."""
        self.shown: list[str] = []
        self.lines: deque[str] = deque()
        """What will be typed."""
        self.can_type = True
        self.echoes = False
        """Whether the microphone hears the loudspeaker."""
        self._spoken: list[str] = []
        """The words that each block of speech holds."""
        self._coming: deque[bytes] = deque()
        self._words: list[str] = []
        self._playing = 0.0
        self._sounding: list[str] = []
        self.gone = False
        self.back_at: float | None = None
        """When a microphone that is gone comes back."""
        self.mute = False
        self.voiceless = False
        self.is_open = True
        self.expected: list[str] = []

    # --- what the person does

    def say(self, text: str, after_seconds: float = 0.5, lasting_seconds: float = 0.3) -> None:
        """The person begins to say this so long from now."""
        self._coming.extend([QUIET] * round(after_seconds / BLOCK_SECONDS))
        words, blocks = text.split(), round(lasting_seconds / BLOCK_SECONDS)
        for block in range(blocks):
            begin, end = (len(words) * at // blocks for at in (block, block + 1))
            self._coming.append(self._block_of(words[begin:end]))

    def hush(self) -> None:
        """The person says no more of it."""
        self._coming.clear()

    def _block_of(self, words: list[str]) -> bytes:
        self._spoken.append(" ".join(words))
        return loud(len(self._spoken) - 1)

    def clock(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    # --- microphone

    def open(self) -> None:
        if self.back_at is not None and self.seconds >= self.back_at:
            self.gone = False
        if self.gone:
            raise DeviceLost("The microphone is gone.")
        self.is_open = True

    def read(self) -> bytes:
        if self.gone:
            raise DeviceLost("The microphone is gone.")
        self.seconds += BLOCK_SECONDS
        self._playing = max(0.0, self._playing - BLOCK_SECONDS)
        if self._coming:
            return self._coming.popleft()
        if self.echoes and self.playing and self._sounding:
            return self._block_of([self._sounding[len(self._spoken) % len(self._sounding)]])
        return QUIET

    def close(self) -> None:
        self.is_open = False

    # --- loudspeaker

    def play(self, sound: Sound) -> None:
        if self.mute:
            raise DeviceLost("The loudspeaker is gone.")
        self._playing = sound.seconds
        self._sounding = in_words(self.said[-1]).lower().split() if self.said else []

    @property
    def playing(self) -> bool:
        return self._playing > 1e-9

    def stop(self) -> None:
        self._playing = 0.0

    # --- voice

    def speak(self, text: str, pace: str = "normal") -> Sound:
        if self.voiceless:
            raise VoiceLost("The voice is gone.")
        self.said.append(text)
        return Sound.silence(0.05 * len(text.split()), SPOKEN_HZ)

    # --- recogniser

    def expect(self, question: str) -> None:
        self.expected.append(question)
        self.forget()

    def hear(self, pcm: bytes) -> Words:
        for block in range(0, len(pcm), len(QUIET)):
            first = int.from_bytes(pcm[block : block + 2], "little", signed=True)
            if first >= 4000 and (words := self._spoken[first - 4000]):
                self._words.append(words)
        return self.look_ahead()

    def look_ahead(self) -> Words:
        text = " ".join(self._words)
        return Words(text, text)

    def forget(self) -> None:
        self._words.clear()

    # --- screen

    def show(self, text: str) -> None:
        self.shown.append(text)

    def typed(self) -> str | None:
        return self.lines.popleft() if self.lines else None

    def wait(self, seconds: float) -> bool:
        self.seconds += seconds
        self._playing = max(0.0, self._playing - seconds)
        return bool(self.lines)

    def hearing(self, judge: Judge) -> Hearing:
        return Hearing(self, judge)
