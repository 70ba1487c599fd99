"""Simulated people of seven kinds, each held in talk with the engine to its end.

One word at a time, rambling, taking things back, silent, gone at step three, angry, on
several substances: always the same hundred, for the dice are seeded. What is looked at:
does every talk end, is an answered question asked again, and how long does it take to
something useful?
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dialogs.codec import state_from_json, state_to_json
from dialogs.content import LEXICON
from dialogs.engine import Turn, new_state, take_turn
from dialogs.events import (
    End,
    Event,
    Heard,
    HungUp,
    Launched,
    Recall,
    Recalled,
    Resumed,
    Say,
    Silence,
)
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.templates import sentences
from dialogs.model import Trees

BEGIN = datetime.fromisoformat("2026-01-05T21:00:00-05:00")
WORDS_A_SECOND = 2.5
SECONDS_TO_ANSWER = 5
MOST_TURNS = 120
MOST_ALARM_TURNS = 25
PROMISES = {"turns": 14, "minutes": 5, "turns_to_useful": 4}
"""The medians stay below these: from "I slipped" to the next step, in turns and in minutes of
speech; from the first word to the first thing that is of use."""
NOT_OF_USE = ("system", "danger", "people", "front_door.keep", "front_door.keep_nothing")
"""What is said without a question, and is no advice, by how its line begins."""

SAY = {
    "safe": ["yes", "yeah i'm safe", "i'm okay"],
    "consent": ["yes", "no", "sure", "yes please"],
    "yes_no": ["yes", "no", "no", "yeah", "not really", "i don't know"],
    "when": ["last night", "an hour ago", "this morning", "two days ago", "i'm not sure"],
    "substances": ["kratom", "heroin", "coke", "vodka", "xanax", "weed", "i don't know"],
    "trigger": ["stress", "my brother had some", "the pain in my back", "i couldn't sleep",
                "everything is flat", "something else"],
    "opening": ["i slipped", "i slipped on kratom last night", "i used again",
                "i drank last night"],
    "body_sign": [*["no", "nope", "no not really", "none of that"] * 3, "yes"],
    "words": ["drink a glass of water", "text my sister", "take a shower", "food", "rest"],
}  # fmt: skip
WHAT_AND_WHEN = ["kratom last night", "heroin an hour ago", "coke and it was this morning",
                 "vodka two days ago", "xanax, last night"]  # fmt: skip
MIXED = ["kratom and xanax", "vodka and some pills", "coke and heroin", "beer and gabapentin"]
STRAY = ["the purple bicycle department", "just tell me what to do", "whatever man", "hm"]
KINDS = (
    "one word", "rambling", "denies, then corrects", "often silent", "leaves at step three",
    "angry", "mixes substances",
)  # fmt: skip


@dataclass
class Talk:
    """One simulated talk and what came of it."""

    kind: str
    turns: int = 0
    seconds: float = 0.0
    told: tuple[int, float] | None = None
    """The turn in which "I slipped" was said, and the seconds spoken until then."""
    useful: int | None = None
    """The person's turns, from the very first, until the first thing of use is said."""
    launch_to_step: int | None = None
    turns_to_step: int | None = None
    seconds_to_step: float | None = None
    ended: str = ""
    faults: list[str] = field(default_factory=list)


class Person:
    """Somebody of one kind, who answers what is asked."""

    def __init__(self, kind: str, dice: random.Random, choices: dict[str, list[str]]) -> None:
        self.kind, self.dice, self.choices = kind, dice, choices
        self.said = ""
        self.left = False
        self.alarm_turns = 0
        """After the first alarm the body is better; after many turns of one the person stops."""

    def answer(self, question: str, turn: int, place: str = "") -> str | None:
        """What is said; None is silence, "" is hanging up."""
        dice = self.dice
        if self.kind == "leaves at step three" and turn == 3 and not self.left:
            self.left = True
            return ""
        if self.kind == "often silent" and dice.random() < 0.25:
            return None
        if self.kind == "angry" and dice.random() < 0.2:
            return dice.choice(STRAY)
        if self.kind == "denies, then corrects" and self.said and dice.random() < 0.12:
            return f"no i said {self.said}"
        if self.alarm_turns > MOST_ALARM_TURNS:
            return "stop"
        bank = SAY.get(question) or self.choices.get(question) or ["yes"]
        if place == "front_door/what" and dice.random() < 0.5:
            bank = WHAT_AND_WHEN
        if self.alarm_turns and question == "body_sign":
            bank = ["no", "no not any more", "nope"]
        if self.kind == "mixes substances" and question in ("substances", "opening"):
            bank = MIXED if question == "substances" else [f"i took {m}" for m in MIXED]
        words = min(dice.sample(bank, min(3, len(bank))), key=len)
        words = words if self.kind == "one word" else dice.choice(bank)
        self.said = words
        return f"well um {words} i guess" if self.kind == "rambling" else words


