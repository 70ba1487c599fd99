"""What the loop needs of the world, so that tests and the demo can be that world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from voice_local.sound import Sound


class DeviceLost(Exception):
    """A microphone or loudspeaker is missing, or has gone; the message says what mends it."""


class VoiceLost(Exception):
    """The voice is missing, or hangs; the message says what mends it."""


class Microphone(Protocol):
    """What is heard in the room."""

    def open(self) -> None:
        """Begin to hear. Raises `DeviceLost`."""

    def read(self) -> bytes:
        """The next samples: int16, mono, 16 000 Hz. Waits for them; raises `DeviceLost`."""

    def close(self) -> None:
        """Stop to hear; may be called at any time, and twice."""


class Loudspeaker(Protocol):
    """What is heard by the person."""

    def open(self) -> None:
        """Make ready to play. Raises `DeviceLost`."""

    def play(self, sound: Sound) -> None:
        """Begin to play, at once, and return. Raises `DeviceLost`."""

    @property
    def playing(self) -> bool:
        """Whether there is something left to play. Raises `DeviceLost`."""

    def stop(self) -> None:
        """Fall silent within 50 ms."""

    def close(self) -> None:
        """Let the device go; may be called at any time, and twice."""


class Voice(Protocol):
    """Text to speech."""

    def speak(self, text: str, pace: str = "normal") -> Sound:
        """The spoken text. Raises `VoiceLost`."""

    def close(self) -> None:
        """End what it runs in; may be called at any time, and twice."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a recogniser makes of the sound since it began to listen."""

    expected: str = ""
    """Among the phrases of the open question and the commands; holds `[unk]` for other speech."""
    free: str = ""
    """Without any expectation."""
    settled: bool = False
    """Whether it holds the utterance to be over."""


class Recogniser(Protocol):
    """Speech to text, with an ear for the question's phrases and an ear for everything."""

    def expect(self, question: str) -> None:
        """Listen for the answers to this question from here on, and forget what came before."""

    def hear(self, pcm: bytes) -> Words:
        """What was said so far. Samples: int16, mono, 16 000 Hz."""

    def look_ahead(self) -> Words:
        """What was said so far, with nothing held back to wait for more sound."""

    def forget(self) -> None:
        """Drop the words so far; the question stays."""


class Screen(Protocol):
    """The terminal, if somebody sits at it."""

    def show(self, text: str) -> None:
        """Print a line."""

    @property
    def can_type(self) -> bool:
        """Whether anybody may type here; a service has no keyboard."""

    def typed(self) -> str | None:
        """A line that was typed meanwhile, or None. Does not wait."""

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until a line is typed; whether one was."""


class Clock(Protocol):
    """The time, with its zone."""

    def __call__(self) -> datetime:
        """Now."""
