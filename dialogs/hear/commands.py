"""What steers the talk: stop, help, say that again.

An utterance is a command when all of it can be said in commands, courtesies
and known reasons (`cover`). A word left over means that the person is telling
something: "I couldn't stop" steers nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from dialogs.hear.cover import MOST_WORDS, cover
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance, spread
from dialogs.hear.phrases import Found, Phrases

# Where two are said, the one that says more: in "wait, go back" nobody asks to wait.
ORDER = (
    "forget_everything", "dont_keep", "strike", "what_you_know", "start_over", "back", "skip",
    "people", "next", "slower", "shorter", "help", "cover", "uncover", "repeat", "stop", "pause",
    "go_on",
)  # fmt: skip

_COST = {"command": 2, "around": 2, "reason": 3, "own": 7}


class CommandListener:
    """Hears the commands that are open in every state."""

    def __init__(self, lexicon: dict[str, Any], courtesy: dict[str, Any]) -> None:
        rules = lexicon["rules"]
        entries = [
            (template, ("command", command))
            for command, templates in lexicon["commands"].items()
            for template in templates
        ]
        entries += [(template, ("around", "")) for template in courtesy["around"]]
        entries += [(template, ("reason", "")) for template in lexicon["reasons"]]
        own = lexicon["own_reason"]
        entries.append((own["starts"], ("own", "")))
        self._own_reason_for = frozenset(own["commands"])
        self._phrases: Phrases[tuple[str, str]] = Phrases(entries, rules)
        self._others = Phrases([(t, True) for t in courtesy["other_assistants"]])
        self._function_words = frozenset(courtesy["function_words"])
        self._misheard = Misheard(lexicon["misheard"])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener with the lexicon of this folder."""
        return cls(
            read_lexicon(folder / "commands.yaml"), read_lexicon(folder / "hesitations.yaml")
        )

    def hear(self, utterance: Utterance) -> str | None:
        """The command that the utterance is, or None."""
        words = spread(utterance.words)
        if not 0 < len(words) <= MOST_WORDS or self._others.prefix(words):
            return None
        command = self._command(words)
        if command is None:
            for guess in self._misheard.guesses(words):
                command = self._command(guess)
                if command is not None:
                    break
        return command

    def is_courtesy(self, utterance: Utterance) -> bool:
        """Whether nothing was said but words that go around others, or a lone function word."""
        words = spread(utterance.words)
        parts = cover(self._phrases, words, _COST)
        if parts is not None and all(part.value[0] == "around" for part in parts):
            return True
        return self._function_words.issuperset(words)

    def _command(self, words: tuple[str, ...]) -> str | None:
        parts = cover(self._phrases, words, _COST)
        if parts is None:
            return None
        said = [part.value[1] for part in parts if part.value[0] == "command"]
        if not said:
            return None
        command = said[-1] if said[-1] == "stop" else min(said, key=ORDER.index)
        if _tells(parts) and command not in self._own_reason_for:
            return None
        return command


def _tells(parts: Iterable[Found[tuple[str, str]]]) -> bool:
    return any(part.value[0] == "own" for part in parts)


class Misheard:
    """Guesses at what was said, where a recogniser wrote something near a command word."""

    def __init__(self, lexicon: dict[str, Any]) -> None:
        self._written: Phrases[tuple[str, ...]] = Phrases(
            (heard, tuple(meant.split())) for heard, meant in lexicon["as"].items()
        )
        self._real = frozenset(lexicon["real_words"])
        self._near: dict[str, str] = {}
        for word in lexicon["key_words"]:
            for form in _shortened(word):
                self._near.setdefault(form, word)

    def guesses(self, words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        """Other readings of the words, the likelier first."""
        found = self._written.find(words)
        if found:
            guess: list[str] = []
            at = 0
            for part in found:
                guess += [*words[at : part.start], *part.value]
                at = part.end
            yield (*guess, *words[at:])
        if len(words) > 5:
            return
        for at, word in enumerate(words):
            if at + 1 < len(words):
                joined = self._near.get(word + words[at + 1])
                if joined is not None:
                    yield (*words[:at], joined, *words[at + 2 :])
            if len(word) > 3 and word not in self._real:
                near = next((self._near[f] for f in _shortened(word) if f in self._near), None)
                if near is not None and near != word:
                    yield (*words[:at], near, *words[at + 1 :])


def _shortened(word: str) -> Iterable[str]:
    """The word, and the word without any one letter: two near words share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
