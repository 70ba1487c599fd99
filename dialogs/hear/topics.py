"""What a person wants to talk about, and which substance they name with it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from dialogs.frozen import dataclass
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.meaning import Phrases
from dialogs.hear.normalise import Utterance
from dialogs.hear.scorer import Scorer, features
from dialogs.hear.substances import SubstanceListener
from dialogs.hear.tokens import SELF, read_yaml, stems

MODEL = Path(__file__).with_name("topics.model")
TOPICS = ("slip", "urge", "quit", "why", "treatment", "warning_signs", "check_in")
"""Topics that a model weighs; those under `asked` in the lexicon are heard by phrase alone."""

SURE = 0.35
"""How likely a topic must be to change the conversation."""
STRAY = 0.3
"""How likely stray speech must be where a phrase of it is heard as well."""
LEAST = 0.08
"""Below this nothing was understood."""
LEAST_BARE = 0.3
"""The same where the person does not speak of themself, and no phrase is heard."""
LEAST_NAMED = 0.1
"""The same where a substance is named: who names one has opened something."""


def _own(utterance: Utterance) -> bool:
    return not SELF.isdisjoint(utterance.stems)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, with the substances named beside it."""

    topic: str
    substances: tuple[str, ...] = ()


class TopicListener:
    """Hears which topic a person opens.

    >>> listener = TopicListener.load(Path("dialogs/lexicon"))
    >>> from dialogs.hear.normalise import normalise
    >>> listener.hear(normalise("I'm dying for a beer"))
    Topic(topic='urge', substances=('alcohol',))
    >>> listener.hear(normalise("beer"), strict=True)
    """

    def __init__(
        self,
        content: Mapping[str, Any],
        substances: SubstanceListener,
        scorer: Scorer,
        nothing_told: Iterable[str] = (),
    ) -> None:
        labels = {f"clear:{t}": content["clear"][t] for t in TOPICS}
        labels |= {f"likely:{t}": content["likely"][t] for t in TOPICS}
        labels["stray"] = content["stray"]
        self._phrases = Phrases(labels, content["kinds"])
        self._asked = Phrases(content["asked"], content["asked_kinds"])
        self._substances = substances
        self._scorer = scorer
        self._alone = {
            tuple(stems(text.split())): topic
            for topic, texts in content["alone"].items()
            for text in texts.splitlines()
        }
        self._nothing_told = frozenset(stems(nothing_told))

    @classmethod
    def load(cls, folder: Path, substances: SubstanceListener | None = None) -> Self:
        """The listener, from `topics.yaml`, `substances.yaml` and the model beside it."""
        substances = substances or SubstanceListener.load(folder)
        nothing_told = read_lexicon(folder / "hesitations.yaml")["nothing_told"]
        content = read_yaml(folder / "topics.yaml")
        return cls(content, substances, Scorer.load(MODEL), nothing_told)

    def hear(self, utterance: Utterance, *, strict: bool = False) -> Topic | None:
        """The topic, or None.

        In the middle of another conversation a bare word must not carry a person
        away: `strict` takes only a phrase that asks for the topic or states it.
        """
        asked = self._asked.find(utterance.stems)
        if asked:
            longest = max(asked, key=lambda hit: hit.end - hit.start)
            names = self._substances.find(utterance.words, utterance.stems)
            return Topic(longest.label, tuple(dict.fromkeys(names.values())))
        if strict and not self._asks_clearly(utterance):
            return None
        alone = None if strict else self._alone.get(tuple(utterance.stems))
        if alone is not None:
            return Topic(alone)
        if self._nothing_told.issuperset(utterance.stems):
            return None
        shown, labels, named = self.see(utterance)
        chance = self._scorer.score(shown)
        best = max(TOPICS, key=chance.__getitem__)
        if strict:
            clear = f"clear:{best}" in labels and chance[best] >= SURE
            return Topic(best, named) if clear else None
        if "stray" in labels and chance["stray"] >= STRAY:
            return None
        least = LEAST_NAMED if named else LEAST if labels or _own(utterance) else LEAST_BARE
        if chance["stray"] > max(chance[best], STRAY if named else 0.0):
            return None
        return Topic(best, named) if chance[best] >= least else None

    def _asks_clearly(self, utterance: Utterance) -> bool:
        """Whether any phrase asks for a topic; most talk has none, and needs no weighing."""
        found = self._phrases.find(utterance.stems)
        return any(hit.label.startswith("clear:") for hit in found)

    def see(self, utterance: Utterance) -> tuple[list[str], set[str], tuple[str, ...]]:
        """What there is to go by: the model's features, the phrases, the substances."""
        words = utterance.stems
        labels = {hit.label for hit in self._phrases.find(words)}
        names = self._substances.find(utterance.words, words)
        named = tuple(dict.fromkeys(names.values()))
        kinds = [
            (*self._phrases.kinds_of(word), "<drug>")
            if at in names
            else self._phrases.kinds_of(word)
            for at, word in enumerate(words)
        ]
        shown = [*(f"={label}" for label in sorted(labels)), *(f"%{name}" for name in named)]
        shown += ["%" if named else "%-"]
        return [*shown, *features(words, kinds)], labels, named
