"""Speech that is meant for nobody here: a broadcast, another device, talk to somebody else.

Most listeners know by themselves what is no answer. A time of day is one in any
mouth ("the storm arrives on friday"), so there the whole utterance is weighed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from dialogs.hear.normalise import Utterance
from dialogs.hear.scorer import Scorer, features

MODEL = Path(__file__).with_name("strays.model")
SURE = 0.5
"""How likely it must be: a lost answer costs a question more, a heard broadcast a wrong hour."""
LEAST_WORDS = 3
"""Who says less ("saturday") answers."""


class StrayListener:
    """Tells speech for nobody here by its words and pairs of words."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    @classmethod
    def load(cls) -> Self:
        """The listener, with the model beside it."""
        return cls(Scorer.load(MODEL))

    def hear(self, utterance: Utterance) -> bool:
        """Whether it is most likely meant for nobody here."""
        words = utterance.full
        return len(words) >= LEAST_WORDS and self._scorer.score(see(words))["stray"] >= SURE


def see(words: Sequence[str]) -> list[str]:
    """What the model looks at."""
    return features(words, [()] * len(words))
