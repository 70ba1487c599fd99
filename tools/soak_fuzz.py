"""Say anything at any moment, and look whether a promise of the engine is ever broken.

Random talks of commands, real lines, dangers, silences and hang-ups, the state
through JSON at each turn. Never an exception; one `Listen` or one `End` a turn;
a number in every HARD turn and in every reprompt of danger; nothing kept
without consent; a state under 4 kB.

    python tools/soak_fuzz.py [--turns 100000] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from dialogs.authoring.promises import broken, unfit
from dialogs.codec import state_from_json, state_to_json
from dialogs.content import load_content
from dialogs.engine import Turn, new_state, take_turn
from dialogs.events import (
    End,
    Event,
    Heard,
    HungUp,
    Launched,
    Recalled,
    Resumed,
    Silence,
    Unheard,
)
from dialogs.model import Trees

DATA = Path(__file__).parent.parent / "data"
FILES = ("answers_dev", "danger_dev_1", "danger_dev_2")
BEGIN = datetime.fromisoformat("2026-01-05T21:00:00-05:00")
LONGEST_TALK = 60
COMMANDS = (
    *("yes", "no", "i don't know", "next", "skip", "go back", "stop", "help", "say that again"),
    *("hold on", "go on", "strike that", "forget everything", "what do you know about me"),
    *("start over", "don't keep today", "numbers", "give me the pancake recipe", "shorter"),
    *("the coast is clear", "no i said stress", "i slipped on kratom last night", "slower", ""),
)


def fuzz(trees: Trees, seed: int, turns: int) -> list[str]:
    """Everything that was broken in so many turns, with the words that broke it."""
    dice = random.Random(seed)
    lines = [
        str(json.loads(line)["text"])
        for name in FILES
        for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    found: list[str] = []
    taken = 0
    while taken < turns:
        at = BEGIN
        begin = Launched(at, dice.choice(["ask", "yes", "no"]))
        turn = take_turn(trees, new_state(trees, "fuzz"), begin)
        for _ in range(LONGEST_TALK):
            at += timedelta(seconds=10)
            event = _anything(dice, lines, at)
            before = turn.state
            turn = _take(trees, turn, event)
            found += [f"{fault}: {event!r} at {before.place}" for fault in _broken(turn)]
            taken += 1
            if isinstance(event, HungUp):
                at += timedelta(hours=dice.choice([1, 30]))
                turn = _take(trees, turn, Resumed(at))
            elif any(isinstance(act, End) for act in turn.actions) and dice.random() < 0.5:
                break
    return found


def _broken(turn: Turn) -> Iterator[str]:
    yield from broken(turn)
    yield from unfit(turn.state)


def _anything(dice: random.Random, lines: list[str], at: datetime) -> Event:
    chance = dice.random()
    if chance < 0.45:
        return Heard(dice.choice(COMMANDS), at)
    if chance < 0.85:
        return Heard(dice.choice(lines), at)
    if chance < 0.93:
        return Silence(dice.choice([1.0, 60.0, 1e6]), at)
    if chance < 0.96:
        return Unheard(at)
    return HungUp(at)


def _take(trees: Trees, turn: Turn, event: Event) -> Turn:
    turn = take_turn(trees, state_from_json(state_to_json(turn.state)), event)
    while turn.state.waiting and not isinstance(event, HungUp):
        facts = {"ok": "yes", "kept_any": "no", "enough": "no", "last_known": "no"}
        turn = take_turn(trees, turn.state, Recalled("kept", event.at, facts))
    return turn


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--turns", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    found = fuzz(load_content(), given.seed, given.turns)
    for fault in found[:20]:
        print(fault, file=sys.stderr)
    print(f"{given.turns} turns, seed {given.seed}: {len(found)} promises broken")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
