"""The commands that hold in every state, one small function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dialogs.engine import alarms
from dialogs.engine.answering import decline, digress, take_choice, undo
from dialogs.engine.returning import begin_afresh
from dialogs.engine.walking import come_back, enter
from dialogs.events import Forget, Retract

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

HELD_BACK_IN_DANGER = frozenset({"skip", "back", "start_over", "strike", "go_on"})
"""What would lead away from a danger turn; there the number is said again instead."""


def obey(turn: Turning, command: str) -> None:
    """Do what the person asked for."""
    turn.outcome = f"command.{command}"
    if turn.danger is not None and turn.in_danger_tree:
        if command == "pause":
            _wait_with_the_number(turn)
            return
        if command in HELD_BACK_IN_DANGER or (command == "cover" and turn.danger != "abuse"):
            alarms.say_the_number_again(turn)
            return
    _COMMANDS[command](turn)


def stop(turn: Turning) -> None:
    """Stop always stops; in danger with one line that holds the number."""
    turn.outcome = "command.stop"
    take_leave(turn, "stopped")
    turn.park("stopped")


def take_leave(turn: Turning, word: str = "parked") -> None:
    """The last line: in danger the one with the number, in discreet mode a neutral one."""
    if not turn.place or turn.before.ended:
        return
    if turn.mode == "discreet":
        turn.say_own("discreet_more")
    elif turn.danger is not None and not turn.at_the_door:
        turn.say(turn.trees.trees[turn.trees.dangers[turn.danger]].stop)
    else:
        turn.say_own(word if turn.consent == "yes" else f"{word}_unkept")


def help_(turn: Turning) -> None:
    """Danger help first, then help with the question, which ends with the question."""
    turn.outcome = "command.help"
    if turn.danger is None:
        turn.say_own("help")
    turn.say(turn.node.help or turn.prompt(turn.node))
    turn.listen()


def _repeat(turn: Turning) -> None:
    """What was said last, without the small words in between, and the question."""
    for line_id in turn.before.said:
        tree, node, slot = [*line_id.split(".", 2), "", ""][:3]
        place = turn.trees.nodes.get(f"{tree}/{node}")
        if place is not None and slot.startswith("say"):
            turn.say(next((line for line in place.say if line.id == line_id), None))
    if not any(said.startswith(_stem(turn.place)) for said in turn.said):
        turn.say(turn.prompt(turn.node))
    turn.listen()


def _stem(place: str) -> str:
    tree, _, node = place.rpartition("/")
    return f"{tree}.{node}."


def _shorter(turn: Turning) -> None:
    turn.say(turn.node.shorter or turn.prompt(turn.node))
    turn.listen()


def _slower(turn: Turning) -> None:
    turn.slow = True
    turn.say(turn.node.slower or turn.prompt(turn.node))
    turn.listen()


def _skip(turn: Turning) -> None:
    decline(turn)


def _back(turn: Turning) -> None:
    """Out of a digression that holds no answer yet; else the last answer is taken back."""
    depth = len(turn.stack)
    if depth and turn.stack[-1].why in ("resume", "moved"):
        # Nothing is told of the parked talk before the person agrees to go on.
        turn.ask(turn.place)
        return
    if depth and turn.stack[-1].why == "again":
        last = turn.steps[-1] if turn.steps else None
        if last is None or len(last.stack) < depth:
            there = come_back(turn)
            if there is not None:
                enter(turn, there)
            return
    if not turn.steps:
        turn.say_own("back_start")
        turn.ask(turn.place)
        return
    undo(turn, 1, "back")
    turn.say_own("back")
    turn.ask(turn.place)


def _wait_with_the_number(turn: Turning) -> None:
    """A pause in danger: longer patience, but the number stands, and the silence is minded."""
    turn.say_own("paused")
    turn.say(turn.node.silence)
    turn.listen(60.0)


def _pause(turn: Turning) -> None:
    turn.say_own("paused")
    turn.mode, turn.no_input = "paused", 0
    turn.listen()


def _go_on(turn: Turning) -> None:
    turn.mode = "talk"
    if turn.before.mode == "paused":
        turn.say_own("going_on")
    turn.ask(turn.place)


def _start_over(turn: Turning) -> None:
    if turn.steps:
        undo(turn, len(turn.steps), "start_over")
    turn.say_own("start_over")
    begin_afresh(turn)


def _strike(turn: Turning) -> None:
    """Erase the last answer, and stay where the talk is."""
    if not turn.steps:
        turn.say_own("struck_nothing")
    else:
        last = turn.steps[-1]
        node = turn.trees.nodes[last.place]
        name = node.save or ""
        # The way taken stays taken: only the answer itself goes.
        turn.steps = turn.steps[:-1]
        turn.words.pop(name, None)
        told = {name, *node.also, "substances", "when", "trigger"}
        for changed in told.intersection(last.before):
            before = last.before[changed]
            if before is None:
                turn.variables.pop(changed, None)
            else:
                turn.variables[changed] = before
        if node.ask == "when" or "when" in last.before:
            turn.slip = last.slip_before
        # What was told beside an open question leaves that question open.
        if name in last.before and name not in turn.left:
            turn.left = (*turn.left, name)
        turn.held = tuple(record for record in turn.held if record.turn != last.turn)
        if turn.consent == "yes":
            turn.actions.append(Retract((last.turn,), turn.turn, turn.at, "struck"))
        turn.say_own("struck")
    turn.ask(turn.place, short=True)


def _dont_keep(turn: Turning) -> None:
    """Nothing of today is kept: what was written is deleted, the rest never written."""
    if turn.consent == "yes":
        turn.actions.append(Forget("today"))
    turn.consent, turn.held, turn.words_kept = "no", (), False
    if turn.node.save == "keep":
        take_choice(turn, "no")  # it was just asked
        return
    turn.say_own("dont_keep")
    turn.ask(turn.place, short=True)


def _cover(turn: Turning) -> None:
    """Someone walked in: talk about nothing until the person uncovers the talk."""
    turn.mode, turn.no_input = "discreet", 0
    turn.say_own("discreet")
    turn.listen()


def _next(turn: Turning) -> None:
    turn.ask(turn.place)


_COMMANDS: dict[str, Callable[[Turning], None]] = {
    "stop": stop,
    "help": help_,
    "repeat": _repeat,
    "back": _back,
    "skip": _skip,
    "pause": _pause,
    "slower": _slower,
    "shorter": _shorter,
    "start_over": _start_over,
    "strike": _strike,
    "dont_keep": _dont_keep,
    "forget_everything": lambda turn: digress(turn, "system/forget"),
    "what_you_know": lambda turn: digress(turn, "system/know"),
    "people": lambda turn: digress(turn, "people"),
    "cover": _cover,
    "uncover": _go_on,
    "go_on": _go_on,
    "next": _next,
}
