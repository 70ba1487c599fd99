"""The loudspeaker, through miniaudio: it can fall silent at once, and says when it has gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from voice_local.devices import MEND, open_device
from voice_local.ports import DeviceLost
from voice_local.sound import SPOKEN_HZ, Sound

BLOCK_MS = 20
BEHIND_SECONDS = 0.06
"""About how long what was handed to the system takes to be heard."""
START_SECONDS, LOST_SECONDS = 4.0, 1.5
"""A loudspeaker that asks for nothing for so long is gone; at first a sound server takes longer."""


class MiniaudioLoudspeaker:
    """Plays one sound at a time. The device stays open and is fed silence in between."""

    def __init__(self) -> None:
        self._device: Any = None
        self._lock = threading.Lock()
        self._pcm = b""
        self._at = 0
        self._ended: float = 0.0
        self._asked: float = 0.0

    def open(self) -> None:
        """Make ready to play. Raises `DeviceLost`."""
        if self._device is not None:
            return
        device = open_device(
            "loudspeaker",
            "PlaybackDevice",
            nchannels=1,
            sample_rate=SPOKEN_HZ,
            buffersize_msec=BLOCK_MS,
        )
        generator = self._samples()
        next(generator)
        self._asked = time.monotonic() + START_SECONDS - LOST_SECONDS
        try:
            device.start(generator)
        except Exception as error:  # miniaudio's own, and it may be half gone already
            device.close()
            raise DeviceLost(f"The loudspeaker does not start. {MEND}") from error
        self._device = device

    def play(self, sound: Sound) -> None:
        """Begin to play, at once, and return. Raises `DeviceLost`."""
        self.open()
        with self._lock:
            self._pcm, self._at = sound.at(SPOKEN_HZ).pcm, 0

    @property
    def playing(self) -> bool:
        """Whether something is still to be heard. Raises `DeviceLost`."""
        now = time.monotonic()
        with self._lock:
            left = self._at < len(self._pcm)
        if left and now - self._asked > LOST_SECONDS:
            self.close()
            raise DeviceLost("The loudspeaker is gone. Plug it in again.")
        return left or now - self._ended < BEHIND_SECONDS

    def stop(self) -> None:
        """Fall silent: nothing more is handed to the system."""
        with self._lock:
            self._pcm, self._at = b"", 0

    def close(self) -> None:
        self.stop()
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _samples(self) -> Generator[bytes, int, None]:
        """What the sound thread asks for, block by block; silence where there is nothing."""
        frames = yield b""
        while True:
            with self._lock:
                taken = self._pcm[self._at : self._at + 2 * frames]
                self._at += len(taken)
            self._asked = time.monotonic()
            if taken:
                self._ended = self._asked
            frames = yield taken + bytes(2 * frames - len(taken))


def play_file(path: Path) -> None:
    """Play a WAV file to its end. Raises `DeviceLost`."""
    loudspeaker = MiniaudioLoudspeaker()
    try:
        loudspeaker.play(Sound.from_wav(path.read_bytes()))
        while loudspeaker.playing:
            time.sleep(0.05)
    finally:
        loudspeaker.close()
