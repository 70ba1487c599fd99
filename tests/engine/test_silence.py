"""Silence and no-match: two ladders, their common count, and what they never do."""

from __future__ import annotations

import pytest

from dialogs.events import End, Listen, Record
from dialogs.model import Trees
from tests.conftest import Talk

QUESTIONS = "front_door/alone"


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """A talk that stands at an ordinary question."""
    talk.say("yes")
    assert talk.state.place == QUESTIONS
    return talk


class TestSilence:
    def test_a_silence_within_the_questions_patience_is_waited_out_without_a_word(
        self, asked: Talk
    ) -> None:
        assert asked.silence(seconds=3) == ""
        assert asked.listen.question == "alone"
        assert asked.state.no_input == 0

    def test_the_first_silence_says_what_left_with_the_prompt_as_its_reprompt(
        self, asked: Talk
    ) -> None:
        reprompt = asked.listen.reprompt
        assert reprompt is not None
        assert asked.silence() == reprompt.text

    def test_the_second_silence_makes_the_question_small(self, asked: Talk) -> None:
        asked.silence()
        asked.silence()
        assert asked.state.shrunk
        assert asked.listen.question == "yes_no"

    def test_the_third_silence_parks_and_never_says_goodbye(self, asked: Talk) -> None:
        for _ in range(3):
            asked.silence()
        assert asked.of(End) == [End("parked")]
        assert "bye" not in asked.said.lower()
        assert asked.said

    def test_silence_records_no_answer_and_at_the_end_unanswered(self, asked: Talk) -> None:
        asked.silence()
        assert asked.of(Record) == []
        asked.silence()
        asked.silence()
        (record,) = asked.of(Record)
        assert isinstance(record, Record)
        assert (record.outcome, record.choices) == ("unanswered", ())

    def test_an_answer_sets_the_count_back(self, asked: Talk) -> None:
        asked.silence()
        asked.say("i'm alone")
        assert asked.state.no_input == 0

    def test_the_reprompt_leaves_with_every_prompt(self, trees: Trees) -> None:
        for node in trees.nodes.values():
            if node.ask is not None:
                assert node.silence is not None, node.place


class TestNoMatch:
    def test_the_first_no_match_tells_what_can_be_said(self, asked: Talk) -> None:
        said = asked.say("the purple bicycle department")
        assert said == asked.trees.nodes[QUESTIONS].no_match[0].text
        assert "alone" in said

    def test_the_second_no_match_is_another_sentence(self, asked: Talk) -> None:
        first = asked.say("the purple bicycle department")
        assert asked.say("the purple bicycle department") != first

    def test_the_third_lets_the_question_go_as_unanswered(self, asked: Talk) -> None:
        for _ in range(3):
            asked.say("the purple bicycle department")
        (record,) = asked.of(Record)
        assert isinstance(record, Record)
        assert record.outcome == "unanswered"
        assert asked.state.place != QUESTIONS

    def test_four_of_both_kinds_together_let_go_as_well(self, asked: Talk) -> None:
        asked.say("the purple bicycle department")
        asked.silence()
        asked.say("the purple bicycle department")
        asked.silence()
        assert asked.of(End) == [End("parked")]


class TestPause:
    def test_hold_on_really_waits(self, asked: Talk) -> None:
        asked.say("hold on")
        assert asked.state.mode == "paused"
        assert asked.listen.patience_seconds >= 60
        assert asked.silence() == ""
        assert isinstance(asked.turn.actions[-1], Listen)

    def test_going_on_asks_the_question_again(self, asked: Talk) -> None:
        asked.say("hold on")
        assert asked.trees.nodes[QUESTIONS].say[0].text in asked.say("go on")
        assert asked.state.mode == "talk"

    def test_an_answer_ends_the_pause_too(self, asked: Talk) -> None:
        asked.say("hold on")
        asked.say("i'm alone")
        assert asked.state.variables["alone"] == "yes"


class TestDangerSilence:
    def test_after_the_soft_question_silence_speaks_the_number(self, talk: Talk) -> None:
        talk.say("no")
        assert talk.state.danger == "check"
        assert "988" in talk.silence()

    def test_the_number_comes_again_at_growing_intervals_then_a_closing_line_holds_it(
        self, talk: Talk
    ) -> None:
        talk.say("i want to kill myself")
        waits = [talk.listen.patience_seconds]
        while not talk.of(End):
            assert "988" in talk.silence()
            if not talk.of(End):
                waits.append(talk.listen.patience_seconds)
        assert waits == sorted(set(waits))
        assert len(waits) >= 4
        assert talk.of(End) == [End("parked")]


class TestTheSafetyQuestion:
    def test_silence_never_offers_to_leave_it_but_says_the_number(self, trees: Trees) -> None:
        for place, node in trees.nodes.items():
            if node.ask != "safe" or trees.trees[place.rpartition("/")[0]].danger is not None:
                continue
            assert node.shrink is not None, place
            assert "{lifeline}" in node.shrink.say.text, place


class TestCareful:
    """Answers that touch safety are marked for the channel, which then gives them time."""

    def test_safe_and_clinical_questions_are(self, talk: Talk) -> None:
        assert talk.listen.question == "safe"
        assert talk.listen.careful
        talk.say("yes")
        assert talk.trees.nodes[talk.state.place].clinical
        assert talk.listen.careful

    def test_others_are_not(self, asked: Talk) -> None:
        asked.say("no")
        assert not asked.trees.nodes[asked.state.place].clinical
        assert not asked.listen.careful

    def test_one_that_is_held_stays_so(self, asked: Talk) -> None:
        asked.say("hold on")
        assert asked.state.mode == "paused"
        assert asked.listen.careful
