"""Train the statistical half of the danger listener: `python tools/train_danger.py`.

Needs numpy, scipy and scikit-learn (a scratch environment will do; the product
does not need them) and takes about a minute. Reads the lines of
`data/danger_*.jsonl`, writes `dialogs/hear/danger.model`; see
`data/CARD_danger.md` for where the lines and the word groups come from.

    --without dev_1     leave a file out, to measure on it what was never seen
    --out FILE          write somewhere else
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from dialogs.hear.danger import CATEGORIES, MODEL, DangerListener
from dialogs.hear.danger_features import (
    BEGIN,
    END,
    FIRST,
    UNKNOWN,
    as_run,
    denied,
    gist,
    in_line,
    letters,
    numbers_in,
    runs,
)
from dialogs.hear.danger_model import LANES, LENGTH_UNIT, MIDDLE
from dialogs.hear.normalise import normalise
from dialogs.hear.tables import by_key, write_tables

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "data"
LEXICON = HERE / "dialogs" / "lexicon"
LABELS = ("none", *CATEGORIES)
NEVER = "locked"
"""What no training reads: files with this in their names."""

Piece = str | int

SIZE = {"!": 3.0, "#": 0.25, "@": 0.75}
RUN = 0.7
"""How large pieces are: a meaning counts for more than three letters."""
SEEN, KEPT, STRENGTH, LENGTH = 2, 200_000, 0.6, 8.0
AUTHORS = ("dev_1", "dev_2", "pass_11", "pass_12", "pass_13")
"""Each by another author, who saw no rule and no other file."""
HARD, SOFT = 0.86, 0.65
"""How likely a danger must be: chosen with `danger_by_author.py`, on authors left out. Learned
anew with each training they jumped."""

RARE = 0.02
"""What a piece is taken to have been seen more often than it was, on either side."""
AUTHOR = 2.0
"""What a line by one of the other authors weighs: people speak more like them than like us."""
TWIN = 0.5
"""What a line told of another person weighs."""
_PAIRS = (
    *(("he", "she"), ("him", "her"), ("himself", "herself"), ("he's", "she's"), ("hes", "shes")),
    *(("he'll", "she'll"), ("he'd", "she'd")),
)
_OTHER = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}, "his": "her"}
_KIN = (
    *("son", "daughter", "brother", "sister", "husband", "wife", "boyfriend", "girlfriend", "mom"),
    *("dad", "uncle", "cousin", "roommate", "friend", "buddy", "neighbor", "nephew", "partner"),
)

Lines = list[tuple[str, str]]


def lines(name: str) -> Lines:
    """The texts and categories of one file of the data."""
    rows = (DATA / f"danger_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["category"]) for row in map(json.loads, rows)]


def twins(told: Lines) -> tuple[Lines, list[int]]:
    """The lines told of another person, and of which line each is: who must not decide what.

    >>> twins([("i slept", "none"), ("he hit my sister", "abuse")])
    ([('she hit my uncle', 'abuse')], [1])
    """
    found, of = [], []
    for line, (text, category) in enumerate(told):
        words = text.lower().split()
        by = 1 + sum(map(len, words)) % 7
        kin = {word: _KIN[(at + by) % len(_KIN)] for at, word in enumerate(_KIN)}
        told_of = [(_OTHER | kin).get(word.strip(".,?!"), word) for word in words]
        if told_of != words:
            found.append((" ".join(told_of), category))
            of.append(line)
    return found, of


def everything(files: dict[str, Lines]) -> Lines:
    """The lines of all files."""
    return [line for its in files.values() for line in its]


def names() -> list[str]:
    """The files of the data that may be learned from."""
    found = sorted(p.stem.removeprefix("danger_") for p in DATA.glob("danger_*.jsonl"))
    return [name for name in found if NEVER not in name]


class Table:
    """Utterances as rows of pieces: the names of those that stand alone, the keys of the runs."""

    def __init__(self, listener: DangerListener) -> None:
        self._listener = listener
        self._pieces: dict[str, list[Piece]] = {}
        self.numbers: dict[str, int] = {}

    @classmethod
    def bare(cls) -> "Table":
        """A table whose listener has learned nothing yet."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bare.model"
            write_model(path, {"bias": [0.0] * len(LABELS), "step": 1.0, "hard": 1.0, "soft": 1.0})
            return cls(DangerListener.load(LEXICON, path))

    def pieces(self, text: str) -> list[Piece]:
        """What is seen of an utterance; what is seen twice counts twice."""
        if text not in self._pieces:
            reading = self._listener.read(normalise(text))
            levels = [self._listener.levels(word) for word in reading.words]
            lines = [*zip(*levels, strict=True), [gist(*level) for level in levels]]
            said = [[self._number(name) if name else 0 for name in line] for line in lines]
            self._pieces[text] = [
                *[name for level in levels for name in sorted(set(level))],
                *[piece for word in reading.words for piece in letters(word)],
                *[f"-{name}" for at in denied(reading.words) for name in sorted(set(levels[at]))],
                *sorted(reading.meanings()),
                *(runs(in_line(*said)) if levels else ()),
            ]
        return self._pieces[text]

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, FIRST + len(self.numbers))

    def common(self, texts: Iterable[str]) -> list[Piece]:
        """The pieces that more than one utterance has."""
        counted = Counter(p for text in texts for p in dict.fromkeys(self.pieces(text)))
        return [p for p, n in counted.items() if n >= SEEN and not crosses(p)]

    def rows(self, texts: Sequence[str], kept: Sequence[Piece]) -> sp.csr_matrix:
        """A row an utterance, all of one length."""
        place = {p: i for i, p in enumerate(kept)}
        size = sizes(kept)
        found = [[place[p] for p in self.pieces(t) if p in place] for t in texts]
        ends = np.cumsum([0, *map(len, found)])
        at = np.array([i for row in found for i in row], dtype=np.int64)
        table = sp.csr_matrix((size[at], at, ends), shape=(len(texts), len(kept)))
        squared = sp.csr_matrix((size[at] ** 2, at, ends), shape=table.shape)
        length = np.sqrt(np.maximum(np.asarray(squared.sum(axis=1)).ravel(), 1e-9))
        table.sum_duplicates()
        return sp.diags(LENGTH / length) @ table


