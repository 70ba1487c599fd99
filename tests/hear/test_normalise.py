"""One form for what recognisers and keyboards write."""

import pytest

from dialogs.hear.normalise import MOST_CHARACTERS, normalise, spread


class TestNormalise:
    @pytest.mark.parametrize("raw", ["I DON\u2019T know!", "i don't know", "I don`t  know..."])
    def test_case_quotes_and_punctuation_carry_nothing(self, raw):
        assert normalise(raw).words == ("i", "don't", "know")

    def test_hesitations_are_left_out(self):
        assert normalise("um, so, uh, yesterday, er").text == "so yesterday"

    @pytest.mark.parametrize("said", ["uh huh", "uh uh", "i am in the er", "take me to the er"])
    def test_sounds_that_mean_something_stay(self, said):
        assert normalise(said).text == said

    def test_denials_always_survive(self):
        assert normalise("No. Not... can't").words == ("no", "not", "can't")

    def test_a_very_long_line_is_cut_and_not_refused(self):
        assert len(normalise("word " * 50_000).text) <= MOST_CHARACTERS

    @pytest.mark.parametrize("raw", ["", "   ", "?!", "\ufffd\ufffd", "um"])
    def test_nothing_said_is_no_words(self, raw):
        assert normalise(raw).words == ()


class TestSpread:
    @pytest.mark.parametrize("words", [["don't"], ["dont"], ["do", "not"]])
    def test_every_spelling_of_a_contraction_becomes_one(self, words):
        assert spread(words) == ("do", "not")

    @pytest.mark.parametrize("word", ["well", "were", "ill", "hell", "shed", "wed"])
    def test_words_that_only_look_like_contractions_stay(self, word):
        assert spread([word]) == (word,)