def sample_choices(count: int) -> dict[str, list[str]]:
    """Some phrases of every choice of every set, as the lexicon has them."""
    found: dict[str, list[str]] = {}
    for name, choices in read_lexicon(LEXICON / "choices.yaml").items():
        said = found.setdefault(name, [])
        for phrases in choices.values():
            plain = [phrase for phrase in phrases if "<" not in phrase and "{" not in phrase]
            for phrase in plain[:4]:
                said.extend(sentences(phrase, most=count))
        said.extend(["yes", "no"] if not said else [])
    return found


def hold(trees: Trees, person: Person) -> Talk:
    """The whole talk, from the first words to the end."""
    talk = Talk(person.kind)
    at = BEGIN
    turn = take_turn(trees, new_state(trees, "talk"), Launched(at))
    answered: dict[str, int] = {}
    while True:
        talk.turns += 1
        spoken = " ".join(act.text for act in turn.actions if isinstance(act, Say))
        took = len(spoken.split()) / WORDS_A_SECOND
        talk.seconds += took
        at += timedelta(seconds=took + SECONDS_TO_ANSWER)
        talk.faults.extend([turn.problem] if turn.problem else [])
        if any(isinstance(act, Recall) for act in turn.actions):
            turn = take_turn(trees, turn.state, Recalled("last", at, {"ok": "yes"}))
            continue
        end = next((act.reason for act in turn.actions if isinstance(act, End)), None)
        state = turn.state
        _measure(talk, turn)
        if end == "hung_up":
            at += timedelta(hours=5)
            turn = _round(trees, turn, Resumed(at))
            continue
        if end is not None or talk.turns >= MOST_TURNS:
            talk.ended = end or "never"
            return talk
        question = trees.nodes[state.place].ask or "any"
        said = person.answer("yes_no" if state.shrunk else question, talk.turns, state.place)
        event: Event = (
            Silence(60, at) if said is None else HungUp(at) if said == "" else Heard(said, at)
        )
        before = state
        turn = _round(trees, turn, event)
        person.alarm_turns += turn.state.danger is not None
        if turn.state.conversation != before.conversation:
            answered.clear()
        # After an alarm the question that raised it is asked again on purpose.
        calm = turn.state.danger is None and not trees.nodes[before.place].again
        if turn.outcome == "answered" and calm:
            answered[before.place] = answered.get(before.place, 0) + 1
            if answered[before.place] > 1 and not person.kind.startswith("denies"):
                talk.faults.append(f"asked again: {before.place}")


def _measure(talk: Talk, turn: Turn) -> None:
    """Note the turn in which the slip was told, something of use was said, and the step asked."""
    if talk.told is None and turn.state.variables.get("came_for") == "slip":
        talk.told = talk.turns, talk.seconds
    if talk.useful is None and any(_of_use(act) for act in turn.actions if isinstance(act, Say)):
        talk.useful = talk.turns - 1
    if talk.told is None:
        return
    since = talk.turns - talk.told[0] + 1
    if talk.turns_to_step is None and turn.state.place == "first_hours/next_step":
        talk.turns_to_step, talk.launch_to_step = since, talk.turns
        talk.seconds_to_step = talk.seconds - talk.told[1]


def _of_use(said: Say) -> bool:
    """Whether a line gives something: a number, or advice that asks nothing."""
    advice = "?" not in said.text and not said.line.startswith(NOT_OF_USE)
    return bool(said.numbers) or advice


def _round(trees: Trees, turn: Turn, event: Event) -> Turn:
    return take_turn(trees, state_from_json(state_to_json(turn.state)), event)


def hundred(trees: Trees) -> Iterator[Talk]:
    """A hundred talks, always the same ones."""
    choices = sample_choices(3)
    for number in range(100):
        kind = KINDS[number % len(KINDS)]
        yield hold(trees, Person(kind, random.Random(number), choices))


def medians(talks: list[Talk]) -> dict[str, float]:
    """What is promised of the median talk: see `PROMISES`."""
    steps = [talk.turns_to_step for talk in talks if talk.turns_to_step is not None]
    seconds = [talk.seconds_to_step for talk in talks if talk.seconds_to_step is not None]
    useful = [talk.useful for talk in talks if talk.useful is not None]
    return {
        "turns": statistics.median(steps),
        "minutes": statistics.median(seconds) / 60,
        "turns_to_useful": statistics.median(useful),
    }


def faults_of(talks: list[Talk]) -> list[str]:
    """Everything that went against what is promised."""
    faults = [fault for talk in talks for fault in talk.faults]
    faults += [f"never ended: {talk.kind}" for talk in talks if talk.ended == "never"]
    faults += [
        f"the median talk takes {found:g} {name}, and must stay below {PROMISES[name]}"
        for name, found in medians(talks).items()
        if found >= PROMISES[name]
    ]
    return faults
