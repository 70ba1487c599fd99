"""virtual-alexa, a client that nobody here wrote, talks with the endpoint by the shipped model."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from skill.package.manifest import ASKED
from skill.package.model import AMAZONS_WORDS, DANGER_INTENTS
from tests.skill.client import AlexaClient, make_app, plain
from tests.skill.clients.conftest import Talk, run_node
from tests.skill.clients.npm import installed
from tests.skill.clients.serving import Proxy

TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"
FIRST_HOURS = TRANSCRIPTS / "first_hours/kratom_alone.txt"


def said_in(path: Path) -> list[str]:
    """What the person says in a transcript."""
    lines = path.read_text("utf-8").splitlines()
    return [line.removeprefix("> ") for line in lines if line.startswith("> ")]


def spoken(turn: dict[str, Any]) -> str:
    return plain(turn["response"]["response"]["outputSpeech"]["ssml"])


def reprompted(turn: dict[str, Any]) -> str:
    return plain(turn["response"]["response"]["reprompt"]["outputSpeech"]["ssml"])


def is_over(turn: dict[str, Any]) -> bool:
    return bool(turn["response"]["response"]["shouldEndSession"])


class TestTheFirstHours:
    def test_are_gone_through_from_the_launch_to_the_end(self, talk: Talk, proxy: Proxy) -> None:
        told = talk(*said_in(FIRST_HOURS))
        assert set(proxy.statuses) == {200}
        assert [is_over(turn) for turn in told] == [False] * (len(told) - 1) + [True]

    def test_sound_as_they_do_to_our_own_client(self, talk: Talk, tmp_path: Path) -> None:
        def now() -> datetime:
            return datetime.now().astimezone()

        ours = AlexaClient(make_app(tmp_path / "ours.db", now), now)
        steps = said_in(FIRST_HOURS)
        said = [ours.launch(), *(ours.say(words) for words in steps[1:])]
        assert [spoken(turn) for turn in talk(*steps)] == said


class TestDangerInTheMiddle:
    def test_is_answered_with_the_number_and_again_after_a_silence(self, talk: Talk) -> None:
        turn = talk(*said_in(FIRST_HOURS)[:4], "i want to die")[-1]
        assert turn["request"]["intent"]["name"] == "DangerSuicideIntent"
        assert "988" in spoken(turn)
        assert "988" in reprompted(turn)
        assert not is_over(turn)

    def test_that_no_intent_lists_is_heard_in_free_speech(self, talk: Talk) -> None:
        words = "honestly i just want to die tonight and be done"
        turn = talk("(launch)", "yes", words)[-1]
        assert turn["request"]["intent"]["name"] == "SayIntent"
        assert "988" in spoken(turn)

    def test_is_left_only_with_a_number_when_the_person_says_stop(self, talk: Talk) -> None:
        turn = talk("(launch)", "he won't wake up", "stop")[-1]
        assert "911" in spoken(turn)
        assert is_over(turn)


class TestHelp:
    def test_offers_help_in_danger_first_ends_with_a_question_and_stays(self, talk: Talk) -> None:
        turn = talk("(launch)", "yes", "help")[-1]
        assert spoken(turn).startswith("If you're in danger")
        assert spoken(turn).endswith("?")
        assert reprompted(turn)
        assert not is_over(turn)


class TestLeaving:
    @pytest.mark.parametrize("word", ["stop", "cancel", "(intent AMAZON.NavigateHomeIntent)"])
    def test_ends_the_session(self, talk: Talk, word: str) -> None:
        assert is_over(talk("(launch)", "yes", word)[-1])


class TestComingBack:
    def test_goes_on_where_silence_ended_the_session_when_answers_are_kept(
        self, talk: Talk
    ) -> None:
        begun = said_in(FIRST_HOURS)[:5]
        told = talk(*begun, "(end EXCEEDED_MAX_REPROMPTS)", "(launch)", "yes")
        assert "Welcome back" in spoken(told[-2])
        question = spoken(told[len(begun) - 1]).rsplit(". ", 1)[-1]
        assert spoken(told[-1]).endswith(question)

    def test_begins_anew_for_another_user(self, talk: Talk) -> None:
        talk(*said_in(FIRST_HOURS)[:5], "(end EXCEEDED_MAX_REPROMPTS)")
        (turn,) = talk("(launch)")
        assert "Welcome back" not in spoken(turn)


class TestTheExamplePhrases:
    """What stands in skill.json has to work as it is written there, without a launch before it."""

    def test_that_tell_of_a_slip_begin_with_it(self, talk: Talk) -> None:
        (turn,) = talk(ASKED[0].lower())
        assert "You've said it" in spoken(turn)
        assert not is_over(turn)

    def test_that_ask_for_the_numbers_get_them(self, talk: Talk) -> None:
        (turn,) = talk(ASKED[1])
        assert "911" in spoken(turn)
        assert not is_over(turn)


class TestNoWords:
    def test_are_met_with_a_question_about_safety(self, talk: Talk) -> None:
        turn = talk("(launch)", "yes", "(intent AMAZON.FallbackIntent)")[-1]
        assert spoken(turn).endswith("Are you safe right now?")
        assert not is_over(turn)


class TestTheModelAlone:
    def route(self, model_file: Path, said: list[str]) -> list[Any]:
        installed("virtual-alexa")
        found = run_node("routes.js", {"model": str(model_file), "said": said})
        assert isinstance(found, list)
        return found

    def test_sends_every_danger_to_its_intent(self, model_file: Path) -> None:
        model = json.loads(model_file.read_text("utf-8"))["interactionModel"]["languageModel"]
        owner = {
            text: intent["name"]
            for intent in model["intents"]
            if intent["name"] in DANGER_INTENTS.values()
            for text in intent["samples"]
        }
        routes = self.route(model_file, list(owner))
        assert [route[0] for route in routes] == list(owner.values())

    def test_sends_amazons_words_to_amazons_intents(self, model_file: Path) -> None:
        # The client knows fewer words of Amazon's than Alexa does; these it knows.
        firsts = {name: said[0] for name, said in AMAZONS_WORDS.items() if said}
        firsts["AMAZON.PreviousIntent"] = "go back"
        routes = self.route(model_file, list(firsts.values()))
        assert [route[0] for route in routes] == list(firsts)

    def test_sends_all_else_that_it_knows_whole_through_the_slot(self, model_file: Path) -> None:
        model = json.loads(model_file.read_text("utf-8"))["interactionModel"]["languageModel"]
        values = [value["name"]["value"] for value in model["types"][0]["values"]]
        # The client takes hyphens away, and "exit" for the end of the session.
        some = [text for text in values[::25] if "-" not in text and text != "exit"]
        routes = self.route(model_file, some)
        assert routes == [["SayIntent", text] for text in some]
