"""What was understood once stays understood."""

import json

import pytest

from tools.understanding import FIGURES, FILES, fallen, figures, measure, page


@pytest.fixture(scope="module")
def scores():
    return measure(FILES)


class TestTheLinesInData:
    def test_no_figure_falls_by_more_than_a_point(self, scores):
        assert fallen(figures(scores), json.loads(FIGURES.read_text(encoding="utf-8"))) == []

    def test_the_page_shows_no_word_of_a_locked_line(self, scores):
        shown = page(scores)
        locked = [score for (_, part), score in scores.items() if part.endswith("locked")]
        lines = {text for score in locked for text, _, _ in score.lines}
        assert not [text for text in lines if f'- "{text}":' in shown]


class TestTheCheck:
    def test_lets_a_point_pass(self):
        assert fallen({"when": {"tuned": 91.0}}, {"when": {"tuned": 92.0}}) == []

    def test_names_what_fell(self):
        worse = fallen({"when": {"tuned": 90.0}}, {"when": {"tuned": 92.0}})
        assert worse == ["when tuned: 92.0 % before, 90.0 % now"]

    def test_knows_that_less_is_better_for_stray_speech(self):
        assert fallen({"when": {"accepted": 9.0}}, {"when": {"accepted": 2.0}})
        assert not fallen({"when": {"accepted": 0.0}}, {"when": {"accepted": 2.0}})
