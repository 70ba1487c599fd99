"""Every transcript comes out the same through the voice loop, with a fake room around it.

Only the room is fake: speaking, listening, endpointing and the filters against
ghost words and echo are the product's own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.events import Action, Event, HungUp
from dialogs.model import Trees
from dialogs.transcript import play
from tests.test_transcripts import CHANGED, FILES, before_and_after
from voice_local.rehearsal import VoiceRehearsal

__all__ = ["before_and_after"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_transcript_plays_by_voice_as_it_is_written(
    path: Path, trees: Trees, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    now, later = trees, trees
    if path.parent.name == CHANGED:
        now, later = request.getfixturevalue("before_and_after")
    room = VoiceRehearsal(now, tmp_path / "log.db")

    def take(event: Event) -> tuple[Action, ...]:
        if isinstance(event, HungUp):
            room.trees = later
        room.take(event)
        return room.actions

    script = path.read_text("utf-8")
    played = play(script, take)
    room.close()
    assert played == script