def crosses(piece: Piece) -> bool:
    """Whether a run goes from one level to the next, or says nothing."""
    if isinstance(piece, str):
        return False
    numbers = numbers_in(piece)
    return UNKNOWN in numbers or BEGIN in numbers[1:] or END in numbers[:-1]


def sizes(kept: Sequence[Piece]) -> np.ndarray:
    """How large each piece is."""
    return np.array([SIZE.get(p[0], 1.0) if isinstance(p, str) else RUN for p in kept])


def telling(rows: sp.csr_matrix, danger: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How much each piece alone says of danger: it may have so large a weight at so small a price.

    The ratio of naive Bayes, as Wang and Manning (2012, "Baselines and bigrams") use it; its
    root, since with the whole ratio rare pieces ruled.
    """
    there = rows > 0
    shares = []
    for those in (danger, ~danger):
        counts = np.asarray(there.multiply((weights * those)[:, None]).sum(axis=0)).ravel()
        shares.append((counts + RARE) / (counts + RARE).sum())
    ratio = np.sqrt(np.abs(np.log(shares[0] / shares[1])))
    return ratio / ratio.mean()


def fit(table: Table, files: dict[str, Lines], kept: Sequence[Piece]) -> LogisticRegression:
    """The weights that tell the lines apart best."""
    told = everything(files)
    worth = [AUTHOR if name in AUTHORS else 1.0 for name, its in files.items() for _ in its]
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    others, of = twins(told)
    wanted = np.array([LABELS.index(category) for _, category in told + others])
    weights = np.array(worth + [TWIN * worth[at] for at in of])
    rows = table.rows([text for text, _ in told + others], kept)
    ratio = telling(rows, wanted > 0, weights)
    model.fit((rows @ sp.diags(ratio)).tocsr().astype(np.float32), wanted, weights)
    model.coef_ = model.coef_ * ratio
    return model


def most_telling(table: Table, files: dict[str, Lines]) -> list[Piece]:
    """The pieces worth keeping: those that move many utterances by much."""
    told = everything(files)
    kept = table.common(text for text, _ in told)
    if len(kept) <= KEPT:
        return kept
    weights = fit(table, files, kept).coef_
    rows = table.rows([text for text, _ in told], kept)
    spread = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=0)).ravel())
    moved = np.abs(weights).max(axis=0) * spread
    return [kept[i] for i in sorted(np.argsort(-moved, kind="stable")[:KEPT])]


def write(
    path: Path,
    table: Table,
    model: LogisticRegression,
    kept: Sequence[Piece],
) -> None:
    """Write the model as `danger_model.Model` reads it."""
    size = sizes(kept)
    weights = model.coef_ * size * LENGTH
    step = float(np.quantile(np.abs(weights), 0.9999)) / (MIDDLE - 1)
    lanes = np.full((len(kept), LANES), MIDDLE, dtype=np.uint8)
    lanes[:, :-1] = (np.clip(np.rint(weights / step), 1 - MIDDLE, MIDDLE - 1) + MIDDLE).T
    lanes[:, -1] = np.rint(size**2 * LENGTH_UNIT)
    stored = dict(zip(kept, lanes.view("<u8").ravel().tolist(), strict=True))
    inside = [piece for piece in kept if not isinstance(piece, str)]
    name = {n: text for text, n in table.numbers.items()}
    used = sorted({n for run in inside for n in numbers_in(run)} - {BEGIN, END})
    to = {BEGIN: BEGIN, END: END} | {n: FIRST + i for i, n in enumerate(used)}
    write_model(
        path,
        {
            "bias": [round(float(b), 5) for b in model.intercept_],
            "step": step,
            "hard": HARD,
            "soft": SOFT,
        },
        numbered=[name[n] for n in used],
        alone={piece: stored[piece] for piece in kept if isinstance(piece, str)},
        inside={as_run([to[n] for n in numbers_in(run)]): stored[run] for run in inside},
    )


def write_model(
    path: Path,
    about: dict[str, object],
    numbered: Sequence[str] = (),
    alone: Mapping[str, int] = {},
    inside: Mapping[int, int] = {},
) -> None:
    """Write these weights; without any, a listener can read before it has learned."""
    listed = json.loads((DATA / "danger_groups.json").read_text(encoding="utf-8"))
    groups = {word: n for n, words in enumerate(listed) for word in words.split()}
    numbers = {name: n for n, name in enumerate(numbered, FIRST)}
    write_tables(
        path,
        {"made_by": "tools/train_danger.py", "labels": LABELS, **about},
        {
            "groups": (by_key(groups), "H"),
            "numbers": (by_key(numbers), "H"),
            "alone": (by_key(alone), "Q"),
            "runs": (inside, "Q"),
        },
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--without", action="append", default=[])
    asked.add_argument("--out", type=Path, default=MODEL)
    options = asked.parse_args()

    table = Table.bare()
    learned = [name for name in names() if name not in options.without]
    told = {name: lines(name) for name in learned}
    # One thread: sums in another order differ in their last digits, and so would the bytes.
    with threadpool_limits(1):
        kept = most_telling(table, told)
        model = fit(table, told, kept)
    write(options.out, table, model, kept)
    print(f"{len(everything(told))} lines, {len(kept)} pieces")


if __name__ == "__main__":
    main()
