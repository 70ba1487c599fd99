"""Danger, looked for before anything else on every turn.

HARD goes straight to the script of its category, which speaks the number at
once. SOFT asks "Are you safe right now?"; silence after it speaks the number.
An alarm ends only through its own calm second check (`safe_again`); skip, back
and stop do not clear it (product rules 2.1 to 2.3; routing after
`docs/sources.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.engine.answering import take_answer
from dialogs.engine.walking import MOST_NESTING, enter, push_danger
from dialogs.events import Alarm
from dialogs.hear import Danger, Match
from dialogs.hear.normalise import Utterance
from dialogs.state import Frame

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

DYING = ("overdose", "withdrawal_emergency")
"""Scripts that give way to nothing but each other, until they are through."""

ROOM = 3
"""So many conversations must still fit on top of a danger that waits."""

OF_WHOM = "in_danger"
"""The variable that holds who is in danger, for as long as the alarm lasts."""

LOW = "suicide.low"
"""Depressed or hopeless, and no more said: the safety question comes with its number."""


def raise_alarm(turn: Turning, danger: Danger, match: Match | None, heard: Utterance) -> None:
    """Answer a danger: its script, the soft question, or the next step of a script under way."""
    turn.outcome = f"danger.{danger.category}.{danger.tier}"
    turn.keep(Alarm(turn.turn, turn.at, danger.category, danger.tier, danger.rule))
    if danger.tier == "soft":
        turn.soft_hits += 1
    turn.mode = "talk"
    script = danger.category if danger.tier == "hard" else "check"
    of_whom, before = _of_whom(turn, heard), turn.variables.get(OF_WHOM)
    if before == "child" and of_whom == "another" and _PRONOUNS.intersection(heard.full):
        of_whom = "child"  # "she's turning blue", of the toddler
    if turn.danger is None:
        turn.variables[OF_WHOM] = of_whom
        push_danger(turn, Frame(turn.place, "danger"))
        if script == "check":
            if danger.rule == LOW:
                turn.facts = {**turn.facts, "low": "yes"}
            _check(turn, heard)
        else:
            if danger.also and len(turn.stack) < MOST_NESTING - 1:
                # Told in the same breath: when the first is through, its script follows.
                push_danger(turn, Frame(_start(turn, danger.also), "danger"))
            open_script(turn, script)
        return
    if (turn.danger, script) == ("suicide", "harm_to_others") and not _names_another(turn, heard):
        script = "suicide"  # "I have a knife", of oneself
    if turn.danger == "check" and script == "check":
        # Danger named twice softly is danger: no third question.
        script = danger.category
    same = danger.category == turn.danger and (danger.tier == "hard" or turn.danger in DYING)
    one_more = same and of_whom not in ("oneself", before)
    if one_more:
        script = danger.category
    other = script not in ("check", turn.danger)
    if other and danger.tier == "hard":
        _let_wait(turn, script if _waits(turn.danger, script) else turn.danger)
    if one_more or (other and not _waits(turn.danger, script)):
        turn.variables[OF_WHOM] = of_whom
        open_script(turn, script)
    elif turn.in_danger_tree and match is not None and not _clears(turn, match):
        take_answer(turn, match, heard)
    elif turn.node.ask == "safe" and danger.tier == "hard":
        # "Yes, but I still want to die" is no yes: the script begins again.
        open_script(turn, turn.danger)
    else:
        say_the_number_again(turn)


_PRONOUNS = frozenset(("he", "she", "they", "it"))


def _of_whom(turn: Turning, heard: Utterance) -> str:
    """Who is in danger: `oneself`, `another` or `child`."""
    ears = turn.trees.ears
    return ears.who.in_danger(heard) if ears is not None else "oneself"


def _names_another(turn: Turning, heard: Utterance) -> bool:
    ears = turn.trees.ears
    return ears is not None and ears.who.names_another(heard)


def _waits(under_way: str, script: str) -> bool:
    """Whether a new danger has to wait: somebody may be dying in the one under way."""
    return under_way in DYING and script not in DYING


def _let_wait(turn: Turning, category: str) -> None:
    """Keep the script of a second danger for when the first is through; each is asked about."""
    start = _start(turn, category)
    known = category == "check" or any(frame.place == start for frame in turn.stack)
    if not known and len(turn.stack) < MOST_NESTING - ROOM:
        while turn.stack and turn.stack[-1].why != "danger":
            turn.stack = turn.stack[:-1]
        push_danger(turn, Frame(start, "danger"))


def _clears(turn: Turning, match: Match) -> bool:
    """Whether an answer would lead out of danger: nothing said beside an alarm may."""
    return turn.node.ask == "safe" and match.value == "yes"


def check(turn: Turning) -> None:
    """Ask "Are you safe right now?" where no words tell what kind of danger there may be."""
    push_danger(turn, Frame(turn.place, "danger"))
    open_script(turn, "check")


def open_script(turn: Turning, category: str) -> None:
    """Begin the script of a category; whatever was open waits beneath it."""
    _stand_at(turn, category)
    enter(turn, turn.place)


def _stand_at(turn: Turning, category: str) -> None:
    turn.danger = category
    turn.shrunk = False
    while turn.stack and turn.stack[-1].why != "danger":
        turn.stack = turn.stack[:-1]
    turn.place = _start(turn, category)


def _start(turn: Turning, category: str) -> str:
    return turn.trees.trees[turn.trees.dangers[category]].start


def _check(turn: Turning, heard: Utterance) -> None:
    """Ask whether the person is safe, unless "I'm not safe" has just answered that."""
    ears = turn.trees.ears
    told = ears.answer("safe", heard, turn.at) if ears is not None else None
    _stand_at(turn, "check")
    if told is not None and told.value == "no":
        take_answer(turn, told, heard)
    else:
        enter(turn, turn.place)


def say_the_number_again(turn: Turning) -> None:
    """Neither forward nor away: the line that holds the number, and the same question."""
    if not turn.in_danger_tree:
        open_script(turn, turn.danger or "check")
        return
    turn.no_input = 0
    turn.mode = "talk"
    turn.say(turn.node.silence)
    turn.listen()
