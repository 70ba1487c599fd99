"""Synthetic voices to train the small speech model with, and to try hearing with.

espeak-ng comes with the `espeakng-loader` package; flite and Festival are Debian
packages (`apt-get install flite festival festvox-us-slt-hts festvox-kdlpc16k`), and so is
SVOX Pico, from Debian's non-free part (`apt-get install libttspico-utils`).
Every voice gives the same thing: samples, float32, mono, 16 000 Hz, within +-1.
"""

import ctypes
import math
import os
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Voice:
    """One voice of one synthesiser: `espeak`, `flite`, `pico` or `festival`."""

    synthesiser: str
    name: str

    def __str__(self) -> str:
        return f"{self.synthesiser} {self.name}"


HELD_OUT = (
    *(Voice("espeak", f"en-us+{name}") for name in ("f3", "m7", "m8")),
    Voice("flite", "slt"),
    Voice("festival", "cmu_us_slt_arctic_hts"),
    Voice("festival", "ked_diphone"),
)
"""Voices that training never hears. It hears nothing of Festival at all."""


def missing(synthesiser: str) -> str | None:
    """The command that installs the synthesiser, or None where it is there."""
    if synthesiser == "espeak" or shutil.which(_PROGRAMS[synthesiser]):
        return None
    return _INSTALL[synthesiser]


_PROGRAMS = {"flite": "flite", "pico": "pico2wave", "festival": "festival"}
_INSTALL = {
    "flite": "apt-get install flite",
    "pico": "apt-get install libttspico-utils (Debian's non-free part)",
    "festival": "apt-get install festival festvox-us-slt-hts festvox-kdlpc16k",
}


def speak(
    voice: Voice, texts: Sequence[str], rate: int | None = None, pitch: int | None = None
) -> list[Samples]:
    """Each text spoken.

    `rate` is words a minute, `pitch` 0 to 100; without them the voice speaks as
    it does by itself. Festival heeds neither, and not every voice of flite both.
    """
    match voice.synthesiser:
        case "espeak":
            rate, pitch = rate or 155, 50 if pitch is None else pitch
            return [_espeak(voice.name, text, rate, pitch) for text in texts]
        case "flite":
            return [_flite(voice.name, text, rate, pitch) for text in texts]
        case "pico":
            return [_pico(voice.name, text, rate, pitch) for text in texts]
        case _:
            return _festival(voice.name, texts)


