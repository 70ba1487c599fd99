"""A turn while it is being made: the state laid open, speaking, listening and keeping.

Everything here lives for one turn. `Turning.freeze` closes it into a `Turn`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from dialogs.conditions import holds
from dialogs.engine.walking import RESUME
from dialogs.events import Action, Alarm, End, Event, Listen, Park, Record, Say
from dialogs.frozen import dataclass
from dialogs.model import Line, Node, Trees
from dialogs.state import MOST_STEPS_BACK, State, Value

DANGER_PATIENCE_SECONDS = 10.0
"""The first silence of a danger turn; each further one waits twice as long."""

OFF_THE_RECORD = ("people", "system/")
"""Trees about the talk and its help, not about the person; of danger, only alarms are kept."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Effects = Mapping[str, Callable[["Turning"], object]]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event leads to."""

    state: State
    actions: tuple[Action, ...]
    outcome: str = ""
    """What became of the event: `answered`, `silence`, `command.back`, `danger.abuse.hard`..."""
    problem: str | None = None
    """A limit that the trees broke, named for the author; the person heard a calm sentence."""


class Turning:
    """The state laid open for one turn."""

    def __init__(self, trees: Trees, state: State, event: Event, effects: Effects) -> None:
        self.trees = trees
        self.effects = effects
        self.before = state
        self.at: datetime = event.at
        self.actions: list[Action] = []
        self.outcome = ""
        self.problem: str | None = None
        self.facts: Mapping[str, str] = {}
        self.nodes_walked = 0
        self.changed: dict[str, Value | None] = {}
        self.conversation = state.conversation
        self.place = state.place
        self.turn = state.turn + 1
        self.stack = state.stack
        self.variables: dict[str, Value] = dict(state.variables)
        self.left = state.left
        self.words: dict[str, str] = dict(state.words)
        self.words_kept = state.words_kept
        self.steps = state.steps
        self.no_input = state.no_input
        self.no_match = state.no_match
        self.shrunk = state.shrunk
        self.consent = state.consent
        self.held = state.held
        self.slip = state.slip
        self.window = state.window
        self.danger = state.danger
        self.soft_hits = state.soft_hits
        self.mode = state.mode
        self.slow = state.slow
        self.said: tuple[str, ...] = ()
        self.waiting = ""
        self.ended = False

    def freeze(self) -> Turn:
        """The finished turn."""
        state = State(
            self.conversation,
            self.trees.hash,
            self.place,
            self.turn,
            self.stack,
            self.variables,
            self.left,
            self.words,
            self.words_kept,
            self.steps[-MOST_STEPS_BACK:],
            self.no_input,
            self.no_match,
            self.shrunk,
            self.consent,
            self.held,
            self.slip,
            self.window,
            self.danger,
            self.soft_hits,
            self.mode,
            self.slow,
            self.said or self.before.said,
            self.waiting,
            self.ended,
        )
        return Turn(state, tuple(self.actions), self.outcome, self.problem)

    # --- what is known ---------------------------------------------------------

    @property
    def node(self) -> Node:
        """The open question."""
        return self.trees.nodes[self.place]

    @property
    def tree(self) -> str:
        """The name of the tree that holds the open question."""
        return self.place.rpartition("/")[0]

    @property
    def in_danger_tree(self) -> bool:
        tree = self.trees.trees.get(self.tree)
        return tree is not None and tree.danger is not None

    @property
    def at_the_door(self) -> bool:
        """At "Welcome back": nothing of the parked talk is told yet, not even its danger."""
        return self.tree == RESUME

    def known(self) -> dict[str, Value]:
        """Every variable that a condition may ask for."""
        return {
            **self.variables,
            "consent": self.consent,
            "language": self.trees.language,
            **self.facts,
        }

    def put(self, name: str, value: Value) -> None:
        """Set a variable, remembering what it was so that a step back restores it."""
        self.changed.setdefault(name, self.variables.get(name))
        self.variables[name] = value

    # --- speaking and listening ------------------------------------------------

    def render(self, line: Line) -> Say:
        """The line as it is spoken now, its placeholders filled."""
        text = line.text
        numbers: tuple[str, ...] = ()
        if "{" in text:
            found: list[str] = []

            def fill(match: re.Match[str]) -> str:
                key = match[1]
                if (number := self.trees.numbers.get(key)) is not None:
                    found.append(number.spoken)
                    return number.spoken
                return self.facts.get(key) or self.words.get(key) or ""

            text, numbers = _PLACEHOLDER.sub(fill, text), tuple(dict.fromkeys(found))
        return Say(line.id, text, numbers, "slow" if self.slow else "normal")

    def say(self, line: Line | None) -> None:
        """Speak a line, if there is one and it is not empty."""
        if line is not None and line.text:
            self.actions.append(self.render(line))
            self.said = (*self.said, line.id)

    def say_own(self, key: str) -> None:
        """Speak one of the engine's own lines."""
        self.say(self.trees.lines[key])

    def listen(self, patience_seconds: float | None = None) -> None:
        """Wait for the answer to the open question; the reprompt leaves with the prompt."""
        if self.mode == "discreet":
            reprompt = self.render(self.trees.lines["discreet_silence"])
            self.actions.append(Listen("any", reprompt, patience_seconds or 8.0))
            return
        node = self.node
        careful = self.danger is not None or node.clinical or node.ask == "safe"
        if self.mode == "paused":
            waits = patience_seconds or 60.0
            self.actions.append(Listen(node.ask or "any", None, waits, careful=careful))
            return
        question = "yes_no" if self.shrunk else node.ask or "any"
        urgent = self.danger is not None and not self.at_the_door
        if patience_seconds is None:
            patience_seconds = node.patience_seconds
            if urgent:
                patience_seconds = DANGER_PATIENCE_SECONDS * 2**self.no_input
        reprompt = self.render(node.silence or self.trees.lines["silence"])
        if urgent and not reprompt.numbers:
            reprompt = self.render(self.number_line())
        self.actions.append(
            Listen(question, reprompt, patience_seconds, node.barge_in, urgent, careful)
        )

    def number_line(self) -> Line:
        """The line of the script under way that holds its number."""
        script = self.trees.trees[self.trees.dangers[self.danger or "check"]]
        line = self.trees.nodes[script.start].silence or script.stop
        assert line is not None, "a danger script without its number cannot be loaded"
        return line

    def ask(self, place: str, *, short: bool = False) -> None:
        """Ask the question at `place` afresh, with full counters of silence and no-match."""
        self.place = place
        self.no_input = self.no_match = 0
        self.shrunk = False
        node = self.node
        self.say(node.shorter if short and node.shorter else self.prompt(node))
        self.listen()

    def prompt(self, node: Node) -> Line | None:
        """The node's line whose condition holds now."""
        for line in node.say:
            if line.condition is None or holds(line.condition, self.known()):
                return line
        return None

    # --- keeping -----------------------------------------------------------------

    def keep(self, action: Record | Alarm) -> None:
        """Send a record to the log after a yes, hold it before the question, drop it after a no."""
        if self.consent == "yes":
            self.actions.append(action)
        elif self.consent == "ask" and isinstance(action, Record):
            self.held = (*self.held, action)

    def record(
        self, name: str, outcome: str, choices: tuple[str, ...] = (), how: str = "matched"
    ) -> None:
        """Keep one answer; what is said in a help script or of the talk itself is never kept."""
        if self.in_danger_tree or self.tree.startswith(OFF_THE_RECORD):
            return
        self.keep(Record(self.turn, self.at, self.place, name, outcome, choices, how))

    def park(self, reason: str) -> None:
        """Close the channel with the place kept, where the person agreed to that."""
        if self.consent == "yes":
            self.actions.append(Park())
        self.actions.append(End(reason))
