"""Spoken talks in which anything may happen, and whether a turn is ever lost, or the loop hangs.

The room is made of numbers; speaking, listening, the end of an utterance and the
filters are the product's own. Somebody answers, falls silent, speaks over the
prompt, types; noise is heard as words, the product hears itself; microphone,
loudspeaker and voice go and come back; the lid is closed, a signal comes. Never an
exception, and never longer than patience and sound can take; what was said to the
product is what it heard; danger is heard whenever it is said, and answered with a
number; what was left is taken up again, and without a yes nothing is kept.

    python tools/soak_voice.py [--talks 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from dialogs.content import load_content
from dialogs.conversation import Conversation
from dialogs.events import Action, End, Event, Heard, HungUp, Listen, Say, Silence
from dialogs.hear import normalise
from dialogs.log import SqliteLog
from dialogs.model import Trees
from voice_local.judge import Judge
from voice_local.loop import Loop, Options, Watch
from voice_local.room_of_numbers import FakeRoom
from voice_local.sound import Sound
from voice_local.speaking import Speaking

DATA = Path(__file__).parent.parent / "data"
FILES = ("answers_dev", "danger_dev_1", "danger_dev_2")
COMMANDS = (
    *("yes", "no", "not sure", "skip", "back", "stop", "help", "repeat", "slower", "hold on"),
    *("go on", "strike that", "forget everything", "start over", "numbers", "shorter"),
    *("the coast is clear", "give me the pancake recipe", "i slipped on kratom last night"),
)
DANGERS = ("i want to kill myself", "he is not breathing", "i took all my pills at once")
GHOSTS = ("the", "a", "huh")
MOST_TURNS = 25
MOST_SECONDS = 400.0
"""Longer than any patience, the wait for a lost microphone and a line of speech together."""


class Hangs(Exception):
    """The loop went on for longer than anything that it may wait for."""


class RestlessRoom(FakeRoom):
    """A room in which something may happen at any moment."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice
        self.until = MOST_SECONDS
        self.over = ""
        """What somebody says over the next sentence."""

    def read(self) -> bytes:
        if self.seconds > self.until:
            raise Hangs
        return super().read()

    def play(self, sound: Sound) -> None:
        super().play(sound)
        if self.over:
            self.say(self.over, self.dice.choice([0.0, 0.1, 0.3]), 0.6)
            self.over = ""


