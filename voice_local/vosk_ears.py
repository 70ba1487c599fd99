"""Vosk as the recogniser: two ears on one model (docs/decisions/0010).

One ear expects the phrases of the open question, the other expects nothing, so
that danger and free speech are heard whatever the question.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from voice_local.grammar import UNKNOWN, Grammar
from voice_local.model import takes_grammars
from voice_local.ports import Words
from voice_local.sound import HEARD_HZ

AHEAD = bytes(2 * HEARD_HZ * 3 // 10)
"""Silence fed to get at words that the model holds back until it has heard what follows."""


class VoskEars:
    """Hears with the model in `folder`. Raises `RuntimeError` where Vosk cannot load it."""

    def __init__(self, folder: Path) -> None:
        try:
            import vosk
        except ImportError as error:
            mend = "mend: pip install 'steady-ground[voice]'"
            raise RuntimeError(f"The package vosk is missing. {mend}") from error
        vosk.SetLogLevel(-1)
        if not folder.is_dir():
            # Vosk would go and look for a model of that name on the network.
            raise RuntimeError(f"there is no model in {folder}")
        try:
            self._model = vosk.Model(os.fspath(folder))
        except Exception as error:  # Vosk raises nothing more special
            raise RuntimeError(f"Vosk cannot load the model in {folder}") from error
        self._vosk = vosk
        self.grammar = Grammar(self.knows)
        self.takes_grammar = takes_grammars(folder)
        self._free = self.open_recogniser()
        self._expected: Any = None
        self._question: str | None = None
        self._said: tuple[list[str], list[str]] = ([], [])
        self._partial = ["", ""]

    def knows(self, word: str) -> bool:
        """Whether the model has this word."""
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def open_recogniser(self) -> Any:
        """Another recogniser on the same model, as Vosk makes it, without any expectation."""
        return self._vosk.KaldiRecognizer(self._model, HEARD_HZ)

    def expect(self, question: str) -> None:
        """Listen for the answers to this question from here on, and forget what came before."""
        if question != self._question and self.takes_grammar:
            phrases = self.grammar.phrases(question)
            text = json.dumps([*phrases, UNKNOWN])
            self._expected = (
                self._vosk.KaldiRecognizer(self._model, HEARD_HZ, text) if phrases else None
            )
        self._question = question
        self.forget()

    def hear(self, pcm: bytes) -> Words:
        """What was said so far."""
        for ear, recogniser in self._ears():
            over = recogniser.AcceptWaveform(pcm)
            if over and (text := json.loads(recogniser.Result())["text"]):
                self._said[ear].append(text)
            # Right behind an endpoint a partial result has no `partial`.
            self._partial[ear] = json.loads(recogniser.PartialResult()).get("partial", "")
        return self._words()

    def look_ahead(self) -> Words:
        """What was said so far, with nothing held back to wait for more sound."""
        return self.hear(AHEAD)

    def forget(self) -> None:
        """Drop the words so far; the question stays."""
        for ear, recogniser in self._ears():
            recogniser.Reset()
            self._said[ear].clear()
            self._partial[ear] = ""

    def _ears(self) -> list[tuple[int, Any]]:
        return [(e, r) for e, r in ((0, self._expected), (1, self._free)) if r is not None]

    def _words(self) -> Words:
        expected, free = (
            " ".join([*said, partial]).strip()
            for said, partial in zip(self._said, self._partial, strict=True)
        )
        return Words(expected, free, any(self._said) and not any(self._partial))
