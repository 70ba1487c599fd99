"""How well answers and commands are understood: a table over the lines in `data/`.

Lines are split once and for all by a hash of their text. The lexicon is tuned
on the `tuned` part only; of the `locked` part nothing but the figures is shown.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dialogs.content import LEXICON
from dialogs.hear import Ears, normalise
from dialogs.hear.cli import plain, shown

DATA = Path(__file__).parent.parent / "data"
PASSES = tuple(sorted(DATA.glob("answers_pass_*.jsonl")))
BLIND = DATA / "blind_answers.jsonl"
"""By an author who saw no rule and no other line; all of it is locked (see CARD_blind.md)."""
LOCKED = DATA / "answers_locked.jsonl"
"""Written before the passes from the sixth on; all of it is locked."""
LEARNT = (DATA / "answers_dev.jsonl", DATA / "answers_more.jsonl", *PASSES)
"""What the models may learn from, but for the locked lines among it."""
FILES = (*LEARNT, LOCKED, BLIND)
FIGURES = DATA / "understanding_figures.json"
PAGE = DATA.parent / "docs" / "understanding.md"
LOCKED_TENTHS = 3
MOST_LOST = 1.0
"""Points that a figure may fall before the check fails."""
INTRODUCTION = """# How well answers and commands are understood

