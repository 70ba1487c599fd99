"""How likely each danger is, from weights learned from the lines in `data/`.

A multinomial logistic regression, kept as whole numbers so that it gives the
same answer on every machine, and packed so that plain Python is fast enough:
the eight weights of a piece are eight 32-bit lanes of one large integer, and
adding up a hundred pieces is a hundred additions. No lane can overflow: weights
are below 128, and an utterance has fewer than a million pieces.
"""

import json
import sys
from array import array
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from struct import Struct

from dialogs.hear.danger_features import FIRST, UNKNOWN, Numbers, runs

LANES = 8
"""`none`, the six dangers, and how much the piece counts towards the length of the utterance."""
_BYTES = 4 * LANES
_LANES = Struct(f"<{LANES}I")
MIDDLE = 128
"""Weights are stored as 0 to 255 around this."""
_MIDDLES = sum(MIDDLE << 32 * lane for lane in range(LANES - 1))
_ZERO = 1 << 31
_ZEROS = sum(_ZERO << 32 * lane for lane in range(LANES))
"""Added before the lanes are taken apart, so that none of them is negative."""
LENGTH_UNIT = 16


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, and the thresholds chosen with them."""

    labels: tuple[str, ...]
    """`none` first."""
    bias: tuple[float, ...]
    step: float
    """What one unit of a stored weight is worth."""
    hard: float
    soft: float
    groups: dict[str, str]
    """Words that are used alike, by name of their group."""
    numbers: dict[str, int]
    """The words, classes and groups that are part of a run."""
    alone: dict[str, int]
    """The weights of what stands alone."""
    runs: dict[int, int]

    @classmethod
    def load(cls, path: Path) -> "Model":
        """The model in a file of numbers, as `tools/train_danger.py` writes it."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        keys = array("Q", b64decode(stored["runs"]))
        if sys.byteorder == "big":
            keys.byteswap()
        return cls(
            labels=tuple(stored["labels"]),
            bias=tuple(stored["bias"]),
            step=stored["step"],
            hard=stored["hard"],
            soft=stored["soft"],
            groups={w: f"@{n}" for n, ws in enumerate(stored["groups"]) for w in ws.split()},
            numbers={name: n for n, name in enumerate(stored["numbered"].split(), FIRST)},
            alone=dict(
                zip(stored["alone"].split(), _unpacked(stored["alone_weights"]), strict=True)
            ),
            runs=dict(zip(keys, _unpacked(stored["run_weights"]), strict=True)),
        )

    def number(self, name: str) -> int:
        """The number of a word, class or group within runs."""
        return self.numbers.get(name, UNKNOWN)

    def weigh(self, names: Iterable[str]) -> int:
        """The weights of these pieces that stand alone."""
        return sum(filter(None, map(self.alone.get, names)))

    def chances(self, alone: int, said: Numbers) -> list[float]:
        """The chance of each label; they add up to one.

        `alone` weighs the pieces that stand alone, `said` is the utterance as numbers.
        """
        total = sum(filter(None, map(self.runs.get, runs(said))), alone)
        *lanes, length = _LANES.unpack((total + _ZEROS).to_bytes(_BYTES, "little"))
        length -= _ZERO
        scale = self.step / sqrt(length / LENGTH_UNIT) if length else 0.0
        return softmax(
            [bias + scale * (lane - _ZERO) for bias, lane in zip(self.bias, lanes, strict=True)]
        )


def _unpacked(text: str) -> list[int]:
    """The lanes of every piece as one signed number each."""
    stored = b64decode(text)
    lanes = bytearray(4 * len(stored))
    lanes[0::4] = stored
    whole = int.from_bytes
    return [
        whole(lanes[at : at + _BYTES], "little") - _MIDDLES for at in range(0, len(lanes), _BYTES)
    ]


def softmax(logits: Sequence[float]) -> list[float]:
    """The chances of these log odds.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(logits)
    parts = [exp(x - top) for x in logits]
    whole = sum(parts)
    return [p / whole for p in parts]
