"""The microphone as a talk has it: lost and found again, and asleep while the lid is closed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from voice_local.ports import Clock, DeviceLost, Microphone, Screen

ASLEEP = timedelta(seconds=30)
"""A clock that jumps so far between two blocks of sound means that the lid was closed."""
DEAF_SECONDS = 120.0
"""How long a lost microphone is waited for."""


class LastingMicrophone:
    """Says on the screen that it has gone, and that it is back."""

    def __init__(self, microphone: Microphone, screen: Screen, clock: Clock) -> None:
        self._microphone = microphone
        self._screen = screen
        self._clock = clock
        self._deaf = False
        self._given_back: deque[bytes] = deque()
        self._last_block_at: datetime | None = None
        self.slept = False
        """Whether the machine was asleep between two blocks of sound."""

    def begin(self) -> None:
        """From here on the clock is watched; before, time may have passed."""
        self._last_block_at = None

    def read(self) -> bytes | None:
        """The next block of sound, or None while there is no microphone."""
        if self._given_back:
            return self._given_back.popleft()
        try:
            pcm = self._microphone.read()
        except DeviceLost as lost:
            if not self._deaf:
                self._deaf = True
                self._screen.show(f"{lost} Until then, type.")
            self._microphone.close()
            return None
        now = self._clock()
        if self._last_block_at is not None and now - self._last_block_at > ASLEEP:
            self.slept = True
        self._last_block_at = now
        return pcm

    def give_back(self, blocks: list[bytes]) -> None:
        """Blocks that nobody could listen to yet come first again."""
        self._given_back.extend(blocks)
        blocks.clear()

    def wait(self, leaving: Callable[[], bool]) -> bool:
        """Whether the microphone, or somebody at the keyboard, came back in time."""
        began = self._clock()
        while not leaving() and (self._clock() - began).total_seconds() < DEAF_SECONDS:
            try:
                self._microphone.open()
                self._microphone.read()
            except DeviceLost:
                self._microphone.close()
                if self._screen.wait(1.0):
                    return True
            else:
                self._deaf = False
                self._last_block_at = None
                self._screen.show("The microphone is back.")
                return True
        return False
