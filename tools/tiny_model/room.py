"""What another throat, a room, a microphone and noise do to a voice."""

import math
from functools import cache

import numpy as np
from scipy.fft import next_fast_len

from tools.voices import RATE, Samples, with_noise

Rng = np.random.Generator


def in_a_room(
    samples: Samples, others: list[Samples], sizes: tuple[float, float], rng: Rng
) -> Samples:
    """The voice as it may reach a microphone: quiet or loud, in noise, in a room, in silence.

    `sizes` is how far the speaker is made larger or smaller. A sixth stands in
    digital silence, without which the model hears words in it.
    """
    voice = _elsewhere(samples, rng.uniform(*sizes), rng)
    before, after = rng.uniform(0.05, 0.5), rng.uniform(0.1, 0.9)
    voice = np.pad(voice, (int(before * RATE), int(after * RATE)))
    roll = rng.random()
    if roll < 0.40:
        voice = with_noise(voice, rng.uniform(5, 30), _white(len(voice), rng))
    elif roll < 0.72:
        voice = with_noise(voice, rng.uniform(3, 30), make_noise(len(voice), others, rng))
    elif roll < 0.84:
        voice = with_noise(voice, rng.uniform(30, 60), _white(len(voice), rng))
    level = 10 ** rng.uniform(-1.5, 0)
    return (voice / max(float(np.abs(voice).max()), 1e-6) * level).astype(np.float32)


def make_noise(length: int, others: list[Samples], rng: Rng) -> Samples:
    """A stretch of noise: hiss of some colour, a hum, or people talking among themselves."""
    roll = rng.random()
    if roll < 0.6:
        return _coloured(length, rng)
    if roll < 0.7:
        return _hum(length, rng) + _quiet(_coloured(length, rng))
    talk = np.zeros(length, np.float32)
    for other in others:
        talk += np.roll(np.resize(other, length), int(rng.integers(length)))
    return talk + 0.05 * float(np.abs(talk).max(initial=1e-3)) * _white(length, rng)


def _elsewhere(samples: Samples, size: float, rng: Rng) -> Samples:
    """From a throat that is shorter by `size`, in a room, through a microphone.

    All three are a step each in the frequencies: a third of the time that three
    filters would take.
    """
    tail = _echo(rng) if rng.random() < 0.35 else np.ones(1)
    long = next_fast_len(len(samples) + int(1.35 * len(tail)) + 256)
    short = next_fast_len(round(long / size))
    spectrum = np.fft.rfft(samples, long)
    cut = np.zeros(short // 2 + 1, np.complex64)
    keep = min(len(spectrum), len(cut))
    cut[:keep] = spectrum[:keep]
    hertz = np.fft.rfftfreq(short, 1 / RATE)
    if rng.random() < 0.5:
        cut *= 10 ** (_tilt(hertz, rng) / 20)
    if rng.random() < 0.2:
        lowest, highest = rng.uniform(50, 350), rng.uniform(3_300, 7_500)
        cut *= 1 / np.sqrt(1 + (lowest / (hertz + 1)) ** 6 + (hertz / highest) ** 12)
    if len(tail) > 1:
        cut *= np.fft.rfft(tail, short)
    spoken = np.fft.irfft(cut, short) * (short / long)
    return spoken[: round(len(samples) * short / long) + len(tail) // 2].astype(np.float32)


def _tilt(hertz: Samples, rng: Rng) -> Samples:
    """What a cheap microphone adds to each frequency, in decibels."""
    points = np.array([0, 150, 500, 1_500, 3_000, 5_000, 8_000])
    gain = np.interp(hertz, points, np.cumsum(rng.normal(0, 3, len(points))))
    gain -= gain[: len(gain) // 2].mean()
    return np.clip(gain, -15, 15).astype(np.float32)


def _echo(rng: Rng) -> Samples:
    """A room with a reverberation time of 0.1 to 0.5 s, from near by to across it."""
    length = int(rng.uniform(0.1, 0.5) * RATE)
    tail = rng.standard_normal(length, np.float32) * 10 ** (-3 * np.arange(length) / length)
    tail[: int(0.002 * RATE)] = 0
    tail *= rng.uniform(0.1, 0.8) / max(float(np.sqrt(np.sum(tail**2))), 1e-6)
    tail[0] = 1
    return tail.astype(np.float32)


def _quiet(noise: Samples) -> Samples:
    return noise * (0.2 / max(float(np.abs(noise).max()), 1e-6))


def _white(length: int, rng: Rng) -> Samples:
    return rng.standard_normal(length, dtype=np.float32)


def _coloured(length: int, rng: Rng) -> Samples:
    """A stretch of noise whose power falls with the frequency, or its square, or between."""
    bank = _noises()
    noise, start = bank[rng.integers(len(bank))], int(rng.integers(1 << 18))
    return np.take(noise, range(start, start + length), mode="wrap")


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
