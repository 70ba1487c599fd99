"""A talk that is only rehearsed: told as a transcript, played again the same, kept nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.authoring.page.rehearsal import (
    Step,
    answers_to,
    begin,
    begin_at,
    go_on,
    leave_and_come_back,
)
from dialogs.conversation import Conversation
from dialogs.log import NoLog
from dialogs.model import Trees
from dialogs.transcript import NotATranscript, play
from tests.conftest import EVENING


def held(trees: Trees, *said: str, log: str = "new") -> list[Step]:
    """The steps of a talk, from its launch on."""
    steps = [begin(trees, EVENING, log)]
    for words in said:
        steps.append(go_on(trees, steps[-1].state, steps[-1].at, words, log))
    return steps


def transcript(steps: list[Step]) -> str:
    return "\n".join(line for step in steps for line in step.lines) + "\n"


class TestATranscript:
    def test_what_was_rehearsed_plays_the_same_on_a_channel(self, trees: Trees) -> None:
        steps = held(
            trees, "i slipped on kratom last night", "yes i'm safe", "(silence)", "just me"
        )
        script = transcript(steps)
        assert play(script, Conversation(trees, NoLog(), "typed").take) == script

    def test_what_would_be_kept_stands_in_it(self, trees: Trees) -> None:
        lines = transcript(held(trees, "i slipped on kratom", "yes i'm safe", "just me", "yes"))
        assert "= consent to answers: yes" in lines
        assert "= substances: kratom" in lines

    def test_a_danger_stands_in_it_without_its_words(self, trees: Trees) -> None:
        steps = held(trees, "i slipped", "yes i'm safe", "just me", "yes", "i want to kill myself")
        assert "! suicide hard" in steps[-1].lines
        assert steps[-1].state.place.startswith("danger/suicide/")
        assert steps[-1].outcome == "danger.suicide.hard"

    def test_a_parenthesis_that_is_no_event_is_refused(self, trees: Trees) -> None:
        with pytest.raises(NotATranscript, match="is no event"):
            held(trees, "(shout)")


class TestComingBack:
    def test_a_kept_talk_goes_on_where_it_stopped(self, trees: Trees) -> None:
        last = held(trees, "i slipped on kratom", "yes i'm safe", "just me", "yes")[-1]
        back = leave_and_come_back(trees, last.state, last.at, 30)
        assert "> (wait 30 hours)" in back.lines
        assert "> (come back)" in back.lines
        assert back.state.place.startswith("system/resume/")
        assert back.at - last.at == timedelta(hours=30, seconds=20)

    def test_a_talk_that_was_not_kept_begins_anew(self, trees: Trees) -> None:
        last = held(trees, "i slipped on kratom", "yes i'm safe")[-1]
        back = leave_and_come_back(trees, last.state, last.at, 1)
        assert "> (launch)" in back.lines
        assert "> (come back)" not in back.lines
        assert back.state.variables == {}

    def test_after_a_stop_nobody_hangs_up_again(self, trees: Trees) -> None:
        said = ("i slipped on kratom", "yes i'm safe", "just me", "yes", "stop")
        last = held(trees, *said)[-1]
        assert last.over
        back = leave_and_come_back(trees, last.state, last.at, 1, over=True)
        assert back.lines[:2] == ("> (wait 1 hour)", "> (come back)")

    def test_both_can_be_played_again(self, trees: Trees) -> None:
        steps = held(trees, "i slipped on kratom", "yes i'm safe", "just me", "yes")
        steps.append(leave_and_come_back(trees, steps[-1].state, steps[-1].at, 96))
        script = transcript(steps)
        assert play(script, Conversation(trees, NoLog(), "typed").take) == script


class TestTheLog:
    def test_one_with_earlier_talks_is_told_of_patterns_and_a_new_person_is_not(
        self, trees: Trees
    ) -> None:
        said = ("i slipped", "yes i'm safe", "what do you know about me")
        new, known = held(trees, *said)[-1], held(trees, *said, log="known")[-1]
        assert not new.state.waiting
        assert not known.state.waiting
        assert new.lines != known.lines

    def test_forgetting_everything_gets_its_receipt(self, trees: Trees) -> None:
        last = held(trees, "i slipped", "forget everything", "yes")[-1]
        assert "~ forget everything" in last.lines
        assert not last.state.waiting


class TestInTheMiddle:
    def test_a_talk_begins_at_any_question(self, trees: Trees) -> None:
        questions = [node.place for node in trees.nodes.values() if node.ask is not None]
        for place in questions:
            step = begin_at(trees, place, EVENING)
            assert step.state.place == place
            assert step.problem is None
            assert f"# Begun at {place}." in step.lines
            assert go_on(trees, step.state, step.at, "(silence)").outcome == "silence"

    def test_at_a_statement_it_walks_on_to_a_question_or_the_end(self, trees: Trees) -> None:
        for node in trees.nodes.values():
            if node.ask is None:
                step = begin_at(trees, node.place, EVENING)
                assert not step.state.waiting
                assert step.over or trees.nodes[step.state.place].ask is not None, node.place


class TestAnswers:
    def test_each_one_that_is_offered_is_heard_as_an_answer(self, trees: Trees) -> None:
        last = held(trees, "i slipped on kratom")[-1]
        offered = answers_to(trees, last.state, last.at)
        assert offered
        for _, words in offered:
            assert go_on(trees, last.state, last.at, words).outcome not in ("no_match", "silence")

    def test_none_are_offered_while_somebody_else_may_listen(self, trees: Trees) -> None:
        last = held(trees, "give me the pancake recipe")[-1]
        assert last.state.mode == "discreet"
        assert answers_to(trees, last.state, last.at) == []
