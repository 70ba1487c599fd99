"""How likely each danger is, from weights learned from the lines in `data/`.

A multinomial logistic regression, kept as whole numbers so that it gives the
same answer on every machine, and packed so that plain Python is fast enough:
the eight weights of a piece are eight 32-bit lanes of one large integer, and
adding up a hundred pieces is a hundred additions. No lane can overflow: weights
are below 256, and an utterance has fewer than a million pieces.
"""

import json
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path

LANES = 8
"""`none`, the six dangers, and how much the piece counts towards the length of the utterance."""
_BYTES = 4 * LANES
_MASK = 0xFFFFFFFF
MIDDLE = 128
"""Weights are stored as 0 to 255 around this."""
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
    weights: dict[str, int]

    @classmethod
    def load(cls, path: Path) -> "Model":
        """The model in a file of numbers, as `tools/train_danger.py` writes it."""
        stored = json.loads(path.read_text(encoding="utf-8"))
        lanes = bytearray(4 * LANES * len(stored["pieces"].split("\n")))
        lanes[0::4] = b64decode(stored["weights"])
        whole = int.from_bytes
        return cls(
            labels=tuple(stored["labels"]),
            bias=tuple(stored["bias"]),
            step=stored["step"],
            hard=stored["hard"],
            soft=stored["soft"],
            groups={w: f"@{n}" for n, ws in enumerate(stored["groups"]) for w in ws.split()},
            weights={
                piece: whole(lanes[at : at + _BYTES], "little")
                for piece, at in zip(
                    stored["pieces"].split("\n"), range(0, len(lanes), _BYTES), strict=True
                )
            },
        )

    def chances(self, pieces: Iterable[str]) -> list[float]:
        """The chance of each label; they add up to one."""
        known = list(filter(None, map(self.weights.get, pieces)))
        total = sum(known)
        offset = MIDDLE * len(known)
        length = (total >> 32 * (LANES - 1)) / LENGTH_UNIT
        scale = self.step / sqrt(length) if length else 0.0
        logits = [
            bias + scale * ((total >> 32 * lane & _MASK) - offset)
            for lane, bias in enumerate(self.bias)
        ]
        return softmax(logits)


def softmax(logits: Sequence[float]) -> list[float]:
    """The chances of these log odds.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(logits)
    parts = [exp(x - top) for x in logits]
    whole = sum(parts)
    return [p / whole for p in parts]
