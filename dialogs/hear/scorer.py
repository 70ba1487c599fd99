"""A linear model over what an utterance shows: its words, pairs, kinds and phrases.

Rules name what people say; they cannot name every way of saying it. The model
weighs everything at once and is the second opinion beside them. It is plain
numbers made by `tools/train_understanding.py`: one row of whole numbers
for each feature, one column for each label.
"""

import base64
import json
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import Self


class Scorer:
    """How likely each label is, given features."""

    def __init__(
        self,
        labels: Sequence[str],
        names: Sequence[str],
        rows: "array[int]",
        scales: Sequence[float],
        biases: Sequence[float],
    ) -> None:
        self.labels = tuple(labels)
        self._rows = rows
        self._width = len(labels)
        self._at = dict(zip(names, range(0, len(rows), len(labels)), strict=True))
        self._scales = scales
        self._biases = biases

    @classmethod
    def load(cls, path: Path) -> Self:
        """The model in a file of `tools/train_understanding.py`."""
        with path.open(encoding="utf-8") as file:
            content = json.load(file)
        rows = array("h", base64.b64decode(content["rows"]))
        if sys.byteorder == "big":
            rows.byteswap()
        names = content["features"].split("\n")
        return cls(content["labels"], names, rows, content["scales"], content["biases"])

    def score(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each label by itself, 0 to 1."""
        at, width, rows = self._at, self._width, self._rows
        found = [at[name] for name in dict.fromkeys(features) if name in at]
        sums = [sum(c) for c in zip(*[rows[i : i + width] for i in found], strict=True)]
        if not sums:
            sums = [0] * width
        share = 1 / sqrt(len(found) or 1)
        return {
            label: 1 / (1 + exp(-max(-30.0, min(30.0, bias + scale * share * total))))
            for label, total, scale, bias in zip(
                self.labels, sums, self._scales, self._biases, strict=True
            )
        }


def features(
    words: Sequence[str], kinds: Sequence[Sequence[str]], off: Sequence[bool]
) -> Iterator[str]:
    """What the model looks at, apart from phrases.

    A denied word (`off`) is another feature than the word itself.
    """
    marked = [f"~{word}" if no else word for word, no in zip(words, off, strict=True)]
    yield from marked
    for word, of, no in zip(words, kinds, off, strict=True):
        yield from (f"~{kind}" if no else kind for kind in of)
        if len(word) > 4:
            edged = f"{word}$"
            yield from [f"#{edged[i : i + 4]}" for i in range(len(edged) - 3)]
            yield f"#^{word[:4]}"
    ends = ["^", *marked, "$"]
    yield from [f"{a} {b}" for a, b in pairwise(ends)]
    yield from [f"{a} _ {b}" for a, b in zip(marked, marked[2:], strict=False)]
    for (a, ka), (b, kb) in pairwise(zip(marked, kinds, strict=True)):
        yield from [f"{a} {kind}" for kind in kb]
        yield from [f"{kind} {b}" for kind in ka]
    count = len(words)
    yield f"|{count if count < 4 else 4 if count < 7 else 7 if count < 12 else 12}"
