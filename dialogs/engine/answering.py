"""An answer taken, declined, left open or taken back; another topic followed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dialogs.engine.returning import begin_another
from dialogs.engine.walking import RESUME, enter, push, target, way_on
from dialogs.events import Retract
from dialogs.hear import Match, Topic
from dialogs.hear.normalise import Utterance
from dialogs.model import Node
from dialogs.state import Frame, Step, Value

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning


def take_answer(turn: Turning, match: Match, heard: Utterance, how: str = "matched") -> None:
    """Keep the answer to the open question, and whatever else was said with it, and go on."""
    node = turn.node
    begin_step(turn)
    turn.no_input = turn.no_match = 0
    turn.shrunk = False
    value = _store(turn, node, match, heard, how)
    for name in node.also:
        # "No alcohol, no pills" names what was not taken.
        if name != "substances" or value != "no":
            _volunteer(turn, name, heard)
    turn.outcome = turn.outcome or "answered"
    there = way_on(turn, node, value)
    if there is not None:
        enter(turn, there)
    close_step(turn)


def take_choice(turn: Turning, choice: str) -> None:
    """Take a choice that was made with yes or no, in the small form of a question."""
    take_answer(turn, Match(choice, True), Utterance("", "", ()))


def _store(turn: Turning, node: Node, match: Match, heard: Utterance, how: str) -> Value:
    name = node.save or ""
    value = match.value
    if node.ask == "words":
        turn.words[name] = heard.raw.strip()[:200]
        turn.put(name, "said")
        turn.record(name, "answered", ("said",), "words")
        return "said"
    if isinstance(value, Topic):
        turn.put(name, value.topic)
        turn.record(name, "answered", (value.topic,), how)
        if value.substances:
            turn.put("substances", value.substances)
            turn.record("substances", "answered", value.substances, "volunteered")
        return value.topic
    if node.ask == "when":
        hours = put_slip(turn, value)
        turn.record(name, "answered", hours, how)
        known = "unknown" if hours == ("unknown",) else "known"
        turn.put(name, known)
        return known
    kept: Value = tuple(map(str, value)) if isinstance(value, tuple) else value
    turn.put(name, kept)
    turn.record(name, "answered", choices_of(kept), how)
    return kept


def choices_of(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def put_slip(turn: Turning, value: object) -> tuple[str, ...]:
    """Keep when the slip was against the event's own clock; the choices for the log."""
    if not isinstance(value, tuple):
        return ("unknown",)
    hours_least, hours_most = float(value[0]), float(value[1])
    now = turn.at.timestamp()
    turn.slip = (int(now - hours_most * 3600), int(now - hours_least * 3600))
    return (f"{hours_least:g}-{hours_most:g} hours before",)


def _volunteer(turn: Turning, name: str, heard: Utterance) -> None:
    """Fill a variable that was answered along with the question, if it is still open.

    Substances add up: what is said later is taken beside what was named before.
    """
    ears = turn.trees.ears
    known = turn.variables.get(name)
    if ears is None or (known is not None and name != "substances"):
        return
    match = ears.answer(name, heard, turn.at)
    if match is None or match.value in ("unknown", ("none",), ()):
        return
    if name not in ("when", "substances", "trigger"):
        # A choice set: "a shower, then my sister" is a plan of its own, and not one choice of it.
        if match.whole:
            turn.put(name, str(match.value))
            turn.record(name, "answered", (str(match.value),), "volunteered")
        return
    if name == "when":
        turn.record(name, "answered", put_slip(turn, match.value), "volunteered")
        turn.put(name, "known")
        return
    value = match.value if isinstance(match.value, tuple) else (str(match.value),)
    before = known if isinstance(known, tuple) else ()
    new = tuple(str(choice) for choice in value if choice not in before)
    if new:
        turn.put(name, (*before, *new))
        turn.record(name, "answered", new, "volunteered")


def keep_aside(turn: Turning, heard: Utterance, names: Iterable[str]) -> bool:
    """Keep what was told with no answer: "around three", when asked what was taken.

    It is a step of its own, so that it can be taken back and corrected; False when nothing
    was told. What another person took is not kept as one's own.
    """
    ears = turn.trees.ears
    if ears is None or turn.danger is not None or ears.who.took(heard) != "oneself":
        return False
    steps = turn.steps
    begin_step(turn)
    for name in names:
        _volunteer(turn, name, heard)
    close_step(turn)
    if not turn.changed:
        turn.steps = steps
    return bool(turn.changed)


def decline(turn: Turning) -> None:
    """The person would rather not say: an outcome of its own, and the talk goes on."""
    turn.outcome = "declined"
    turn.say_own("skipped")
    _leave(turn, "declined")


