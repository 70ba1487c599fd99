"""Commands: strict about stray speech, generous to people."""

from pathlib import Path

import pytest

from dialogs.hear.commands import CommandListener
from dialogs.hear.normalise import normalise

LEXICON = Path(__file__).parents[2] / "dialogs" / "lexicon"


@pytest.fixture(scope="module")
def hear():
    listener = CommandListener.load(LEXICON)
    return lambda said: listener.hear(normalise(said))


class TestEachCommand:
    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("repeat", "could you say that again please"),
            ("repeat", "what"),
            ("back", "can we go back to the last question"),
            ("skip", "let's skip this one"),
            ("skip", "i'd rather not say"),
            ("help", "what can i say"),
            ("stop", "okay i'm done for tonight thanks"),
            ("pause", "hang on a sec"),
            ("slower", "you're going too fast for me"),
            ("shorter", "just the short version please"),
            ("start_over", "can we start from the beginning"),
            ("strike", "forget that"),
            ("dont_keep", "please don't keep any of this"),
            ("forget_everything", "delete all my data"),
            ("what_you_know", "what do you know about me"),
            ("people", "who can i call"),
            ("people", "people"),
            ("next", "the next number"),
            ("go_on", "okay i'm ready"),
            ("cover", "what was that recipe"),
            ("uncover", "the coast is clear"),
        ],
    )
    def test_is_heard(self, hear, command, said):
        assert hear(said) == command


class TestEating:
    def test_is_a_pause_when_the_person_goes_to_do_it(self, hear):
        assert hear("let me eat") == "pause"

    def test_is_none_when_the_person_says_that_they_must(self, hear):
        assert hear("i need to eat") is None


class TestPoliteness:
    @pytest.mark.parametrize(
        "said",
        ["um, sorry, could you maybe slow down a bit, please", "SLOW DOWN!!", "no, slower please"],
    )
    def test_words_around_a_command_do_not_hide_it(self, hear, said):
        assert hear(said) == "slower"

    @pytest.mark.parametrize("said", ["please", "okay thanks", "sorry", "well", "um", "the", ""])
    def test_politeness_alone_is_no_command(self, hear, said):
        assert hear(said) is None


class TestReasons:
    @pytest.mark.parametrize(
        ("said", "command"),
        [
            ("hang on, my kid is calling", "pause"),
            ("my phone rang, can you repeat that", "repeat"),
            ("slow down, i can't follow", "slower"),
        ],
    )
    def test_a_reason_may_go_with_a_command(self, hear, said, command):
        assert hear(said) == command

    @pytest.mark.parametrize(
        "said", ["i told him to slow down", "my mind wouldn't slow down", "she made me go back"]
    )
    def test_a_sentence_that_ends_like_a_command_is_none(self, hear, said):
        assert hear(said) is None


class TestTelling:
    @pytest.mark.parametrize(
        "said",
        ["i did it again", "i messed up", "i fucked up tonight", "i can't believe i did that",
         "okay i did that", "i don't know why i did it", "i lost it", "i'll try that"],
    )  # fmt: skip
    def test_a_deed_is_no_command(self, hear, said):
        assert hear(said) is None

    @pytest.mark.parametrize(
        "said", ["i'm going to use", "i have to use", "i will drink tonight", "let me use first"]
    )
    def test_a_plan_to_use_asks_for_no_pause(self, hear, said):
        assert hear(said) is None

    @pytest.mark.parametrize("said", ["let me use the bathroom first", "i need to take a leak"])
    def test_a_way_to_the_bathroom_does(self, hear, said):
        assert hear(said) == "pause"

    @pytest.mark.parametrize("said", ["i don't remember anything", "i can't remember any of it"])
    def test_who_remembers_nothing_does_not_ask_us_to_forget(self, hear, said):
        assert hear(said) is None

    @pytest.mark.parametrize(
        "said",
        ["this is hard", "it's too much", "i'm shaking a bit", "i'm cold a little bit",
         "i'm scared i'll use again", "hello again", "it's me again"],
    )  # fmt: skip
    def test_neither_is_a_feeling_nor_a_greeting(self, hear, said):
        assert hear(said) is None

    @pytest.mark.parametrize(
        ("said", "command"),
        [
            ("i messed up that answer", "back"),
            ("i messed up, go back", "back"),
            ("this is hard, can we skip it", "skip"),
            ("hold on, i'm shaking", "pause"),
            ("i'm tired, can we stop", "stop"),
            ("i missed that", "repeat"),
        ],
    )
    def test_a_command_beside_it_is_still_heard(self, hear, said, command):
        assert hear(said) == command


