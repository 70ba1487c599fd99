"""Every transcript in `tests/transcripts/` plays exactly as it is written.

The state goes through JSON between all turns, and the log is a real one.
`pytest tests/test_transcripts.py --update` writes them as they play: by hand
only, and the diff is read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.codec import state_from_json, state_to_json
from dialogs.conversation import Conversation
from dialogs.events import Action, Event, HungUp, Launched, Resumed
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.transcript import NotATranscript, play
from tests.small_trees import make

HERE = Path(__file__).parent
FILES = sorted((HERE / "transcripts").glob("*/*.txt"))
CHANGED = "changed_trees"
"""Transcripts of this folder begin under `tests/trees/before.yaml`, go on under `after.yaml`."""


class Player:
    """Answers the events of a transcript, with a real log and the state through JSON each turn."""

    def __init__(self, trees: Trees, later: Trees, database: Path) -> None:
        self.trees, self.later, self.database = trees, later, database
        self.conversation = Conversation(trees, SqliteLog(database), "typed")

    def take(self, event: Event) -> tuple[Action, ...]:
        talk = self.conversation
        talk.state = state_from_json(state_to_json(talk.state))
        if isinstance(event, Launched | Resumed):
            talk.log.close()
            talk = self.conversation = Conversation(self.trees, SqliteLog(self.database), "typed")
            consent = event.consent if isinstance(event, Launched) else "ask"
            return talk.begin(event.at, consent)
        if isinstance(event, HungUp):
            self.trees = self.later
        return talk.take(event)


@pytest.fixture(scope="session")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trees, Trees]:
    before, after = (
        make(
            tmp_path_factory.mktemp(name),
            {"front_door": (HERE / f"trees/{name}.yaml").read_text("utf-8")},
        )
        for name in ("before", "after")
    )
    return before, after


def test_there_are_at_least_twenty_transcripts() -> None:
    assert len(FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_transcript_plays_as_it_is_written(
    path: Path, trees: Trees, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pair = (trees, trees)
    if path.parent.name == CHANGED:
        pair = request.getfixturevalue("before_and_after")
    player = Player(*pair, tmp_path / "log.db")
    script = path.read_text("utf-8")
    played = play(script, player.take)
    player.conversation.log.close()
    if request.config.getoption("--update"):
        path.write_text(played, "utf-8")
    assert played == script


def test_error_a_line_of_no_known_kind_says_which_and_what_may_stand_there() -> None:
    with pytest.raises(NotATranscript, match="line 2: '<hello' begins with none of"):
        play("# one\n<hello\n", lambda event: ())
