"""What a room and a microphone do to a voice, and the features that Kaldi takes from sound."""

import math
from functools import cache

import kaldi_native_fbank as knf
import numpy as np
from numpy.typing import NDArray

from tools.voices import RATE, Samples, with_noise

MEL_BINS, CEPSTRA = 30, 24
"""Few enough that the pitch of a voice does not show between them."""
LOWEST_HZ, HIGHEST_HZ = 20, 7_600
Features = NDArray[np.float32]
Rng = np.random.Generator


def mfcc(samples: Samples) -> Features:
    """Frames by 24: what Vosk computes by `conf/mfcc.conf`, every 10 ms."""
    options = knf.MfccOptions()
    options.frame_opts.samp_freq = RATE
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins, options.num_ceps = MEL_BINS, CEPSTRA
    options.mel_opts.low_freq, options.mel_opts.high_freq = LOWEST_HZ, HIGHEST_HZ
    options.use_energy = False
    computer = knf.OnlineMfcc(options)
    computer.accept_waveform(RATE, (samples * 32_767).tolist())
    computer.input_finished()
    frames = [computer.get_frame(i) for i in range(computer.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, CEPSTRA), np.float32)


def in_a_room(samples: Samples, others: list[Samples], rng: Rng) -> Samples:
    """The voice as it may reach a microphone: quiet or loud, in noise, in a room, in silence.

    A third stands in digital silence, without which the model hears words in it.
    """
    voice = samples * rng.uniform(0.5, 1)
    if rng.random() < 0.4:
        voice = _tilted(voice, rng)
    if rng.random() < 0.35:
        voice = _echoed(voice, rng)
    before, after = rng.uniform(0.05, 0.5), rng.uniform(0.15, 0.7)
    voice = np.concatenate(
        [np.zeros(int(before * RATE)), voice, np.zeros(int(after * RATE))]
    ).astype(np.float32)
    roll = rng.random()
    if roll < 0.7:
        voice = with_noise(voice, rng.uniform(3, 28), make_noise(len(voice), others, rng))
    elif roll < 0.8:
        voice = with_noise(voice, rng.uniform(32, 60), _white(len(voice), rng))
    level = 10 ** rng.uniform(-1.5, 0)
    return (voice / max(float(np.abs(voice).max()), 1e-6) * level).astype(np.float32)


def make_noise(length: int, others: list[Samples], rng: Rng) -> Samples:
    """A stretch of noise: hiss of some colour, a hum, or people talking among themselves."""
    roll = rng.random()
    if roll < 0.35:
        return _white(length, rng)
    if roll < 0.7:
        return _coloured(length, rng)
    if roll < 0.8:
        return _hum(length, rng) + _quiet(_coloured(length, rng))
    talk = np.zeros(length, np.float32)
    for other in others:
        talk += np.roll(np.resize(other, length), int(rng.integers(length)))
    return talk + 0.05 * float(np.abs(talk).max(initial=1e-3)) * _white(length, rng)


def _quiet(noise: Samples) -> Samples:
    return noise * (0.2 / max(float(np.abs(noise).max()), 1e-6))


def _white(length: int, rng: Rng) -> Samples:
    return rng.standard_normal(length, dtype=np.float32)


def _coloured(length: int, rng: Rng) -> Samples:
    """A stretch of noise whose power falls with the frequency, or its square, or between."""
    bank = _noises()
    return np.roll(bank[rng.integers(len(bank))], rng.integers(1 << 18))[:length]


@cache
def _noises() -> list[Samples]:
    rng, length = np.random.default_rng(0), 1 << 18
    hertz = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 40)
    return [
        np.fft.irfft(np.fft.rfft(_white(length, rng)) / hertz ** (slope / 2)).astype(np.float32)
        for slope in (0.3, 0.6, 1.0, 1.3, 1.6, 2.0, 2.4)
    ]


def _hum(length: int, rng: Rng) -> Samples:
    at = np.arange(length) / RATE
    base = rng.choice([50.0, 60.0, 100.0, 120.0])
    tones = (np.sin(2 * math.pi * base * k * at + rng.uniform(0, 6)) / k for k in range(1, 12))
    return np.asarray(sum(tones), np.float32)


def _tilted(samples: Samples, rng: Rng) -> Samples:
    """Through a cheap microphone: the spectrum tilts and sags by some decibels."""
    size = 1 << (len(samples) + 256).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    points = np.array([0, 150, 500, 1_500, 3_000, 5_000, 8_000])
    gain = np.interp(hertz, points, np.cumsum(rng.normal(0, 3, len(points))))
    gain -= gain[hertz < 4_000].mean()
    spectrum = np.fft.rfft(samples, size) * 10 ** (np.clip(gain, -15, 15) / 20)
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


def _echoed(samples: Samples, rng: Rng) -> Samples:
    """In a room with a reverberation time of 0.1 to 0.5 s, from near by to across it."""
    length = int(rng.uniform(0.1, 0.5) * RATE)
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[: int(0.002 * RATE)] = 0
    tail *= rng.uniform(0.1, 0.8) / max(float(np.sqrt(np.sum(tail**2))), 1e-6)
    tail[0] = 1
    size = 1 << (len(samples) + length).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)
    return wet[: len(samples) + length // 2].astype(np.float32)
