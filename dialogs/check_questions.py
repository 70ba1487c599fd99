"""What every question owes: a soft word in silence, a slower way, answers that are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from dialogs.check_lines import slug_of, tree_of
from dialogs.hear.commands import CommandListener
from dialogs.hear.danger import Context, DangerListener
from dialogs.hear.normalise import normalise, spread
from dialogs.hear.templates import PhraseError, sentences
from dialogs.load import PACKAGE, shown
from dialogs.model import Node, Source, Trees
from dialogs.problems import Problem, problem
from dialogs.source import Block, Items, Text, read_source

_OWED = {
    "shorter": "the same question in a few words, for 'shorter'",
    "slower": "the same question plainer and in small pieces, for 'slower'",
    "help": "why it is asked, ending with the question, for 'help'",
    "silence": "a soft word and the question again, spoken when nothing is heard",
    "no_match": "two lines for words that fit nothing; the first one says what can be said",
}
_SAMPLES_A_TEMPLATE = 30
_COMES_BEFORE = ("help", "stop", "people")
"""Commands that lead to help or away: no answer may take their words."""


def check_questions(trees: Trees) -> Iterator[Problem]:
    """Missing lines (T030), help without the question (T031), no-match without a hint (T039)."""
    for node in trees.nodes.values():
        if node.ask is None:
            continue
        slug = slug_of(node.place)
        for slot, what in _OWED.items():
            if not getattr(node, slot):
                yield problem("T030", node.source, slug, slug=slug, slot=slot, what=what)
        if node.no_match and not _tells_what_to_say(node):
            yield problem("T039", node.no_match[0].source, slug=slug)
        if node.help is not None and not node.help.text.endswith("?"):
            yield problem("T031", node.help.source, slug=slug)


def _tells_what_to_say(node: Node) -> bool:
    words = set(normalise(node.no_match[0].text).words)
    return not words.isdisjoint(("say", "tell", "name", "yes", *node.answers))


def check_phrases(trees: Trees, lexicon: Path) -> Iterator[Problem]:
    """Answers that sound alike (T037), or like a cry for help (T038)."""
    path = lexicon / "choices.yaml"
    calm = _calm_answers(trees)
    away = {node.ask for node in trees.nodes.values() if not _holds_numbers(node, trees)}
    for name, choices in choice_sets(path).items():
        taken: dict[tuple[str, ...], str] = {}
        for choice, templates in choices.items():
            for template in templates:
                source: Source = (shown(path), template.line, template.column)
                clash = _clash(template, choice, taken)
                if clash is not None:
                    said, other = clash
                    yield problem(
                        "T037", source, template, said=said, choice=choice, other=other, set=name
                    )
                shadowed = _shadow(template, name, (name, choice) in calm, name in away)
                if shadowed is not None:
                    said, heard = shadowed
                    yield problem(
                        "T038", source, template, said=said, choice=choice, set=name, heard=heard
                    )


def _holds_numbers(node: Node, trees: Trees) -> bool:
    tree = trees.trees[tree_of(node.place)]
    return tree.danger is not None or tree.name == "people"


def _calm_answers(trees: Trees) -> set[tuple[str, str]]:
    """Sets with their choices that are no sign of danger: no such answer leads to a danger tree."""
    calm: set[tuple[str, str]] = set()
    grave: set[tuple[str, str]] = set()
    for node in trees.nodes.values():
        if node.ask is None or trees.trees[tree_of(node.place)].danger is not None:
            continue
        for answer in node.answers.values():
            ways = [trees.trees.get(tree_of(way.to)) for way in answer.go]
            leads_there = any(tree is not None and tree.danger is not None for tree in ways)
            (grave if leads_there else calm).add((node.ask, answer.choice))
    return calm - grave


def _clash(
    template: Text, choice: str, taken: dict[tuple[str, ...], str]
) -> tuple[str, str] | None:
    """A sentence of the template that another choice has taken already, and which."""
    clash = None
    for said in _sentences(template):
        other = taken.setdefault(spread(normalise(said).words), choice)
        if other != choice and clash is None:
            clash = said, other
    return clash


@cache
def _listening() -> _Listening:
    return _Listening()


@cache
def _shadow(template: Text, question: str, calm: bool, away: bool) -> tuple[str, str] | None:
    """As `_Listening.shadow`, and known the next time: an author's bench checks at every save."""
    return _listening().shadow(template, question, calm, away)


class _Listening:
    """The listeners that come before any answer."""

    def __init__(self) -> None:
        self.commands = CommandListener.load(PACKAGE / "lexicon")
        self.danger = DangerListener.load(PACKAGE / "lexicon")

    def shadow(
        self, template: Text, question: str, calm: bool, away: bool
    ) -> tuple[str, str] | None:
        """A sentence of the template that is heard as help, and as what.

        An answer that leads into a danger tree may name the danger: it is the same way.
        The model is not asked about expected answers (decision 4).
        Only `away` from the trees that hold the numbers can an answer hide `people`,
        and the bare word may be an answer everywhere.
        """
        for said in islice(_sentences(template), _SAMPLES_A_TEMPLATE):
            utterance = normalise(said)
            command = self.commands.hear(utterance)
            if command in _COMES_BEFORE and (command != "people" or (away and said != "people")):
                return said, f"'{command}'"
            danger = self.danger.hear(utterance, Context(question=question)) if calm else None
            if danger is not None and not danger.by_model:
                return said, f"danger ({danger.category}, {danger.tier})"
        return None


def choice_sets(path: Path) -> dict[str, dict[str, list[Text]]]:
    """The phrases of every choice of every set."""
    found: dict[str, dict[str, list[Text]]] = {}
    for name, choices in read_source(path)[0].items():
        if isinstance(choices, Block):
            found[str(name)] = {
                str(choice): [phrase for phrase in phrases if isinstance(phrase, Text)]
                for choice, phrases in choices.items()
                if isinstance(phrases, Items)
            }
    return found


def _sentences(template: str) -> Iterator[str]:
    try:
        yield from sentences(template)
    except PhraseError:
        return  # the ears refuse to load it and say why
