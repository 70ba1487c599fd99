"""One event of a talk that is only rehearsed: nothing of it is written anywhere.

A talk is told in the words of the transcripts (`dialogs/transcript.py`), so that what
was rehearsed can be copied and becomes a test. The page holds the state between events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dialogs.authoring.sayings import Sayings
from dialogs.authoring.walk import FACTS
from dialogs.engine import Turn, new_state, take_turn
from dialogs.engine.effects import EFFECTS
from dialogs.engine.turning import Turning
from dialogs.engine.walking import enter
from dialogs.events import End, Event, Forget, HungUp, Launched, Recall, Recalled, Resumed
from dialogs.model import Trees
from dialogs.state import State
from dialogs.transcript import SECONDS_A_TURN, action_lines, event_line, read_event

LOGS = {"new": FACTS[1], "known": FACTS[2]}
"""What the log would answer: a new person, or one with earlier talks and a pattern in them."""
FORGOTTEN = {"ok": "yes", "forgotten_count": "3"}
MOST_ANSWERS = 8
MOST_RECALLS = 20
"""So often the log is asked in one turn; trees that ask it in a circle end there."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one event led to."""

    state: State
    at: datetime
    lines: tuple[str, ...]
    """As in a transcript; a talk that begins sets the clock first."""
    outcome: str
    over: bool
    """The channel is closed: it was the end, a stop, or a silence too long."""
    problem: str | None = None
    """A limit that the trees broke, for the author."""


def begin(trees: Trees, at: datetime, log: str = "new") -> Step:
    """A person opens the conversation, and nothing is parked."""
    step = _taken(trees, new_state(trees, "rehearsal"), Launched(at), log)
    return replace(step, lines=(_clock(at), *step.lines))


def begin_at(trees: Trees, place: str, at: datetime, log: str = "new") -> Step:
    """The talk from the middle: at that place, nothing answered yet, and keeping agreed to."""
    turning = Turning(trees, new_state(trees, "rehearsal"), Launched(at), EFFECTS)
    turning.consent, turning.outcome = "yes", "launched"
    turning.place = trees.trees["front_door"].start  # where anybody was before
    enter(turning, place)
    return _step(trees, turning.freeze(), at, log, (_clock(at), f"# Begun at {place}."))


def go_on(trees: Trees, state: State, at: datetime, said: str, log: str = "new") -> Step:
    """The next event, as it would stand behind `>`; raises `NotATranscript` where it cannot."""
    at += timedelta(seconds=SECONDS_A_TURN)
    return _taken(trees, state, read_event(said, at), log)


def leave_and_come_back(
    trees: Trees, state: State, at: datetime, hours: int, *, over: bool = False, log: str = "new"
) -> Step:
    """A hang-up, unless it was `over` already, and the same person again after so many hours.

    Where nothing was agreed to be kept nothing was parked, and it begins anew.
    """
    lines: tuple[str, ...] = ()
    if not over:
        at += timedelta(seconds=SECONDS_A_TURN)
        left = take_turn(trees, state, HungUp(at))
        state, lines = left.state, ("> (hang up)", *action_lines(left.actions))
    at += timedelta(hours=hours, seconds=SECONDS_A_TURN)
    if state.consent == "yes" and not state.ended:
        back = _taken(trees, state, Resumed(at), log)
        wait = f"> (wait {hours} hour{'s' if hours > 1 else ''})"
        return replace(back, lines=(*lines, wait, *back.lines))
    back = begin(trees, at, log)
    return replace(back, lines=(*lines, *back.lines))


def _clock(at: datetime) -> str:
    """The line that sets a transcript's clock, for a first event at `at`."""
    return f"@ {(at - timedelta(seconds=SECONDS_A_TURN)).isoformat()}"


def answers_to(trees: Trees, state: State, at: datetime) -> list[tuple[str, str]]:
    """Answers to the open question as (choice, words that are heard as it); some, not all."""
    if state.mode == "discreet" or state.place not in trees.nodes:
        return []
    try:
        return list(Sayings(trees, at).of(state)[:MOST_ANSWERS])
    except LookupError:
        return []  # a choice that nobody could say: the check tells of it


def _taken(trees: Trees, state: State, event: Event, log: str) -> Step:
    turn = take_turn(trees, state, event)
    return _step(trees, turn, event.at, log, (f"> {event_line(event)}",))


def _step(trees: Trees, turn: Turn, at: datetime, log: str, head: tuple[str, ...]) -> Step:
    """The turn as a step, with what the log would have answered on the way."""
    actions, outcome, problem = turn.actions, turn.outcome, turn.problem
    for _ in range(MOST_RECALLS):
        if not turn.state.waiting:
            break
        facts = FORGOTTEN if any(isinstance(act, Forget) for act in turn.actions) else LOGS[log]
        asked = next((act for act in turn.actions if isinstance(act, Recall | Forget)), None)
        what = asked.what if isinstance(asked, Recall) else "everything"
        turn = take_turn(trees, turn.state, Recalled(what, at, facts))
        actions += turn.actions
        problem = problem or turn.problem
    over = any(isinstance(act, End) for act in actions)
    return Step(turn.state, at, (*head, *action_lines(actions)), outcome, over, problem)