def leave_unanswered(turn: Turning) -> None:
    """Neither an answer nor a refusal came; go on without."""
    turn.say_own("left_alone")
    _leave(turn, "unanswered")


def _leave(turn: Turning, outcome: str) -> None:
    node = turn.node
    name = node.save or ""
    begin_step(turn)
    turn.record(name, outcome)
    if name not in turn.left:
        turn.left = (*turn.left, name)
    there = target(turn, node.otherwise or "return")
    if there is not None:
        enter(turn, there)
    close_step(turn)


def begin_step(turn: Turning) -> None:
    """Remember where the person stands, so that this answer can be taken back."""
    turn.changed = {}
    if turn.in_danger_tree:
        return
    turn.steps = (
        *turn.steps,
        Step(turn.place, turn.turn, turn.stack, {}, turn.slip),
    )


def close_step(turn: Turning) -> None:
    """Note what this answer has changed."""
    if turn.steps and turn.steps[-1].turn == turn.turn:
        turn.steps = (*turn.steps[:-1], turn.steps[-1]._replace(before=dict(turn.changed)))


def undo(turn: Turning, count: int, why: str) -> None:
    """Take the last `count` answers back: retracted in the log, gone from what is known."""
    undone, turn.steps = turn.steps[-count:], turn.steps[:-count]
    for step in reversed(undone):
        for name, value in step.before.items():
            if value is None:
                turn.variables.pop(name, None)
            else:
                turn.variables[name] = value
        name = turn.trees.nodes[step.place].save or ""
        turn.words.pop(name, None)
        turn.left = tuple(left for left in turn.left if left != name)
    first = undone[0]
    turn.place, turn.stack, turn.slip = first.place, first.stack, first.slip_before
    turns = tuple(step.turn for step in undone)
    turn.held = tuple(record for record in turn.held if record.turn not in turns)
    if turn.consent == "yes":
        turn.actions.append(Retract(turns, turn.turn, turn.at, why))


def digress(turn: Turning, tree: str) -> None:
    """Go through another conversation, then ask the open question again."""
    if turn.tree == tree:
        turn.ask(turn.place)
        return
    push(turn, Frame(turn.place, "again"))
    enter(turn, turn.trees.trees[tree].start)


def remember_opening(turn: Turning, heard: Utterance) -> None:
    """Keep what a person opened with, so that the alarm which it raised does not swallow it."""
    ears = turn.trees.ears
    if ears is None or turn.danger is not None or turn.tree != "front_door":
        return
    topic = ears.change_of_topic(heard) if "came_for" not in turn.variables else None
    if topic is None:
        if keep_aside(turn, heard, ("substances",)):
            _volunteer(turn, "when", heard)
            close_step(turn)
        return
    turn.put("came_for", topic.topic)
    turn.put("asked_for", topic.topic)
    turn.record("topic", "answered", (topic.topic,), "volunteered")
    keep_aside(turn, heard, told_beside(turn, topic))


def told_beside(turn: Turning, topic: Topic | None) -> tuple[str, ...]:
    """What may be told along with a topic, or with nothing, at the open question."""
    also = turn.node.also
    if topic is not None and topic.topic == "slip":
        return tuple(dict.fromkeys((*also, "substances", "when")))
    if topic is None:
        return also
    # "Right now" beside an urge is not when a slip was; "why is kratom so hard" names none anew.
    named = () if "substances" in turn.variables else ("substances",)
    return tuple(dict.fromkeys((*(name for name in also if name != "when"), *named)))


def change_topic(turn: Turning, topic: Topic, heard: Utterance) -> bool:
    """Follow the person to another topic; False when no tree holds it, or this one does.

    As the first words of all it is no digression but the opening: what was said
    along with it is kept, and nothing waits to be come back to.
    """
    tree = turn.trees.topics.get(topic.topic)
    if tree is None or tree == turn.tree:
        return False
    if turn.tree == RESUME:
        # Another matter than the parked one: a talk of its own, whose safety is asked afresh.
        begin_another(turn)
        turn.actions.clear()
        turn.said = ()
    opening = not turn.steps and not turn.stack
    turn.outcome = f"opening.{topic.topic}" if opening else f"digression.{topic.topic}"
    told = told_beside(turn, topic)
    if not opening:
        keep_aside(turn, heard, told)
        turn.put("asked_for", topic.topic)
        if topic.topic == "slip" and turn.tree == "front_door":
            # It leads back here by itself.
            enter(turn, turn.trees.trees[tree].start)
        else:
            digress(turn, tree)
        return True
    begin_step(turn)
    turn.put("asked_for", topic.topic)
    for name in told:
        _volunteer(turn, name, heard)
    turn.record("topic", "answered", (topic.topic,), "volunteered")
    enter(turn, turn.trees.trees[tree].start)
    close_step(turn)
    return True
