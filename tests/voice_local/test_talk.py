"""The ears of a spoken talk, which load while the first words are said."""

from __future__ import annotations

import time
from pathlib import Path

from dialogs.conversation import Conversation
from dialogs.log import SqliteLog
from dialogs.model import Trees
from voice_local.talk import LaterEars


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
