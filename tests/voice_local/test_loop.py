"""The loop in a fake room: what it takes for an answer, what it does not, and what it survives."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.conversation import Conversation
from dialogs.events import Event, Heard, Listen, Say, Silence
from dialogs.log import SqliteLog
from dialogs.model import Trees
from voice_local.judge import Judge
from voice_local.loop import Loop, Options, Watch
from voice_local.room_of_numbers import FakeRoom
from voice_local.speaking import Speaking

ALONE = (Say("x", "Are you alone right now?"), Listen("alone"))
FEELING = (Say("x", "Are you still feeling it, or has it worn off?"), Listen("feeling"))
ASKED = (
    Say("x", "Are you thinking of killing yourself?"),
    Listen("yes_no", urgent=True, careful=True),
)


class Room:
    """A loop with a fake room around it."""

    def __init__(self, trees: Trees, database: Path, barge_in: bool = False) -> None:
        assert trees.ears is not None
        self.room = FakeRoom()
        self.ignored: list[str] = []
        phrases = ("worn off", "it's worn off", "still feeling it", "no", "not sure")
        judge = Judge(trees.ears, lambda question: phrases)
        hearing = self.room.hearing(judge)
        self.conversation = Conversation(trees, SqliteLog(database), "voice")
        self.loop = Loop(
            self.conversation,
            self.room,
            Speaking(self.room, self.room, self.room.show),
            lambda: hearing,
            self.room,
            self.room.clock,
            Options(barge_in),
            Watch(ignored=lambda text, why: self.ignored.append(why)),
        )
        self.early = False
        self.loop._watch.taken = lambda taken: setattr(self, "early", taken.early)

    def answer(self, *said: str, actions: tuple[Say, Listen] = ALONE, after: float = 1.0) -> Event:
        """What happens when this is said behind the prompt."""

        def speak() -> None:
            for line in said:
                self.room.say(line, after_seconds=after)
                self.room.say("", after_seconds=3.0, lasting_seconds=0)

        self.loop._watch.listening = speak
        return self.loop.perform(actions)

    def over(
        self,
        said: str,
        actions: tuple[Say, Listen] = ALONE,
        after: float = 0.0,
        lasting: float = 0.3,
    ) -> Event:
        """What happens when this is said while the product speaks."""
        self.loop._watch.listening = lambda: None
        self.room.say(said, after, lasting)
        return self.loop.perform(actions)


@pytest.fixture
def room(trees: Trees, tmp_path: Path) -> Room:
    return Room(trees, tmp_path / "log.db")


@pytest.fixture
def with_headphones(trees: Trees, tmp_path: Path) -> Room:
    return Room(trees, tmp_path / "log.db", barge_in=True)


class TestOwnWords:
    def test_the_prompt_heard_again_is_no_answer(self, room: Room) -> None:
        event = room.answer("you alone right now", "yes", after=0.4)
        assert isinstance(event, Heard)
        assert event.text == "yes"
        assert room.ignored == ["own words"]

    def test_an_option_that_was_read_aloud_is_an_answer(self, room: Room) -> None:
        event = room.answer("worn off", actions=FEELING, after=0.6)
        assert isinstance(event, Heard)
        assert event.text == "worn off"

    def test_two_turns_of_hearing_itself_double_the_tail(self, room: Room) -> None:
        for _ in range(2):
            room.answer("you still feeling it or has", "no", actions=FEELING, after=0.4)
        assert room.loop.echo.waits_seconds == pytest.approx(2 * room.loop.echo.tail_seconds)

    def test_three_turns_of_hearing_itself_ask_for_a_key(self, room: Room) -> None:
        for _ in range(3):
            room.answer("are you alone right now", "yes", after=0.7)
        assert "Press Enter" in room.room.shown[-1]
        assert "Press Enter" in room.room.said[-1]
        room.room.lines.append("")
        event = room.answer("yes")
        assert isinstance(event, Heard)
        assert event.text == "yes"

    def test_where_nobody_can_press_one_none_is_asked_for(self, room: Room) -> None:
        room.room.can_type = False
        for _ in range(3):
            room.answer("are you alone right now", "yes", after=0.7)
        assert isinstance(room.answer("yes"), Heard)

    def test_without_the_key_only_danger_is_heard_then(self, room: Room) -> None:
        for _ in range(3):
            room.answer("are you alone right now", "yes", after=0.7)
        event = room.answer("yes", "i want to kill myself")
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"


class TestGhosts:
    def test_a_lone_function_word_is_no_answer(self, room: Room) -> None:
        assert isinstance(room.answer("the"), Silence)
        assert room.ignored == ["a lone function word"]


class TestWhileItSpeaks:
    def test_danger_stops_the_speech_and_is_heard(self, room: Room) -> None:
        event = room.over("i want to kill myself")
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"
        assert not room.room.playing

    def test_danger_in_its_own_question_is_not(self, room: Room) -> None:
        assert isinstance(room.over("you thinking of killing yourself", ASKED), Silence)

    def test_danger_is_heard_among_its_own_words(self, room: Room) -> None:
        event = room.over("are you alone i want to kill myself")
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"

    def test_an_answer_is_not_taken(self, room: Room) -> None:
        assert isinstance(room.over("stop"), Silence)

    def test_with_barge_in_a_stop_word_stops_the_speech(self, with_headphones: Room) -> None:
        event = with_headphones.over("stop")
        assert isinstance(event, Heard)
        assert not with_headphones.room.playing
        assert with_headphones.room.seconds < 1

    def test_with_barge_in_a_noise_of_words_has_the_sentence_said_again(
        self, with_headphones: Room
    ) -> None:
        assert isinstance(with_headphones.over("purple elephants dancing"), Silence)
        assert with_headphones.room.said.count("Are you alone right now?") == 2

    def test_with_barge_in_a_noise_that_goes_on_does_not_keep_it_from_its_end(
        self, with_headphones: Room
    ) -> None:
        for _ in range(100):
            with_headphones.room.say("purple elephants", 0.0, 0.2)
        assert with_headphones.over("") is not None
        assert with_headphones.room.said.count("Are you alone right now?") == 3

    def test_with_barge_in_an_answer_is_taken(self, with_headphones: Room) -> None:
        event = with_headphones.over("nobody is here")
        assert isinstance(event, Heard)
        assert event.text == "nobody is here"
        assert with_headphones.room.said.count("Are you alone right now?") == 1

    def test_with_barge_in_danger_is_heard_to_its_end(self, with_headphones: Room) -> None:
        long = (Say("x", "Take your time, and " * 9), Listen("alone"))
        event = with_headphones.over("i want to kill myself", long, lasting=1.0)
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"

    def test_with_barge_in_its_own_options_are_not_taken(self, with_headphones: Room) -> None:
        assert isinstance(with_headphones.over("still feeling it", FEELING), Silence)


class TestOverTheEndOfThePrompt:
    """Somebody begins to speak before the product has ended, and goes on."""

    def test_with_headphones_the_answer_is_heard_whole(self, room: Room) -> None:
        event = room.over("nobody else is here", after=0.2)
        assert isinstance(event, Heard)
        assert event.text == "nobody else is here"

    def test_in_a_room_with_echo_danger_is_heard_whole(self, room: Room) -> None:
        room.room.echoes = True
        event = room.over("i want to kill myself", after=0.2, lasting=1.0)
        assert isinstance(event, Heard)
        assert event.text == "i want to kill myself"

    def test_in_a_room_with_echo_it_does_not_hear_itself_out(self, room: Room) -> None:
        room.room.echoes = True
        assert isinstance(room.over(""), Silence)
        assert room.ignored == []

    def test_with_headphones_a_quick_answer_is_not_waited_for(self, room: Room) -> None:
        event = room.answer("yes", after=0.1)
        assert isinstance(event, Heard)
        assert event.text == "yes"


class TestEndOfAnUtterance:
    def test_a_settled_choice_is_taken_early(self, room: Room) -> None:
        room.answer("it's worn off", actions=FEELING)
        assert room.early

    def test_a_no_is_given_time(self, room: Room) -> None:
        room.answer("no", actions=FEELING)
        assert not room.early

    def test_nothing_that_touches_safety_is_taken_early(self, room: Room) -> None:
        careful = (FEELING[0], Listen("feeling", careful=True))
        room.answer("it's worn off", actions=careful)
        assert not room.early

    def test_who_asked_to_be_spoken_to_slowly_is_given_time(self, room: Room) -> None:
        slow = Listen("feeling", Say("x", "Take your time.", pace="slow"))
        room.answer("it's worn off", actions=(FEELING[0], slow))
        assert not room.early


class TestSilence:
    def test_a_silence_is_reported_with_its_seconds(self, room: Room) -> None:
        event = room.loop.perform((ALONE[0], Listen("alone", patience_seconds=15)))
        assert isinstance(event, Silence)
        assert event.seconds == 15
        assert room.room.seconds > 15

    def test_hold_on_really_waits(self, room: Room) -> None:
        actions = room.conversation.begin(room.room.clock(), "yes")
        actions = room.conversation.take(Heard("hold on", room.room.clock()))
        began = room.room.seconds
        assert isinstance(room.loop.perform(actions), Silence)
        assert room.room.seconds - began >= 60
