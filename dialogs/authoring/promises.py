"""What the engine promises of every turn, whatever was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.check_lines import tree_of
from dialogs.check_text import WORDS_A_MINUTE
from dialogs.codec import state_from_json, state_to_json
from dialogs.engine import Turn
from dialogs.events import Alarm, End, Listen, Record, Say
from dialogs.state import State

LARGEST_STATE = 4096
RESUME = "system/resume"


def broken(turn: Turn) -> Iterator[str]:
    """The promises that a turn breaks, by name; nothing where all is well."""
    if turn.problem:
        yield turn.problem
    listens = [act for act in turn.actions if isinstance(act, Listen)]
    ends = [act for act in turn.actions if isinstance(act, End)]
    if len(listens) + len(ends) != 1 and not turn.state.waiting:
        yield f"a turn with {len(listens)} prompts to answer and {len(ends)} ends"
    hard = turn.outcome.startswith("danger.") and turn.outcome.endswith(".hard")
    if hard and not any(act.numbers for act in turn.actions if isinstance(act, Say)):
        yield "a danger without a number"
    if turn.state.danger and listens and listens[0].urgent:
        reprompt = listens[0].reprompt
        if reprompt is None or not reprompt.numbers:
            yield "a reprompt in danger without a number"
    if turn.state.consent != "yes" and any(isinstance(a, Record | Alarm) for a in turn.actions):
        yield "kept without consent"


def unfit(state: State) -> Iterator[str]:
    """What keeps a state from travelling: its size, or something that JSON changes."""
    text = state_to_json(state)
    if len(text.encode()) >= LARGEST_STATE:
        yield f"a state of {LARGEST_STATE} bytes or more"
    if state_from_json(text) != state:
        yield "a state that JSON changes"


def untrue_to(name: str, before: State, turn: Turn) -> Iterator[str]:
    """The promises of one command, or of coming back (`resume`), that a turn breaks."""
    said = [act for act in turn.actions if isinstance(act, Say)]
    after = turn.state
    places = {after.place, *(frame.place for frame in after.stack)}
    if name == "resume" and before.place not in places and tree_of(before.place) != RESUME:
        yield "the place is lost while the person is away"
    asks_first = before.consent == "ask"  # whether what was told may be kept
    ended = any(
        isinstance(act, End) or (isinstance(act, Say) and act.numbers) for act in turn.actions
    )
    if name == "stop" and not (ended or asks_first):
        yield "stop does not end the talk"
    if name in ("help", "repeat") and not said:
        yield f"nothing is said to '{name}'"
    if name in ("help", "repeat") and before.mode == "talk" and after.place != before.place:
        yield f"'{name}' loses the question"


def seconds_to_number(said: Sequence[Say]) -> float:
    """Seconds of speech until the first number has been said once, digit by digit."""
    words = 0
    for say in said:
        if say.numbers:
            before, _, _ = say.text.partition(say.numbers[0])
            words += len(before.split()) + sum(map(str.isalnum, say.numbers[0]))
            break
        words += len(say.text.split())
    return words * 60 / WORDS_A_MINUTE
