"""Every line that can be spoken, with where it stands in the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.model import Line, Node, Tree, Trees

LONG_TREES = ("people",)
"""Trees beside those of danger whose prompts may be long: each holds one service."""


class Spoken(NamedTuple):
    """A line, and what it is for."""

    line: Line
    slot: str
    """`say`, `shorter`, `slower`, `help`, `silence`, `shrink`, `no_match`, `answers`, `stop`,
    `closing`, or `own` for the engine's own lines."""
    node: Node | None = None
    tree: Tree | None = None

    @property
    def may_be_long(self) -> bool:
        """Whether the line is one of those that hold a service, said digit by digit, twice."""
        return self.tree is not None and (
            self.tree.danger is not None or self.tree.name in LONG_TREES
        )


def spoken(trees: Trees) -> Iterator[Spoken]:
    """Every line of the trees, in their order, and the engine's own."""
    for tree in trees.trees.values():
        for slot, line in (("stop", tree.stop), ("closing", tree.closing)):
            if line is not None:
                yield Spoken(line, slot, None, tree)
    for node in trees.nodes.values():
        tree = trees.trees[tree_of(node.place)]
        for slot, line in lines_of_node(node):
            yield Spoken(line, slot, node, tree)
    for line in trees.lines.values():
        yield Spoken(line, "own")


def lines_of_node(node: Node) -> Iterator[tuple[str, Line]]:
    """The lines of one node with their slots."""
    for line in node.say:
        yield "say", line
    shrink = node.shrink.say if node.shrink is not None else None
    for slot, found in (
        ("shorter", node.shorter),
        ("slower", node.slower),
        ("help", node.help),
        ("silence", node.silence),
        ("shrink", shrink),
    ):
        if found is not None:
            yield slot, found
    for line in node.no_match:
        yield "no_match", line
    for answer in node.answers.values():
        if answer.say is not None:
            yield "answers", answer.say


def tree_of(place: str) -> str:
    """The tree that a place lies in.

    >>> tree_of("danger/suicide/number")
    'danger/suicide'
    """
    return place.rpartition("/")[0]


def slug_of(place: str) -> str:
    """The node's own name.

    >>> slug_of("danger/suicide/number")
    'number'
    """
    return place.rpartition("/")[2]
