"""The microphone, through miniaudio."""

from __future__ import annotations

import queue
from collections.abc import Generator
from contextlib import suppress
from typing import Any

from voice_local.devices import MEND, open_device
from voice_local.ports import DeviceLost
from voice_local.sound import HEARD_HZ

BLOCK_MS = 20
START_SECONDS = 5.0
"""A sound server may take seconds to its first samples."""
LOST_SECONDS = 1.0
"""A microphone that has begun, and then gives nothing for so long, is gone."""
MOST_BLOCKS = 1500
"""Half a minute is kept for a busy reader; of more, the oldest is dropped."""


class MiniaudioMicrophone:
    """Blocks of 20 ms or so: int16, mono, 16 000 Hz."""

    def __init__(self) -> None:
        self._device: Any = None
        self._blocks: queue.Queue[bytes] = queue.Queue(MOST_BLOCKS)
        self._begun = False

    def open(self) -> None:
        """Begin to hear. Raises `DeviceLost`."""
        if self._device is not None:
            return
        device = open_device(
            "microphone",
            "CaptureDevice",
            nchannels=1,
            sample_rate=HEARD_HZ,
            buffersize_msec=BLOCK_MS,
        )
        self._blocks = queue.Queue(MOST_BLOCKS)
        generator = _put_in(self._blocks)
        next(generator)
        try:
            device.start(generator)
        except Exception as error:  # miniaudio's own, and it may be half gone already
            device.close()
            raise DeviceLost(f"The microphone does not start. {MEND}") from error
        self._device, self._begun = device, False

    def read(self) -> bytes:
        """The next samples; raises `DeviceLost` when none come."""
        if self._device is None:
            raise DeviceLost("The microphone is gone. Plug it in again.")
        try:
            block = self._blocks.get(timeout=LOST_SECONDS if self._begun else START_SECONDS)
            self._begun = True
            return block
        except queue.Empty:
            raise DeviceLost("The microphone is gone. Plug it in again.") from None

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()


def _put_in(blocks: queue.Queue[bytes]) -> Generator[None, bytes, None]:
    """Take blocks from the sound thread; never make it wait."""
    while True:
        block = bytes((yield))
        if blocks.full():
            with suppress(queue.Empty):
                blocks.get_nowait()
        with suppress(queue.Full):
            blocks.put_nowait(block)
