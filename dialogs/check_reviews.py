"""Review marks of clinical texts. Only a person writes one; here it is only read."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from dialogs.check_graph import ways_of
from dialogs.check_lines import lines_of_node, slug_of, tree_of
from dialogs.model import Node, Trees
from dialogs.problems import Problem, problem

CLINICAL_TREES = ("first_hours",)
"""Trees beside those of danger in which all that is said or decided is clinical."""


def check_marks(trees: Trees) -> Iterator[Problem]:
    """Nodes that must be clinical (T080), and clinical ones without any mark (T081)."""
    for node in trees.nodes.values():
        slug = slug_of(node.place)
        tree = trees.trees[tree_of(node.place)]
        must_be = tree.danger is not None or (tree.name in CLINICAL_TREES and _decides(node))
        if must_be and not node.clinical:
            yield problem("T080", node.source, slug, slug=slug, tree=tree.name)
        elif node.clinical and "reviewed_by" not in node.places:
            yield problem("T081", node.source, slug, slug=slug)


def _decides(node: Node) -> bool:
    """Whether the node says something, or chooses a way; else there is nothing to review."""
    return any(lines_of_node(node)) or len(list(ways_of(node))) > 1


def check_reviewed(trees: Trees) -> Iterator[Problem]:
    """For a release: clinical texts that nobody reviewed (T082), or that changed since (T083)."""
    for node in trees.nodes.values():
        if not node.clinical:
            continue
        slug = slug_of(node.place)
        if node.review.by is None:
            yield problem("T082", node.source, slug, slug=slug)
        elif node.review.text_hash != review_hash(node, trees):
            yield problem("T083", node.source, slug, slug=slug, by=node.review.by)


def review_hash(node: Node, trees: Trees) -> str:
    """Twelve hex digits of all that a reviewer reads: what the node says, and where it leads.

    A danger tree's `stop` and `closing` belong to its first node.
    """
    tree = trees.trees[tree_of(node.place)]
    texts = [f"{line.id}={line.text}|{line.condition}" for _, line in lines_of_node(node)]
    texts += [f"{choice}={answer.go}" for choice, answer in node.answers.items()]
    texts += [f"{window}" for window in node.windows]
    texts += [f"{way}" for way in node.go]
    if node.place == tree.start:
        texts += [line.text for line in (tree.stop, tree.closing) if line is not None]
    return sha256("\n".join(texts).encode()).hexdigest()[:12]
