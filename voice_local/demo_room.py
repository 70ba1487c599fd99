"""A room without any sound hardware: a synthetic person hears the product out, then speaks.

One clock, that of the sound, moves both: with every block that the product
hears, and with the time that the product takes to compute. So the delays in it
are those that a person would meet, and yet it runs as fast as the machine can.
"""

from __future__ import annotations

import array
import random
import time
import wave
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from voice_local.sound import HEARD_HZ, Sound, level, mixed

BLOCK = 320
"""Samples of one block: 20 ms."""
REACTION_SECONDS = 0.7
"""How long the person waits when the product has finished."""
NOISE_SECONDS = 7
SPEECH_LEVEL = 3000.0
"""Root mean square of the person's speech, of 32767."""


class ScriptOver(Exception):
    """The person has nothing more to say, and goes."""


@dataclass
class Heard:
    """One line that the person spoke, with what came of it; times in seconds of the room."""

    line: str
    asked: str = ""
    began: float = 0.0
    ended: float = 0.0
    heard: str = ""
    early: bool = False
    replied: float | None = None
    said: str = ""

    @property
    def latency_ms(self) -> int | None:
        """From the last sound of the person to the first of the reply."""
        return None if self.replied is None else round(1000 * (self.replied - self.ended))


class DemoRoom:
    """Microphone, loudspeaker, screen and clock of a room in which `lines` are spoken."""

    def __init__(self, lines: list[tuple[str, Sound]], noise_snr_db: float | None = None) -> None:
        self._lines = deque(lines)
        self.began_at = datetime.now().astimezone()
        self._position = 0
        """Samples since the room began."""
        self._returned_at: float | None = None
        self._person: deque[bytes] = deque()
        self._left: list[bytes] = []
        self._right: list[tuple[int, bytes]] = []
        self._busy_until = 0
        self._quiet_since = 0
        self._noise = b"" if noise_snr_db is None else _noise(noise_snr_db)
        self._listening = False
        self.turns: list[Heard] = []
        self.spoken: list[str] = []
        """What the product has said since the person spoke last."""

    @property
    def seconds(self) -> float:
        return self._position / HEARD_HZ

    @property
    def lines_left(self) -> int:
        return len(self._lines)

    def clock(self) -> datetime:
        return self.began_at + timedelta(seconds=self.seconds)

    def listening(self) -> None:
        """The product has said that it listens."""
        self._listening = True

    # --- microphone ----------------------------------------------------------------

    def open(self) -> None:
        pass

    def read(self) -> bytes:
        """The next 20 ms; raises `ScriptOver` when it is the person's turn and nothing is left."""
        self._position += BLOCK
        quiet = self._position - max(self._busy_until, self._quiet_since)
        if self._listening and not self._person and quiet > REACTION_SECONDS * HEARD_HZ:
            self._begin_to_speak()
        block = self._person.popleft() if self._person else bytes(2 * BLOCK)
        if self._noise:
            at = 2 * self._position % (len(self._noise) - 2 * BLOCK)
            block = mixed(block, self._noise[at : at + 2 * BLOCK])
        self._left.append(block)
        self._returned_at = time.perf_counter()
        return block

    def close(self) -> None:
        pass

    def _begin_to_speak(self) -> None:
        if not self._lines:
            raise ScriptOver
        self._listening = False
        line, sound = self._lines.popleft()
        pcm = sound.pcm + bytes(-len(sound.pcm) % (2 * BLOCK))
        self._person.extend(pcm[at : at + 2 * BLOCK] for at in range(0, len(pcm), 2 * BLOCK))
        began = (self._position - BLOCK) / HEARD_HZ
        asked = " ".join(self.spoken)
        self.spoken.clear()
        self.turns.append(Heard(line, asked, began, began + len(sound.pcm) / (2 * HEARD_HZ)))

    # --- loudspeaker ---------------------------------------------------------------

    def play(self, sound: Sound) -> None:
        """Sounds from here on, later by the time that was computed since the last block."""
        took = time.perf_counter() - self._returned_at if self._returned_at else 0.0
        start = max(self._position + round(took * HEARD_HZ), self._busy_until)
        pcm = sound.at(HEARD_HZ).pcm
        self._right.append((start, pcm))
        self._busy_until = start + len(pcm) // 2
        if self.turns and self.turns[-1].replied is None:
            self.turns[-1].replied = start / HEARD_HZ

    @property
    def playing(self) -> bool:
        return self._position < self._busy_until

    def stop(self) -> None:
        if self.playing:
            start, pcm = self._right[-1]
            self._right[-1] = (start, pcm[: max(0, 2 * (self._position - start))])
            self._busy_until = self._position

    # --- what remains ----------------------------------------------------------------

    def write(self, path: Path) -> float:
        """One stereo WAV, the person left and the product right; returns its seconds."""
        length = max(self._position, self._busy_until)
        left = array.array("h", b"".join(self._left))
        left.extend([0] * (length - len(left)))
        right = array.array("h", bytes(2 * length))
        for start, pcm in self._right:
            samples = array.array("h", pcm)
            right[start : start + len(samples)] = samples
        both = array.array("h", bytes(4 * length))
        both[0::2], both[1::2] = left[:length], right[:length]
        with path.open("wb") as stream, wave.open(stream, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(HEARD_HZ)
            file.writeframes(both.tobytes())
        return length / HEARD_HZ


def as_spoken(sound: Sound) -> Sound:
    """A person's line as the room gets it: trimmed, at the usual loudness."""
    heard = sound.at(HEARD_HZ).trimmed()
    loudness = level(heard.pcm)
    return heard.louder(SPEECH_LEVEL / loudness) if loudness else heard


def _noise(snr_db: float) -> bytes:
    """White noise, so much quieter than the person's speech, the same every time."""
    loudness = SPEECH_LEVEL / 10 ** (snr_db / 20)
    source = random.Random(1)
    samples = (round(source.gauss(0, loudness)) for _ in range(NOISE_SECONDS * HEARD_HZ))
    return array.array("h", (max(-32768, min(32767, sample)) for sample in samples)).tobytes()
