"""Trees as a document to read: what is said, what may be answered, what follows.

For people who do not write YAML. Every line stands with its id, so that a remark can
name it. A second language stands beside the first, with what it lacks marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.authoring.mermaid import OUT
from dialogs.authoring.sayings import PLAIN, STANDS_FOR
from dialogs.check_lines import lines_of_node, tree_of
from dialogs.conditions import describe_condition
from dialogs.hear import Ears
from dialogs.hear.templates import sentences
from dialogs.load_language import lines_of
from dialogs.load_values import PLACEHOLDER
from dialogs.model import Go, Line, Node, Trees

SLOTS = {
    "say": "Said",
    "shorter": "Shorter",
    "slower": "Slower",
    "help": "Help",
    "silence": "After silence",
    "shrink": "Made small",
    "no_match": "Not understood",
    "answers": "On the way",
    "stop": "On “stop”",
    "closing": "Last words before it parks",
}
MOST_EXAMPLES = 4
ASKS = {
    "when": ("an hour ago", "last night", "three days ago", "I don't know"),
    "substances": ("kratom", "heroin and some xanax", "a few beers", "I don't know"),
    "words": ("anything, kept only after a second yes",),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line: what it is for, when it is said, and its text in each language."""

    id: str
    slot: str
    when: str
    texts: tuple[str | None, ...]
    """None where a language lacks the line, and English is spoken instead."""


@dataclass(frozen=True, slots=True)
class Way:
    """What leads on: an answer with examples of its words, or the way itself."""

    answer: str
    examples: str
    follows: tuple[tuple[str, str, str], ...]
    """(under which condition, the place's id on this page or "", words for the place)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One node."""

    place: str
    kind: str
    clinical: bool
    reviewed: str
    lines: tuple[Spoken, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """One tree."""

    name: str
    about: str
    lines: tuple[Spoken, ...]
    scenes: tuple[Scene, ...]


def write_scripts(trees: Sequence[Trees], names: Sequence[str]) -> str:
    """The trees `names` as one HTML page; `trees` are the same ones in each language to show."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    environment = Environment(
        loader=PackageLoader("dialogs.authoring"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("script.html")
    return template.render(
        scripts=[read_script(trees, name) for name in names],
        languages=[one.language for one in trees],
        hash=trees[0].hash,
    )


def read_script(trees: Sequence[Trees], name: str) -> Script:
    """One tree, in every language of `trees`; the first is the one that all others overlay."""
    first = trees[0]
    texts = [{line.id: line for line in lines_of(one)} for one in trees]

    def spoken(slot: str, line: Line) -> Spoken:
        own = [found[line.id] for found in texts]
        said = [_readable(one.text, first) for one in own]
        lacking = [number > 0 and one.source == line.source for number, one in enumerate(own)]
        when = "" if line.condition is None else f"if {describe_condition(line.condition)}"
        return Spoken(
            line.id,
            SLOTS[slot],
            when,
            tuple(None if gone else text for text, gone in zip(said, lacking, strict=True)),
        )

    tree = first.trees[name]
    edges = (("stop", tree.stop), ("closing", tree.closing))
    nodes = [node for node in first.nodes.values() if tree_of(node.place) == name]
    return Script(
        name,
        tree.about,
        tuple(spoken(slot, line) for slot, line in edges if line is not None),
        tuple(
            Scene(
                node.place,
                "asks" if node.ask else "says" if node.say else "decides",
                node.clinical,
                f"reviewed by {node.review.by}, {node.review.on}" if node.review.by else "",
                tuple(spoken(slot, line) for slot, line in lines_of_node(node)),
                tuple(_ways(node, first)),
            )
            for node in nodes
        ),
    )


def _ways(node: Node, trees: Trees) -> Iterator[Way]:
    for choice, answer in node.answers.items():
        examples = ", ".join(examples_of(trees.ears, node.ask or "", choice))
        yield Way(choice, examples, tuple(_follows(answer.go)))
    if node.otherwise is not None:
        yield Way("skipped, or no answer", "", (("", *_place(node.otherwise)),))
    for window in node.windows:
        upto = "on" if window.to_hours is None else f"to {window.to_hours:g}"
        hours = f"{window.from_hours:g} {upto} hours since"
        yield Way(hours, "", (("", *_place(window.go)),))
    if node.call is not None:
        yield Way("first through", "", (("", "", node.call),))
    if node.go and not node.ask:
        yield Way("then", "", tuple(_follows(node.go)))


def _follows(ways: Sequence[Go]) -> Iterator[tuple[str, str, str]]:
    for way in ways:
        when = "" if way.condition is None else f"if {describe_condition(way.condition)}"
        yield (when, *_place(way.to))


def _place(target: str) -> tuple[str, str]:
    """(id to link to, words)"""
    return ("", OUT[target]) if target in OUT else (target, target)


def examples_of(ears: Ears | None, ask: str, choice: str) -> list[str]:
    """Some ways to say a choice; none where the ears are not loaded."""
    if ask in PLAIN and choice in PLAIN[ask] and ask != "words":
        return [PLAIN[ask][choice]]
    if ears is None or ask not in ears.choices.sets:
        return list(ASKS.get(ask, ())) if choice in ("known", "said") else []
    found: list[str] = []
    for phrase in ears.choices.sets[ask].get(choice, ()):
        words = STANDS_FOR.get(phrase) or next(sentences(phrase, most=1), "")
        if words and words not in found:
            found.append(words)
    return found[:MOST_EXAMPLES]


def _readable(text: str, trees: Trees) -> str:
    """The text with its numbers as they are spoken."""

    def fill(match: re.Match[str]) -> str:
        number = trees.numbers.get(match.group(1))
        return number.spoken if number is not None else f"[{match.group(1).replace('_', ' ')}]"

    return PLACEHOLDER.sub(fill, text)
