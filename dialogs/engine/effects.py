"""What only the engine can do, by the name that a node gives it (`effect:`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dialogs.engine.returning import begin_afresh, begin_another, go_on_where_we_stopped
from dialogs.engine.walking import TAKEN_OVER, enter, way_on
from dialogs.events import Alarm, Consent, Forget, Record

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning


def _keep_answers(turn: Turning) -> None:
    if turn.consent != "yes":
        turn.consent = "yes"
        turn.actions.append(Consent(turn.turn, turn.at, "answers", True))
        turn.actions.extend(turn.held)
        turn.held = ()


def _drop_answers(turn: Turning) -> None:
    if turn.consent == "yes":
        # What this very turn was about to keep goes with the rest.
        turn.actions = [act for act in turn.actions if not isinstance(act, Record | Alarm)]
        turn.actions.append(Forget("conversation"))
    turn.consent, turn.held, turn.words_kept = "no", (), False


def _keep_words(turn: Turning) -> None:
    turn.words_kept = True
    if turn.consent == "yes":
        turn.actions.append(Consent(turn.turn, turn.at, "words", True))
        for name, text in turn.words.items():
            place = turn.place
            turn.actions.append(
                Record(turn.turn, turn.at, place, f"{name}_words", "answered", (text,), "words")
            )


def _drop_words(turn: Turning) -> None:
    turn.words_kept = False
    if turn.consent == "yes":
        turn.actions.append(Consent(turn.turn, turn.at, "words", False))


def _safe_again(turn: Turning) -> object:
    """Leave the danger scripts for the place where the alarm came, its question asked again."""
    turn.danger = None
    turn.variables.pop("in_danger", None)
    while turn.stack:
        frame, turn.stack = turn.stack[-1], turn.stack[:-1]
        if frame.why != "danger":
            continue
        turn.place = frame.place
        if turn.in_danger_tree:
            # Another danger was told in the same breath, and waited.
            turn.danger = turn.trees.trees[turn.tree].danger
            enter(turn, frame.place)
        elif turn.node.ask == "safe":
            # Two calm checks have just answered this very question.
            name = turn.node.save or ""
            turn.put(name, "yes")
            turn.record(name, "answered", ("yes",), "volunteered")
            there = way_on(turn, turn.node, "yes")
            if there is not None:
                enter(turn, there)
        else:
            turn.say_own("digression_back")
            turn.ask(frame.place)
        return TAKEN_OVER
    begin_afresh(turn)
    return TAKEN_OVER


def _talk_again(turn: Turning) -> None:
    turn.mode = "talk"


def _resume(turn: Turning) -> object:
    go_on_where_we_stopped(turn)
    return TAKEN_OVER


def _fresh(turn: Turning) -> object:
    begin_another(turn)
    return TAKEN_OVER


EFFECTS: dict[str, Callable[[Turning], object]] = {
    "keep_answers": _keep_answers,
    "drop_answers": _drop_answers,
    "keep_words": _keep_words,
    "drop_words": _drop_words,
    "safe_again": _safe_again,
    "discreet_off": _talk_again,
    "end_pause": _talk_again,
    "resume": _resume,
    "fresh": _fresh,
}
