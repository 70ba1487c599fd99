"""What was going on before the slip: stress, people, pain, sleep, or the flat weeks after."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from dialogs.hear.meaning import Phrases, denied
from dialogs.hear.normalise import Utterance
from dialogs.hear.tokens import read_yaml, stems

CATEGORIES = ("stress", "social", "pain", "sleep", "paws")


class TriggerListener:
    """Hears which categories a person names or describes.

    >>> listener = TriggerListener.load(Path("dialogs/lexicon"))
    >>> from dialogs.hear.normalise import normalise
    >>> listener.hear(normalise("it wasn't the pain, I just couldn't sleep"))
    ('sleep',)
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        labels = {f"{c}": content["clear"][c] for c in CATEGORIES}
        labels |= {f"fine:{c}": content["fine"][c] for c in CATEGORIES}
        labels |= {f"hint:{c}": content["hint"][c] for c in CATEGORIES}
        labels |= {"none": content["none"], "stray": content["stray"]}
        self.phrases = Phrases(labels, content["kinds"])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener, from `triggers.yaml`."""
        return cls(read_yaml(folder / "triggers.yaml"))

    def hear(self, utterance: Utterance) -> tuple[str, ...] | None:
        """The categories in the order said, `("none",)`, or None for a no-match."""
        words = stems(utterance.words)
        hits = self.phrases.find(words)
        fine = [hit for hit in hits if hit.label.startswith("fine:")]
        clear = [hit for hit in hits if hit.label in CATEGORIES]
        off = denied(words, [*clear, *fine])
        found: dict[str, None] = {}
        for hit in clear:
            taken_back = any(
                f"fine:{hit.label}" == f.label and f.start <= hit.end and hit.start <= f.end
                for f in fine
            )
            if not taken_back and not all(off[hit.start : hit.end]):
                found[hit.label] = None
        if found:
            return tuple(found)
        labels = {hit.label for hit in hits}
        if "stray" in labels:
            return None
        if "none" in labels:
            return ("none",)
        return None
