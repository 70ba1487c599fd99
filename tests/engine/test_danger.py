"""Danger comes before anything else, and nothing but safety clears it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.events import Alarm, End, Listen, Say
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
            assert any(act.numbers for act in talk.turn.actions if isinstance(act, Say)), place
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


class TestNothingSaidBesideAnAlarmClearsIt:
    @pytest.mark.parametrize(
        "words",
        [
            "yes but i still want to die",
            "yes i'm going to use now and nobody's here",
            "yes i guess but i want to kill myself",
        ],
    )
    def test_a_yes_with_danger_in_it_is_no_yes(self, talk: Talk, words: str) -> None:
        talk.say("i want to kill myself")
        talk.state = replace(talk.state, place="danger/suicide/safe_second")
        talk.say(words)
        assert talk.state.danger is not None
        assert any(act.numbers for act in talk.turn.actions if isinstance(act, Say))
        assert talk.state.place not in ("front_door/hello", "danger/suicide/back")

    def test_a_pause_in_danger_keeps_the_number_and_minds_the_silence(self, talk: Talk) -> None:
        talk.say("i want to die")
        assert "988" in talk.say("hold on someone's here")
        assert talk.listen.urgent
        assert "988" in talk.silence()

    def test_the_cover_phrase_leads_away_from_no_script_but_that_of_abuse(self, talk: Talk) -> None:
        talk.say("i want to die")
        assert "988" in talk.say(COVER)
        assert talk.state.mode == "talk"
        other = Talk(talk.trees)
        other.say("my husband is hitting me")
        assert other.state.danger == "abuse"
        assert "1-800" not in other.say(COVER)
        assert other.state.mode == "discreet"

    def test_every_reprompt_in_danger_holds_a_number(self, talk: Talk) -> None:
        for words in ("i want to die", "what do you know about me", "forget everything", "no"):
            talk.say(words)
            if talk.of(Listen):
                assert talk.listen.reprompt is not None
                assert talk.listen.reprompt.numbers, words

    def test_a_hang_up_in_danger_says_the_number_to_whoever_still_hears(self, talk: Talk) -> None:
        talk.say("i want to die")
        assert "988" in talk.hang_up()


class TestComingBackToDanger:
    def test_nothing_is_told_at_the_door_not_even_after_silence(self, talk: Talk) -> None:
        talk.say("my husband is hitting me")
        talk.hang_up()
        talk.come_back(hours=1)
        for said in (talk.silence(), talk.say("the purple bicycle department")):
            assert "1-800" not in said
            assert talk.state.place == "system/resume/welcome"
            assert len(talk.of(Listen)) == 1

    def test_beginning_anew_does_not_drop_an_alarm(self, talk: Talk) -> None:
        talk.say("i want to die")
        talk.hang_up()
        talk.come_back(hours=1)
        talk.say("no")
        assert talk.state.danger is not None
        assert talk.listen.question == "safe"
