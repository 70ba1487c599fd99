"""Taking back what was understood: "no, I said stress", "actually it was the pain"."""

import re
from pathlib import Path
from typing import Any, Self

from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import Utterance, normalise
from dialogs.hear.phrases import Phrases

_COMMA = re.compile(r"[,;.]|\s[-\u2013\u2014]\s")


class CorrectionListener:
    """Hears that something was said before, and what should stand in its place."""

    def __init__(self, lexicon: dict[str, Any]) -> None:
        self._leads = Phrases([(t, True) for t in lexicon["leads"]])
        self._turns = Phrases([(t, True) for t in lexicon["turns"]])
        self._denies = Phrases([(t, True) for t in lexicon["denies"]])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The listener with the lexicon of this folder."""
        return cls(read_lexicon(folder / "corrections.yaml"))

    def hear(self, utterance: Utterance) -> Utterance | None:
        """What the person meant instead, or None where nothing is corrected."""
        words = utterance.full
        lead = self._leads.prefix(words)
        if lead is not None and lead.end < len(words):
            return normalise(" ".join(words[lead.end :]))
        if self._denies.prefix(words) is None:
            return None
        for at in range(1, len(words) - 1):
            turn = self._turns.prefix(words, at)
            if turn is not None and turn.end < len(words):
                return normalise(" ".join(words[turn.end :]))
        pieces = [normalise(piece) for piece in _COMMA.split(utterance.raw[:500])]
        said = [piece for piece in pieces if piece.words]
        if len(said) == 2:
            return said[1]
        return normalise(words[2]) if len(words) == 3 and words[0] == "not" else None
