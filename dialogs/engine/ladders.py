"""What happens when nothing comes, or nothing that fits: two ladders and their common count.

Silence is a state of the person, not an error. It is waited for, then met with
a soft presence, then with a smaller question, then the place is kept. In
danger it is never left alone with: the number is said again, at growing
intervals, and the last line holds it too (product rule 2.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.engine.answering import leave_unanswered
from dialogs.engine.walking import come_back, enter, target
from dialogs.events import End, Silence

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

MOST_TOGETHER = 4
"""Silences and no-matches in one question, mixed, before the question is let go."""
DANGER_SILENCES = 5
PAUSE_SILENCES = 4
"""A pause is waited out four times, longer each time, then parked."""


def meet_silence(turn: Turning, event: Silence) -> None:
    """One rung down the ladder of silence."""
    turn.outcome = "silence"
    if turn.mode != "talk":
        _wait_on(turn)
        return
    if turn.danger is not None and not turn.at_the_door:
        _stay_with_the_number(turn)
        return
    if event.seconds < turn.node.patience_seconds:
        turn.outcome = "waiting"
        turn.listen()
        return
    turn.no_input += 1
    if turn.no_input >= 3 or turn.no_input + turn.no_match >= MOST_TOGETHER:
        turn.record(turn.node.save or "", "unanswered")
        turn.say_own("parked" if turn.consent == "yes" else "parked_unkept")
        turn.park("parked")
        return
    if turn.no_input == 1:
        turn.say(turn.node.silence or turn.trees.lines["silence"])
    else:
        shrink_question(turn)
    turn.listen()


def shrink_question(turn: Turning) -> None:
    """Make the question small enough for one word."""
    shrink = turn.node.shrink
    turn.shrunk = True
    turn.say(shrink.say if shrink is not None else turn.trees.lines["shrink"])


def _wait_on(turn: Turning) -> None:
    """Silence in a pause or in discreet mode is what was asked for."""
    turn.no_input += 1
    if turn.no_input >= PAUSE_SILENCES:
        if turn.mode == "paused":
            turn.say_own("parked" if turn.consent == "yes" else "parked_unkept")
        turn.park("parked")
        return
    if turn.mode == "paused" and turn.no_input == 2:
        turn.say_own("still_here")
    turn.listen(60.0 * 2**turn.no_input)


def _stay_with_the_number(turn: Turning) -> None:
    turn.no_input += 1
    if not turn.in_danger_tree:
        # A digression within danger fell silent: back to the script with the number.
        _back_to_the_script(turn)
        return
    if turn.no_input > DANGER_SILENCES:
        tree = turn.trees.trees[turn.tree]
        turn.say(tree.closing)
        if turn.consent == "yes":
            turn.park("parked")
        else:
            turn.actions.append(End("parked"))
        return
    turn.say(turn.node.silence)
    turn.listen()


def _back_to_the_script(turn: Turning) -> None:
    there = come_back(turn)
    if there is not None:
        enter(turn, there)


def meet_no_match(turn: Turning) -> None:
    """What was said fits nothing here: say what can be said, then make it smaller, then let go."""
    turn.outcome = "no_match"
    turn.no_match += 1
    node = turn.node
    together = turn.no_input + turn.no_match
    if turn.danger is not None and not turn.in_danger_tree and not turn.at_the_door:
        _back_to_the_script(turn)
        return
    if turn.no_match >= 3 or together >= MOST_TOGETHER:
        if turn.danger is not None and not turn.at_the_door:
            there = target(turn, node.otherwise or "repeat")
            if there is not None:
                enter(turn, there)
            return
        leave_unanswered(turn)
        return
    if turn.no_match <= len(node.no_match):
        turn.say(node.no_match[turn.no_match - 1])
    else:
        turn.say_own("no_match" if turn.no_match == 1 else "no_match_again")
    turn.listen()