class TestAskingBack:
    @pytest.mark.parametrize(
        "said",
        ["why do you want to know that", "why do you need this", "what happens if i say no",
         "what if i don't answer", "and what happens if i say yes"],
    )  # fmt: skip
    def test_why_a_question_is_asked_is_help(self, hear, said):
        assert hear(said) == "help"

    @pytest.mark.parametrize(
        "said",
        ["will you tell my probation officer", "will my boss find out", "who hears this",
         "is this private", "can the cops see this", "is anyone listening",
         "are you going to report me", "does anybody else hear this"],
    )  # fmt: skip
    def test_who_will_know_is_what_is_known(self, hear, said):
        assert hear(said) == "what_you_know"

    @pytest.mark.parametrize("said", ["my boss found out", "my wife will know", "i told my boss"])
    def test_what_others_know_is_told_and_not_asked(self, hear, said):
        assert hear(said) is None


class TestForgetting:
    @pytest.mark.parametrize("said", ["okay you can keep it", "you can keep my answers"])
    def test_leave_to_keep_takes_nothing_back(self, hear, said):
        assert hear(said) is None

    @pytest.mark.parametrize("said", ["forget that", "delete my last answer", "strike that"])
    def test_that_is_the_last_answer_only(self, hear, said):
        assert hear(said) == "strike"

    @pytest.mark.parametrize("said", ["forget everything", "erase it all", "wipe my answers"])
    def test_only_plain_words_for_all_forget_all(self, hear, said):
        assert hear(said) == "forget_everything"

    @pytest.mark.parametrize("said", ["i wanted to forget", "i want to forget everything"])
    def test_a_wish_to_forget_is_told_and_deletes_nothing(self, hear, said):
        assert hear(said) is None


class TestStraySpeech:
    @pytest.mark.parametrize(
        "said",
        [
            "alexa stop",
            "hey google next song",
            "turn off the lights",
            "pass the salt please",
            "the bus stop",
            "something else",
            "no phone",
            "done",
            "finished",
            "i'm out",
            "i couldn't stop",
            "i want to stop using",
            "skipped my dose tuesday",
            "help i needed help from my mom",
            "he left me a number",
        ],
    )
    def test_is_no_command(self, hear, said):
        assert hear(said) is None

    def test_nobody_steers_in_thirty_words(self, hear):
        assert hear("please " * 30 + "stop") is None


class TestTwoCommands:
    def test_the_one_that_says_more_counts(self, hear):
        assert hear("wait, go back one") == "back"

    def test_stop_said_last_counts(self, hear):
        assert hear("skip it. no, stop.") == "stop"


class TestMisheard:
    @pytest.mark.parametrize(
        ("written", "command"),
        [("re peat that", "repeat"), ("hell p", "help"), ("for get what i said", "strike"),
         ("slowr", "slower"), ("paws", "pause"), ("start dover", "start_over")],
    )  # fmt: skip
    def test_recogniser_splits_and_slips_are_read(self, hear, written, command):
        assert hear(written) == command

    @pytest.mark.parametrize("written", ["slip", "shop", "quite", "held", "garden"])
    def test_a_real_word_is_what_it_is(self, hear, written):
        assert hear(written) is None
