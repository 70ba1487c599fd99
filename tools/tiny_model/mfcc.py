"""The features that Kaldi takes from sound by `conf/mfcc.conf`, in numpy.

They are made afresh for every epoch of training, so they have to be quick. The
same as Kaldi's (`feat/feature-mfcc.cc`) but for rounding.
"""

import numpy as np
from numpy.typing import NDArray

from tools.voices import RATE, Samples

MEL_BINS, CEPSTRA = 30, 24
"""Few enough that the pitch of a voice does not show between them."""
LOWEST_HZ, HIGHEST_HZ = 20, 7_600
FRAME, SHIFT, SIZE = RATE // 40, RATE // 100, 512
LIFTER = 22

Features = NDArray[np.float32]


def mfcc(samples: Samples, masked: slice = slice(0)) -> Features:
    """Frames by 24, every 10 ms; the mel bands `masked` hold what they hold on average."""
    if len(samples) < FRAME:
        return np.zeros((0, CEPSTRA), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples * np.float32(32_767), FRAME)[::SHIFT]
    frames = frames - frames.mean(1, keepdims=True)
    # Each sample less 0.97 of the one before it; the first has itself before it.
    emphasised = frames.copy()
    emphasised[:, 1:] -= np.float32(0.97) * frames[:, :-1]
    emphasised[:, 0] -= np.float32(0.97) * frames[:, 0]
    spectrum = np.fft.rfft(emphasised * _WINDOW, SIZE)
    power = spectrum.real**2 + spectrum.imag**2
    bands = np.log(np.maximum(power @ _BANKS, np.finfo(np.float32).eps))
    if masked.stop:
        bands[:, masked] = bands[:, masked].mean(0)
    result: Features = (bands @ _COSINES).astype(np.float32)
    return result


def _window() -> Samples:
    """Povey's: like Hann's, but not zero at its ends."""
    at = np.arange(FRAME)
    return ((0.5 - 0.5 * np.cos(2 * np.pi * at / (FRAME - 1))) ** 0.85).astype(np.float32)


def _banks() -> Samples:
    """Triangles that are even on the mel scale: (257, 30)."""

    def mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1127 * np.log(1 + hertz / 700)

    at = mel(np.arange(SIZE // 2 + 1) * (RATE / SIZE))
    edges = np.linspace(*mel(np.array([LOWEST_HZ, HIGHEST_HZ])), MEL_BINS + 2)
    left, middle, right = edges[:-2], edges[1:-1], edges[2:]
    up = (at[:, None] - left) / (middle - left)
    down = (right - at[:, None]) / (right - middle)
    banks = np.maximum(0, np.minimum(up, down))
    banks[-1] = 0  # Kaldi leaves the last bin out
    return banks.astype(np.float32)


def _cosines() -> Samples:
    """From bands to cepstra, the higher of them raised: (30, 24)."""
    number = np.arange(CEPSTRA)
    band = np.arange(MEL_BINS)[:, None]
    cosines = np.sqrt(2 / MEL_BINS) * np.cos(np.pi / MEL_BINS * (band + 0.5) * number)
    cosines[:, 0] = np.sqrt(1 / MEL_BINS)
    return (cosines * (1 + 0.5 * LIFTER * np.sin(np.pi * number / LIFTER))).astype(np.float32)


_WINDOW, _BANKS, _COSINES = _window(), _banks(), _cosines()
