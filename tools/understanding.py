"""How well answers and commands are understood: a table over the lines in `data/`.

Lines are split once and for all by a hash of their text. The lexicon is tuned
on the `tuned` part only; of the `locked` part nothing but the figures is shown.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dialogs.content import LEXICON
from dialogs.hear import Ears
from dialogs.hear.cli import understand

DATA = Path(__file__).parent.parent / "data"
FILES = (DATA / "answers_dev.jsonl", DATA / "answers_more.jsonl")
LOCKED_TENTHS = 3
NOTHING = {"nomatch", "none"}
NOW = "2025-06-14T23:00:00"

Row = dict[str, Any]


def is_locked(text: str) -> bool:
    """Whether the line belongs to the part that is never tuned on: three lines in ten.

    >>> is_locked("yeah"), is_locked("start over")
    (True, False)
    """
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 >= 10 - LOCKED_TENTHS


@dataclass
class Score:
    """The figures of one question on one part of the lines."""

    right: int = 0
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    nothing: int = 0
    accepted: int = 0
    missed: int = 0
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + self.wrong.total()

    def add(self, row: Row, heard: object) -> None:
        expected = row["answer"]
        means_nothing = _means_nothing(row)
        self.nothing += means_nothing
        if is_right(row, heard):
            self.right += 1
            return
        self.accepted += means_nothing
        self.missed += heard is None
        self.wrong[expected, _short(heard)] += 1
        self.lines.append((row["text"], expected, _short(heard)))


def is_right(row: Row, heard: object) -> bool:
    """Whether what was heard fits the label, by the rule of the row's question."""
    expected = row["answer"]
    if _means_nothing(row):
        return heard is None
    match row["question"]:
        case "trigger":
            return _is_trigger(expected, heard)
        case "topic":
            named = [row["substance"]] if row.get("substance", "none") != "none" else []
            return heard == {"topic": expected, "substances": named}
        case "when":
            return _overlaps(expected, heard)
    return bool(heard == expected)


def _means_nothing(row: Row) -> bool:
    expected = row["answer"]
    return bool(expected == "nomatch" or (row["question"] == "command" and expected == "none"))


def _is_trigger(expected: str, heard: object) -> bool:
    said = set(heard) if isinstance(heard, list) else set()
    if expected.startswith("not:"):
        return expected.removeprefix("not:") not in said
    return said == set(expected.split("+"))


def _overlaps(expected: str, heard: object) -> bool:
    if expected == "unknown" or not isinstance(heard, list):
        return heard == expected
    least, most = (float(part) for part in expected.split("-"))
    overlap = bool(heard[0] <= most and heard[1] >= least)
    return overlap and bool(heard[1] - heard[0] <= 3 * (most - least) + 6)


def _short(heard: object) -> str:
    if isinstance(heard, dict):
        return "+".join([heard["topic"], *heard["substances"]])
    if isinstance(heard, list):
        return "+".join(f"{part:g}" if isinstance(part, float) else str(part) for part in heard)
    return str(heard or "-")


def hear(ears: Ears, row: Row) -> object:
    """What is heard of one line under the question that it answers."""
    question = row["question"]
    now = datetime.fromisoformat(row.get("now", NOW))
    under = "any" if question == "command" else question
    understood = understand(ears, under, row["text"], now)
    return understood["command" if question == "command" else "answer"]


def read_rows(files: Iterable[Path]) -> Iterator[tuple[str, Row]]:
    """Every line with the name of its part."""
    for path in files:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                part = "locked" if is_locked(row["text"]) else "tuned"
                yield (f"{path.stem.removeprefix('answers_')} {part}", row)


@click.command()
@click.option("--question", help="Only this question.")
@click.option("--wrong", is_flag=True, help="Show the wrong lines of the tuned part.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(question: str | None, wrong: bool, files: tuple[Path, ...]) -> None:
    """Print how many lines are understood, by question and part."""
    ears = Ears.load(LEXICON)
    scores: defaultdict[tuple[str, str], Score] = defaultdict(Score)
    for part, row in read_rows(files or FILES):
        if question in (None, row["question"]):
            scores[row["question"], part].add(row, hear(ears, row))
    click.echo(f"{'question':<9} {'lines':<12} {'right':>11} {'accuracy':>8}"
               f" {'missed':>6} {'accepted in error':>18}")  # fmt: skip
    for (name, part), score in sorted(scores.items()):
        click.echo(
            f"{name:<9} {part:<12} {score.right:>5} /{score.total:>4} "
            f"{score.right / score.total:>8.1%} {score.missed:>6} "
            f"{score.accepted:>11} /{score.nothing:>4}"
        )
    for (name, part), score in sorted(scores.items()):
        if "tuned" not in part or not score.wrong:
            continue
        click.echo(f"\n{name}, {part}: expected > heard")
        for (expected, heard), count in score.wrong.most_common(8):
            click.echo(f"  {count:>3} x {expected} > {heard}")
        for text, expected, heard in score.lines if wrong else ():
            click.echo(f"  {text!r}: {expected} > {heard}")


if __name__ == "__main__":
    main()