def resample(samples: Samples, rate_hz: float) -> Samples:
    """The same sound, that was taken at `rate_hz`, at 16 000 Hz."""
    if rate_hz == RATE or not len(samples):
        return samples
    # In the frequency domain: exact enough for speech, and no filter to design.
    length = round(len(samples) * RATE / rate_hz)
    spectrum = np.fft.rfft(samples)
    keep = min(len(spectrum), length // 2 + 1)
    cut = np.zeros(length // 2 + 1, dtype=np.complex128)
    cut[:keep] = spectrum[:keep]
    return (np.fft.irfft(cut, length) * (length / len(samples))).astype(np.float32)


def trimmed(samples: Samples) -> Samples:
    """Without the silence that synthesisers put around what they say."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * max(float(np.abs(samples).max(initial=0)), 1e-6))
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples


def with_noise(samples: Samples, snr_db: float, noise: Samples) -> Samples:
    """The samples in noise: the ratio is that of the powers of the spoken part and the noise."""
    spoken = trimmed(samples)
    power = float(np.mean(spoken**2)) if len(spoken) else 0.0
    noise = np.resize(noise, len(samples))
    gain = math.sqrt(power / max(float(np.mean(noise**2)), 1e-12) / 10 ** (snr_db / 10))
    return (samples + gain * noise).astype(np.float32)


def to_pcm(samples: Samples) -> bytes:
    """The samples as 16-bit little-endian sound, as recognisers take it."""
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


# --- espeak-ng, inside this process -------------------------------------------------

_RETRIEVE, _UTF8, _RATE, _PITCH = 1, 1, 1, 3
_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class _Espeak:
    def __init__(self) -> None:
        import espeakng_loader

        data = Path(espeakng_loader.get_data_path())
        self.library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self.rate_hz = self.library.espeak_Initialize(_RETRIEVE, 0, os.fsencode(data.parent), 1)
        if self.rate_hz <= 0:
            raise RuntimeError("espeak-ng does not start")
        self.pieces: list[NDArray[np.int16]] = []
        self.callback = _CALLBACK(self._take)  # kept, or it is collected while in use
        self.library.espeak_SetSynthCallback(self.callback)

    def _take(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _: object) -> int:
        if count > 0:
            self.pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def speak(self, voice: str, text: str, rate: int, pitch: int) -> Samples:
        if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}")
        self.library.espeak_SetParameter(_RATE, rate, 0)
        self.library.espeak_SetParameter(_PITCH, pitch, 0)
        self.pieces.clear()
        raw = text.encode() + b"\0"
        self.library.espeak_Synth(raw, len(raw), 0, 0, 0, _UTF8, None, None)
        self.library.espeak_Synchronize()
        if not self.pieces:
            return np.zeros(0, np.float32)
        return resample(np.concatenate(self.pieces).astype(np.float32) / 32768, self.rate_hz)

    def ipa(self, word: str) -> str:
        self.library.espeak_SetVoiceByName(b"en-us")
        self.library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        text = ctypes.pointer(ctypes.c_char_p(word.encode()))
        told: bytes = self.library.espeak_TextToPhonemes(text, _UTF8, 2)
        return told.decode()


@cache
def _engine() -> _Espeak:
    return _Espeak()


def _espeak(voice: str, text: str, rate: int, pitch: int) -> Samples:
    return _engine().speak(voice, text, rate, pitch)


def ipa(word: str) -> str:
    """How espeak-ng's American voice would say the word, in IPA."""
    return _engine().ipa(word)


# --- flite, Pico and Festival, as programs ------------------------------------------


def _flite(voice: str, text: str, rate: int | None, pitch: int | None) -> Samples:
    how = []
    if rate is not None:
        how += ["--setf", f"duration_stretch={155 / rate:.2f}"]
    if pitch is not None:
        how += ["--setf", f"int_f0_target_mean={40 + 2.2 * pitch:.0f}"]
    with tempfile.NamedTemporaryFile(suffix=".wav") as out:
        command = ["flite", "-voice", voice, *how, "-t", text, "-o", out.name]
        subprocess.run(command, check=True, capture_output=True)
        return read_wave(Path(out.name))


def _pico(language: str, text: str, rate: int | None, pitch: int | None) -> Samples:
    plain = text.replace("&", " ").replace("<", " ")
    marked = (
        f'<pitch level="{100 if pitch is None else 60 + pitch}">'
        f'<speed level="{100 * (rate or 155) // 155}">{plain}</speed></pitch>'
    )
    with tempfile.NamedTemporaryFile(suffix=".wav") as out:
        command = ["pico2wave", "-l", language, "-w", out.name, marked]
        subprocess.run(command, check=True, capture_output=True)
        return read_wave(Path(out.name))


def _festival(voice: str, texts: Sequence[str]) -> list[Samples]:
    with tempfile.TemporaryDirectory() as folder:
        script = [f"(voice_{voice})"]
        for number, text in enumerate(texts):
            plain = text.replace('"', " ").replace("\\", " ")
            script.append(
                f'(utt.save.wave (utt.synth (Utterance Text "{plain}")) "{folder}/{number}.wav")'
            )
        program = Path(folder) / "say.scm"
        program.write_text("\n".join(script), encoding="utf-8")
        subprocess.run(["festival", "-b", str(program)], check=True, capture_output=True)
        return [read_wave(Path(folder) / f"{number}.wav") for number in range(len(texts))]


def read_wave(path: Path) -> Samples:
    """A 16-bit mono WAV file as samples at 16 000 Hz."""
    with wave.open(str(path)) as sound:
        raw = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return resample(raw.astype(np.float32) / 32768, sound.getframerate())
