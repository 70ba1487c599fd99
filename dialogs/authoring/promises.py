"""What the engine promises of every turn, whatever was said."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.codec import state_from_json, state_to_json
from dialogs.engine import Turn
from dialogs.events import Alarm, End, Listen, Record, Say

LARGEST_STATE = 4096


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
    text = state_to_json(turn.state)
    if len(text.encode()) >= LARGEST_STATE:
        yield f"a state of {LARGEST_STATE} bytes or more"
    if state_from_json(text) != turn.state:
        yield "a state that JSON changes"
