"""All listeners behind one door, and the command that prints what they hear."""

import json
import time
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.hear import Context, Ears, Topic, normalise
from dialogs.hear.cli import hear

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 6, 14, 23, 0)


@pytest.fixture(scope="module")
def ears():
    return Ears.load(ROOT / "dialogs" / "lexicon")


class TestAnswers:
    @pytest.mark.parametrize(
        ("question", "said", "value"),
        [
            ("yes_no", "not really", "no"),
            ("safe", "no i'm fine", "yes"),
            ("trigger", "stress", ("stress",)),
            ("substances", "kratom and some beer", ("kratom", "alcohol")),
            ("substances", "i don't know", "unknown"),
            ("alone", "my wife is here", "no"),
            ("words", "um, call my brother", "call my brother"),
        ],
    )
    def test_each_question_has_its_listener(self, ears, question, said, value):
        assert ears.answer(question, normalise(said), NOW).value == value

    def test_the_opening_is_a_topic(self, ears):
        value = ears.answer("opening", normalise("i slipped on kratom last night"), NOW).value
        assert value == Topic("slip", ("kratom",))

    def test_a_time_is_hours_before_now(self, ears):
        least, most = ears.answer("when", normalise("two hours ago"), NOW).value
        assert least <= 2 <= most

    @pytest.mark.parametrize("said", ["", "um the", "yes", "please", "i don't know"])
    def test_words_of_ones_own_need_a_word_with_content(self, ears, said):
        assert ears.answer("words", normalise(said), NOW) is None

    def test_no_question_has_no_answer(self, ears):
        assert ears.answer("any", normalise("yes"), NOW) is None


class TestAnAnswerThatSoundsLikeACommand:
    def test_paws_at_the_trigger_question_is_whole(self, ears):
        match = ears.answer("trigger", normalise("paws"), NOW)
        assert match.value == ("paws",)
        assert match.whole

    def test_more_than_the_answer_is_not_whole(self, ears):
        said = normalise("hang on, the pain is back")
        match = ears.answer("trigger", said, NOW)
        assert match is None or not match.whole or ears.command(said) is None


class TestDanger:
    def test_is_heard_beside_everything_else(self, ears):
        assert ears.danger(normalise("i want to kill myself"), Context()).category == "suicide"

    def test_calm_speech_raises_none(self, ears):
        assert ears.danger(normalise("stress at work")) is None


class TestLength:
    def test_a_hundred_kilobytes_are_no_trouble(self, ears):
        utterance = normalise("stop and go " * 9_000)
        started = time.perf_counter()
        ears.danger(utterance)
        ears.command(utterance)
        for question in ("yes_no", "trigger", "when", "opening", "substances", "alone", "words"):
            ears.answer(question, utterance, NOW)
        assert time.perf_counter() - started < 10  # a hang, not a speed


class TestSteadyHear:
    def run(self, lines, *options):
        result = CliRunner().invoke(hear, options, input=lines)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.output.splitlines()]

    def test_one_object_a_line_in_order(self):
        heard = self.run("say that again\nstop\n", "--question", "any")
        assert [(h["utterance"], h["command"]) for h in heard] == [
            ("say that again", "repeat"), ("stop", "stop"),
        ]  # fmt: skip
        assert list(heard[0]) == ["utterance", "danger", "tier", "why", "command", "answer"]

    def test_an_empty_line_is_silence(self):
        (heard,) = self.run("\n", "--question", "trigger")
        assert heard == {
            "utterance": "", "danger": None, "tier": None, "why": None,
            "command": None, "answer": None,
        }  # fmt: skip

    def test_a_whole_answer_goes_before_the_command_that_sounds_like_it(self):
        (heard,) = self.run("pause\n", "--question", "trigger")
        assert (heard["command"], heard["answer"]) == (None, ["paws"])

    @pytest.mark.parametrize("said", ["stop", "help"])
    def test_stop_and_help_are_always_commands(self, said):
        (heard,) = self.run(said + "\n", "--question", "yes_no")
        assert heard["command"] == said

    def test_a_time_is_measured_from_now(self):
        (heard,) = self.run("two hours ago\n", "--question", "when", "--now", "2025-06-14T23:00")
        least, most = heard["answer"]
        assert least <= 2 <= most

    def test_a_topic_names_its_substances(self):
        (heard,) = self.run("i relapsed on kratom\n", "--question", "topic")
        assert heard["answer"] == {"topic": "slip", "substances": ["kratom"]}

    def test_commands_beyond_the_documented_ones_are_null(self):
        (heard,) = self.run("the coast is clear\n")
        assert heard["command"] is None

    def test_bad_bytes_and_long_lines_do_not_stop_it(self):
        lines = b"\xff\xfe stop\n" + b"no " * 40_000 + b"\nyes\n"
        heard = self.run(lines, "--question", "yes_no")
        assert len(heard) == 3
        assert heard[2]["answer"] == "yes"

    def test_a_bad_time_is_wrong_usage(self):
        result = CliRunner().invoke(hear, ["--now", "yesterday"], input="")
        assert result.exit_code == 2
        assert "2025-06-14" in result.output
