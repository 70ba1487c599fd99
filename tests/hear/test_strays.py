"""Speech that is meant for nobody here names times, and still answers nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from dialogs.hear import Ears, normalise
from tools.understanding import BLIND, LEARNT, LOCKED

ROOT = Path(__file__).parents[2]
NOW = datetime(2025, 6, 14, 23, 0)


@pytest.fixture(scope="module")
def ears():
    return Ears.load(ROOT / "dialogs" / "lexicon")


class TestATime:
    @pytest.mark.parametrize(
        "text",
        ["he has been the mayor of boston for twelve years", "the president will speak on thursday",
         "the storm arrives on friday with heavy rain"],
    )  # fmt: skip
    def test_is_not_taken_from_a_broadcast(self, ears, text):
        assert ears.times.hear(normalise(text), NOW) is not None
        assert ears.answer("when", normalise(text), NOW) is None

    @pytest.mark.parametrize(
        "text",
        ["sunday", "it was sunday at midnight", "about two hours ago", "last night after the show",
         "three days ago maybe four", "noonish"],
    )  # fmt: skip
    def test_is_taken_from_an_answer(self, ears, text):
        assert ears.answer("when", normalise(text), NOW) is not None


class TestNothingTold:
    @pytest.mark.parametrize("question", ["trigger", "topic"])
    @pytest.mark.parametrize("text", ["they", "so the", "with a", "because it was", "of her"])
    def test_function_words_alone_answer_no_open_question(self, ears, question, text):
        assert ears.answer(question, normalise(text), NOW) is None


class TestWhatIsLearned:
    def test_holds_no_file_that_is_for_measuring(self):
        assert not {LOCKED, BLIND} & set(LEARNT)
