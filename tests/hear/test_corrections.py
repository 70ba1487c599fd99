"""Taking back what was understood."""

from pathlib import Path

import pytest

from dialogs.hear.corrections import CorrectionListener
from dialogs.hear.normalise import normalise

LEXICON = Path(__file__).parents[2] / "dialogs" / "lexicon"


@pytest.fixture(scope="module")
def meant():
    listener = CorrectionListener.load(LEXICON)

    def hear(said):
        rest = listener.hear(normalise(said))
        return rest and rest.text

    return hear


class TestACorrection:
    @pytest.mark.parametrize(
        ("said", "rest"),
        [("no i said stress", "stress"), ("i meant yesterday", "yesterday"),
         ("sorry, stress", "stress"), ("actually it was the pain", "the pain"),
         ("wait no, i meant two days ago", "two days ago"), ("make that monday", "monday"),
         ("not stress, sleep", "sleep"), ("not stress it was sleep", "sleep"),
         ("not stress sleep", "sleep"), ("it wasn't stress but pain", "pain")],
    )  # fmt: skip
    def test_is_what_was_meant_instead(self, meant, said, rest):
        assert meant(said) == rest


class TestNoCorrection:
    @pytest.mark.parametrize(
        "said", ["", "stress", "no", "no stress at all", "it was my back", "i said", "not really"]
    )
    def test_other_speech_corrects_nothing(self, meant, said):
        assert meant(said) is None
