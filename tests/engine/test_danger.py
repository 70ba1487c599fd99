"""Danger comes before anything else, and nothing but safety clears it."""

from __future__ import annotations

import pytest

from dialogs.events import Alarm, End, Say
from dialogs.model import Trees
from tests.conftest import Talk

HARD = {
    "suicide": ("i want to kill myself", "988"),
    "overdose": ("he took too much and he won't wake up", "911"),
}


class TestHard:
    @pytest.mark.parametrize("category", HARD)
    def test_the_number_is_in_the_first_sentence_spoken(self, talk: Talk, category: str) -> None:
        words, number = HARD[category]
        talk.say(words)
        first = next(act for act in talk.turn.actions if isinstance(act, Say))
        assert number in first.text.split(". ")[0]
        assert number in first.numbers
        assert talk.state.danger == category

    def test_the_alarm_is_kept_without_any_words(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        (alarm,) = talk.of(Alarm)
        assert isinstance(alarm, Alarm)
        assert (alarm.category, alarm.tier) == ("suicide", "hard")
        assert "want" not in alarm.rule

    def test_it_is_heard_in_the_middle_of_the_persons_own_words(self, trees: Trees) -> None:
        for place, node in trees.nodes.items():
            if node.ask != "words":
                continue
            talk = Talk(trees)
            talk.state = type(talk.state)(
                **{**_fields(talk.state), "place": place, "variables": {}}
            )
            talk.say("i want to kill myself")
            assert talk.state.danger == "suicide", place


def _fields(state: object) -> dict[str, object]:
    return {name: getattr(state, name) for name in type(state).__slots__}  # type: ignore[attr-defined]


class TestEveryNode:
    def test_help_is_one_turn_away_from_every_question(self, trees: Trees) -> None:
        for place, node in trees.nodes.items():
            if node.ask is None:
                continue
            talk = Talk(trees)
            danger = trees.trees[place.rpartition("/")[0]].danger
            talk.state = type(talk.state)(
                **{**_fields(talk.state), "place": place, "danger": danger}
            )
            talk.say("i want to kill myself")
            assert "988" in talk.said or "911" in talk.said, place
            assert talk.state.danger, place

    def test_help_speaks_of_danger_first_and_ends_with_a_question(self, trees: Trees) -> None:
        for place, node in trees.nodes.items():
            if node.ask is None:
                continue
            talk = Talk(trees)
            talk.state = type(talk.state)(**{**_fields(talk.state), "place": place})
            talk.say("help")
            assert talk.turn.outcome == "command.help", place
            assert "danger" in talk.said.split(".")[0].lower(), place
            assert talk.said.endswith("?"), place
            assert talk.state.place == place


class TestNothingLeadsAway:
    @pytest.mark.parametrize("words", ["skip", "go back", "start over", "strike that"])
    def test_the_number_is_said_again_instead(self, talk: Talk, words: str) -> None:
        talk.say("i want to kill myself")
        place = talk.state.place
        assert "988" in talk.say(words)
        assert (talk.state.place, talk.state.danger) == (place, "suicide")

    def test_stop_stops_with_one_line_that_holds_the_number(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        assert "988" in talk.say("stop")
        assert talk.of(End) == [End("stopped")]
        assert len(talk.of(Say)) == 1

    def test_one_no_does_not_clear_it(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        talk.say("no")
        assert talk.state.danger == "suicide"

    def test_a_change_of_topic_does_not_lead_away(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        talk.say("can we talk about treatment")
        assert talk.state.danger == "suicide"

    def test_a_more_urgent_danger_takes_over(self, talk: Talk) -> None:
        talk.say("i want to kill myself")
        talk.say("my friend took too much and he won't wake up")
        assert talk.state.danger == "overdose"
        assert "911" in talk.said


class TestSoft:
    def test_not_safe_as_an_answer_is_an_alarm_too(self, talk: Talk) -> None:
        talk.say("no")
        assert talk.state.danger == "check"
        assert talk.of(Alarm)

    def test_two_calm_checks_lead_back_to_where_it_was(self, talk: Talk) -> None:
        talk.say("yes")
        place = talk.state.place
        talk.say("i'm not safe")
        assert "911" in talk.said
        assert "988" in talk.said
        for _ in range(12):
            if talk.state.danger is None:
                break
            talk.say("yes" if talk.listen.question == "safe" else "i'm fine")
        assert talk.state.danger is None
        assert talk.state.place == place

    def test_after_the_checks_the_safety_question_is_not_asked_a_third_time(
        self, talk: Talk
    ) -> None:
        talk.say("not sure")
        assert talk.state.danger == "check"
        for _ in range(12):
            if talk.state.danger is None:
                break
            talk.say("yes" if talk.listen.question == "safe" else "i'm fine")
        assert talk.state.place == "front_door/alone"


class TestDiscreetMode:
    def test_a_hard_danger_is_answered_in_discreet_mode_too(self, talk: Talk) -> None:
        talk.say("yes")
        cover(talk)
        talk.say("he's not breathing")
        assert talk.state.danger == "overdose"


def cover(talk: Talk) -> None:
    """Say the cover phrase, as the lexicon has it."""
    talk.say(COVER)
    assert talk.state.mode == "discreet"


COVER = "give me the pancake recipe"
