"""Which choice of a question's own set was said.

The sets stand in `lexicon/choices.yaml`: set, choice, phrases. The phrases
`<yes>`, `<no>` and `<unsure>` stand for any such answer as `yes_no.py` hears it;
a phrase that is written out goes before them, since it says more.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from dialogs.frozen import dataclass
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance
from dialogs.hear.phrases import Found, Phrases
from dialogs.hear.yes_no import Polarity, YesNoListener

STANDS_FOR = {"<yes>": "yes", "<no>": "no", "<unsure>": "unsure"}

MOST_WORDS_AROUND_ONE = 8
"""A single word is an answer in a short sentence only; a longer phrase in any."""

_DENIALS = frozenset(("not", "no", "never", "without", "isnt"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice, and whether nothing else was said."""

    value: str
    whole: bool


class ChoiceListener:
    """Hears the choices of every set; a set is compiled when it is first asked for."""

    def __init__(
        self,
        sets: Mapping[str, Mapping[str, Sequence[str]]],
        courtesy: Mapping[str, Any],
        yes_no: YesNoListener,
    ) -> None:
        self._sets = sets
        self._yes_no = yes_no
        self._compiled: dict[str, Phrases[str]] = {}
        self._around = Phrases([(t, True) for t in courtesy["around"]])
        self._others = Phrases([(t, True) for t in courtesy["other_assistants"]])
        self._plain = {
            name: {
                STANDS_FOR[phrase]: choice
                for choice, phrases in choices.items()
                for phrase in phrases
                if phrase in STANDS_FOR
            }
            for name, choices in sets.items()
        }

    @classmethod
    def load(cls, folder: Path, yes_no: YesNoListener | None = None) -> Self:
        """The listener with the choice sets of this folder."""
        return cls(
            read_lexicon(folder / "choices.yaml"),
            read_lexicon(folder / "hesitations.yaml"),
            yes_no or YesNoListener.load(folder),
        )

    @property
    def sets(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Every set with its choices and their phrases, as written."""
        return self._sets

    def hear(self, set_name: str, utterance: Utterance) -> str | None:
        """The choice that was said, or None."""
        heard = self.listen(set_name, utterance)
        return heard.value if heard else None

    def listen(self, set_name: str, utterance: Utterance) -> Choice | None:
        """The same, with whether it was all that was said."""
        words = utterance.full
        if set_name not in self._sets or not words or self._others.prefix(words):
            return None
        phrases = self._phrases(set_name)
        choice = self._whole(phrases, words)
        if choice is not None:
            return Choice(choice, whole=True)
        polarity = self._yes_no.listen(utterance)
        if polarity is not None and polarity.whole:
            return self._as_choice(set_name, polarity)
        choice = _contained(phrases, words)
        if choice is not None:
            return Choice(choice, whole=False)
        return self._as_choice(set_name, polarity) if polarity else None

    def _as_choice(self, set_name: str, polarity: Polarity) -> Choice | None:
        choice = self._plain[set_name].get(polarity.value)
        return Choice(choice, polarity.whole) if choice else None

    def _phrases(self, set_name: str) -> Phrases[str]:
        phrases = self._compiled.get(set_name)
        if phrases is None:
            phrases = self._compiled[set_name] = Phrases(
                (template, choice)
                for choice, templates in self._sets[set_name].items()
                for template in templates
                if template not in STANDS_FOR
            )
        return phrases

    def _whole(self, phrases: Phrases[str], words: Sequence[str]) -> str | None:
        """The choice whose phrase is all that was said but for courtesies; the longest phrase."""
        longest: Found[str] | None = None
        for start in self._starts(words):
            for found in phrases.prefixes(words, start):
                longer = longest is None or found.end - start > longest.end - longest.start
                if longer and self._only_courtesy(words, found.end):
                    longest = found
        return longest.value if longest else None

    def _starts(self, words: Sequence[str]) -> list[int]:
        """Where an answer may begin: at the beginning, and behind courtesies."""
        starts = [0]
        for start in starts:
            for found in self._around.prefixes(words, start):
                if found.end not in starts:
                    starts.append(found.end)
        return starts

    def _only_courtesy(self, words: Sequence[str], start: int) -> bool:
        ends = {start}
        waiting = [start]
        while waiting:
            for found in self._around.prefixes(words, waiting.pop()):
                if found.end not in ends:
                    ends.add(found.end)
                    waiting.append(found.end)
        return len(words) in ends


def _contained(phrases: Phrases[str], words: Sequence[str]) -> str | None:
    """The choice of the longest phrase among the words that is not denied, the first of equals."""
    best: Found[str] | None = None
    for found in phrases.find(words):
        size = found.end - found.start
        if size == 1 and len(words) > MOST_WORDS_AROUND_ONE:
            continue
        if not _DENIALS.isdisjoint(words[max(0, found.start - 2) : found.start]):
            continue
        if best is None or size > best.end - best.start:
            best = found
    return best.value if best else None
