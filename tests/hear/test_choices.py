"""The choices of a question's own set."""

from pathlib import Path

import pytest

from dialogs.hear.choices import ChoiceListener
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import normalise
from dialogs.hear.yes_no import YesNoListener

LEXICON = Path(__file__).parents[2] / "dialogs" / "lexicon"

SETS = {
    "feeling": {
        "still": ["<yes>", "still [feeling it]", "(pretty|very) strong"],
        "worn_off": ["<no>", "[it has] worn off", "gone"],
    },
    "alone": {"yes": ["<yes>"], "no": ["<no>", "my wife [is] here"], "unsure": ["<unsure>"]},
}


@pytest.fixture(scope="module")
def listener():
    courtesy = read_lexicon(LEXICON / "hesitations.yaml")
    return ChoiceListener(SETS, courtesy, YesNoListener.load(LEXICON))


class TestAChoice:
    @pytest.mark.parametrize(
        ("said", "choice"),
        [("still", "still"), ("um it's worn off, thanks", "worn_off"), ("yeah", "still"),
         ("not really", "worn_off")],
    )  # fmt: skip
    def test_is_heard_by_its_phrases_and_by_plain_yes_and_no(self, listener, said, choice):
        assert listener.listen("feeling", normalise(said)).value == choice

    def test_a_written_phrase_goes_before_the_yes_beside_it(self, listener):
        assert listener.hear("alone", normalise("yes my wife is here")) == "no"

    def test_whole_is_only_what_holds_nothing_else(self, listener):
        assert listener.listen("feeling", normalise("okay, worn off")).whole
        assert not listener.listen("feeling", normalise("i think it's pretty strong now")).whole

    def test_unsure_is_heard_only_where_the_set_has_it(self, listener):
        assert listener.hear("alone", normalise("i don't know")) == "unsure"
        assert listener.hear("feeling", normalise("i don't know")) is None


class TestNoChoice:
    @pytest.mark.parametrize(
        "said", ["", "purple", "alexa still", "not gone", "he went and was gone for a week or two"]
    )
    def test_other_speech_is_none(self, listener, said):
        assert listener.hear("feeling", normalise(said)) is None

    def test_an_unknown_set_hears_nothing(self, listener):
        assert listener.hear("nowhere", normalise("yes")) is None


class TestTheShippedSets:
    def test_every_phrase_can_be_read_and_leads_to_its_choice(self):
        listener = ChoiceListener.load(LEXICON)
        for name in listener.sets:
            listener.hear(name, normalise("something"))
