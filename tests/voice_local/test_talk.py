"""A spoken talk: its ears, which load while the first words are said, and its languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.content import TREES
from dialogs.conversation import Conversation
from dialogs.load import load_trees
from dialogs.log import SqliteLog
from dialogs.model import Trees
from voice_local.cli import talk
from voice_local.sound import SPOKEN_HZ, Sound
from voice_local.talk import LaterEars
from voice_local.two_voices import TwoVoices


def test_the_words_that_the_model_lacks_are_told_once(
    model: Path, trees: Trees, tmp_path: Path
) -> None:
    told: list[str] = []
    conversation = Conversation(trees, SqliteLog(tmp_path / "log.db"), "voice")
    ears = LaterEars(conversation, model, told.append)
    deadline = time.monotonic() + 60
    while ears() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ears() is not None
    (line,) = told
    assert "that the model lacks" in line
    assert "\n" not in line
    conversation.log.close()


class TestALanguageThatIsNotAllThere:
    @pytest.mark.parametrize(
        ("text", "voice"),
        [("Are you alone right now?", "english"), ("¿Está a salvo ahora mismo?", "spanish")],
    )
    def test_each_line_is_spoken_in_a_voice_of_its_own_language(
        self, trees: Trees, text: str, voice: str
    ) -> None:
        asked: list[str] = []
        spanish, english = Named("spanish", asked), Named("english", asked)
        voices = TwoVoices(spanish, load_trees(TREES, language="es"), english, trees)
        voices.speak(text)
        assert asked == [voice]

    def test_it_says_in_that_language_what_is_not(self, tmp_path: Path) -> None:
        arguments = ["--typed", "--lang", "es", "--db", str(tmp_path / "log.db")]
        done = CliRunner().invoke(talk, arguments, input="stop\n")
        assert done.exit_code == 0
        assert "solo se entiende inglés" in done.output
        assert "only English is understood" in done.output


class Named:
    """A voice that says its name when it is asked."""

    def __init__(self, name: str, asked: list[str]) -> None:
        self._name, self._asked = name, asked

    def speak(self, text: str, pace: str = "normal") -> Sound:
        self._asked.append(self._name)
        return Sound.silence(0.1, SPOKEN_HZ)

    def close(self) -> None: ...
