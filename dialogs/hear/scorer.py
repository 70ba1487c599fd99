"""A linear model over what an utterance shows: its words, pairs, kinds and phrases.

Rules name what people say; they cannot name every way of saying it. The model
weighs everything at once and is the second opinion beside them. It is plain
numbers made by `tools/train_understanding.py`: one row of whole numbers
for each feature, one column for each label.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import Self

from dialogs.hear.tables import Rows, keys_of, read_tables
from dialogs.hear.tokens import SELF


class Scorer:
    """How likely each label is, given features."""

    def __init__(
        self, labels: Sequence[str], weights: Rows, scales: Sequence[float], biases: Sequence[float]
    ) -> None:
        self.labels = tuple(labels)
        self._weights = weights
        self._nothing = (0,) * len(labels)
        self._scales = scales
        self._biases = biases

    @classmethod
    def load(cls, path: Path) -> Self:
        """The model in a file of `tools/train_understanding.py`."""
        about, tables = read_tables(path)
        return cls(about["labels"], tables["features"], about["scales"], about["biases"])

    def score(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each label by itself, 0 to 1."""
        rows = self._weights.of(keys_of(set(features)))
        share = 1 / sqrt(len(rows) or 1)
        totals = map(sum, zip(*rows, strict=True)) if rows else self._nothing
        chance = {}
        for label, scale, bias, total in zip(
            self.labels, self._scales, self._biases, totals, strict=True
        ):
            weight = bias + scale * share * total
            chance[label] = 1 / (1 + exp(-max(-30.0, min(30.0, weight))))
        return chance


def kinds_by_word(kinds: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The kinds of every word that has any, as `<kind>`."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in kinds.items():
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), f"<{kind}>")
    return found


def features(
    words: Sequence[str], kinds: Sequence[Sequence[str]], off: Sequence[bool] = ()
) -> list[str]:
    """What the model looks at, apart from phrases.

    A denied word (`off`) is another feature than the word itself.
    """
    marked = list(words)
    if any(off):
        marked = [f"~{word}" if no else word for word, no in zip(words, off, strict=True)]
        by_word = zip(kinds, off, strict=True)
        shown = [f"~{kind}" if no else kind for of, no in by_word for kind in of]
    else:
        shown = [kind for of in kinds for kind in of]
    shown += marked
    for word in words:
        if len(word) > 4:
            edged = f"{word}$"
            shown += [f"#{edged[i : i + 4]}" for i in range(len(edged) - 3)]
            shown.append(f"#^{word[:4]}")
    shown += [f"{a} {b}" for a, b in pairwise(("^", *marked, "$"))]
    shown += [f"{a} _ {b}" for a, b in zip(marked, marked[2:], strict=False)]
    for a, b, ka, kb in zip(marked, marked[1:], kinds, kinds[1:], strict=False):
        if kb:
            shown += [f"{a} {kind}" for kind in kb]
        if ka:
            shown += [f"{kind} {b}" for kind in ka]
    shown.append(f"|{_length(words)}")
    return shown


def speaker(words: Sequence[str]) -> tuple[str, str]:
    """Who is spoken of, by itself and with the length: answers speak of oneself.

    >>> speaker("he offer me some".split())
    ('|ih-', '|ih-4')
    """
    who = "".join(sign for sign, of in _PERSONS.items() if not of.isdisjoint(words))
    return f"|{who}-", f"|{who}-{_length(words)}"


def _length(words: Sequence[str]) -> int:
    count = len(words)
    return count if count < 4 else 4 if count < 7 else 7 if count < 12 else 12


_PERSONS = {
    "i": SELF,
    "u": frozenset(("you", "your")),
    "h": frozenset(("he", "she", "they", "him", "her", "them")),
}
