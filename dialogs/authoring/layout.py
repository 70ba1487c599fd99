"""Where each node of a tree stands on its picture, and how the arrows run between them.

Graphviz lays it out. Boxes and labels have sizes of ours, so that no font of the machine
decides where things stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.authoring.mermaid import OUT, arrows_of
from dialogs.check_lines import slug_of, tree_of
from dialogs.model import Node, Trees

POINTS_AN_INCH = 72
LETTER = 6.3
"""Width of a letter in points, on average; a little too wide rather than too narrow."""
LINE = 15.0
LETTERS_A_LINE = 34
MOST_LINES = 4
MISSING_GRAPHVIZ = (
    "the picture needs pygraphviz, which is not installed\n"
    "  mend: pip install 'steady-ground[author]'   (steady graph --mermaid works without)"
)


class NoGraphviz(Exception):
    """Graphviz is not installed."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node on the picture: its middle, its size, and its text in lines. Points."""

    place: str
    kind: str
    """`question`, `statement`, `router`, or `out` for what lies outside of the tree."""
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one place to another: a curve of points, and its label's middle."""

    source: str
    target: str
    label: str
    curve: tuple[tuple[float, float], ...]
    tip: tuple[float, float]
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The picture of a tree before it is drawn. Points, the origin at the top left."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def lay_out(trees: Trees, name: str) -> Layout:
    """Places for all nodes and arrows of the tree `name`. Raises `NoGraphviz`."""
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        raise NoGraphviz(MISSING_GRAPHVIZ) from error
    graph = AGraph(directed=True, strict=False, rankdir="TB", nodesep="0.3", ranksep="0.45")
    sizes: dict[str, tuple[str, tuple[str, ...], float, float]] = {}
    for node in trees.nodes.values():
        if tree_of(node.place) == name:
            sizes[node.place] = _measured(kind_of(node), lines_of(label_of(node)))
    ways = [way for place in list(sizes) for way in _ways_of(trees.nodes[place])]
    for _, _, target in ways:
        if target not in sizes:
            sizes[target] = _measured("out", (OUT.get(target, target),))
    for place, (_, _, width, height) in sizes.items():
        size = {"width": width / POINTS_AN_INCH, "height": height / POINTS_AN_INCH}
        graph.add_node(place, shape="box", fixedsize="true", label="", **size)
    for number, (place, label, target) in enumerate(ways):
        graph.add_edge(place, target, key=str(number), label=_room_for(label))
    try:
        graph.layout(prog="dot")
        return _read(graph, sizes, ways)
    finally:
        graph.close()  # here, and not whenever and in whatever thread it is collected


def _ways_of(node: Node) -> Iterator[tuple[str, str, str]]:
    """One way for each target, with all the answers that lead there."""
    labels: dict[str, list[str]] = {}
    for label, target in arrows_of(node):
        there = labels.setdefault(target, [])
        if label and label not in there:
            there.append(label)
    for target, there in labels.items():
        yield node.place, ", ".join(there), target


def kind_of(node: Node) -> str:
    """What a node is on the picture."""
    return "question" if node.ask else "statement" if node.say else "router"


def label_of(node: Node) -> str:
    """The words in a node's box: what it says last, else its slug."""
    return node.say[-1].text if node.say else slug_of(node.place)


def lines_of(text: str) -> tuple[str, ...]:
    """A text in lines, cut where it is long."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS_A_LINE:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + " …"]
    return tuple(lines)


def _measured(kind: str, lines: tuple[str, ...]) -> tuple[str, tuple[str, ...], float, float]:
    width = max(map(len, lines)) * LETTER + 26
    return kind, lines, max(width, 60.0), len(lines) * LINE + 16


def _room_for(label: str) -> str:
    """An empty table as large as the label will be."""
    if not label:
        return ""
    width = round(len(label) * LETTER + 8)
    return (
        f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="16">'
        "<TR><TD></TD></TR></TABLE>>"
    )


def _read(graph: Any, sizes: dict[str, Any], ways: list[tuple[str, str, str]]) -> Layout:
    left, bottom, right, top = map(float, graph.graph_attr["bb"].split(","))

    def turned(text: str) -> tuple[float, float]:
        x, y = map(float, text.split(","))
        return round(x - left, 1), round(top - y, 1)

    def boxes() -> Iterator[Box]:
        for place, (kind, lines, width, height) in sizes.items():
            x, y = turned(graph.get_node(place).attr["pos"])
            yield Box(place, kind, lines, x, y, round(width, 1), round(height, 1))

    def arrows() -> Iterator[Arrow]:
        for number, (place, label, target) in enumerate(ways):
            attributes = graph.get_edge(place, target, key=str(number)).attr
            tip, *points = attributes["pos"].removeprefix("e,").split()
            at = turned(attributes["lp"]) if label else None
            yield Arrow(place, target, label, tuple(map(turned, points)), turned(tip), at)

    return Layout(round(right - left, 1), round(top - bottom, 1), tuple(boxes()), tuple(arrows()))
