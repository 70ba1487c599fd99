"""Words for every answer that a question knows, found by asking the ears themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dialogs.hear import Ears, normalise
from dialogs.hear.templates import sentences
from dialogs.model import Trees
from dialogs.state import State

STANDS_FOR = {"<yes>": "yes", "<no>": "no", "<unsure>": "i'm not sure"}
PLAIN = {
    "yes_no": {"yes": "yes", "no": "no", "unsure": "i'm not sure"},
    "consent": {"yes": "yes", "no": "no", "unsure": "i'm not sure"},
    "safe": {"yes": "yes i'm safe", "no": "no", "unsure": "i don't know"},
    "trigger": {
        "stress": "stress", "social": "my friends had some", "pain": "the pain in my back",
        "sleep": "i couldn't sleep", "paws": "everything was flat and grey",
        "none": "none of these",
    },
    "opening": {
        "slip": "i slipped", "urge": "i have a craving", "quit": "i want to quit",
        "why": "why is it so hard to stop", "treatment": "how do i find treatment",
        "warning_signs": "how do i see it coming", "check_in": "i want to check in",
        "triggers": "go through my triggers", "chain": "link by link",
        "patterns": "show me my patterns",
        "same_point": "i always slip at the same point", "restart": "i skipped my suboxone",
        "stimulant": "i want to know about stimulants", "person": "i want to tell someone",
        "days": "what about the next few days",
    },
    "words": {"said": "drink a glass of water"},
}  # fmt: skip
SUBSTANCES = {
    "kratom": "kratom", "opioid": "heroin", "stimulant": "cocaine", "alcohol": "beer",
    "benzo": "xanax", "cannabis": "weed", "unknown": "i don't know",
}  # fmt: skip
HOURS = ("an hour ago", "yesterday evening", "two days ago", "four days ago", "three weeks ago")
"""One for each stretch after a slip that any tree tells apart, and one across a border."""
UNKNOWN_TIME = "i don't know when"


class Sayings:
    """Knows words for every answer; each was heard by the ears as that answer."""

    def __init__(self, trees: Trees, at: datetime) -> None:
        self._trees, self._at = trees, at
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    def of(self, state: State) -> tuple[tuple[str, str], ...]:
        """The answers to the open question as (choice, words)."""
        node = self._trees.nodes[state.place]
        if state.shrunk and node.shrink is not None:
            return ((node.shrink.yes, "yes"), (node.shrink.no, "no"))
        ask = node.ask or ""
        if ask not in self._known:
            self._known[ask] = tuple(answers_to(self._trees, ask, self._at))
        return self._known[ask]


def answers_to(trees: Trees, ask: str, at: datetime) -> Iterator[tuple[str, str]]:
    """Every answer to one kind of question as (choice, words).

    Raises `LookupError` where no words lead to a choice: nobody could ever answer so.
    """
    ears = trees.ears
    assert ears is not None, "the trees were loaded without their ears"
    if ask == "when":
        yield from (("known", words) for words in HOURS)
        yield "unknown", UNKNOWN_TIME
    elif ask == "substances":
        yield from SUBSTANCES.items()
    elif ask in PLAIN:
        yield from PLAIN[ask].items()
    else:
        for choice, phrases in ears.choices.sets[ask].items():
            yield choice, _words(ears, ask, choice, tuple(phrases), at)


def _words(ears: Ears, ask: str, choice: str, phrases: tuple[str, ...], at: datetime) -> str:
    """The first words of a choice that mean it for certain, and nothing more alarming."""
    for phrase in phrases:
        plain = STANDS_FOR.get(phrase)
        for words in (plain,) if plain else sentences(phrase, most=6):
            utterance = normalise(words)
            match = ears.answer(ask, utterance, at, ears.command(utterance))
            if match is None or match.value != choice or not match.whole:
                continue
            if ears.danger(utterance, None, match) is None:
                return words
    raise LookupError(f"no words of choice '{choice}' of '{ask}' are heard as that choice")
