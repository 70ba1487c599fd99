"""Answers taken, declined, corrected and taken back; what is kept and what is not."""

from __future__ import annotations

import pytest

from dialogs.engine import new_state
from dialogs.events import Consent, End, Forget, Record, Retract
from dialogs.model import Trees
from tests.conftest import Talk


def records(talk: Talk) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (act.name, act.outcome, act.choices) for act in talk.turn.actions if isinstance(act, Record)
    ]


@pytest.fixture
def asked(trees: Trees) -> Talk:
    """A talk at "what's going on", with consent asked and given."""
    talk = Talk(trees)
    talk.say("yes")
    talk.say("i'm alone")
    assert talk.state.place == "front_door/what_happened"
    return talk


class TestOpeningWords:
    def test_they_answer_several_questions_at_once(self, asked: Talk) -> None:
        asked.say("i slipped on kratom last night")
        assert asked.state.variables["substances"] == ("kratom",)
        assert asked.state.variables["when"] == "known"
        assert asked.state.place not in ("front_door/what", "front_door/when")

    def test_they_may_be_the_very_first_words(self, talk: Talk) -> None:
        talk.say("i slipped on kratom last night")
        assert talk.state.variables["substances"] == ("kratom",)
        assert talk.state.variables["when"] == "known"
        assert not talk.state.stack
        assert talk.listen.question == "safe"


class TestDecline:
    def test_skip_is_recorded_as_declined_and_goes_on(self, asked: Talk) -> None:
        asked.say("i slipped")
        place = asked.state.place
        asked.say("skip")
        assert ("substances", "declined", ()) in records(asked)
        assert asked.state.place != place


class TestBack:
    def test_it_retracts_the_answer_and_asks_again(self, asked: Talk) -> None:
        asked.say("i slipped")
        turn = asked.state.turn
        asked.say("kratom")
        answered = asked.state.turn
        asked.say("go back")
        (retract,) = asked.of(Retract)
        assert isinstance(retract, Retract)
        assert retract.turns == (answered,)
        assert asked.state.place == "front_door/what"
        assert "substances" not in asked.state.variables
        assert turn < answered

    def test_twice_takes_two_answers_back(self, asked: Talk) -> None:
        asked.say("i slipped")
        asked.say("kratom")
        asked.say("go back")
        asked.say("go back")
        assert asked.state.place == "front_door/what_happened"
        assert "came_for" not in asked.state.variables

    def test_at_the_beginning_it_says_so_and_asks_again(self, talk: Talk) -> None:
        talk.say("go back")
        assert talk.trees.lines["back_start"].text in talk.said
        assert talk.state.place == "front_door/hello"

    def test_after_a_skip_the_question_can_be_answered(self, asked: Talk) -> None:
        asked.say("i slipped")
        asked.say("skip")
        asked.say("go back")
        assert asked.state.place == "front_door/what"
        assert asked.state.left == ()


class TestCorrection:
    def test_no_i_said_takes_back_all_that_followed(self, asked: Talk) -> None:
        asked.say("i slipped")
        asked.say("kratom")
        first = asked.state.turn
        asked.say("last night")
        second = asked.state.turn
        asked.say("no i said heroin")
        (retract,) = asked.of(Retract)
        assert isinstance(retract, Retract)
        assert retract.turns == (first, second)
        assert asked.state.variables["substances"] == ("opioid",)
        assert ("substances", "answered", ("opioid",)) in records(asked)


class TestStrike:
    def test_it_erases_the_last_answer_and_stays_where_it_is(self, asked: Talk) -> None:
        asked.say("i slipped")
        asked.say("kratom")
        place, answered = asked.state.place, asked.state.turn
        asked.say("strike that")
        (retract,) = asked.of(Retract)
        assert isinstance(retract, Retract)
        assert (retract.why, retract.turns) == ("struck", (answered,))
        assert asked.state.place == place
        assert "substances" not in asked.state.variables
        assert "forget everything" in asked.said.lower()


