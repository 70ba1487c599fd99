"""Mistakes that an author makes, each in the shipped trees: one problem, at its very place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from dialogs.check import find_problems
from dialogs.load import PACKAGE, read_trees
from dialogs.model import Trees
from dialogs.problems import Problem


class Seed(NamedTuple):
    """A mistake: in which file, what stands there, and what is written instead."""

    file: str
    was: str
    now: str
    code: str
    pointed: str
    """What begins at the line and column that is told; nowhere else in the file."""


DAYS = "trees/next_days.yaml"
STANDS = "  date_stands:\n    say: Keep that one, whatever the day is like.\n"
HEARD = "I hear you: please call or text {lifeline} now, from your phone. {lifeline}."
EASIEST = "The same time each week is easiest.\n    go: "

SEEDS = {
    "a dead end": Seed(DAYS, f"{STANDS}    go: look_again\n", STANDS, "T016", "date_stands:"),
    "help two turns away": Seed(
        "trees/danger/suicide.yaml", HEARD, "I hear you.", "T073", "\"I hear you. I'm glad"
    ),
    "a shame word in an error prompt": Seed(
        DAYS,
        "- Yes or no is enough. A fixed time?",
        "- That was a dirty answer. A fixed time?",
        "T056",
        "dirty answer",
    ),
    "two answers that sound alike": Seed(
        "lexicon/choices.yaml",
        "missed_most:\n  sleep:\n",
        'missed_most:\n  sleep:\n    - "water"\n',
        "T037",
        "[i need|mostly|definitely|probably|some|the] (water|drinking",
    ),
    "a gap between windows": Seed(DAYS, "hours: 24-48", "hours: 30-48", "T017", "30-48"),
    "a node renamed without migrate": Seed(DAYS, "date_stands", "date_holds", "T090", "nodes:\n"),
    "an unknown target": Seed(DAYS, '"no": set_date', '"no": set_dat', "T003", "set_dat\n"),
    "a key written twice": Seed(
        DAYS,
        "    ask: after_feeling\n",
        "    ask: after_feeling\n    ask: how_far\n",
        "T002",
        "ask: how_far\n    save: after_feeling",
    ),
    "no line for silence": Seed(
        DAYS,
        "    silence: You may leave it open. Tonight, tomorrow, or another day?\n",
        "",
        "T030",
        "look_again:\n    say",
    ),
    "too many options": Seed(
        DAYS,
        "shorter: Regret, hard words, or relief?",
        "shorter: Regret, fear, hard words, or relief?",
        "T054",
        "Regret, fear",
    ),
    "a number in the text": Seed(
        DAYS, "call or text {lifeline}.", "call or text 988.", "T059", "988."
    ),
    "an unknown substance": Seed(
        "trees/first_hours.yaml",
        "if: care is sleep and substances has stimulant,",
        "if: care is sleep and substances has stimulent,",
        "T024",
        "stimulent,",
    ),
    "a circle without a question": Seed(
        DAYS, f"{EASIEST}look_again", f"{EASIEST}set_date", "T034", "set_date:"
    ),
    "a node that nothing leads to": Seed(
        DAYS, "      relief: relief", "      relief: regret", "T032", "relief:\n    clinical"
    ),
    "a promise that nobody can keep": Seed(
        DAYS, "Agreed. I can't call you", "Agreed. I'm calling you", "T057", "I'm calling"
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped trees with all that lies beside them, to be spoilt."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("trees", "numbers", "lexicon"):
        shutil.copytree(PACKAGE / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def old(copy: Path) -> Trees:
    """The trees as they were before."""
    return read_trees(copy / "trees")[0]


@pytest.fixture(scope="module")
def before(copy: Path, old: Trees) -> set[tuple[str, str]]:
    """What is wrong already; nothing, where nobody is in the middle of an edit."""
    return {_told(one) for one in find_problems(copy / "trees", against=old)}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_each_is_one_problem_at_its_line_and_column(
    seed: Seed, copy: Path, old: Trees, before: set[tuple[str, str]]
) -> None:
    path = copy / seed.file
    text = path.read_text("utf-8")
    assert seed.was in text
    spoilt = text.replace(seed.was, seed.now)
    path.write_text(spoilt, "utf-8")
    try:
        problems = find_problems(copy / "trees", against=old)
    finally:
        path.write_text(text, "utf-8")
    (found,) = [one for one in problems if _told(one) not in before]
    assert (found.code, found.path) == (seed.code, str(path))
    there = "".join(spoilt.splitlines(keepends=True)[found.line - 1 :])[found.column - 1 :]
    assert there.startswith(seed.pointed), found
    assert spoilt.count(seed.pointed) == 1


def _told(found: Problem) -> tuple[str, str]:
    return found.path, found.message
