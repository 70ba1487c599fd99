"""What an edit does to whoever is in the middle of a conversation.

A parked place is kept by tree and slug. Where the slug is gone, `migrate:` says where to go
on; without it the person lands at the beginning of the tree, and hears all of it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from dialogs.check_lines import slug_of, tree_of
from dialogs.model import Node, Trees
from dialogs.problems import Problem, problem

ALIKE = 0.75
"""How much of a prompt must be left for its node to count as the same under another name."""
HOLDS = 0.6
"""How much of a new prompt must come from the old one for it to count as a part of it."""


def check_edits(old: Trees, new: Trees) -> Iterator[Problem]:
    """Nodes (T090) and trees (T091) of `old` that are gone, with nothing said of where to go on."""
    for name, tree in old.trees.items():
        if name not in new.trees:
            yield problem("T091", tree.source, name, tree=name)
    for place, node in old.nodes.items():
        name, slug = tree_of(place), slug_of(place)
        tree_now = new.trees.get(name)
        if tree_now is None or place in new.nodes or slug in tree_now.migrate:
            continue
        what, to = _what_became_of(node, old, new)
        key = "migrate" if "migrate" in tree_now.places else "nodes"
        where = tree_now.places.get(key, tree_now.source)
        yield problem("T090", where, key, slug=slug, what=what, to=to)


def _what_became_of(node: Node, old: Trees, new: Trees) -> tuple[str, str]:
    """In words, and the slug that `migrate:` could name."""
    name = tree_of(node.place)
    said = _text(node)
    added = [
        one
        for one in new.nodes.values()
        if tree_of(one.place) == name and one.place not in old.nodes
    ]
    alike = {slug_of(one.place): _alike(said, _text(one)) for one in added}
    parts = [slug for one in added if _part(said, _text(one)) for slug in (slug_of(one.place),)]
    best = max(alike, key=lambda slug: alike[slug], default="")
    if best and alike[best] >= ALIKE:
        return f"is now called '{best}'", best
    if len(parts) > 1:
        return f"is split into {' and '.join(repr(part) for part in parts)}", parts[0]
    if parts:
        return f"is now called '{parts[0]}'", parts[0]
    return "is gone", slug_of(new.trees[name].start)


def _text(node: Node) -> list[str]:
    return " ".join(line.text for line in node.say).lower().split()


def _alike(one: list[str], other: list[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def _part(whole: list[str], part: list[str]) -> bool:
    """Whether most of `part` was words of `whole`, in their order."""
    if not whole or not part:
        return False
    blocks = SequenceMatcher(None, whole, part, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= HOLDS * len(part)