Written by `make understanding` from the lines in `data/` (`data/answers.md` says who wrote them).
`locked` lines are never tuned on, and only their figures are shown; `tuned` ones were, and flatter.
Passes 1 to 5 were written without looking at the others; from 6 on their author had seen what was
missed before, and locked and tuned lines have one author, so `blind` and `dev` say more.
Right is what `data/answers.md` calls right:
both answers of two, the substance with the topic, an interval that overlaps and is not too wide.
Stray speech (a broadcast, another device) must be heard as nothing; `stray accepted` is where
it was not.
"""
STRAY = ("trigger", "topic", "when", "yes_no", "safe", "command")
"""The questions that a `stray` line is tried on; it answers none of them."""
NOW = "2025-06-14T23:00:00"

Row = dict[str, Any]


def is_locked(text: str, question: str = "") -> bool:
    """Whether the line belongs to the part that is never tuned on: three lines in ten.

    Triggers and topics were divided by another hash first, and stay so.

    >>> is_locked("yeah"), is_locked("start over")
    (True, False)
    """
    if question in ("trigger", "topic"):
        return hashlib.sha1(text.encode()).digest()[0] < 77
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
    utterance = normalise(row["text"])
    command = ears.command(utterance)
    if question == "command":
        return shown(command, None)
    match = ears.answer(question, utterance, now, command)
    return plain(match.value) if match else None


def read_rows(files: Iterable[Path]) -> Iterator[tuple[str, Row]]:
    """Every line with the name of its part."""
    for path in files:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                locked = path in (LOCKED, BLIND) or is_locked(row["text"], row["question"])
                name = path.stem.removeprefix("answers_").removesuffix("_answers")
                part = f"{name} {'locked' if locked else 'tuned'}".replace(
                    "locked locked", "locked"
                )
                for tried in _tried(row):
                    yield part, tried


def _tried(row: Row) -> Iterator[Row]:
    """The line itself, or a stray one under every question."""
    if row["question"] != "stray":
        yield row
        return
    for question in STRAY:
        if question in row.get("but", "").split():  # "eleven" is stray, and yet a time
            continue
        yield row | {"question": question, "answer": "none" if question == "command" else "nomatch"}


Scores = dict[tuple[str, str], Score]


def measure(files: Iterable[Path], question: str | None = None) -> Scores:
    """The scores by question and part."""
    ears = Ears.load(LEXICON)
    scores: defaultdict[tuple[str, str], Score] = defaultdict(Score)
    for part, row in read_rows(files):
        if question in (None, row["question"]):
            scores[row["question"], part].add(row, hear(ears, row))
    return dict(sorted(scores.items()))


def figures(scores: Scores) -> dict[str, dict[str, float]]:
    """In per cent, by question: `tuned`, `locked`, and `accepted`, which is better the lower."""
    found: dict[str, dict[str, float]] = {}
    for name in sorted({question for question, _ in scores}):
        mine = [(part, score) for (question, part), score in scores.items() if question == name]
        found[name] = {
            which: _share([s for part, s in mine if part.endswith(which)])
            for which in ("tuned", "locked")
        }
        accepted, nothing = (sum(getattr(s, n) for _, s in mine) for n in ("accepted", "nothing"))
        found[name]["accepted"] = round(100 * accepted / max(1, nothing), 1)
    return found


def _share(scores: list[Score]) -> float:
    total = sum(score.total for score in scores)
    return round(100 * sum(score.right for score in scores) / max(1, total), 1)


def fallen(now: dict[str, dict[str, float]], before: dict[str, dict[str, float]]) -> list[str]:
    """What has become worse by more than a point, in words."""
    worse = []
    for question, kept in before.items():
        for name, figure in kept.items():
            current = now.get(question, {}).get(name, 0.0)
            lost = current - figure if name == "accepted" else figure - current
            if lost > MOST_LOST:
                worse.append(f"{question} {name}: {figure} % before, {current} % now")
    return worse


def page(scores: Scores) -> str:
    """The page `docs/understanding.md`: figures of all parts, words of the tuned part only."""
    lines = [INTRODUCTION, "| question | lines | right | of | % | missed | stray accepted |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for (name, part), score in scores.items():
        lines.append(
            f"| {name} | {part} | {score.right} | {score.total} | "
            f"{100 * score.right / score.total:.1f} | {score.missed} | "
            f"{score.accepted} of {score.nothing} |"
        )
    lines += ["", "## What is taken for what (tuned lines)", ""]
    tuned = [(name, score) for (name, part), score in scores.items() if part.endswith("tuned")]
    for name in sorted({name for name, _ in tuned}):
        wrong = sum((score.wrong for other, score in tuned if other == name), Counter())
        missed = [line for other, score in tuned if other == name for line in score.lines]
        if not wrong:
            continue
        lines += [f"### {name}", "", "| meant | heard | lines |", "|---|---|---|"]
        lines += [f"| {a} | {b} | {n} |" for (a, b), n in wrong.most_common(12)]
        lines += ["", *(f'- "{text}": {a}, heard {b}' for text, a, b in missed[:40]), ""]
    return "\n".join(lines).rstrip() + "\n"


@click.command()
@click.option("--question", help="Only this question.")
@click.option("--wrong", is_flag=True, help="Show the wrong lines of the tuned part.")
@click.option("--check", is_flag=True, help="Fail where a figure fell by more than a point.")
@click.option("--update", is_flag=True, help="Keep the figures, for later checks.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(
    question: str | None, wrong: bool, check: bool, update: bool, files: tuple[Path, ...]
) -> None:
    """Print how many lines are understood, by question and part, and write the page of it."""
    scores = measure(files or FILES, question)
    _print(scores, wrong)
    if files or question:
        return
    now = figures(scores)
    if check:
        worse = fallen(now, json.loads(FIGURES.read_text(encoding="utf-8")))
        click.echo("\n".join(["", *worse]) if worse else "\nNo figure fell by more than a point.")
        sys.exit(1 if worse else 0)
    PAGE.write_text(page(scores), encoding="utf-8")
    if update:
        FIGURES.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


def _print(scores: Scores, wrong: bool) -> None:
    click.echo(f"{'question':<9} {'lines':<14} {'right':>11} {'accuracy':>8}"
               f" {'missed':>6} {'accepted in error':>18}")  # fmt: skip
    for (name, part), score in scores.items():
        click.echo(
            f"{name:<9} {part:<14} {score.right:>5} /{score.total:>4} "
            f"{score.right / score.total:>8.1%} {score.missed:>6} "
            f"{score.accepted:>11} /{score.nothing:>4}"
        )
    for (name, part), score in scores.items():
        if not part.endswith("tuned") or not score.wrong:
            continue
        click.echo(f"\n{name}, {part}: expected > heard")
        for (expected, heard), count in score.wrong.most_common(8):
            click.echo(f"  {count:>3} x {expected} > {heard}")
        for text, expected, heard in score.lines if wrong else ():
            click.echo(f"  {text!r}: {expected} > {heard}")


if __name__ == "__main__":
    main()
