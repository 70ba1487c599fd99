"""The engine: one event in, the next state and what the channel must do out.

    events.py -> engine -> actions
                   |
      turning.py    the turn being made: speaking, keeping, walking the nodes
      meaning.py    a command or an answer, where it could be either
      answering.py  an answer taken, declined, taken back; another topic
      correcting.py an answer corrected, or said again
      commands.py   repeat, back, skip, help ... in every state
      ladders.py    silence and no-match
      alarms.py     danger
      returning.py  resume, and old states under new trees
      effects.py    what a node can ask of the engine

Every utterance is heard in one order:

1. danger                            6. a correction of an earlier answer
2. stop                              7. an answer among other words
3. help                              8. a change of topic
4. an answer, and nothing but that   9. no-match
5. the other commands
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.engine import alarms, commands, returning
from dialogs.engine.answering import (
    change_topic,
    keep_aside,
    remember_opening,
    take_answer,
    take_choice,
    told_beside,
)
from dialogs.engine.correcting import correct, say_again
from dialogs.engine.effects import EFFECTS
from dialogs.engine.ladders import meet_no_match, meet_silence
from dialogs.engine.meaning import (
    comes_first,
    ends_the_pause,
    is_of_another,
    means_something_else,
    means_the_step,
    names_a_line,
    told_at_the_door,
)
from dialogs.engine.returning import new_state
from dialogs.engine.turning import Turn, Turning
from dialogs.engine.walking import TooFar, enter, follow
from dialogs.events import Event, Heard, HungUp, Launched, Recalled, Resumed, Silence, Unheard
from dialogs.hear import Context, Ears, Match
from dialogs.hear.normalise import Utterance, normalise
from dialogs.model import Trees
from dialogs.state import State

__all__ = ["Turn", "new_state", "take_turn"]

NO_EARS = "the trees were loaded without their ears: see content.py"
MOST_UNHEARD = 2
"""So often the safety question is asked anew; then the help script, with its number, asks it."""


def take_turn(trees: Trees, state: State, event: Event) -> Turn:
    """The next state, and what the channel must now do.

    Pure: no clock, no network, no log, no randomness. The same three
    arguments always give the same turn, so a whole conversation can be
    replayed from its events alone.

    An utterance that fits nothing is a no-match and a silence is a silence,
    never an exception. Where the trees break a limit (a loop, a nesting too
    deep), `Turn.problem` names it and the person hears a calm sentence.
    """
    turn = Turning(trees, state, event, EFFECTS)
    try:
        _dispatch(turn, event)
    except TooFar as error:
        turn = Turning(trees, replace(state, stack=(), window=None), event, EFFECTS)
        turn.problem, turn.outcome = str(error), "lost_thread"
        _find_the_thread(turn)
    return turn.freeze()


def _find_the_thread(turn: Turning) -> None:
    """Say calmly that the thread was lost, and stand where something can be asked."""
    turn.say_own("lost_thread")
    name = turn.trees.dangers[turn.danger] if turn.danger else "front_door"
    turn.place = turn.trees.trees[name].start
    if turn.node.ask is None:
        turn.place = turn.before.place if turn.before.place in turn.trees.nodes else turn.place
    turn.ask(turn.place)


def _dispatch(turn: Turning, event: Event) -> None:
    moved = returning.relocate(turn) if turn.before.trees_hash != turn.trees.hash else False
    match event:
        case Launched():
            turn.outcome = "launched"
            if event.consent != "ask":
                turn.consent = event.consent
            returning.begin_afresh(turn)
        case Resumed():
            turn.outcome = "resumed"
            returning.offer_to_go_on(turn, moved)
        case HungUp():
            turn.outcome = "hung_up"
            turn.waiting = turn.before.waiting
            commands.take_leave(turn)
            turn.park("hung_up")
        case Recalled():
            turn.outcome = "recalled"
            _go_on_with_facts(turn, event)
        case Silence():
            if _ready(turn):
                meet_silence(turn, event)
        case Unheard():
            if _ready(turn):
                _miss_the_words(turn)
        case Heard():
            heard = normalise(event.text)
            if not _ready(turn):
                _listen_at_the_door(turn, heard)
            elif not event.text.strip():
                meet_silence(turn, Silence(turn.node.patience_seconds, event.at))
            else:
                _listen_to(turn, heard, moved)


def _miss_the_words(turn: Turning) -> None:
    """Ask whether the person is safe: what was missed may have been danger.

    Where that is asked already, or a help script is open, it is a no-match there.
    A danger that waits behind "Welcome back" is no open script: nothing was asked yet.
    """
    turn.outcome = "unheard"
    if turn.mode == "discreet":
        _stay_discreet(turn, None)
        return
    turn.mode = "talk"
    asked_already = turn.node.ask == "safe" and turn.no_match < MOST_UNHEARD
    if asked_already or (turn.danger is not None and not turn.at_the_door):
        meet_no_match(turn)
    else:
        alarms.check(turn)


AT_THE_DOOR = ("help", "people", "what_you_know", "forget_everything", "cover")
"""Commands that mean something before any question was asked, stop beside them."""


def _ready(turn: Turning) -> bool:
    """False when there was no open question; then the talk begins."""
    if turn.place and not turn.before.ended:
        return True
    turn.outcome = "launched"
    returning.begin_afresh(turn)
    return False


def _listen_at_the_door(turn: Turning, heard: Utterance) -> None:
    """Words before any question was asked: danger, a topic, a few commands; no answer."""
    ears = turn.trees.ears
    assert ears is not None, NO_EARS
    asked, turn.actions = turn.actions, []
    danger = ears.danger(heard, _context(turn, "any"))
    topic = ears.change_of_topic(heard)
    if danger is not None:
        remember_opening(turn, heard)
        alarms.raise_alarm(turn, danger, None, heard)
    elif (command := ears.command(heard)) == "stop":
        commands.stop(turn)
    elif command in AT_THE_DOOR:
        commands.obey(turn, command)
    elif topic is None or not change_topic(turn, topic, heard):
        turn.actions = asked


def _go_on_with_facts(turn: Turning, event: Recalled) -> None:
    """Go on behind the node that asked the log; a fact nobody waits for changes nothing."""
    if not turn.before.waiting:
        turn.turn -= 1
        return
    turn.facts = event.facts
    if event.what == "last":
        returning.remember(turn, event.facts)
    there = follow(turn, turn.node.go)
    if there is not None:
        enter(turn, there)


def _listen_to(turn: Turning, heard: Utterance, moved: bool) -> None:
    ears = turn.trees.ears
    assert ears is not None, NO_EARS
    question = turn.node.ask or "any"
    command = ears.command(heard)
    match = ears.answer(question, heard, turn.at, command)
    if command is not None and means_something_else(turn, ears, heard, command, match):
        command = None
    danger = ears.danger(heard, _context(turn, question), match)
    if danger is not None and not names_a_line(turn, match, heard):
        remember_opening(turn, heard)
        alarms.raise_alarm(turn, danger, match, heard)
        return
    if command == "stop" and not means_the_step(turn, match, heard):
        commands.stop(turn)
        return
    if turn.mode == "discreet":
        _stay_discreet(turn, command)
        return
    if command == "help":
        turn.mode = "talk"
        commands.help_(turn)
        return
    if turn.mode == "paused" and ends_the_pause(ears, heard, command):
        commands.obey(turn, "go_on")
        return
    turn.mode = "talk"
    if moved:
        # The question that was open is gone: what was said cannot be its answer.
        turn.outcome = "moved"
        turn.say_own("updated")
        enter(turn, turn.place)
        return
    _understand(turn, ears, heard, match, command)


def _understand(
    turn: Turning, ears: Ears, heard: Utterance, match: Match | None, command: str | None
) -> None:
    if match is not None and is_of_another(ears, heard, match.value):
        match = None
    if match is not None and turn.node.ask != "words" and comes_first(match, command):
        take_answer(turn, match, heard)
        return
    if command is not None:
        commands.obey(turn, command)
        return
    if turn.shrunk and _take_small_answer(turn, ears, heard):
        return
    rest = ears.correction(heard)
    if rest is not None and turn.danger is None and correct(turn, rest):
        return
    if match is not None and not match.whole and turn.danger is None and say_again(turn, heard):
        return
    if match is not None:
        take_answer(turn, match, heard)
        return
    topic = ears.change_of_topic(heard) or told_at_the_door(turn, ears, heard)
    if topic is not None and turn.danger is None:
        if is_of_another(ears, heard, topic):
            turn.outcome = "no_match.another"
            turn.say_own("for_another")
            turn.ask(turn.place, short=True)
            return
        if change_topic(turn, topic, heard):
            return
    keep_aside(turn, heard, told_beside(turn, topic))
    meet_no_match(turn)


def _take_small_answer(turn: Turning, ears: Ears, heard: Utterance) -> bool:
    """Take a yes or no to the question in its small form; False when it was neither."""
    small = ears.answer("yes_no", heard, turn.at)
    if small is None:
        return False
    shrink = turn.node.shrink
    if shrink is not None and small.value in ("yes", "no"):
        choice = shrink.yes if small.value == "yes" else shrink.no
        if choice == "repeat":
            turn.ask(turn.place, short=True)
        else:
            take_choice(turn, choice)
    elif shrink is None and small.value == "yes":
        commands.obey(turn, "skip")
    else:
        turn.ask(turn.place, short=True)
    return True


def _stay_discreet(turn: Turning, command: str | None) -> None:
    """While somebody else may listen, everything but the way back gets a neutral answer."""
    turn.no_input = 0
    if command == "uncover":
        turn.outcome = "command.uncover"
        turn.mode = "talk"
        turn.say_own("uncovered")
        turn.ask(turn.place)
        return
    turn.outcome = "discreet"
    turn.say_own("discreet" if command == "repeat" else "discreet_more")
    turn.listen()


def _context(turn: Turning, question: str) -> Context:
    substances = turn.variables.get("substances", ())
    return Context(
        question=question,
        substances=substances if isinstance(substances, tuple) else (),
        soft_hits=turn.soft_hits,
        after_silence=turn.no_input > 0,
    )
