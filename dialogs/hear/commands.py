"""What steers the talk: stop, help, say that again.

An utterance is a command when all of it can be said in commands, courtesies
and known reasons (`cover`). A word left over means that the person is telling
something: "I couldn't stop" steers nothing. A deed, a feeling or a sign of the
body steers nothing either, unless the model too hears the command beside it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.hear.cover import MOST_WORDS, Parts, cover, covers
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance
from dialogs.hear.phrases import Phrases
from dialogs.hear.scorer import Scorer, features, kinds_by_word

# Where two are said, the one that says more: in "wait, go back" nobody asks to wait.
ORDER = (
    "forget_everything", "dont_keep", "strike", "what_you_know", "start_over", "back", "skip",
    "people", "next", "slower", "shorter", "cover", "uncover", "repeat", "help", "stop", "pause",
    "go_on",
)  # fmt: skip

MOST_AT_ONCE = 2
"""Speech that fits three commands at once was meant as none."""

MODEL = Path(__file__).with_name("commands.model")
SURE_ENOUGH = 0.65
"""At this, about one line in seven hundred that steers nothing is taken for a command."""
SURER = {"stop": 0.8, "forget_everything": 0.85, "dont_keep": 0.75, "strike": 0.75, "people": 0.8}
MOST_WORDS_FOR_THE_MODEL = 12
LIKELY_BESIDE_A_STORY = 0.3
"""How likely the model must find a command that is heard beside a deed or a feeling ..."""
SURE_BESIDE_A_STORY = 0.85
"""... and how likely where no phrase says it."""
ALWAYS = frozenset(("stop", "help", "people", "forget_everything", "dont_keep", "strike", "cover"))
"""These are never left out, whatever else is told."""

_COST = {"command": 2, "around": 2, "reason": 3, "nothing": 2}


class CommandListener:
    """Hears the commands that are open in every state."""

    def __init__(
        self, lexicon: dict[str, Any], courtesy: dict[str, Any], scorer: Scorer | None = None
    ) -> None:
        rules = lexicon["rules"]
        entries = [(template, ("nothing", "")) for template in lexicon["nothing"]]
        entries += [
            (template, ("command", command))
            for command in ORDER
            for template in lexicon["commands"][command]
        ]
        around = [*courtesy["around"], *lexicon["around"]]
        entries += [(template, ("around", "")) for template in around]
        entries += [(template, ("reason", "")) for template in lexicon["reasons"]]
        self._phrases: Phrases[tuple[str, str]] = Phrases(entries, rules)
        self._scorer = scorer
        self._kinds = kinds_by_word(lexicon["kinds"])
        self._alone = Phrases([(t, c) for c, ts in lexicon["alone"].items() for t in ts])
        self._told = Phrases([(t, True) for t in lexicon["told"]], rules)
        self._others = Phrases([(t, True) for t in courtesy["other_assistants"]])
        self._function_words = frozenset(courtesy["function_words"])
        self._reasons = OwnReason(lexicon["own_reason"])
        self._misheard = Misheard(lexicon["misheard"])

    @classmethod
    def load(cls, folder: Path, model: Path | None = MODEL) -> Self:
        """The listener with the lexicon of this folder, and the model as a second opinion."""
        return cls(
            read_lexicon(folder / "commands.yaml"),
            read_lexicon(folder / "hesitations.yaml"),
            Scorer.load(model) if model else None,
        )

    def hear(self, utterance: Utterance) -> str | None:
        """The command that the utterance is, or None."""
        words = utterance.full
        if not 0 < len(words) <= MOST_WORDS or self._others.prefix(words):
            return None
        command = self._alone.whole(words) or self._command(words)
        if command is None:
            guesses = map(self._command, self._misheard.guesses(words))
            command = next((guess for guess in guesses if guess is not None), None)
        if command is None:
            return self._second_opinion(words)
        return command if command in ALWAYS or self._is_meant(words, command) else None

    def _is_meant(self, words: Sequence[str], command: str) -> bool:
        """Whether the command is one, and not the end of "I'm shaking a bit"."""
        if self._scorer is None or not self._told.find(words):
            return True
        scores = self._scorer.score(self.see(words))
        return scores.get(command, 1.0) >= LIKELY_BESIDE_A_STORY

    def _second_opinion(self, words: Sequence[str]) -> str | None:
        """What the model is nearly sure of.

        A single word is left to the lexicon, and most talk holds no word of any command.
        """
        if self._scorer is None or not 1 < len(words) <= MOST_WORDS_FOR_THE_MODEL:
            return None
        if self._kinds.keys().isdisjoint(words):
            return None
        parts = cover(self._phrases, words, _COST)
        if parts is not None and any(part.value[0] == "nothing" for part in parts):
            return None
        scores = self._scorer.score(self.see(words))
        likeliest = max(scores, key=lambda label: scores[label])
        least = SURER.get(likeliest, SURE_ENOUGH)
        if likeliest not in ALWAYS and self._told.find(words):
            least = SURE_BESIDE_A_STORY
        return likeliest if likeliest != "none" and scores[likeliest] >= least else None

    def see(self, words: Sequence[str]) -> list[str]:
        """What the model looks at."""
        return list(features(words, [self._kinds.get(word, ()) for word in words]))

    def is_courtesy(self, utterance: Utterance) -> bool:
        """Whether nothing was said but words that go around others, or a lone function word."""
        words = utterance.full
        parts = cover(self._phrases, words, _COST)
        if parts is not None and all(part.value[0] == "around" for part in parts):
            return True
        return self._function_words.issuperset(words)

    def _command(self, words: tuple[str, ...]) -> str | None:
        parts = covers(self._phrases, words, _COST)
        command = _steers(parts[0])
        if command is None and len(words) > 3:
            command = self._after_reason(words, parts) or self._before_reason(words)
        return command

    def _after_reason(self, words: Sequence[str], parts: Sequence[Parts | None]) -> str | None:
        """ "My phone rang, can you repeat that" """
        for at in range(2, len(words) - 1):
            command = _steers(parts[at])
            if command in self._reasons.told_before and self._reasons.is_told(words[:at]):
                return command
        return None

    def _before_reason(self, words: Sequence[str]) -> str | None:
        """ "Hang on, the baby is up" """
        for at in range(1, len(words) - 1):
            if words[at] in self._reasons.starts and (at > 1 or words[0] == "wait"):
                command = _steers(cover(self._phrases, words[:at], _COST))
                if command in self._reasons.told_after and self._reasons.is_told(words[at:]):
                    return command
        return None


def _steers(parts: Parts | None) -> str | None:
    said = [part.value[1] for part in parts or () if part.value[0] == "command"]
    if not said:
        return None
    if len(set(said)) > MOST_AT_ONCE:
        return None
    return "stop" if said[-1] == "stop" else min(said, key=ORDER.index)


class OwnReason:
    """Why a person steers, in words of their own: before or after some of the commands.

    A clause of their own, and not the first half of a sentence that ends in
    the words of a command: "I told him to slow down" asks nothing of us.
    """

    def __init__(self, lexicon: dict[str, Any]) -> None:
        self.told_before = frozenset(lexicon["told_before"])
        self.told_after = frozenset(lexicon["told_after"])
        self.starts = frozenset(lexicon["starts"])
        self._verbs = frozenset(lexicon["verbs"])
        self._reports = frozenset(lexicon["reports"])
        self._leads_on = frozenset(lexicon["leads_on"])

    def is_told(self, words: Sequence[str]) -> bool:
        """Whether the words can stand as a clause of their own."""
        if words[0] not in self.starts or not self._reports.isdisjoint(words):
            return False
        last = words[-1]
        if last in self._leads_on or (last.endswith("ing") and last not in self._verbs):
            return False
        return any(word in self._verbs or word.endswith("ed") for word in words)


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
