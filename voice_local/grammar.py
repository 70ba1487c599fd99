"""What is likely to be said to each question, for a recogniser that can be told.

Compiled from the lexicon: the phrases of the question's own choices, plain yes
and no where they are answers, and the short forms of what may be said at any
moment. Words that the model lacks are left out, or replaced by words that sound
alike ("kratom" as "crate um").
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dialogs.content import LEXICON
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.templates import parse_rules, sentences

UNKNOWN = "[unk]"
"""The word that stands for all others in a Vosk grammar."""
MOST_WORDS = 5
MOST_SHOWN = 8
MOST_OF_A_TEMPLATE = 12
MOST_OF_A_KIND = 60
"""So many ways to say yes; and to say no, and so on. A recogniser is slow with thousands."""
COMMAND_WORDS = 3
MOST_OF_A_COMMAND = 12
POLAR = ("yes", "agree", "no", "decline", "unsure")
TRIGGERS = ("stress", "people", "pain", "sleep", "a long flat time", "something else", "paws")


class Grammar:
    """The phrases of every question, as far as the model's words go."""

    def __init__(self, knows: Callable[[str], bool], folder: Path = LEXICON) -> None:
        self._knows = knows
        self._choices = read_lexicon(folder / "choices.yaml")
        polar = read_lexicon(folder / "yes_no.yaml")
        rules = parse_rules(polar["rules"])
        self._polar = {
            kind: _shortest(_sample(polar[kind], rules, words=4), MOST_OF_A_KIND) for kind in POLAR
        }
        self._safe = tuple(
            text
            for templates in polar["safe"].values()
            for text in _shortest(_sample(templates, rules), MOST_OF_A_KIND)
        )
        commands = read_lexicon(folder / "commands.yaml")
        rules = parse_rules(commands["rules"])
        self._commands = tuple(
            text
            for templates in commands["commands"].values()
            for text in _shortest(_sample(templates, rules, words=COMMAND_WORDS), MOST_OF_A_COMMAND)
        )
        self._sounds: dict[str, list[str]] = dict(read_lexicon(folder / "substances.yaml")["heard"])
        self._made: dict[str, tuple[str, ...]] = {}

    def phrases(self, question: str) -> tuple[str, ...]:
        """What may be said to this question, without `[unk]`; made once."""
        made = self._made.get(question)
        if made is None:
            wanted = itertools.chain(self._answers(question), self._commands)
            known = (known for text in wanted for known in self._in_known_words(text))
            made = self._made[question] = tuple(dict.fromkeys(known))
        return made

    def answers(self, question: str) -> tuple[str, ...]:
        """The answers to this question, without the commands, in words of the model."""
        known = (known for text in self._answers(question) for known in self._in_known_words(text))
        return tuple(dict.fromkeys(known))

    def lacking(self) -> tuple[str, ...]:
        """The words of the answers that the model does not know, in order."""
        words = {w for q in self._choices for text in self._answers(q) for w in text.split()}
        return tuple(sorted(word for word in words if word.isalpha() and not self._knows(word)))

    def lacking_told(self) -> str:
        """One line about the words that the model lacks; empty where it lacks none."""
        lacking = self.lacking()
        if not lacking:
            return ""
        shown = ", ".join(lacking[:MOST_SHOWN]) + (", ..." if len(lacking) > MOST_SHOWN else "")
        return f"Words of the answers that the model lacks, {len(lacking)}: {shown}"

    def _answers(self, question: str) -> Iterator[str]:
        if question in ("yes_no", "safe", "consent"):
            yield from itertools.chain(*self._polar.values())
            yield from self._safe if question == "safe" else ()
        elif question == "trigger":
            yield from TRIGGERS
        for templates in self._choices.get(question, {}).values():
            for template in templates:
                if template in ("<yes>", "<no>", "<unsure>"):
                    yield from self._plain(template.strip("<>"))
                else:
                    yield from _sample((template,), {})

    def _plain(self, kind: str) -> Iterator[str]:
        also = {"yes": "agree", "no": "decline"}.get(kind)
        yield from self._polar[kind]
        yield from self._polar[also] if also else ()

    def _in_known_words(self, text: str) -> Iterator[str]:
        """The text, if the model has its words; else as it sounds, where that is written down."""
        words = text.split()
        unknown = [word for word in words if not self._knows(word)]
        if not unknown:
            yield text
        elif len(unknown) == 1:
            for sounding in self._sounds.get(unknown[0], ()):
                if all(map(self._knows, sounding.split())):
                    yield text.replace(unknown[0], sounding)


def _shortest(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """The shortest texts, each once."""
    return tuple(sorted(dict.fromkeys(texts), key=lambda text: (text.count(" "), len(text))))[:most]


def _sample(
    templates: Iterable[str],
    rules: dict[str, object] | object,
    words: int = MOST_WORDS,
    most: int = MOST_OF_A_TEMPLATE,
) -> Iterator[str]:
    """The short sentences of each template, with gaps left out."""
    for template in templates:
        if "{some}" in template:
            continue
        every = sentences(template, rules)  # type: ignore[arg-type]
        short = (text for text in every if len(text.split()) <= words)
        yield from itertools.islice(short, most)
