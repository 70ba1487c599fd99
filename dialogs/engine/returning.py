"""Coming back: after a hang-up, after hours, after the trees have changed.

What is spoken first gives nothing away (`docs`: product rule 2.9): the recap
follows a yes, and only where the person has said that he or she is alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dialogs.engine.walking import RESUME, enter, push, window_of
from dialogs.model import Trees
from dialogs.state import Frame, State

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning


def new_state(trees: Trees, conversation: str) -> State:
    """The state before the first turn of a conversation with this id."""
    return State(conversation=conversation, trees_hash=trees.hash)


def offer_to_go_on(turn: Turning, moved: bool = False) -> None:
    """Say welcome back, and nothing else until the person agrees."""
    turn.mode = "talk"
    turn.no_input = turn.no_match = 0
    if not turn.place or turn.before.ended:
        begin_afresh(turn)
        return
    for index, frame in enumerate(turn.stack):
        if frame.why in ("resume", "moved"):
            # Left again before "go on" was settled: the place first parked is the one.
            turn.place, turn.stack = frame.place, turn.stack[:index]
            moved = moved or frame.why == "moved"
            break
    if turn.tree != RESUME:
        push(turn, Frame(turn.place, "moved" if moved else "resume"))
    enter(turn, turn.trees.trees[RESUME].start)


def go_on_where_we_stopped(turn: Turning) -> None:
    """Ask the parked question again, in the window of hours that holds now."""
    place = ""
    while turn.stack and not place:
        frame, turn.stack = turn.stack[-1], turn.stack[:-1]
        if frame.why in ("resume", "moved"):
            place = frame.place
            if frame.why == "moved":
                turn.say_own("updated")
    if turn.danger is not None:
        # What was unsafe then may still be: the calm check comes before any talk.
        turn.place = place or turn.place
        if not any(frame.why == "danger" for frame in turn.stack):
            turn.stack = (*turn.stack, Frame(turn.place, "danger"))
        turn.danger = "check"
        enter(turn, turn.trees.trees[turn.trees.dangers["check"]].start)
        return
    if not place:
        begin_afresh(turn)
        return
    # Who is there now is not who was there then: what is read back to somebody alone waits
    # until it is known again.
    if turn.variables.pop("alone", None) == "yes":
        turn.say_own("recap")
    if turn.window is not None:
        router, index = turn.window
        node = turn.trees.nodes.get(router)
        if node is not None and node.windows and window_of(turn, node.windows) != index:
            enter(turn, router)
            return
    turn.ask(place)


def begin_afresh(turn: Turning) -> None:
    """Begin at the front door with nothing answered; what was said about keeping stays."""
    turn.variables.clear()
    turn.changed.clear()
    turn.words.clear()
    turn.stack, turn.steps, turn.left = (), (), ()
    turn.slip = turn.window = turn.danger = None
    turn.mode, turn.soft_hits = "talk", 0
    enter(turn, turn.trees.trees["front_door"].start)


def begin_another(turn: Turning) -> None:
    """Begin a new conversation, under an id that follows from the old one (the engine is pure).

    A danger that was not settled is not left behind: its calm check comes first.
    """
    if turn.danger is not None:
        go_on_where_we_stopped(turn)
        return
    turn.conversation = uuid.uuid5(uuid.NAMESPACE_OID, f"{turn.conversation}/{turn.turn}").hex
    begin_afresh(turn)


def relocate(turn: Turning) -> bool:
    """Stand somewhere that exists in these trees; True when the open question had to move.

    By node slug, else where a `migrate:` map says, else at the start of the
    same tree, else at the front door.
    """
    trees = turn.trees
    moved = False
    if turn.place and turn.place not in trees.nodes:
        turn.place, moved = new_place(trees, turn.place), True
        turn.no_input = turn.no_match = 0
        turn.shrunk = False
    turn.stack = tuple(
        Frame(new_place(trees, frame.place), frame.why)
        for frame in turn.stack
        if frame.place in trees.nodes or frame.why != "call"
    )
    turn.steps = tuple(step for step in turn.steps if step.place in trees.nodes)
    if turn.window is not None and turn.window[0] not in trees.nodes:
        turn.window = None
    if turn.danger is not None and turn.danger not in trees.dangers:
        turn.danger = "check"
    return moved


def new_place(trees: Trees, place: str) -> str:
    """Where a place of older trees is found in these."""
    if place in trees.nodes:
        return place
    name, _, slug = place.rpartition("/")
    tree = trees.trees.get(name)
    if tree is None:
        return trees.trees["front_door"].start
    moved_to = tree.migrate.get(slug)
    if moved_to is not None:
        moved_to = moved_to if "/" in moved_to else f"{name}/{moved_to}"
        if moved_to in trees.nodes:
            return moved_to
    return tree.start


def remember(turn: Turning, facts: Mapping[str, str]) -> None:
    """Know again what an earlier talk about this slip answered, as variables `last_NAME`."""
    for name, said in facts.items():
        if name.startswith("last_"):
            turn.put(name, tuple(said.split(",")) if "," in said else said)
    if turn.slip is None and "slip_from" in facts:
        turn.slip = (int(facts["slip_from"]), int(facts["slip_to"]))
