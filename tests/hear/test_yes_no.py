"""Yes, no and not sure."""

from pathlib import Path

import pytest

from dialogs.hear.normalise import normalise
from dialogs.hear.yes_no import YesNoListener

LEXICON = Path(__file__).parents[2] / "dialogs" / "lexicon"


@pytest.fixture(scope="module")
def listener():
    return YesNoListener.load(LEXICON)


@pytest.fixture(scope="module")
def hear(listener):
    return lambda said: listener.hear(normalise(said))


class TestPlainAnswers:
    @pytest.mark.parametrize(
        "said", ["yes", "uh huh", "i am", "he is", "sure, why not", "i guess so"]
    )
    def test_yes(self, hear, said):
        assert hear(said) == "yes"

    @pytest.mark.parametrize(
        "said", ["nope", "not really", "i don't think so", "i'm good thanks", "nobody", "know"]
    )
    def test_no(self, hear, said):
        assert hear(said) == "no"

    @pytest.mark.parametrize(
        "said", ["i don't know", "maybe", "it depends", "yes and no", "kind of", "hard to say"]
    )
    def test_unsure(self, hear, said):
        assert hear(said) == "unsure"


class TestTwoAnswersInOne:
    @pytest.mark.parametrize(
        ("said", "answer"),
        [("yeah no", "no"), ("no yeah", "yes"), ("no, that's okay", "no"),
         ("yeah no, that's right", "yes"), ("yeah, kind of", "yes"),
         ("yes, i don't know", "unsure")],
    )  # fmt: skip
    def test_the_last_plain_answer_counts(self, hear, said, answer):
        assert hear(said) == answer

    @pytest.mark.parametrize(
        "said", ["i wouldn't say no", "no doubt", "i can't deny it", "no problem"]
    )
    def test_a_denied_no_is_a_yes(self, hear, said):
        assert hear(said) == "yes"


class TestTellingMore:
    @pytest.mark.parametrize(
        ("said", "answer"),
        [("yes i took some an hour ago", "yes"), ("no i haven't slept", "no"),
         ("she's here yes", "yes")],
    )  # fmt: skip
    def test_a_plain_answer_with_more_is_that_answer_but_not_whole(self, listener, said, answer):
        heard = listener.listen(normalise(said))
        assert heard is not None
        assert heard.value == answer

    def test_whole_is_only_what_holds_nothing_else(self, listener):
        assert listener.listen(normalise("um yes please")).whole
        assert not listener.listen(normalise("yes i took some an hour ago")).whole


class TestSafe:
    @pytest.mark.parametrize("said", ["i'm good", "all good", "no i'm fine", "i'm safe at home"])
    def test_being_fine_is_a_yes(self, listener, said):
        assert listener.listen(normalise(said), safe=True).value == "yes"

    @pytest.mark.parametrize("said", ["i'm okay i'm at my mom's", "i'm safe my wife is here"])
    def test_safety_said_first_is_a_yes_whatever_is_told_after(self, listener, said):
        assert listener.listen(normalise(said), safe=True).value == "yes"

    @pytest.mark.parametrize(
        "said",
        [
            "i haven't used yet but i want to",
            "i haven't told anyone",
            "i don't want to lose my job",
            "i always do this",
            "i'm good at hiding it",
        ],
    )
    def test_what_is_told_of_something_else_says_nothing_of_being_safe(self, listener, said):
        assert listener.listen(normalise(said), safe=True) is None

    @pytest.mark.parametrize(
        "said", ["i don't think i am", "i wouldn't say that", "i can't say so"]
    )
    def test_a_no_in_plain_words_still_is_one(self, listener, said):
        assert listener.listen(normalise(said), safe=True).value == "no"

    @pytest.mark.parametrize(
        "said", ["no i'm not okay", "i'm really not safe here with him", "i don't feel safe"]
    )
    def test_not_being_safe_is_a_no_wherever_it_is_said(self, listener, said):
        assert listener.listen(normalise(said), safe=True).value == "no"


class TestStraySpeech:
    @pytest.mark.parametrize(
        "said",
        ["", "um so", "alexa yes", "yes mom", "no mum i said the blue one", "no not you",
         "she said yes to the dress", "no smoking in the building", "with cheese please", "hello"],
    )  # fmt: skip
    def test_is_no_answer(self, hear, said):
        assert hear(said) is None


class TestTakingUpAnOffer:
    @pytest.mark.parametrize("text", ["please", "go ahead", "hit me", "okay go ahead", "shoot"])
    def test_says_yes_to_a_question_but_not_that_one_is_safe(self, listener, text):
        said = normalise(text)
        assert listener.hear(said) == "yes"
        assert listener.listen(said, safe=True) is None

    @pytest.mark.parametrize("text", ["yes please", "sure", "okay", "yes go ahead"])
    def test_leaves_a_plain_yes_as_it_is(self, listener, text):
        heard = listener.listen(normalise(text), safe=True)
        assert heard is not None
        assert heard.value == "yes"
