"""How likely each danger is, from weights learned from the lines in `data/`.

A multinomial logistic regression, kept as whole numbers so that it gives the
same answer on every machine, and added up so that plain Python is fast enough:
the eight weights of a word are eight 32-bit lanes of one large integer, and
adding up an utterance is one addition a word. No lane can overflow: weights
are below 128, and an utterance has fewer than a million pieces.
"""

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from pathlib import Path
from struct import Struct

from dialogs.frozen import dataclass
from dialogs.hear.danger_features import UNKNOWN, Numbers, runs
from dialogs.hear.tables import Numbers as Known
from dialogs.hear.tables import as_bytes, keys_of, read_tables

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
    groups: Known
    """The numbers of the groups of words that are used alike, by word."""
    numbers: Known
    """The words, classes and groups that are part of a run."""
    alone: Known
    """The weights of what stands alone: one byte for each lane, as one number."""
    runs: Known

    @classmethod
    def load(cls, path: Path) -> "Model":
        """The model in a file of numbers, as `tools/train_danger.py` writes it."""
        about, tables = read_tables(path)
        return cls(
            labels=tuple(about["labels"]),
            bias=tuple(about["bias"]),
            step=about["step"],
            hard=about["hard"],
            soft=about["soft"],
            groups=tables["groups"],
            numbers=tables["numbers"],
            alone=tables["alone"],
            runs=tables["runs"],
        )

    def group(self, word: str) -> str:
        """The group of a word by name: the word itself where it has none."""
        number = self.groups.get(word)
        return word if number is None else f"@{number}"

    def number(self, name: str) -> int:
        """The number of a word, class or group within runs."""
        return self.numbers.get(name) or UNKNOWN

    def weigh(self, names: Iterable[str]) -> int:
        """The weights of these pieces that stand alone."""
        weights = self.alone.of(keys_of(names))
        if not weights:
            return 0
        return int.from_bytes(_LANES.pack(*_sums(weights)), "little") - len(weights) * _MIDDLES

    def chances(self, alone: int, said: Numbers) -> list[float]:
        """The chance of each label; they add up to one.

        `alone` weighs the pieces that stand alone, `said` is the utterance as numbers.
        """
        weights = self.runs.of(runs(said))
        *lanes, length = _LANES.unpack((alone + _ZEROS).to_bytes(_BYTES, "little"))
        *sums, more = _sums(weights)
        length += more - _ZERO
        scale = self.step / sqrt(length / LENGTH_UNIT) if length else 0.0
        zero = _ZERO + MIDDLE * len(weights)
        return softmax(
            [
                bias + scale * (lane + its - zero)
                for bias, lane, its in zip(self.bias, lanes, sums, strict=True)
            ]
        )


def _sums(weights: Sequence[int]) -> list[int]:
    """The lanes of the pieces, each added up."""
    bytes_ = as_bytes("Q", weights)
    return [sum(bytes_[lane::LANES]) for lane in range(LANES)]


def softmax(logits: Sequence[float]) -> list[float]:
    """The chances of these log odds.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(logits)
    parts = [exp(x - top) for x in logits]
    whole = sum(parts)
    return [p / whole for p in parts]
