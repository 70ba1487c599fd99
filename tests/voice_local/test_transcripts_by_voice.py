"""Every transcript comes out the same through the voice loop, with a fake room around it.

Only the room is fake: speaking, listening, endpointing and the filters against
ghost words and echo are the product's own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.conversation import Conversation
from dialogs.events import Action, Event, Heard, HungUp, Launched, Listen, Resumed, Silence
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.transcript import play
from tests.test_transcripts import CHANGED, FILES, before_and_after
from voice_local.judge import Judge
from voice_local.loop import Loop, Watch
from voice_local.room_of_numbers import FakeRoom
from voice_local.speaking import Speaking

__all__ = ["before_and_after"]


class VoicePlayer:
    """Answers the events of a transcript: each of them has to come about in the room."""

    def __init__(self, trees: Trees, later: Trees, database: Path, judge: Judge) -> None:
        self.trees, self.later, self.database, self.judge = trees, later, database, judge
        self.actions: tuple[Action, ...] = ()
        self.ignored: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self.room = FakeRoom()
        self.conversation = Conversation(self.trees, SqliteLog(self.database), "voice")
        hearing = self.room.hearing(self.judge)
        speaking = Speaking(self.room, self.room, self.room.show)
        watch = Watch(ignored=lambda text, why: self.ignored.append(text))
        self.loop = Loop(
            self.conversation,
            self.room,
            speaking,
            lambda: hearing,
            self.room,
            lambda: self.room.at,
            watch=watch,
        )

    def take(self, event: Event) -> tuple[Action, ...]:
        if isinstance(event, Launched | Resumed):
            self.conversation.log.close()
            self._begin()
            consent = event.consent if isinstance(event, Launched) else "ask"
            self.actions = self.conversation.begin(event.at, consent)
            return self.actions
        if isinstance(event, Silence) and event.seconds < self._patience():
            return self.conversation.take(event)
        self.room.at = event.at
        happened = self._bring_about(event)
        self.actions = self.conversation.take(replace(happened, at=event.at))
        return self.actions

    def _patience(self) -> float:
        listens = [act.patience_seconds for act in self.actions if isinstance(act, Listen)]
        return listens[0] if listens else 8.0

    def _bring_about(self, event: Event) -> Event:
        if isinstance(event, HungUp):
            self.trees = self.later
            self.loop.leaving = True
        elif isinstance(event, Heard):
            self.loop._watch.listening = lambda: self.room.say(event.text)
        happened = self.loop.perform(self.actions)
        self.loop._watch.listening = lambda: None
        assert type(happened) is type(event), (happened, event)
        return happened


@pytest.fixture(scope="module")
def judge(trees: Trees) -> Judge:
    assert trees.ears is not None
    return Judge(trees.ears, lambda question: ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_transcript_plays_by_voice_as_it_is_written(
    path: Path, trees: Trees, judge: Judge, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pair = (trees, trees)
    if path.parent.name == CHANGED:
        pair = request.getfixturevalue("before_and_after")
        assert pair[0].ears is not None
        judge = Judge(pair[0].ears, lambda question: ())
    player = VoicePlayer(*pair, tmp_path / "log.db", judge)
    script = path.read_text("utf-8")
    played = play(script, player.take)
    player.conversation.log.close()
    assert played == script
