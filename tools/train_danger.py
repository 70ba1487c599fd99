"""Train the statistical half of the danger listener: `python tools/train_danger.py`.

Needs numpy, scipy and scikit-learn (a scratch environment will do; the product
does not need them) and takes about a minute. Reads the lines of
`data/danger_*.jsonl`, writes `dialogs/hear/danger_model.json`; see
`data/CARD_danger.md` for where the lines and the word groups come from.

    --without dev_1     leave a file out, to measure on it what was never seen
    --out FILE          write somewhere else
"""

import argparse
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from dialogs.hear.danger import CATEGORIES, MODEL, DangerListener
from dialogs.hear.danger_model import LANES, LENGTH_UNIT, MIDDLE
from dialogs.hear.normalise import normalise

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "data"
LEXICON = HERE / "dialogs" / "lexicon"
LABELS = ("none", *CATEGORIES)
NEVER = ("locked", "everyday_locked")
"""What no training reads."""

SIZE = {"!": 3.0, "#": 0.25, "=": 1.0, "@": 0.75}
"""How large the pieces of a level are: a meaning counts for more than three letters."""
SEEN, KEPT, STRENGTH, LENGTH = 2, 45_000, 1.5, 5.0
FOLDS = 5
FALSE_HARD, FALSE_ALARM = 0.035, 0.15
"""Which share of the harmless development lines may raise an alarm, when chosen by folds."""

Lines = list[tuple[str, str]]


def lines(name: str) -> Lines:
    """The texts and categories of one file of the data."""
    rows = (DATA / f"danger_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["category"]) for row in map(json.loads, rows)]


def names() -> list[str]:
    """The files of the data that may be learned from."""
    found = sorted(p.stem.removeprefix("danger_") for p in DATA.glob("danger_*.jsonl"))
    return [name for name in found if name not in NEVER]


class Table:
    """Utterances as rows of pieces."""

    def __init__(self, listener: DangerListener) -> None:
        self._listener = listener
        self._pieces: dict[str, set[str]] = {}

    def pieces(self, text: str) -> set[str]:
        if text not in self._pieces:
            self._pieces[text] = self._listener.pieces(self._listener.read(normalise(text)))
        return self._pieces[text]

    def common(self, texts: Iterable[str]) -> list[str]:
        """The pieces that more than one utterance has."""
        counted = Counter(p for text in texts for p in self.pieces(text))
        return sorted(p for p, n in counted.items() if n >= SEEN)

    def rows(self, texts: Sequence[str], kept: Sequence[str]) -> sp.csr_matrix:
        """A row an utterance, all of one length."""
        place = {p: i for i, p in enumerate(kept)}
        size = np.array([SIZE.get(p[0], 1.0) if len(p) > 1 else 1.0 for p in kept])
        found = [[place[p] for p in self.pieces(t) if p in place] for t in texts]
        ends = np.cumsum([0, *map(len, found)])
        at = np.array([i for row in found for i in row], dtype=np.int64)
        table = sp.csr_matrix((size[at], at, ends), shape=(len(texts), len(kept)))
        length = np.sqrt(np.maximum(np.asarray(table.multiply(table).sum(axis=1)).ravel(), 1e-9))
        return sp.diags(LENGTH / length) @ table


def fit(table: Table, told: Lines, kept: Sequence[str]) -> LogisticRegression:
    """The weights that tell the lines apart best."""
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    wanted = [LABELS.index(category) for _, category in told]
    return model.fit(table.rows([text for text, _ in told], kept), wanted)


def most_telling(table: Table, told: Lines) -> list[str]:
    """The pieces worth keeping: those that move many utterances by much."""
    kept = table.common(text for text, _ in told)
    if len(kept) <= KEPT:
        return kept
    weights = fit(table, told, kept).coef_
    rows = table.rows([text for text, _ in told], kept)
    spread = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=0)).ravel())
    moved = np.abs(weights).max(axis=0) * spread
    return [kept[i] for i in sorted(np.argsort(-moved, kind="stable")[:KEPT])]


def thresholds(table: Table, told: Lines, tried: Lines, kept: Sequence[str]) -> tuple[float, float]:
    """Where to alarm: by folds over the development lines, so that no line judges itself."""
    harmless: list[float] = []
    for fold in range(FOLDS):
        out = tried[fold::FOLDS]
        inside = told + [line for n in range(FOLDS) if n != fold for line in tried[n::FOLDS]]
        model = fit(table, inside, kept)
        safe = [text for text, category in out if category == "none"]
        harmless += list(1 - model.predict_proba(table.rows(safe, kept))[:, 0])
    hard, soft = np.quantile(harmless, [1 - FALSE_HARD, 1 - FALSE_ALARM])
    return float(hard), float(soft)


def stored(model: LogisticRegression, kept: Sequence[str], hard: float, soft: float) -> dict:
    """The model as `danger_model.Model` reads it."""
    size = np.array([SIZE.get(p[0], 1.0) if len(p) > 1 else 1.0 for p in kept])
    weights = model.coef_ * size * LENGTH
    step = float(np.quantile(np.abs(weights), 0.9999)) / (MIDDLE - 1)
    lanes = np.full((len(kept), LANES), MIDDLE, dtype=np.uint8)
    lanes[:, :-1] = (np.clip(np.rint(weights / step), 1 - MIDDLE, MIDDLE - 1) + MIDDLE).T
    lanes[:, -1] = np.rint(size**2 * LENGTH_UNIT)
    groups = json.loads((DATA / "danger_groups.json").read_text(encoding="utf-8"))
    return {
        "labels": list(LABELS),
        "bias": [round(float(b), 5) for b in model.intercept_],
        "step": step,
        "hard": round(hard, 4),
        "soft": round(soft, 4),
        "groups": groups,
        "pieces": "\n".join(kept),
        "weights": b64encode(lanes.tobytes()).decode(),
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--without", action="append", default=[])
    asked.add_argument("--out", type=Path, default=MODEL)
    options = asked.parse_args()

    table = Table(DangerListener.load(LEXICON, bare_model(options.out)))
    learned = [name for name in names() if name not in options.without]
    tried = [line for name in learned if name.startswith("dev") for line in lines(name)]
    told = [line for name in learned if not name.startswith("dev") for line in lines(name)]
    kept = most_telling(table, told + tried)
    hard, soft = thresholds(table, told, tried, kept)
    model = fit(table, told + tried, kept)
    options.out.write_text(
        json.dumps(stored(model, kept, hard, soft), indent=0) + "\n", encoding="utf-8"
    )
    print(f"{len(told) + len(tried)} lines, {len(kept)} pieces, hard {hard:.3f}, soft {soft:.3f}")


def bare_model(out: Path) -> Path:
    """A model without weights, so that the listener can read before it has learned."""
    groups = json.loads((DATA / "danger_groups.json").read_text(encoding="utf-8"))
    bare = {"labels": LABELS, "bias": [0.0] * len(LABELS), "step": 1.0, "hard": 1.0, "soft": 1.0}
    empty = {"groups": groups, "pieces": "", "weights": b64encode(bytes(LANES)).decode()}
    path = out.with_suffix(".bare")
    path.write_text(json.dumps(bare | empty), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
