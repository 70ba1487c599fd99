"""The voice loop without devices: what happens has to come about in a room made of numbers.

For `steady walk`, and for the transcripts. Speaking, listening, endpointing and the
filters against ghost words and echo are the product's own; only the room, the
recogniser and the voice are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dialogs.conversation import Conversation
from dialogs.events import Action, Event, Heard, HungUp, Launched, Listen, Resumed, Say, Silence
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.state import State
from voice_local.judge import Judge
from voice_local.loop import Loop, Watch
from voice_local.room_of_numbers import FakeRoom
from voice_local.speaking import Speaking


class VoiceRehearsal:
    """One person in one room."""

    def __init__(self, trees: Trees, database: Path) -> None:
        assert trees.ears is not None, "the trees were loaded without their ears"
        self.trees = trees
        """Those that the next talk begins under."""
        self.actions: tuple[Action, ...] = ()
        """What came of the last event."""
        self._log = SqliteLog(database)
        self._judge = Judge(trees.ears, lambda question: ())
        self._open()

    def _open(self) -> None:
        """The program begins anew, in a quiet room."""
        self._room = FakeRoom()
        self._watch = Watch()
        self._conversation = Conversation(self.trees, self._log, "voice")
        hearing = self._room.hearing(self._judge)
        speaking = Speaking(self._room, self._room, self._room.show)
        self._loop = Loop(
            self._conversation,
            self._room,
            speaking,
            lambda: hearing,
            self._room,
            lambda: self._room.at,
            watch=self._watch,
        )

    def can_take(self, event: Event) -> bool:
        """What is heard has words here, and a question waits for somebody to begin."""
        if isinstance(event, Launched | Resumed):
            return True
        waits = any(isinstance(act, Listen) for act in self.actions)
        return waits and isinstance(event, Heard | HungUp | Silence)

    def take(self, event: Event) -> None:
        if isinstance(event, Launched | Resumed):
            self._open()
            self._room.at = event.at
            consent = event.consent if isinstance(event, Launched) else "ask"
            self.actions = self._conversation.begin(event.at, consent)
            return
        self._room.at = event.at
        if isinstance(event, HungUp):
            self._loop.leaving = True
        elif isinstance(event, Heard):
            text = event.text
            self._watch.listening = lambda: self._room.say(text)
        happened = self._loop.perform(self.actions)
        self._watch.listening = lambda: None
        if isinstance(event, Silence) and isinstance(happened, Silence):
            happened = replace(happened, seconds=event.seconds)
        self.actions = self._conversation.take(replace(happened, at=event.at))

    @property
    def said(self) -> str:
        return self.text_of(self.actions)

    def text_of(self, actions: Sequence[Action]) -> str:
        return " ".join(act.text for act in actions if isinstance(act, Say))

    @property
    def state(self) -> State | None:
        return self._conversation.state

    def close(self) -> None:
        self._log.close()
