"""Launches and what is said, as Alexa brings them: words, intents, stop, help, silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.codec import state_to_json
from dialogs.hear import Context
from dialogs.hear.normalise import normalise
from dialogs.model import Trees
from skill.attributes import KEY
from skill.intents import BUILT_IN, COMMANDS, DANGER
from tests.skill.client import AlexaClient, Clock, content

NUMBER = "988"
AGREED = ("yes", "alone", "yes")
"""Safe, alone, and the answers may be kept."""


def questions(*, of_danger: bool | None = None) -> list[str]:
    """The places that ask something: all, or those of the help scripts, or all others."""
    places = sorted(place for place, node in content().nodes.items() if node.ask)
    if of_danger is None:
        return places
    return [place for place in places if place.startswith("danger/") == of_danger]


def agree(alexa: AlexaClient) -> str:
    alexa.launch()
    for text in AGREED:
        alexa.say(text)
    return alexa.said


def stand_at(alexa: AlexaClient, place: str, **more: Any) -> None:
    """As if the talk had come to this question."""
    alexa.launch()
    state = replace(alexa.state, place=place, **more)
    alexa.attributes = {KEY: state_to_json(state)}


class TestLaunch:
    def test_it_says_who_is_speaking_and_asks_whether_the_person_is_safe(
        self, alexa: AlexaClient
    ) -> None:
        assert alexa.launch().startswith("This is Steady Ground: a machine")
        assert alexa.said.endswith("Are you safe right now?")
        assert not alexa.over

    def test_the_reprompt_leaves_with_the_prompt(self, alexa: AlexaClient) -> None:
        alexa.launch()
        assert alexa.reprompt.startswith("I'm here")

    def test_after_a_session_that_ended_it_welcomes_back_and_says_no_more(
        self, alexa: AlexaClient, clock: Clock
    ) -> None:
        agree(alexa)
        alexa.end()
        clock.move(hours=3)
        assert alexa.launch() == "Welcome back. Shall we go on where we stopped?"
        assert "What" in alexa.intent("Yes")

    def test_who_did_not_agree_to_keep_anything_is_not_known_again(
        self, alexa: AlexaClient, clock: Clock
    ) -> None:
        alexa.launch()
        alexa.say("yes")
        alexa.end()
        clock.move(hours=3)
        assert alexa.launch().startswith("This is Steady Ground")

    def test_in_the_middle_of_a_talk_it_offers_to_go_on_with_that(self, alexa: AlexaClient) -> None:
        question = agree(alexa)
        assert alexa.send({"type": "LaunchRequest"}).startswith("Welcome back.")
        assert alexa.intent("Yes").endswith(question.rpartition(". ")[2])

    def test_in_the_middle_of_a_danger_the_first_thing_asked_is_whether_it_is_safe(
        self, alexa: AlexaClient
    ) -> None:
        alexa.say("i want to kill myself")
        assert alexa.send({"type": "LaunchRequest"}).endswith("Are you safe right now?")

    def test_no_card_is_ever_shown(self, alexa: AlexaClient) -> None:
        agree(alexa)
        assert "card" not in alexa.response["response"]


class TestFirstWords:
    """`Alexa, tell steady ground ...`: an intent in a session that has no talk yet."""

    def test_danger_is_heard_at_once(self, alexa: AlexaClient) -> None:
        assert NUMBER in alexa.say("i want to kill myself")
        assert not alexa.over

    @pytest.mark.parametrize("name", DANGER)
    def test_so_is_each_danger_intent(self, alexa: AlexaClient, name: str) -> None:
        alexa.intent(name)
        assert alexa.state.danger is not None
        assert any(digit.isdigit() for digit in alexa.reprompt)

    def test_a_topic_opens_its_talk(self, alexa: AlexaClient) -> None:
        assert alexa.say("i slipped on kratom last night").endswith("Are you safe right now?")
        assert alexa.state.variables["substances"] == ("kratom",)

    @pytest.mark.parametrize("name", ["AMAZON.YesIntent", "AMAZON.ResumeIntent"])
    def test_a_word_that_answers_nothing_begins_or_takes_up_the_talk(
        self, alexa: AlexaClient, clock: Clock, name: str
    ) -> None:
        assert alexa.intent(name).startswith("This is Steady Ground")
        agree(alexa)
        alexa.end()
        clock.move(hours=1)
        assert alexa.intent(name).startswith("Welcome back.")

    def test_what_did_not_arrive_as_words_asks_whether_the_person_is_safe(
        self, alexa: AlexaClient
    ) -> None:
        assert alexa.intent("Fallback").endswith("Are you safe right now?")

    @pytest.mark.parametrize("name", ["Stop", "Cancel"])
    def test_stop_ends_the_session(self, alexa: AlexaClient, name: str) -> None:
        alexa.intent(name)
        assert alexa.over


class TestIntents:
    @pytest.mark.parametrize("name", DANGER)
    def test_a_danger_intent_is_a_hard_alarm_of_its_kind_at_every_question(
        self, trees: Trees, name: str
    ) -> None:
        assert trees.ears is not None
        categories = set()
        for question in {trees.nodes[place].ask or "any" for place in questions()}:
            heard = trees.ears.danger(normalise(DANGER[name]), Context(question))
            assert heard is not None, question
            assert heard.tier == "hard", question
            categories.add(heard.category)
        (category,) = categories
        assert category.partition("_")[0] in name.lower().replace("usingalone", "using")

    @pytest.mark.parametrize("name", [*BUILT_IN, *COMMANDS])
    def test_the_words_of_an_intent_are_ones_that_the_engine_knows(
        self, trees: Trees, name: str
    ) -> None:
        words = BUILT_IN.get(name) or COMMANDS[name]
        assert trees.ears is not None
        assert words in ("yes", "no") or trees.ears.command(normalise(words)) is not None

    def test_yes_comes_as_an_intent_and_as_a_word(self, alexa: AlexaClient) -> None:
        alexa.launch()
        assert alexa.intent("Yes") == "Are you alone right now?"
        alexa.launch()
        assert alexa.say("yes") == "Are you alone right now?"

    def test_the_words_are_those_of_the_slots_that_were_filled(self, alexa: AlexaClient) -> None:
        alexa.launch()
        alexa.intent("SlipIntent", what="i slipped on kratom", how="?", when="last night")
        assert alexa.state.variables["substances"] == ("kratom",)

    def test_an_intent_without_words_that_nobody_knows_is_unheard(self, alexa: AlexaClient) -> None:
        alexa.launch()
        alexa.say("yes")
        assert alexa.intent("NewIntent").endswith("Are you safe right now?")

    def test_several_values_of_one_slot_are_all_heard(self, alexa: AlexaClient) -> None:
        alexa.launch()
        several = {
            "type": "List",
            "values": [
                {"type": "Simple", "value": "i slipped on kratom"},
                {"type": "Simple", "value": "last night"},
            ],
        }
        slot = {"name": "what", "slotValue": several, "confirmationStatus": "NONE"}
        intent = {"name": "SlipIntent", "slots": {"what": slot}, "confirmationStatus": "NONE"}
        alexa.send({"type": "IntentRequest", "intent": intent})
        assert alexa.state.variables["substances"] == ("kratom",)
        assert alexa.state.slip is not None


class TestFallback:
    def test_in_the_middle_it_asks_about_safety_and_then_comes_back(
        self, alexa: AlexaClient
    ) -> None:
        question = agree(alexa)
        assert alexa.intent("Fallback") == "Let me check one thing first. Are you safe right now?"
        assert NUMBER in alexa.reprompt
        alexa.intent("Yes")
        assert alexa.intent("Yes").endswith(question.rpartition(". ")[2])


class TestStop:
    @pytest.mark.parametrize(
        "name", ["AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"]
    )
    def test_at_every_question_it_ends_the_session(self, alexa: AlexaClient, name: str) -> None:
        for place in questions():
            stand_at(alexa, place)
            alexa.intent(name)
            assert alexa.over, place
            assert alexa.said, place

    def test_in_danger_its_one_line_holds_the_number(self, alexa: AlexaClient) -> None:
        alexa.launch()
        alexa.say("i want to kill myself")
        assert NUMBER in alexa.intent("Stop")
        assert alexa.over


class TestHelp:
    def test_at_every_question_it_offers_danger_help_first_and_ends_with_a_question(
        self, alexa: AlexaClient
    ) -> None:
        for place in questions(of_danger=False):
            stand_at(alexa, place)
            said = alexa.intent("Help")
            assert said.startswith("If you're in danger, say I'm not safe."), place
            assert said.endswith("?"), place
            assert not alexa.over, place
            assert alexa.reprompt, place

    def test_in_danger_it_helps_with_that_and_asks(self, alexa: AlexaClient) -> None:
        for place in questions(of_danger=True):
            stand_at(alexa, place, danger=content().trees[place.rpartition("/")[0]].danger)
            said = alexa.intent("Help")
            assert said.endswith(("?", "say next.")), place
            assert not alexa.over, place
            assert any(letter.isdigit() for letter in alexa.reprompt), place

    def test_before_anything_was_said_too(self, alexa: AlexaClient) -> None:
        assert alexa.intent("Help").startswith("If you're in danger, say I'm not safe.")
        assert alexa.said.endswith("?")
        assert not alexa.over


class TestSilence:
    def test_in_danger_the_reprompt_speaks_the_number(self, alexa: AlexaClient) -> None:
        alexa.launch()
        alexa.say("i want to kill myself")
        assert NUMBER in alexa.reprompt

    def test_a_pause_has_no_reprompt_and_keeps_the_session_open(self, alexa: AlexaClient) -> None:
        alexa.launch()
        alexa.intent("AMAZON.PauseIntent")
        assert (alexa.reprompt, alexa.over) == ("", False)

    def test_discreet_mode_stays_neutral(self, alexa: AlexaClient, trees: Trees) -> None:
        agree(alexa)
        alexa.say("give me the pancake recipe")
        assert alexa.reprompt == trees.lines["discreet_silence"].text
        assert alexa.intent("Fallback") == trees.lines["discreet_more"].text
