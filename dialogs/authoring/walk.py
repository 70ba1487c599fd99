"""The exhaustive walk: every situation times everything that can happen in it.

Each situation is entered once and then left in every way: each answer, silence,
something that fits nothing, back, skip, stop, help, the numbers, a danger of each
kind, a hang-up and the coming back. Every turn must keep the engine's promises; no
situation may be one from which answers lead nowhere; help is one turn away; and no
question that was answered is asked again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dialogs.authoring.promises import broken, seconds_to_number, unfit, untrue_to
from dialogs.authoring.sayings import Sayings
from dialogs.authoring.situations import Situations
from dialogs.engine import Turn, new_state, take_turn
from dialogs.engine.walking import LOG_EFFECTS
from dialogs.events import (
    Event,
    Heard,
    HungUp,
    Launched,
    Recall,
    Recalled,
    Resumed,
    Say,
    Silence,
    Unheard,
)
from dialogs.model import Trees
from dialogs.state import State

BEGIN = datetime.fromisoformat("2026-01-05T21:00:00-05:00")
FACTS: tuple[dict[str, str], ...] = (
    {"ok": "no"},
    {"ok": "yes", "kept_any": "no", "enough": "no", "last_known": "no"},
    {
        **{"ok": "yes", "kept_any": "yes", "enough": "yes", "kept_count": "9", "last_known": "yes"},
        **{"slip_count": "3", "top_trigger": "stress", "top_count": "3", "same_trigger": "stress"},
        **{"same_count": "3", "same_in_a_row": "yes", "last_substances": "kratom"},
        **{
            "kept_talks": "3",
            "since": "last week",
            "last_next_step": "said",
            "last_tell": "friend",
        },
    },
)
"""What a log may answer: nothing since it failed, nothing yet, or a pattern."""
STRAY = "the purple bicycle department"
AWAY_HOURS = (1, 30, 100)
DANGERS = {
    "suicide": "i want to kill myself",
    "overdose": "he is blue and not breathing",
    "using_alone": "i'm alone and about to shoot up",
    "withdrawal_emergency": "i stopped drinking and i just had a seizure",
    "harm_to_others": "i'm going to kill him",
    "abuse": "my husband is beating me",
    "check": "i don't feel safe",
}
MOST_TURNS_A_QUESTION = 300
"""The bound of a walk through questions that no condition leads away from."""

ALWAYS: dict[str, Event] = {
    "silence": Silence(1e6, BEGIN),
    "no-match": Heard(STRAY, BEGIN),
    "back": Heard("go back", BEGIN),
    "skip": Heard("skip this one", BEGIN),
    "stop": Heard("stop", BEGIN),
    "hang-up": HungUp(BEGIN),
    "danger suicide": Heard(DANGERS["suicide"], BEGIN),
}
"""What is tried in every situation."""

ONCE: dict[str, Event] = {
    "help": Heard("help", BEGIN),
    "repeat": Heard("say that again", BEGIN),
    "numbers": Heard("numbers", BEGIN),
    "slower": Heard("slower please", BEGIN),
    "hold on": Heard("hold on", BEGIN),
    "forget": Heard("forget everything", BEGIN),
    "kept": Heard("what do you know about me", BEGIN),
    "strike": Heard("strike that", BEGIN),
    "start over": Heard("start over", BEGIN),
    "unheard": Unheard(BEGIN),
    "another topic": Heard("i slipped on cocaine an hour ago", BEGIN),
    **{f"danger {name}": Heard(words, BEGIN) for name, words in DANGERS.items()},
}
"""What is tried at every question, in and out of danger."""

Path = tuple[tuple[str, Event], ...]
"""What was said or happened, in words and as events."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise that was broken, and what was said to get there."""

    place: str
    what: str
    trail: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n    after: {' / '.join(self.trail)}"


@dataclass(slots=True)
class Situation:
    """One moment of the walk, how it was come to, and where its answers lead."""

    turn: Turn
    path: Path
    ways: list[Situation] = field(default_factory=list)
    over: bool = False
    turns_to_end: int | None = None


@dataclass(slots=True)
class Walk:
    """What the walk saw."""

    situations: list[Situation] = field(default_factory=list)
    turns: int = 0
    places: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    seconds_to_number: list[float] = field(default_factory=list)
    """Spoken from the end of a cry for help to the end of the first number, each time."""

    @property
    def most_turns(self) -> int:
        """Turns from the situation that is farthest from an end, by the shortest way there."""
        return max((one.turns_to_end or 0 for one in self.situations), default=0)


