"""Sound as the voice channel hands it around: 16-bit mono samples and their rate."""

from __future__ import annotations

import array
import io
import math
import operator
import wave
from dataclasses import dataclass
from typing import Self

HEARD_HZ = 16_000
"""The rate at which a recogniser listens."""
SPOKEN_HZ = 22_050
"""The rate at which the product speaks."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound: `pcm` holds int16 samples, mono, in this machine's byte order."""

    pcm: bytes
    rate_hz: int

    @property
    def seconds(self) -> float:
        return len(self.pcm) / (2 * self.rate_hz)

    @classmethod
    def silence(cls, seconds: float, rate_hz: int) -> Self:
        """Digital silence."""
        return cls(bytes(2 * round(seconds * rate_hz)), rate_hz)

    @classmethod
    def from_wav(cls, data: bytes) -> Self:
        """The sound of a WAV file of 16-bit samples, all its channels at once.

        Raises `ValueError` for anything else.
        """
        try:
            with wave.open(io.BytesIO(data)) as file:
                if file.getsampwidth() != 2:
                    raise ValueError("not a WAV file of 16-bit samples")
                pcm = file.readframes(file.getnframes())
                channels, rate = file.getnchannels(), file.getframerate()
        except (wave.Error, EOFError) as error:
            raise ValueError(f"not a WAV file: {error}") from error
        samples = array.array("h", pcm)
        for channel in range(channels):
            one = samples[channel::channels].tobytes()
            pcm = mixed(pcm, one) if channel else one
        return cls(pcm, rate)

    def at(self, rate_hz: int) -> Sound:
        """The same sound in samples of another rate."""
        if rate_hz == self.rate_hz or not self.pcm:
            return Sound(self.pcm, rate_hz)
        import miniaudio

        form = miniaudio.SampleFormat.SIGNED16
        changed = miniaudio.convert_frames(form, 1, self.rate_hz, self.pcm, form, 1, rate_hz)
        return Sound(bytes(changed), rate_hz)

    def louder(self, factor: float) -> Sound:
        """The same sound with every sample multiplied, and none out of range."""
        samples = (max(-32768, min(32767, int(s * factor))) for s in array.array("h", self.pcm))
        return Sound(array.array("h", samples).tobytes(), self.rate_hz)

    def trimmed(self, keep_seconds: float = 0.0) -> Sound:
        """Without the digital near-silence at both ends, but for `keep_seconds` of it."""
        samples = array.array("h", self.pcm)
        loud = [at for at in range(0, len(samples), 80) if abs(samples[at]) > _INAUDIBLE]
        if not loud:
            return Sound(b"", self.rate_hz)
        keep = round(keep_seconds * self.rate_hz) + 80
        return Sound(samples[max(0, loud[0] - keep) : loud[-1] + keep].tobytes(), self.rate_hz)


_INAUDIBLE = 60


def level(pcm: bytes) -> float:
    """How loud the samples are: their root mean square, 0 to 32767."""
    if pcm.count(0) == len(pcm):
        return 0.0
    samples = array.array("h", pcm[: len(pcm) // 2 * 2])
    return math.sqrt(sum(map(operator.mul, samples, samples)) / len(samples))


def mixed(one: bytes, other: bytes) -> bytes:
    """Both sounds at once, as long as the longer one."""
    if len(one) < len(other):
        one, other = other, one
    samples, beside = array.array("h", one), array.array("h", other)
    for at, sample in enumerate(beside):
        samples[at] = max(-32768, min(32767, samples[at] + sample))
    return samples.tobytes()
