"""What a person wants to talk about, and which substance they name with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from dialogs.hear.meaning import Phrases
from dialogs.hear.normalise import Utterance
from dialogs.hear.substances import SubstanceListener
from dialogs.hear.tokens import read_yaml, stems

TOPICS = ("slip", "urge", "quit", "why", "treatment", "warning_signs", "check_in")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, with the substances named beside it."""

    topic: str
    substances: tuple[str, ...] = ()


class TopicListener:
    """Hears which topic a person opens."""

    def __init__(self, content: Mapping[str, Any], substances: SubstanceListener) -> None:
        labels = {f"clear:{t}": content["clear"][t] for t in TOPICS}
        labels |= {f"likely:{t}": content["likely"][t] for t in TOPICS}
        labels["stray"] = content["stray"]
        self.phrases = Phrases(labels, content["kinds"])
        self._substances = substances

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener, from `topics.yaml` and `substances.yaml`."""
        return cls(read_yaml(folder / "topics.yaml"), SubstanceListener.load(folder))

    def hear(self, utterance: Utterance, *, strict: bool = False) -> Topic | None:
        """The topic, or None; `strict` takes only a clear request, as a change of topic must be."""
        words = stems(utterance.words)
        labels = {hit.label for hit in self.phrases.find(words)}
        named = self._substances.named(utterance.words, words)
        if "stray" in labels:
            return None
        for sure in ("clear",) if strict else ("clear", "likely"):
            for topic in ("urge", "treatment", "warning_signs", "why", "quit", "check_in", "slip"):
                if f"{sure}:{topic}" in labels:
                    return Topic(topic, named)
        return Topic("slip", named) if named and not strict else None