class Walker:
    """Walks trees from the launch, breadth first, so that each trail is a shortest one."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.walk = Walk()
        self._situations = Situations(trees)
        self._by_view: dict[Hashable, Situation] = {}
        self._sayings = Sayings(trees, BEGIN)
        self._waiting: deque[Situation] = deque()
        self._asked_once: set[Hashable] = set()

    def go(self, most_turns: int = 1_000_000) -> Walk:
        """The whole walk, or as much of it as `most_turns` allow (then a fault says so)."""
        for consent in ("ask", "yes", "no"):
            event = Launched(BEGIN, consent)
            turn = take_turn(self.trees, new_state(self.trees, "walk"), event)
            self._visit(turn, ((consent, event),))
        while self._waiting:
            if self.walk.turns > most_turns:
                self._fault("", f"not finished after {most_turns} turns", ())
                return self.walk
            self._leave(self._waiting.popleft())
        self._find_dead_ends()
        return self.walk

    def _visit(self, turn: Turn, path: Path) -> Situation:
        """The situation that a turn leads to; entered when it is new."""
        self.walk.turns += 1
        for what in broken(turn):
            self._fault(turn.state.place, what, path)
        views = self._situations.views(turn.state)
        known = [self._by_view[view] for view in views if view in self._by_view]
        if len(known) == len(views):
            return known[0]
        for what in unfit(turn.state):
            self._fault(turn.state.place, what, path)
        situation = Situation(turn, path, over=turn.state.ended)
        for view in views:
            self._by_view.setdefault(view, situation)
        self.walk.situations.append(situation)
        self.walk.places.add(turn.state.place)
        self._waiting.append(situation)
        return situation

    def _leave(self, here: Situation) -> None:
        state = here.turn.state
        if state.waiting:
            for facts in FACTS:
                answer = Recalled(_asked_of_log(state.waiting), BEGIN, facts)
                here.ways.append(self._try(here, "(log)", answer)[2])
            return
        if here.over:
            return
        for choice, words in self._sayings.of(state):
            turn, path, there = self._try(here, words, Heard(words, BEGIN))
            here.ways.append(there)
            self._look_for_repeated(here, turn, choice, path)
        for name, event in self._asides(state):
            turn, path, there = self._try(here, f"({name})", event)
            self._untrue(name, state, turn, path)
            if name in ("skip", "back"):
                here.ways.append(there)
            if name == "numbers" or name.startswith("danger"):
                self._look_for_help(turn, name, path)
            if name == "hang-up":
                for hours in AWAY_HOURS:
                    self._come_back(state, turn, path, hours)

    def _try(self, here: Situation, told: str, event: Event) -> tuple[Turn, Path, Situation]:
        """What happens at `event`, how it was come to, and which situation it leads to."""
        turn = take_turn(self.trees, here.turn.state, event)
        path = (*here.path, (told, event))
        return turn, path, self._visit(turn, path)

    def _asides(self, state: State) -> Iterator[tuple[str, Event]]:
        yield from ALWAYS.items()
        moment = (state.place, state.mode, state.danger)
        if moment not in self._asked_once:
            self._asked_once.add(moment)
            yield from ONCE.items()

    def _come_back(self, before: State, gone: Turn, path: Path, hours: int) -> None:
        back = Resumed(BEGIN + timedelta(hours=hours))
        turn = take_turn(self.trees, gone.state, back)
        path = (*path, (f"(resume after {hours} h)", back))
        self._visit(turn, path)
        self._untrue("resume", before, turn, path)

    def _untrue(self, name: str, before: State, turn: Turn, path: Path) -> None:
        for what in untrue_to(name, before, turn):
            self._fault(before.place, what, path)

    def _look_for_help(self, turn: Turn, name: str, path: Path) -> None:
        """Help is one turn away: a number is spoken, or somebody is asked whether they are safe."""
        said = [act for act in turn.actions if isinstance(act, Say)]
        asked = self.trees.nodes[turn.state.place].ask if turn.state.place else None
        if any(act.numbers for act in said):
            self.walk.seconds_to_number.append(seconds_to_number(said))
        elif asked != "safe":
            self._fault(turn.state.place, f"{name}: no number, and nobody is asked if safe", path)

    def _look_for_repeated(self, here: Situation, turn: Turn, choice: str, path: Path) -> None:
        before, after = here.turn.state, turn.state
        if turn.outcome != "answered" or after.ended:
            return
        if after.danger or before.danger or before.stack:
            return
        node = self.trees.nodes[after.place]
        if after.place in {step.place for step in after.steps} and not node.again:
            self._fault(after.place, f"asked again after it was answered ({choice})", path)

    def _find_dead_ends(self) -> None:
        """Situations from which no answers lead to an end."""
        origins: dict[int, list[Situation]] = {}
        for one in self.walk.situations:
            for way in one.ways:
                origins.setdefault(id(way), []).append(one)
        reached = deque(one for one in self.walk.situations if one.over)
        for one in reached:
            one.turns_to_end = 0
        while reached:
            one = reached.popleft()
            for origin in origins.get(id(one), ()):
                if origin.turns_to_end is None:
                    origin.turns_to_end = (one.turns_to_end or 0) + 1
                    reached.append(origin)
        for one in self.walk.situations:
            if one.turns_to_end is None:
                self._fault(one.turn.state.place, "no answers lead from here to an end", one.path)

    def _fault(self, place: str, what: str, path: Path) -> None:
        if not any(one.place == place and one.what == what for one in self.walk.faults):
            self.walk.faults.append(Fault(place, what, tuple(told for told, _ in path)))


def _asked_of_log(effect: str) -> str:
    """What an answer of the log says that it is about."""
    asked = LOG_EFFECTS[effect]
    return asked.what if isinstance(asked, Recall) else asked.scope


def one_path_to_each_question(walk: Walk) -> list[Path]:
    """A shortest path to every question that a talk with the question about keeping comes to."""
    found: dict[str, Path] = {}
    for one in walk.situations:
        if one.path[0][0] == "ask" and not one.over:
            found.setdefault(one.turn.state.place, one.path)
    return list(found.values())


def unvisited(trees: Trees, walk: Walk) -> Iterator[str]:
    """Questions that the walk never came to."""
    for place, node in trees.nodes.items():
        if node.ask and place not in walk.places:
            yield place