class TestConsent:
    def test_before_the_yes_nothing_is_sent_and_the_yes_sends_all(self, trees: Trees) -> None:
        talk = Talk(trees, consent="ask")
        talk.say("yes")
        assert talk.of(Record) == []
        talk.say("i'm alone")
        assert talk.state.place == "front_door/consent"
        assert talk.of(Record) == []
        talk.say("yes")
        assert [name for name, _, _ in records(talk)] == ["safe", "alone", "keep"]
        assert any(isinstance(act, Consent) and act.given for act in talk.turn.actions)

    def test_a_no_drops_what_was_held(self, trees: Trees) -> None:
        talk = Talk(trees, consent="ask")
        talk.say("yes")
        talk.say("i'm alone")
        talk.say("no")
        assert talk.of(Record) == []
        assert (talk.state.consent, talk.state.held) == ("no", ())

    def test_not_answering_keeps_nothing(self, trees: Trees) -> None:
        talk = Talk(trees, consent="ask")
        talk.say("yes")
        talk.say("i'm alone")
        talk.say("skip")
        talk.say("i slipped")
        assert talk.of(Record) == []

    def test_dont_keep_deletes_today_and_keeps_nothing_more(self, asked: Talk) -> None:
        asked.say("don't keep today")
        assert asked.of(Forget) == [Forget("today")]
        asked.say("i slipped")
        assert asked.of(Record) == []


class TestForgetEverything:
    def test_one_confirmation_then_all_of_memory_goes(self, asked: Talk) -> None:
        asked.say("i slipped on kratom")
        asked.say("forget everything")
        assert asked.of(Forget) == []
        asked.say("yes")
        assert asked.of(Forget) == [Forget("everything")]
        assert asked.state.variables == {}
        assert asked.state.steps == ()

    def test_the_receipt_is_spoken_only_when_it_is_done(self, asked: Talk) -> None:
        asked.say("forget everything")
        asked.say("yes")
        assert asked.state.waiting
        done = asked.recalled(ok="yes", forgotten_count="12")
        assert "12" in done

    def test_when_it_could_not_be_done_that_is_said(self, asked: Talk) -> None:
        asked.say("forget everything")
        asked.say("yes")
        done = asked.recalled(ok="yes", forgotten_count="3")
        asked.say("forget everything")
        asked.say("yes")
        assert asked.recalled(ok="no", forgotten_count="0") != done

    def test_a_no_forgets_nothing_and_goes_back(self, asked: Talk) -> None:
        asked.say("forget everything")
        asked.say("no")
        assert asked.of(Forget) == []
        assert asked.state.place == "front_door/what_happened"


class TestDigression:
    def test_it_comes_back_to_the_question_that_was_open(self, asked: Talk) -> None:
        asked.say("i slipped")
        place = asked.state.place
        asked.say("who can i call")
        assert asked.state.place.startswith("people/")
        for _ in range(20):
            if asked.state.place == place:
                break
            asked.say("no")
        assert asked.state.place == place

    def test_back_leaves_a_digression_without_taking_an_answer_back(self, asked: Talk) -> None:
        asked.say("i slipped")
        place = asked.state.place
        asked.say("who can i call")
        asked.say("go back")
        assert asked.state.place == place
        assert asked.of(Retract) == []


class TestStop:
    def test_it_stops_and_keeps_the_place(self, asked: Talk) -> None:
        asked.say("stop")
        assert asked.of(End) == [End("stopped")]


class TestVariants:
    def test_shorter_and_slower_are_authored(self, asked: Talk) -> None:
        node = asked.trees.nodes[asked.state.place]
        assert node.shorter is not None
        assert node.slower is not None
        assert asked.say("say it shorter") == node.shorter.text
        assert asked.say("slower please") == node.slower.text
        assert asked.state.slow

    def test_repeat_says_it_again(self, asked: Talk) -> None:
        asked.say("i slipped")
        said = asked.said
        assert asked.say("say that again") == said
        assert asked.say("what did you say") == said


class TestAtTheDoor:
    """Words that come before any question was asked, as a voice channel may deliver them."""

    @pytest.fixture
    def door(self, trees: Trees) -> Talk:
        talk = Talk(trees)
        talk.state = new_state(trees, "test")
        return talk

    def test_an_opening_is_taken(self, door: Talk) -> None:
        door.say("i slipped on kratom last night")
        assert door.state.variables["substances"] == ("kratom",)

    def test_a_danger_is_heard(self, door: Talk) -> None:
        assert "988" in door.say("i want to kill myself")

    def test_a_bare_no_answers_nothing_and_the_first_question_is_asked(self, door: Talk) -> None:
        assert "Are you safe right now?" in door.say("no")
        assert door.state.danger is None
