"""A tree for the eye, and the same as a list for whoever does not see it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dialogs.authoring.figures import read_figures
from dialogs.authoring.layout import kind_of
from dialogs.authoring.mermaid import OUT, arrows_of
from dialogs.authoring.svg import STYLE, draw_svg
from dialogs.check_lines import lines_of_node, tree_of
from dialogs.load import shown
from dialogs.log.failures import explain
from dialogs.log.opening import close_quietly, open_for_reading
from dialogs.model import Node, Trees

_drawing = ThreadPoolExecutor(1, "graphviz")
"""Graphviz is not made for several threads: it only ever meets this one."""


def describe(trees: Trees, name: str, notes: Mapping[str, str]) -> dict[str, Any]:
    """The tree as JSON: its picture, without a style of its own, and its nodes."""
    svg = _drawing.submit(draw_svg, trees, name, notes).result()
    nodes = [node for node in trees.nodes.values() if tree_of(node.place) == name]
    return {
        "tree": name,
        "about": trees.trees[name].about,
        "svg": svg.replace(f"<style>{STYLE}</style>", "", 1),
        "nodes": [_describe(node, notes.get(node.place, "")) for node in nodes],
    }


def _describe(node: Node, note: str) -> dict[str, Any]:
    path, line, _ = node.source
    ways: dict[str, list[str]] = {}
    for label, target in arrows_of(node):
        labels = ways.setdefault(target, [])
        if label and label not in labels:
            labels.append(label)
    return {
        "place": node.place,
        "kind": kind_of(node),
        "source": f"{shown(Path(path))}:{line}",
        "lines": [[slot.replace("_", " "), line.text] for slot, line in lines_of_node(node)],
        "ways": [[", ".join(labels), to, OUT.get(to, to)] for to, labels in ways.items()],
        "note": note,
    }


def read_notes(db: Path) -> dict[str, str]:
    """The figures of every question in short, by its place. Raises `LogFailed`."""
    try:
        connection = open_for_reading(db)
        if connection is None:
            return {}
        try:
            return {place: one.in_short() for place, one in read_figures(connection).items()}
        finally:
            close_quietly(connection)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        raise explain(error, db) from error
