"""A second language, laid over the trees line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dialogs.load_values import PLACEHOLDER, Known, Reader
from dialogs.model import Answer, Line, Node, Tree, Trees
from dialogs.problems import Notes, nearest
from dialogs.source import Block, Text

Translate = Callable[[Line], Line]


def overlay(
    trees: Trees, files: Iterable[tuple[str, Block]], language: str, known: Known, note: Notes
) -> Trees:
    """The trees with every line that the language has; a line that it lacks stays English."""
    english = {line.id: line for line in lines_of(trees)}
    texts: dict[str, Line] = {}
    for path, block in files:
        reader = Reader(path, note)
        for id_, value in block.items():
            if not isinstance(value, Text):
                reader.wrong(value, id_, "text")
            elif id_ not in english:
                note("T027", reader.at(id_), id_, id=id_, maybe=nearest(id_, english))
            else:
                texts[str(id_)] = reader.line(str(id_), value, known)
                _expect_the_same_placeholders(english[id_], texts[id_], note)

    def translate(line: Line) -> Line:
        found = texts.get(line.id)
        return line if found is None else replace(found, condition=line.condition)

    return replace(
        trees,
        language=language,
        nodes={place: _node(node, translate) for place, node in trees.nodes.items()},
        trees={name: _tree(tree, translate) for name, tree in trees.trees.items()},
        lines={key: translate(line) for key, line in trees.lines.items()},
    )


def lines_of(trees: Trees) -> list[Line]:
    """Every line that can be spoken."""
    found: list[Line] = []

    def keep(line: Line) -> Line:
        found.append(line)
        return line

    for tree in trees.trees.values():
        _tree(tree, keep)
    for node in trees.nodes.values():
        _node(node, keep)
    found.extend(trees.lines.values())
    return found


def _expect_the_same_placeholders(english: Line, other: Line, note: Notes) -> None:
    """A number must not get lost on the way into another language."""
    for name in PLACEHOLDER.findall(english.text):
        if name not in PLACEHOLDER.findall(other.text):
            note("T028", other.source, "", id=other.id, placeholder="{" + name + "}")


def _tree(tree: Tree, change: Translate) -> Tree:
    return replace(
        tree,
        stop=tree.stop and change(tree.stop),
        closing=tree.closing and change(tree.closing),
    )


def _node(node: Node, change: Translate) -> Node:
    return replace(
        node,
        say=tuple(map(change, node.say)),
        shorter=node.shorter and change(node.shorter),
        slower=node.slower and change(node.slower),
        help=node.help and change(node.help),
        silence=node.silence and change(node.silence),
        shrink=node.shrink and replace(node.shrink, say=change(node.shrink.say)),
        no_match=tuple(map(change, node.no_match)),
        answers={choice: _answer(answer, change) for choice, answer in node.answers.items()},
    )


def _answer(answer: Answer, change: Translate) -> Answer:
    return replace(answer, say=answer.say and change(answer.say))
