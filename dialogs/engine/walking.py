"""The walk through the nodes: from an answer to the next question, the log, or the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.conditions import holds
from dialogs.events import Alarm, End, Forget, Recall
from dialogs.model import Go, Node, Window
from dialogs.state import Frame, Value

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

RESUME = "system/resume"
MOST_NODES_A_TURN = 100
MOST_NESTING = 6
LOG_EFFECTS: dict[str, Forget | Recall] = {
    "forget_everything": Forget("everything"),
    "forget_today": Forget("today"),
    "recall_kept": Recall("kept"),
    "recall_patterns": Recall("patterns"),
    "recall_last": Recall("last"),
}
"""Effects that the log must answer before the walk goes on."""


TAKEN_OVER = object()
"""What an effect returns when it has led the turn elsewhere, to its end."""


class TooFar(Exception):
    """The walk broke a limit: too many nodes without a question, or too deep a nesting."""


def enter(turn: Turning, place: str) -> None:
    """Walk from `place` to the next question, the log, or the end."""
    here: str | None = place
    while here is not None:
        turn.nodes_walked += 1
        if turn.nodes_walked > MOST_NODES_A_TURN:
            raise TooFar(f"more than {MOST_NODES_A_TURN} nodes without a question, at {here}")
        here = _visit(turn, turn.trees.nodes[here])


def _visit(turn: Turning, node: Node) -> str | None:
    _mind_the_danger(turn, node)
    for name, value in node.set.items():
        turn.put(name, value)
    if node.windows:
        index = window_of(turn, node.windows)
        turn.window = (node.place, index)
        return target(turn, node.windows[index].go)
    if node.ask is not None:
        passed = _pass_by(turn, node)
        if passed is None:
            turn.ask(node.place)
            return None
        return passed
    turn.say(turn.prompt(node))
    if node.effect is not None:
        if node.effect in LOG_EFFECTS:
            if node.effect == "forget_everything":
                forget_mind(turn)
            turn.place, turn.waiting = node.place, node.effect
            turn.actions.append(LOG_EFFECTS[node.effect])
            return None
        if turn.effects[node.effect](turn) is TAKEN_OVER:
            return None
    if node.call is not None:
        push(turn, Frame(node.place, "call"))
        return turn.trees.trees[node.call].start
    return follow(turn, node.go)


def _mind_the_danger(turn: Turning, node: Node) -> None:
    """Walking into a danger script by an answer counts as the alarm that it is."""
    tree = turn.trees.trees[node.place.rpartition("/")[0]]
    if tree.danger is None or tree.danger == turn.danger:
        return
    if turn.danger is None:
        push_danger(turn, Frame(turn.place, "danger"))
        turn.keep(Alarm(turn.turn, turn.at, tree.danger, "soft", "answer.not_safe"))
    turn.danger = tree.danger


def forget_mind(turn: Turning) -> None:
    """Forget what memory holds, when the person has everything deleted."""
    turn.variables.clear()
    turn.words.clear()
    turn.changed.clear()
    turn.held, turn.steps, turn.left = (), (), ()
    turn.slip, turn.words_kept, turn.consent = None, False, "no"
    turn.window = None
    door = turn.trees.trees["front_door"].start
    parked = [frame for frame in turn.stack if frame.why in ("resume", "moved")]
    if parked:
        # The parked talk is forgotten too: what comes next is the front door.
        turn.stack = tuple(
            frame._replace(place=door) if frame.place.startswith(RESUME) else frame
            for frame in turn.stack[turn.stack.index(parked[0]) + 1 :]
        )


def _pass_by(turn: Turning, node: Node) -> str | None:
    """The way on from a question that is answered already, or None when it must be asked."""
    if node.again:
        return None
    name = node.save or ""
    if name in turn.left and node.otherwise is not None:
        return target(turn, node.otherwise)
    value = turn.variables.get(name)
    if value is None:
        return None
    return way_on(turn, node, value)


def choice_of(node: Node, value: Value) -> str:
    """The choice that a value stands for: the first one said; for substances, whether any is."""
    if node.ask == "substances":
        return "known" if value and value != "unknown" else "unknown"
    return value if isinstance(value, str) else value[0] if value else "unknown"


def way_on(turn: Turning, node: Node, value: Value) -> str | None:
    """Where an answer leads, with what it sets; the target after `return` may be None."""
    choice = choice_of(node, value)
    answer = node.answers.get(choice) or node.answers.get("else")
    if answer is None:
        return target(turn, node.otherwise or "return")
    for name, set_value in answer.set.items():
        turn.put(name, set_value)
    turn.say(answer.say)
    return follow(turn, answer.go)


def follow(turn: Turning, ways: tuple[Go, ...]) -> str | None:
    """The first way whose condition holds; the end of the tree where there is none."""
    for way in ways:
        if way.condition is None or holds(way.condition, turn.known()):
            return target(turn, way.to)
    return target(turn, "return")


def target(turn: Turning, to: str) -> str | None:
    """The place that a target names; None when the turn is over with it."""
    if to == "return" or (to in ("end", "park") and turn.danger is not None):
        # Out of a help script there is one way, `safe_again`: `come_back` sees to that.
        return come_back(turn)
    if to == "end":
        end(turn, "completed")
        return None
    if to == "repeat":
        turn.ask(turn.place)
        return None
    if to == "park":
        turn.say_own("parked" if turn.consent == "yes" else "parked_unkept")
        turn.park("parked")
        return None
    return to


def push(turn: Turning, frame: Frame) -> None:
    if len(turn.stack) >= MOST_NESTING:
        raise TooFar(f"more than {MOST_NESTING} conversations inside one another, at {frame[0]}")
    turn.stack = (*turn.stack, frame)


def push_danger(turn: Turning, frame: Frame) -> None:
    """Keep the way back out of an alarm, even where the nesting is full."""
    turn.stack = (*turn.stack[: MOST_NESTING - 1], frame)


def come_back(turn: Turning) -> str | None:
    """The way on after a tree has ended: behind the call, or back to the question left open."""
    if turn.danger is not None and (not turn.stack or turn.stack[-1].why == "danger"):
        # A danger tree has no other way out than `safe_again`.
        return turn.trees.trees[turn.trees.dangers["check"]].start
    if not turn.stack:
        end(turn, "completed")
        return None
    frame = turn.stack[-1]
    turn.stack = turn.stack[:-1]
    if frame.why == "call":
        return follow(turn, turn.trees.nodes[frame.place].go)
    turn.say_own("digression_back")
    turn.ask(frame.place)
    return None


def end(turn: Turning, reason: str) -> None:
    turn.say_own("end")
    turn.ended = True
    turn.actions.append(End(reason))


def hours_since_slip(turn: Turning) -> tuple[float, float] | None:
    """The fuzzy time since the slip, in hours before this event; None when unknown."""
    if turn.slip is None:
        return None
    now = turn.at.timestamp()
    return max(0.0, (now - turn.slip[1]) / 3600), max(0.0, (now - turn.slip[0]) / 3600)


def window_of(turn: Turning, windows: tuple[Window, ...]) -> int:
    """The index of the window for now: the most cautious of those that the interval touches."""
    hours = hours_since_slip(turn)
    touched = [
        (window.caution, -index)
        for index, window in enumerate(windows)
        if hours is None
        or (
            (window.to_hours is None or hours[0] < window.to_hours)
            and hours[1] >= window.from_hours
        )
    ]
    return -max(touched)[1]
