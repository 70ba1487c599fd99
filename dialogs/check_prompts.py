"""What a prompt may ask of a listener who is tired, ashamed or under the influence."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.check_lines import Spoken, spoken
from dialogs.check_text import grade_of, options_of, seconds_of, sentences_of, words_of
from dialogs.load_values import PLACEHOLDER
from dialogs.model import Trees
from dialogs.problems import Problem, problem
from dialogs.vocabulary import ASKED

MOST_SENTENCES = 2
MOST_WORDS = 30
MOST_SECONDS = 12.0
MOST_SECONDS_LONG = 25.0
"""Prompts of danger and `people`: one service, its number digit by digit, twice."""
MOST_OPTIONS = 3
HIGHEST_GRADE = 5.0
_IN_PIECES = ("slower",)
"""Slots that are spoken in small pieces with pauses: many short sentences are their purpose."""


def check_prompts(trees: Trees) -> Iterator[Problem]:
    """Prompts over their limits (T050 to T055, T060)."""
    for one in spoken(trees):
        yield from _check_length(one, trees)
        yield from _check_questions(one)
        yield from _check_options(one, trees)
        yield from _check_level(one, trees)
        yield from _check_services(one, trees)


def _check_length(one: Spoken, trees: Trees) -> Iterator[Problem]:
    text, source = one.line.text, one.line.source
    in_pieces = one.slot in _IN_PIECES
    if not one.may_be_long:
        sentences = len(sentences_of(text))
        if sentences > MOST_SENTENCES and not in_pieces:
            yield problem("T050", source, id=one.line.id, count=sentences, most=MOST_SENTENCES)
        words = len(words_of(text))
        if words > MOST_WORDS:
            yield problem("T051", source, id=one.line.id, count=words, most=MOST_WORDS)
            return
    seconds = seconds_of(text, trees.numbers)
    most = MOST_SECONDS_LONG if one.may_be_long or in_pieces else MOST_SECONDS
    if seconds > most:
        yield problem("T052", source, id=one.line.id, seconds=f"{seconds:.0f}", most=f"{most:.0f}")


def _check_questions(one: Spoken) -> Iterator[Problem]:
    count = one.line.text.count("?")
    most = MOST_OPTIONS if one.slot in _IN_PIECES else 1
    if count > most:
        yield problem("T053", one.line.source, id=one.line.id, count=count)


def _check_options(one: Spoken, trees: Trees) -> Iterator[Problem]:
    answers = ASKED.get(one.node.ask or "") if one.node is not None else None
    yes_or_no = answers is not None and "yes" in answers
    options = options_of(one.line.text, asks_yes_or_no=yes_or_no)
    if len(options) > MOST_OPTIONS:
        listed = "; ".join(options)
        yield problem(
            "T054", one.line.source, id=one.line.id, count=len(options), most=MOST_OPTIONS,
            options=listed,
        )  # fmt: skip


def _check_level(one: Spoken, trees: Trees) -> Iterator[Problem]:
    grade = grade_of(one.line.text) if trees.language == "en" else 0.0
    if grade > HIGHEST_GRADE:
        yield problem("T055", one.line.source, id=one.line.id, grade=f"{grade:.1f}")


def _check_services(one: Spoken, trees: Trees) -> Iterator[Problem]:
    """One service a prompt, but in the soft check: there nobody knows yet which one is needed."""
    if one.line.id.startswith("danger/check."):
        return
    keys = dict.fromkeys(key for key in PLACEHOLDER.findall(one.line.text) if key in trees.numbers)
    if len(keys) > 1:
        last = "{" + list(keys)[-1] + "}"
        names = " and ".join("{" + key + "}" for key in keys)
        yield problem("T060", one.line.source, last, id=one.line.id, numbers=names)
