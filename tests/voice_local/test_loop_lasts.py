"""What the loop survives: ears that load slowly, devices that go, a signal, a closed lid."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.events import Heard, HungUp
from dialogs.model import Trees
from tests.voice_local.test_loop import ALONE, Room


@pytest.fixture
def room(trees: Trees, tmp_path: Path) -> Room:
    return Room(trees, tmp_path / "log.db")


class TestEarsThatAreStillLoading:
    @pytest.mark.parametrize("calls", [0, 2, 20])
    def test_what_is_said_meanwhile_is_heard_when_they_are_there(
        self, room: Room, calls: int
    ) -> None:
        ears, waited = room.loop._hearing, iter(range(calls))
        room.loop._hearing = lambda: None if next(waited, None) is not None else ears()
        event = room.over("i want to kill myself", after=0.4)
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"


class TestLostDevices:
    def test_without_a_microphone_one_types(self, room: Room) -> None:
        room.room.gone = True
        room.room.lines.append("yes")
        event = room.loop.perform(ALONE)
        assert isinstance(event, Heard)
        assert event.text == "yes"
        assert "gone" in "".join(room.room.shown)

    def test_a_microphone_that_comes_back_is_heard(self, room: Room) -> None:
        room.loop._watch.listening = lambda: setattr(room.room, "gone", True)
        room.room.back_at = 20.0
        room.room.say("yes", after_seconds=5.0)
        event = room.loop.perform(ALONE)
        assert isinstance(event, Heard)
        assert "The microphone is back." in room.room.shown

    def test_one_that_stays_away_parks_the_place(self, room: Room) -> None:
        room.room.gone = True
        assert isinstance(room.loop.perform(ALONE), HungUp)
        assert room.room.seconds < 200

    def test_without_a_loudspeaker_the_text_is_shown(self, room: Room) -> None:
        room.room.mute = True
        event = room.answer("yes")
        assert isinstance(event, Heard)
        assert "The loudspeaker is gone." in room.room.shown
        assert "Are you alone right now?" in room.room.shown

    def test_without_a_voice_the_text_is_shown_and_the_turn_goes_on(self, room: Room) -> None:
        room.room.voiceless = True
        event = room.answer("yes")
        assert isinstance(event, Heard)
        assert "Are you alone right now?" in room.room.shown


class TestLeaving:
    def test_a_signal_parks_within_a_block_of_sound(self, room: Room) -> None:
        room.loop.leaving = True
        room.loop.talk("yes")
        assert room.room.seconds < 1
        assert room.conversation.log.latest_parked() is not None

    def test_a_closed_lid_parks(self, room: Room) -> None:
        def close_the_lid() -> None:
            room.room.at += timedelta(hours=2)

        room.loop._watch.listening = close_the_lid
        assert isinstance(room.loop.perform(ALONE), HungUp)

    def test_a_typed_line_is_an_answer_too(self, room: Room) -> None:
        room.room.lines.append("yes")
        assert isinstance(room.loop.perform(ALONE), Heard)
