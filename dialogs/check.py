"""What is wrong with trees that load: bad care and bad style, rule by rule.

Each rule is a function over the trees that yields problems; the list below is
the whole of the lint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from dialogs.check_conditions import check_conditions
from dialogs.check_edits import check_edits
from dialogs.check_graph import check_chains, check_cycles, check_reachable
from dialogs.check_numbers import check_danger, check_dialled, check_numbers, check_own_lines
from dialogs.check_prompts import check_prompts
from dialogs.check_questions import check_phrases, check_questions, choice_sets
from dialogs.check_reviews import check_marks, check_reviewed
from dialogs.check_words import check_words, check_written_numbers
from dialogs.load import PACKAGE, beside, read_trees
from dialogs.model import Trees
from dialogs.problems import Problem, in_file_order
from dialogs.vocabulary import ASKED

Rule = Callable[[Trees], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    check_questions,
    check_prompts,
    check_words,
    check_written_numbers,
    check_numbers,
    check_danger,
    check_own_lines,
    check_marks,
)

GRAPH_RULES: tuple[Rule, ...] = (check_reachable, check_cycles, check_chains)
"""Passed over while a target is unknown: what is lost behind it would only repeat the fault."""

_LEADS_ASTRAY = frozenset(("T001", "T003", "T006", "T016", "T022"))


def find_problems(
    folder: Path = PACKAGE / "trees",
    *,
    release: bool = False,
    language: str = "en",
    today: date | None = None,
    against: Trees | None = None,
) -> tuple[Problem, ...]:
    """Everything that is wrong with a folder of trees, in file order.

    `release` also asks what only people can do: texts reviewed, numbers
    dialled, both not too long before `today`. `against` are older trees, in whose
    places people may be parked.
    """
    trees, problems = read_trees(folder, language)
    lexicon = beside(folder, "lexicon")
    for rule in RULES:
        problems += rule(trees)
    if not _LEADS_ASTRAY.intersection(found.code for found in problems):
        for rule in GRAPH_RULES:
            problems += rule(trees)
    sets = choice_sets(lexicon / "choices.yaml")
    choices = {name: tuple(found) for name, found in sets.items()} | ASKED
    problems += check_conditions(trees, choices)
    problems += check_phrases(trees, lexicon)
    if release:
        problems += check_dialled(trees, today or date.today())
        problems += check_reviewed(trees)
    if against is not None:
        problems += check_edits(against, trees)
    return in_file_order(problems)
