"""What is meant where one utterance can be heard in two ways: as a command or an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.hear import Ears, Match, Topic
from dialogs.hear.normalise import Utterance

if TYPE_CHECKING:
    from dialogs.engine.turning import Turning

ABOVE_ANSWERS = frozenset({"forget_everything", "dont_keep", "strike", "what_you_know"})
"""Commands about the person's own data: no answer that sounds like one goes before it."""
_LEAVES = frozenset(("stop", "quit", "bye", "goodbye", "exit", "end", "done", "enough", "cancel"))
_SLEEP = frozenset(("sleep", "bed", "night", "goodnight", "nap"))
_EVERYTHING = frozenset(("anything", "any", "nothing", "everything", "all", "today", "ever"))
MOST_WORDS_PLAIN = 5
"""Up to here a phrase that tells of a slip ("I did it again") stands for all that was said."""


def means_something_else(
    turn: Turning, ears: Ears, heard: Utterance, command: str, match: Match | None
) -> bool:
    """Whether what sounds like a command is none here."""
    words = heard.words
    if turn.node.ask == "words":
        # "Call my sponsor", "shower" and "go to sleep" are steps: no wish for numbers or an end.
        rest = command == "stop" and len(words) > 1 and not _SLEEP.isdisjoint(words)
        return rest or "shower" in words or (command in ("people", "help") and len(words) > 2)
    match command:
        case "back":  # "I messed up", and nothing has been said yet that could be taken back
            return told_at_the_door(turn, ears, heard) is not None
        case "stop":  # "maybe later", where that is offered
            if "later" in words and match is not None and match.whole and match.expected:
                return True
            # "I'm going to bed" leaves no sign of the body unasked, and no danger either.
            if turn.danger is not None and not turn.at_the_door:
                return not _SLEEP.isdisjoint(words)
            return turn.node.ask == "body_sign" and _LEAVES.isdisjoint(words)
        case "dont_keep":  # "don't keep them", of the words that were just asked for
            no = turn.node.ask == "consent" and match is not None and match.whole
            return no and _EVERYTHING.isdisjoint(words)
        case "pause":  # "no wait, my roommate is here"
            return ears.correction(heard) is not None
    return False


def means_the_step(turn: Turning, match: Match | None, heard: Utterance) -> bool:
    """Whether, in danger, "done" or "enough" answers the step that was asked for."""
    whole = match is not None and match.whole
    return turn.danger is not None and whole and "stop" not in heard.words


def ends_the_pause(ears: Ears, heard: Utterance, command: str | None) -> bool:
    """Whether the person is back: "go on", "next", or a bare yes, which then answers nothing."""
    if command in ("go_on", "next", "skip"):
        return True
    ready = ears.yes_no.listen(heard)
    return ready is not None and ready.whole and ready.value == "yes"


def told_at_the_door(turn: Turning, ears: Ears, heard: Utterance) -> Topic | None:
    """What somebody tells instead of an answer to the first question: "did coke an hour ago".

    A substance has to be named, or a phrase that tells of a slip: stray words open nothing.
    """
    if turn.steps or turn.tree != "front_door":
        return None
    match = ears.answer("opening", heard, turn.at)
    told = match.value if match is not None else None
    if isinstance(told, Topic) and told.substances:
        return told
    phrases = {label.rpartition(":")[2] for label in ears.topics.see(heard)[1]}
    return Topic("slip") if phrases == {"slip"} and len(heard.words) <= MOST_WORDS_PLAIN else None


def comes_first(match: Match, command: str | None) -> bool:
    """Whether an answer goes before a command that it sounds like; never before one's own data."""
    return match.whole and command not in ABOVE_ANSWERS


def names_a_line(turn: Turning, match: Match | None, heard: Utterance) -> bool:
    """Whether a help line is asked for by its name ("domestic violence"), and nothing is told.

    "My husband hurts me" is told, also where the lines are being read out.
    """
    named = match is not None and match.whole and match.expected
    return turn.tree == "people" and named and _SELF.isdisjoint(heard.words)


_SELF = frozenset(("i", "i'm", "i've", "me", "my", "myself"))


def is_of_another(ears: Ears, heard: Utterance, told: object) -> bool:
    """Whether a slip or an urge is told of somebody else ("my brother is using again")."""
    topics = ("slip", "urge")
    return isinstance(told, Topic) and told.topic in topics and ears.who.took(heard) != "oneself"
