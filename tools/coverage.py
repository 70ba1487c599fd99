"""How much of the trees the transcripts walk: nodes visited, and answers followed.

Prints both shares and every missing one as `file:line: what`. Ends with 1 when
a share is below what is asked for.

    python -m tools.coverage [--least 95]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from dialogs.content import load_content
from dialogs.engine import walking
from dialogs.model import Node, Trees
from dialogs.state import Value
from dialogs.transcript import play
from tests.test_transcripts import CHANGED, FILES, Player

LEAST = 95.0
"""Percent of nodes and of answers that transcripts walk."""


class Walked:
    """Nodes and answers that were walked while it listened."""

    def __init__(self) -> None:
        self.nodes: set[str] = set()
        self.answers: set[tuple[str, str]] = set()
        self._visit, self._way_on = walking._visit, walking.way_on

    def __enter__(self) -> Walked:
        def visit(turn: walking.Turning, node: Node) -> str | None:
            self.nodes.add(node.place)
            return self._visit(turn, node)

        def way_on(turn: walking.Turning, node: Node, value: Value) -> str | None:
            choice = walking.choice_of(node, value)
            self.answers.add((node.place, choice if choice in node.answers else "else"))
            return self._way_on(turn, node, value)

        walking._visit = visit
        for module in (walking, *_importers()):
            module.way_on = way_on  # type: ignore[attr-defined]
        return self

    def __exit__(self, *error: object) -> None:
        walking._visit = self._visit
        for module in (walking, *_importers()):
            module.way_on = self._way_on  # type: ignore[attr-defined]


def _importers() -> list[object]:
    return [m for name, m in sys.modules.items() if name.startswith("dialogs.engine.")
            and hasattr(m, "way_on")]  # fmt: skip


def walk_transcripts(trees: Trees) -> Walked:
    """What all transcripts of the shipped trees walk."""
    with Walked() as walked, tempfile.TemporaryDirectory() as folder:
        for path in FILES:
            if path.parent.name == CHANGED:
                continue
            player = Player(trees, trees, Path(folder) / f"{path.parent.name}-{path.stem}.db")
            play(path.read_text("utf-8"), player.take)
            player.conversation.log.close()
    return walked


def report(trees: Trees, walked: Walked, *, quiet: bool = False) -> tuple[float, float]:
    """Print what is missing; the shares of nodes and of answers, in percent."""
    nodes = list(trees.nodes.values())
    answers = [(node, choice) for node in nodes for choice in node.answers]
    missing = [(node, "") for node in nodes if node.place not in walked.nodes]
    missing += [
        (node, f", answer '{choice}'")
        for node, choice in answers
        if node.place in walked.nodes and (node.place, choice) not in walked.answers
    ]
    for node, what in sorted(missing, key=lambda one: (one[0].source, one[1])):
        if quiet:
            break
        print(f"{node.source[0]}:{node.source[1]}: {node.place.rpartition('/')[2]}{what}")
    seen = sum((node.place, choice) in walked.answers for node, choice in answers)
    return 100 * len(walked.nodes & trees.nodes.keys()) / len(nodes), 100 * seen / len(answers)


def main() -> None:
    least = float(sys.argv[sys.argv.index("--least") + 1]) if "--least" in sys.argv else LEAST
    trees = load_content()
    shares = report(trees, walk_transcripts(trees))
    print(f"nodes {shares[0]:.1f} %, answers {shares[1]:.1f} %, {len(FILES)} transcripts")
    sys.exit(1 if min(shares) < least else 0)


if __name__ == "__main__":
    main()
