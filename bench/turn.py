"""How long a turn takes: the whole, and the share of listening for danger and matching answers.

Also with ten times the trees, to show that the cost of a turn does not grow
with them. Prints medians and 99th percentiles in microseconds; `bench/log.py`
does the same for the length of the log.
"""

from __future__ import annotations

import json
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dialogs.content import load_content
from dialogs.engine import new_state, take_turn
from dialogs.events import Heard, Launched
from dialogs.hear import Context
from dialogs.hear.normalise import normalise
from dialogs.model import Trees

AT = datetime(2026, 1, 5, 21, tzinfo=UTC)
DATA = Path(__file__).parent.parent / "data" / "answers_dev.jsonl"
ROUNDS = 5


def utterances() -> list[str]:
    """What people say: the development lines, of up to 40 words."""
    lines = [json.loads(line)["text"] for line in DATA.read_text("utf-8").splitlines()]
    return [line for line in lines if len(line.split()) <= 40]


def show(name: str, seconds: list[float]) -> None:
    cuts = statistics.quantiles(seconds, n=100)
    median, p99 = statistics.median(seconds) * 1e6, cuts[98] * 1e6
    print(f"{name:<44} median {median:7.0f} us   p99 {p99:7.0f} us   ({len(seconds)} turns)")


def times_of_turns(trees: Trees, lines: list[str]) -> list[float]:
    """Seconds of each turn of a conversation that goes on with whatever was said."""
    seconds = []
    for _ in range(ROUNDS):
        state = take_turn(trees, new_state(trees, "bench"), Launched(AT, "yes")).state
        for line in lines:
            event = Heard(line, AT)
            begin = time.perf_counter()
            turn = take_turn(trees, state, event)
            seconds.append(time.perf_counter() - begin)
            state = turn.state
    return seconds


def times_of_listening(trees: Trees, lines: list[str]) -> list[float]:
    """Seconds of listening for danger, commands and an answer, over the questions in turn."""
    assert trees.ears is not None
    questions = sorted({node.ask for node in trees.nodes.values() if node.ask})
    seconds = []
    for _ in range(ROUNDS):
        for number, line in enumerate(lines):
            question = questions[number % len(questions)]
            begin = time.perf_counter()
            heard = normalise(line)
            trees.ears.danger(heard, Context(question))
            trees.ears.command(heard)
            trees.ears.answer(question, heard, AT)
            seconds.append(time.perf_counter() - begin)
    return seconds


def ten_times(trees: Trees) -> Trees:
    """The same trees with nine copies beside them that nobody goes to."""
    nodes = dict(trees.nodes)
    names = dict(trees.trees)
    for copy in range(9):
        for place, node in trees.nodes.items():
            nodes[f"copy{copy}/{place}"] = replace(node, place=f"copy{copy}/{place}")
        for name, tree in trees.trees.items():
            names[f"copy{copy}/{name}"] = replace(tree, name=f"copy{copy}/{name}")
    return replace(trees, nodes=nodes, trees=names)


def main() -> None:
    trees, lines = load_content(), utterances()
    times_of_turns(trees, lines[:200])
    show("a whole turn", times_of_turns(trees, lines))
    show("  of it: danger, commands, answer", times_of_listening(trees, lines))
    once, tenfold = times_of_turns(trees, lines), times_of_turns(ten_times(trees), lines)
    show("a whole turn, shipped trees", once)
    show("a whole turn, ten times the trees", tenfold)
    ratio = statistics.median(tenfold) / statistics.median(once)
    print(f"ratio of the medians: {ratio:.2f}")


if __name__ == "__main__":
    main()
