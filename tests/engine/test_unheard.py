"""Something was said and no words of it arrived (Alexa's fallback): it may have been danger."""

from __future__ import annotations

from dialogs.codec import from_data, to_data
from dialogs.engine import new_state, take_turn
from dialogs.events import Alarm, Listen, Say, Unheard
from dialogs.model import Trees
from dialogs.transcript import event_line, read_event
from tests.conftest import EVENING, Talk

NUMBER = "988"


def miss(talk: Talk) -> str:
    return talk.take(Unheard(talk.at))


class TestInTheMiddle:
    def test_it_asks_whether_the_person_is_safe(self, talk: Talk) -> None:
        talk.say("yes")
        assert miss(talk).endswith("Are you safe right now?")
        assert (talk.state.danger, talk.turn.outcome) == ("check", "unheard")

    def test_silence_after_it_speaks_the_number(self, talk: Talk) -> None:
        talk.say("yes")
        miss(talk)
        reprompt = talk.listen.reprompt
        assert reprompt is not None
        assert NUMBER in reprompt.numbers

    def test_after_two_calm_answers_the_same_question_is_asked_again(self, talk: Talk) -> None:
        talk.say("yes")
        asked, place = talk.said, talk.state.place
        miss(talk)
        talk.say("yes")
        assert talk.say("yes").endswith(asked.rpartition(". ")[2])
        assert (talk.state.place, talk.state.danger) == (place, None)

    def test_no_alarm_is_kept_for_what_nobody_heard(self, talk: Talk) -> None:
        talk.say("yes")
        miss(talk)
        assert talk.of(Alarm) == []

    def test_a_pause_ends_with_it(self, talk: Talk) -> None:
        talk.say("yes")
        talk.say("pause")
        assert miss(talk).endswith("Are you safe right now?")
        assert talk.state.mode == "talk"

    def test_in_discreet_mode_it_gives_nothing_away(self, talk: Talk, trees: Trees) -> None:
        talk.say("yes")
        talk.say("give me the pancake recipe")
        assert miss(talk) == trees.lines["discreet_more"].text


class TestAtTheReturnToADanger:
    """Somebody who comes back to a danger may be dying of it: the words missed may say so."""

    def test_it_asks_whether_the_person_is_safe_and_its_silence_speaks_the_number(
        self, talk: Talk
    ) -> None:
        talk.say("he is not breathing")
        talk.say("stop")
        talk.come_back(hours=0.1)
        assert miss(talk).endswith("Are you safe right now?")
        reprompt = talk.listen.reprompt
        assert reprompt is not None
        assert NUMBER in reprompt.numbers

    def test_two_calm_answers_lead_back_to_the_return(self, talk: Talk) -> None:
        talk.say("he is not breathing")
        talk.say("stop")
        welcome = talk.come_back(hours=2)
        miss(talk)
        talk.say("yes")
        assert talk.say("yes").endswith(welcome.partition(". ")[2])
        assert talk.state.danger is None


class TestWhereSafetyIsAskedAlready:
    def test_it_is_a_no_match_there(self, talk: Talk) -> None:
        place = talk.state.place
        assert "Are you safe" in miss(talk)
        assert (talk.state.place, talk.turn.outcome) == (place, "no_match")

    def test_the_third_in_a_row_opens_the_script_that_holds_the_number(self, talk: Talk) -> None:
        for _ in range(3):
            miss(talk)
        assert talk.state.danger == "check"
        assert talk.listen.urgent

    def test_in_a_help_script_the_number_is_said_again(self, talk: Talk) -> None:
        talk.say("i want to die")
        place = talk.state.place
        assert NUMBER in miss(talk)
        assert (talk.state.place, talk.state.danger) == (place, "suicide")


class TestAtTheDoor:
    def test_before_any_question_the_talk_begins(self, trees: Trees) -> None:
        turn = take_turn(trees, new_state(trees, "test"), Unheard(EVENING))
        (said,) = (act.text for act in turn.actions if isinstance(act, Say))
        assert said.endswith("Are you safe right now?")
        assert isinstance(turn.actions[-1], Listen)


def test_it_has_its_place_in_the_codec_and_in_transcripts() -> None:
    event = Unheard(EVENING)
    assert from_data(to_data(event)) == event
    assert read_event(event_line(event), EVENING) == event
