"""How long loading the shipped trees takes, checking them, and checking a tree of 2,000 nodes.

To reach: the trees load in under 60 ms (they stand between the start and the
first prompt), 2,000 nodes are checked in under 2 s (an author saves often).
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dialogs.check import find_problems
from dialogs.load import load_trees

NODE = """\
  n{this}:
    say: How is it now, good, or bad?
    shorter: Good, or bad?
    slower: Take your time. Is it good, or bad?
    help: Either answer helps. Good, or bad?
    silence: I'm here. Good, or bad?
    no_match: [You can say good or bad. Which one?, One word is fine. Good or bad?]
    ask: yes_no
    answers: {{yes: n{next}, else: n{next}}}
    otherwise: n{next}
"""
HEAD = "tree: example\nabout: Many questions.\nstart: n0\nnodes:\n"
LAST = "  n{this}: {{say: Hello., go: end}}\n"


def seconds_of(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def write_many(folder: Path, count: int) -> Path:
    trees = folder / "trees"
    trees.mkdir(parents=True)
    nodes = "".join(NODE.format(this=i, next=i + 1) for i in range(count))
    (trees / "example.yaml").write_text(HEAD + nodes + LAST.format(this=count), "utf-8")
    return trees


def main() -> None:
    print(f"load the shipped trees        {seconds_of(load_trees, 15) * 1e3:8.1f} ms")
    print(f"check the shipped trees       {seconds_of(find_problems, 3) * 1e3:8.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        trees = write_many(Path(folder), 2_000)
        taken = seconds_of(lambda: find_problems(trees), 3)
        print(f"check a tree of 2,000 nodes   {taken * 1e3:8.1f} ms")


if __name__ == "__main__":
    main()
