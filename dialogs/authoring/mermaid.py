"""A tree as a Mermaid picture: questions as boxes, statements rounded, choices on the arrows."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.model import Node, Trees

LONGEST_LABEL = 44
OUT = {"return": "back", "end": "the end", "repeat": "asked again", "park": "parked"}


def draw_tree(trees: Trees, name: str) -> str:
    """The tree `name` as Mermaid text, node by node in the order of the file."""
    nodes = [node for node in trees.nodes.values() if node.place.rpartition("/")[0] == name]
    lines = ["flowchart TD"]
    for node in nodes:
        opening, closing = ("[", "]") if node.ask else ("(", ")")
        lines.append(f"    {_id(node.place)}{opening}{_quoted(_label(node))}{closing}")
    outside: dict[str, None] = {}
    for node in nodes:
        for label, target in arrows_of(node):
            if target.rpartition("/")[0] != name:
                outside[target] = None
            arrow = f"-->|{_quoted(label)}|" if label else "-->"
            lines.append(f"    {_id(node.place)} {arrow} {_id(target)}")
    lines.extend(f"    {_id(target)}([{_quoted(OUT.get(target, target))}])" for target in outside)
    return "\n".join(dict.fromkeys(lines)) + "\n"


def arrows_of(node: Node) -> Iterator[tuple[str, str]]:
    """Every way out of a node as (label, target); the label is empty where nothing is chosen."""
    for choice, answer in node.answers.items():
        for way in answer.go:
            yield choice, way.to
    if node.otherwise is not None:
        yield "skip", node.otherwise
    for window in node.windows:
        upto = "" if window.to_hours is None else f"{window.to_hours:g}"
        yield f"{window.from_hours:g}-{upto} hours", window.go
    if not node.ask:
        yield from (("", way.to) for way in node.go)
    if node.call is not None:
        yield "through", node.call


def _label(node: Node) -> str:
    slug = node.place.rpartition("/")[2]
    text = node.say[-1].text if node.say else slug
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _id(place: str) -> str:
    """An id that Mermaid cannot mistake for one of its own words, such as `end`."""
    return "n_" + place.replace("/", "__")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "#quot;") + '"'
