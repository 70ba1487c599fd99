"""What people are expected to say, gathered from the trees and the lexicon.

Alexa sends speech that fits no list too; a list with every answer, command,
topic and opening in it makes the words that it sends the right ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dialogs.content import LEXICON
from dialogs.hear.lexicon import read_lexicon
from dialogs.model import Trees
from skill.package.sentences import agrees, as_spoken, sentences

SPOKEN = Path(__file__).with_name("spoken.yaml")

MOST_CHARACTERS = 140
"""The longest value of a slot."""

SAYABLE = re.compile(r"[a-z](?:[a-z' -]*[a-z])?")
"""What Alexa's model takes: words in letters. Numbers are spelled out."""

_MOST = {"choices": 8, "commands": 2, "yes_no": 2, "topics": 3, "triggers": 2, "substances": 24}
"""Sentences of one phrase. The more phrases a listener has, the fewer of each are needed."""

_LONGEST_COMMAND = 8
"""Words. The commands' phrases are made to catch, and what they make of many words is no speech."""

_DANGLES = frozenset((
    "a", "an", "the", "my", "her", "his", "their", "our", "your", "i", "we", "they", "he", "to",
    "of", "in", "on", "at", "for", "from", "with", "by", "about", "and", "or", "but", "is", "was",
    "are", "were", "be", "been", "am", "had", "has", "have", "do", "did", "does", "since",
    "because", "that", "like", "so", "until", "it's", "i'm", "i've", "would",
))  # fmt: skip
"""Some phrases are pieces to be found in a sentence; one that breaks off here is none."""


class Saying(NamedTuple):
    """A sentence, and the listener that it is meant for."""

    listener: str
    """A choice set's name, `commands`, `yes_no`, `topics`, `triggers`, `substances`, `when`, or
    `first_words`."""
    means: str
    text: str


def sayings(trees: Trees, lexicon: Path = LEXICON) -> Iterator[Saying]:
    """Every kind of thing that is understood, in sentences; the same sentence may come twice."""
    for saying in _gathered(trees, lexicon):
        said = as_spoken(saying.text)
        if SAYABLE.fullmatch(said) and len(said) <= MOST_CHARACTERS and agrees(said):
            yield saying._replace(text=said)


def dangers() -> dict[str, dict[str, tuple[str, ...]]]:
    """Sentences of danger, by category and meaning."""
    return {
        category: {
            meaning: tuple(text for line in lines for text in sentences(line))
            for meaning, lines in meanings.items()
        }
        for category, meanings in read_lexicon(SPOKEN)["danger"].items()
    }


def _gathered(trees: Trees, lexicon: Path) -> Iterator[Saying]:
    spoken = read_lexicon(SPOKEN)
    yield from _each("first_words", "", spoken["first_words"], 40)
    asked = {node.ask for node in trees.nodes.values() if node.ask}
    for name, choices in read_lexicon(lexicon / "choices.yaml").items():
        if name in asked:
            for choice, phrases in choices.items():
                yield from _each(name, choice, phrases, _MOST["choices"])
    commands = read_lexicon(lexicon / "commands.yaml")
    for command, phrases in commands["commands"].items():
        for saying in _each("commands", command, phrases, _MOST["commands"], commands["rules"]):
            if len(saying.text.split()) <= _LONGEST_COMMAND:
                yield saying
    yes_no = read_lexicon(lexicon / "yes_no.yaml")
    for answer in ("yes", "agree", "no", "unsure"):
        yield from _each("yes_no", answer, yes_no[answer], _MOST["yes_no"], yes_no["rules"])
    yield from _times(read_lexicon(lexicon / "times.yaml"), spoken)
    topics = read_lexicon(lexicon / "topics.yaml")
    yield from _by_meaning("topics", topics["clear"], topics["kinds"])
    yield from _by_meaning("topics", topics["likely"], topics["kinds"])
    triggers = read_lexicon(lexicon / "triggers.yaml")
    yield from _by_meaning("triggers", triggers["clear"], triggers["kinds"])
    substances = read_lexicon(lexicon / "substances.yaml")
    yield from _by_meaning("substances", substances["names"], substances["kinds"])


def _each(
    listener: str,
    means: str,
    phrases: Iterable[str],
    most: int,
    rules: Mapping[str, str] | None = None,
) -> Iterator[Saying]:
    for phrase in phrases:
        if not phrase.startswith("<") or rules:
            for text in sentences(phrase, rules, most):
                yield Saying(listener, means, text)


def _by_meaning(
    listener: str, spoken: Mapping[str, str], kinds: Mapping[str, str]
) -> Iterator[Saying]:
    rules = {kind: f"({'|'.join(words.split())})" for kind, words in kinds.items()}
    for means, lines in spoken.items():
        for saying in _each(listener, means, lines.splitlines(), _MOST[listener], rules):
            if saying.text.split()[-1] not in _DANGLES:
                yield saying


def _times(times: Mapping[str, Any], spoken: Mapping[str, Any]) -> Iterator[Saying]:
    yield from _each("when", "", spoken["counted_times"], 12)
    for part in ("spans", "day_parts", "parts"):
        for entry in times[part]:
            if "leans" not in entry:
                yield from _each("when", "", entry["say"].splitlines(), 3, times["rules"])
