"""An earlier answer changed, or said once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.engine.answering import choices_of, put_slip, take_answer, undo
from dialogs.engine.walking import enter, hours_since_slip
from dialogs.events import Retract
from dialogs.hear import Match
from dialogs.hear.normalise import Utterance

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

STEPS_CORRECTED = 6
"""How far back a correction looks for the question that it answers."""


def correct(turn: Turning, rest: Utterance) -> bool:
    """Take `rest` as the new answer to an earlier question; False when it fits none."""
    ears = turn.trees.ears
    if ears is None:
        return False
    for count, step in enumerate(reversed(turn.steps[-STEPS_CORRECTED:]), start=1):
        node = turn.trees.nodes[step.place]
        # What was told beside an open question did not answer that question.
        answered = node.save in step.before and node.ask != "words"
        match = ears.answer(node.ask or "any", rest, turn.at) if answered else None
        if match is not None and match.whole:
            undo(turn, count, "corrected")
            turn.outcome = "corrected"
            turn.say_own("corrected")
            take_answer(turn, match, rest, "corrected")
            return True
        for name in ("substances", "when", "trigger"):
            match = ears.answer(name, rest, turn.at) if name in step.before else None
            if match is not None and match.value not in ("unknown", ("none",)):
                _restate(turn, count, name, match)
                return True
    return False


def say_again(turn: Turning, heard: Utterance) -> bool:
    """Hear the answer to the last question once more, or changed; False when it is none.

    "I'm still feeling it" sounds a little like yes to whatever is asked next.
    """
    ears = turn.trees.ears
    if ears is None or not turn.steps:
        return False
    node = turn.trees.nodes[turn.steps[-1].place]
    match = ears.answer(node.ask or "any", heard, turn.at)
    if match is None or not match.expected or node.ask in ("yes_no", "safe", "consent"):
        return False
    if turn.variables.get(node.save or "") == match.value:
        turn.outcome = "said_again"
        turn.ask(turn.place)
        return True
    undo(turn, 1, "corrected")
    turn.outcome = "corrected"
    turn.say_own("corrected")
    take_answer(turn, match, heard, "corrected")
    return True


def _restate(turn: Turning, count: int, name: str, match: Match) -> None:
    """Change one of several things told at once: what followed goes, what was told beside it stays.

    The step of `count` answers ago is retracted whole, and told again as it now is.
    """
    turn.outcome = "corrected"
    step = turn.steps[-count]
    here = turn.place
    if count > 1:
        here = turn.steps[1 - count].place
        undo(turn, count - 1, "corrected")
    if turn.consent == "yes":
        turn.actions.append(Retract((step.turn,), turn.turn, turn.at, "corrected"))
    held = tuple(record for record in turn.held if record.turn == step.turn)
    turn.held = tuple(record for record in turn.held if record.turn != step.turn)
    for other in sorted(step.before):
        value = turn.variables.get(other)
        if other == name or value is None or other not in TOLD:
            continue
        told = next((record.choices for record in held if record.name == other), None)
        if other == "when":
            told = told or _slip_hours(turn)
        turn.record(other, "answered", told or choices_of(value), "volunteered")
    if name == "when":
        turn.record(name, "answered", put_slip(turn, match.value), "corrected")
        turn.variables[name] = "known"
    else:
        before = step.before[name]
        others = choices_of(before) if before is not None and name == "substances" else ()
        kept = choices_of(match.value)
        turn.variables[name] = tuple(dict.fromkeys((*others, *kept)))
        turn.record(name, "answered", kept, "corrected")
    turn.steps = (*turn.steps[:-1], turn.steps[-1]._replace(turn=turn.turn))
    turn.say_own("corrected")
    turn.place = here
    enter(turn, here)


TOLD = ("came_for", "substances", "when", "trigger", "safe", "alone", "mixing")
"""Variables that one utterance may have filled, and that are kept as answers."""


def _slip_hours(turn: Turning) -> tuple[str, ...]:
    hours = hours_since_slip(turn)
    return ("unknown",) if hours is None else (f"{hours[0]:g}-{hours[1]:g} hours before",)