class Talk:
    """One talk, what happened in it, and what should not have."""

    def __init__(self, trees: Trees, judge: Judge, database: Path, dice: random.Random) -> None:
        self.dice, self.judge, self.database = dice, judge, database
        self.room = RestlessRoom(dice)
        self.faults: list[str] = []
        self.turns = 0
        self.said = ""
        """What the person said in the quiet behind the prompt."""
        self.ignored: list[str] = []
        self.conversation = Conversation(trees, SqliteLog(database), "voice")
        hearing = self.room.hearing(judge)
        self.loop = Loop(
            self.conversation,
            self.room,
            Speaking(self.room, self.room, self.room.show),
            lambda: hearing,
            self.room,
            self.room.clock,
            Options(barge_in=dice.random() < 0.2),
            Watch(ignored=lambda text, why: self.ignored.append(text), listening=self._listening),
        )
        self.room.echoes = dice.random() < 0.3

    def hold(self, lines: list[str], consent: str) -> None:
        """Let it happen, for so many turns or to its end."""
        actions = self.conversation.begin(self.room.clock(), consent)
        while not _ended(actions) and self.turns < MOST_TURNS:
            self.turns += 1
            event, danger = self._turn(actions, lines)
            actions = self.conversation.take(event)
            numbers = any(isinstance(act, Say) and act.numbers for act in actions)
            if danger and isinstance(event, Heard) and not numbers:
                self._fault(f"no number after {danger!r}")
        if not _ended(actions):
            self.conversation.take(HungUp(self.room.clock()))

    def _turn(self, actions: tuple[Action, ...], lines: list[str]) -> tuple[Event, str]:
        """What happens, and the danger that was said meanwhile."""
        room, dice = self.room, self.dice
        room.until = room.seconds + MOST_SECONDS
        room.lines.clear()
        room.hush()
        self.ignored.clear()
        over = dice.choice([*DANGERS, *COMMANDS]) if dice.random() < 0.2 else ""
        room.over = over
        chance = dice.random()
        self.said = "" if chance < 0.1 else dice.choice(COMMANDS if chance < 0.5 else lines)
        if chance > 0.95:
            self.said = dice.choice(GHOSTS)
        room.mute, room.voiceless = dice.random() < 0.03, dice.random() < 0.03
        if dice.random() < 0.03:
            room.gone, room.back_at = True, room.seconds + dice.choice([3.0, 60.0, 1e6])
        if dice.random() < 0.05:
            room.lines.append(dice.choice(["", *lines]))
        typed = bool(room.lines)
        if dice.random() < 0.01:
            room.at += timedelta(hours=3)
        self.loop.leaving = dice.random() < 0.01
        left, gone = self.loop.leaving, room.gone
        try:
            event = self.loop.perform(actions)
        except Hangs:
            self._fault("hangs")
            return HungUp(room.clock()), ""
        if not (left or gone or typed):
            self._look(event, actions, over)
        danger = over if isinstance(event, Heard) and over in event.text else ""
        return event, danger if self.judge.is_danger("any", danger) else ""

    def _listening(self) -> None:
        self.room.say(self.said, self.dice.choice([0.3, 1.0, 4.0]), 0.5)

    def _look(self, event: Event, actions: tuple[Action, ...], over: str) -> None:
        """Whether what happened is what came about."""
        spoken = self.loop.echo.without_own(over)
        listen = next(act for act in actions if isinstance(act, Listen))
        danger = self.judge.is_danger(listen.question, spoken)
        if danger and self.room.said and not self.room.over and not isinstance(event, Heard):
            self._fault(f"{over!r}, said over the prompt, was not heard: {event}")
        if isinstance(event, Silence) and self.said and not self.ignored:
            self._fault(f"{self.said!r} was met with silence")
        if isinstance(event, Heard):
            known = f"{over} {self.said}".split()
            strange = [word for word in event.text.split() if word not in known]
            if strange and not self.room.echoes:
                self._fault(f"{event.text!r} was heard, and nobody said it")

    def _fault(self, what: str) -> None:
        self.faults.append(f"turn {self.turns}: {what}")

    def close(self) -> None:
        self.conversation.log.close()


def _ended(actions: tuple[Action, ...]) -> bool:
    return any(isinstance(act, End) for act in actions)


def _rows(database: Path) -> int:
    """How many turns are kept."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM turns").fetchone()[0])


def soak(trees: Trees, seed: int, talks: int) -> Iterator[str]:
    """What should not have happened in so many talks, with the talk and the turn."""
    assert trees.ears is not None
    judge = Judge(trees.ears, lambda question: ())
    lines = [
        normalise(json.loads(line)["text"]).text  # as a recogniser would write it
        for name in FILES
        for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    for number in range(talks):
        dice = random.Random(f"{seed} {number}")
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "answers.db"
            consent = dice.choice(["ask", "yes", "no"])
            for _ in range(2):  # the second takes up what the first has left
                talk = Talk(trees, judge, database, dice)
                try:
                    talk.hold(lines, consent)
                finally:
                    talk.close()
                yield from (f"talk {number}, {fault}" for fault in talk.faults)
            if consent == "no" and _rows(database):
                yield f"talk {number}: something is kept without a yes"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--talks", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    found = list(soak(load_content(), given.seed, given.talks))
    for fault in found[:20]:
        print(fault, file=sys.stderr)
    print(f"{given.talks} spoken talks, seed {given.seed}: {len(found)} promises broken")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
