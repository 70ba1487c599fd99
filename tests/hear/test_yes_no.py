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

    @pytest.mark.parametrize(("typed", "answer"), [("y", "yes"), ("k", "yes"), ("n", "no")])
    def test_a_letter_is_an_answer(self, hear, typed, answer):
        assert hear(typed) == answer


class TestDoubt:
    @pytest.mark.parametrize(
        "said",
        ["i'm not sure i am", "not sure i am", "i don't know, i think i am", "i'm not sure i'm not",
         "i am not sure that i did", "i can't tell if i did"],
    )  # fmt: skip
    def test_takes_in_what_is_said_after_it(self, hear, said):
        assert hear(said) == "unsure"

    @pytest.mark.parametrize("said", ["i don't know, yeah", "not sure, i guess so"])
    def test_gives_way_to_a_plain_answer(self, hear, said):
        assert hear(said) == "yes"


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
         ("yes couple of beers", "yes"),
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
    @pytest.mark.parametrize(
        "said", ["i'm good", "all good", "no i'm fine", "i'm safe at home", "i'm okay thank you"]
    )
    def test_being_fine_is_a_yes(self, listener, said):
        assert listener.listen(normalise(said), "safe").value == "yes"

    @pytest.mark.parametrize(
        "said",
        ["i'm okay i'm at my mom's", "i'm safe my wife is here", "i'm okay in my room",
         "i'm fine, i'm with my sister", "i'm okay just tired", "i'm fine watching tv",
         "yeah i'm safe, at my brother's place", "i'm good, lying on the couch",
         "i'm alright, my sister's here", "i'm safe, home with the kids"],
    )  # fmt: skip
    def test_safety_said_first_stands_beside_a_place_company_or_rest(self, listener, said):
        assert listener.listen(normalise(said), "safe").value == "yes"

    @pytest.mark.parametrize(
        "said",
        ["i'm fine my boyfriend passed out next to me", "i'm fine just seeing things",
         "i'm okay just can't breathe right", "i am fine i have a gun",
         "i'm safe just not from myself", "i'm okay in my room with a gun",
         "yes i'm fine, he's not waking up", "yeah, just not from myself",
         "yes as long as he stays away", "yes if he's gone",
         "i'm good my heart is racing", "i'm safe, i'm at my dealer's"],
    )  # fmt: skip
    def test_safety_said_first_does_not_stand_beside_anything_else(self, listener, said):
        assert listener.listen(normalise(said), "safe") is None

    @pytest.mark.parametrize(
        "said",
        ["i don't know if i'm safe", "i don't know if i am", "i can't tell if i'm safe",
         "i'm not sure i am safe", "i am not sure that i'm safe", "i don't know that i am safe",
         "i'm not sure anymore", "who knows if i'm safe", "i don't know, i guess so"],
    )  # fmt: skip
    def test_doubt_is_kept(self, listener, said):
        assert listener.listen(normalise(said), "safe").value == "unsure"

    @pytest.mark.parametrize("said", ["i did", "i did it", "i was", "i want to", "he did", "a lot"])
    def test_a_yes_about_then_or_about_another_says_nothing_of_now(self, listener, said):
        assert listener.hear(normalise(said)) == "yes"
        assert listener.listen(normalise(said), "safe") is None

    @pytest.mark.parametrize(
        "said",
        [
            "i haven't used yet but i want to",
            "i haven't told anyone",
            "i haven't slept",
            "i haven't eaten",
            "i wasn't thinking",
            "i can't believe i did that",
            "not that much",
            "i don't want to lose my job",
            "i always do this",
            "i'm good at hiding it",
        ],
    )
    def test_what_is_told_of_something_else_says_nothing_of_being_safe(self, listener, said):
        assert listener.listen(normalise(said), "safe") is None

    @pytest.mark.parametrize(
        "said", ["i don't think i am", "i wouldn't say that", "i can't say so"]
    )
    def test_a_no_in_plain_words_still_is_one(self, listener, said):
        assert listener.listen(normalise(said), "safe").value == "no"

    @pytest.mark.parametrize(
        "said",
        ["no i'm not okay", "i'm really not safe here with him", "i don't feel safe",
         "i haven't really been safe", "i haven't felt safe in days"],
    )  # fmt: skip
    def test_not_being_safe_is_a_no_wherever_it_is_said(self, listener, said):
        assert listener.listen(normalise(said), "safe").value == "no"


class TestConsent:
    @pytest.mark.parametrize(
        "said", ["yes", "sure, go ahead", "i'd like that", "okay you can keep it", "i guess so",
                 "yes i would"],
    )  # fmt: skip
    def test_is_given_in_plain_words(self, listener, said):
        assert listener.listen(normalise(said), "consent").value == "yes"

    @pytest.mark.parametrize(
        "said",
        ["no", "i'd rather not", "don't keep anything", "no don't keep shit", "i don't consent",
         "i'd rather you didn't keep it", "i don't want you to save my answers"],
    )  # fmt: skip
    def test_is_refused_in_words_about_keeping_too(self, listener, said):
        assert listener.listen(normalise(said), "consent").value == "no"

    @pytest.mark.parametrize(
        "said",
        ["i did", "okay i did it", "i did fentanyl earlier", "i do have a job to lose",
         "i did and i feel awful", "i would but my wife", "yes i took some an hour ago",
         "i haven't told anyone", "i don't want to lose my job", "a lot", "yes but not my name"],
    )  # fmt: skip
    def test_is_neither_given_nor_refused_by_a_story(self, listener, said):
        assert listener.listen(normalise(said), "consent") is None

    def test_anywhere_else_i_did_is_an_answer(self, hear):
        assert hear("i did last night") == "yes"


class TestStraySpeech:
    @pytest.mark.parametrize(
        "said",
        ["", "um so", "alexa yes", "yes mom", "no mum i said the blue one", "no not you",
         "she said yes to the dress", "no smoking in the building", "with cheese please", "hello",
         "i can't believe it's raining", "i wasn't thinking", "still a bit"],
    )  # fmt: skip
    def test_is_no_answer(self, hear, said):
        assert hear(said) is None


class TestTakingUpAnOffer:
    @pytest.mark.parametrize("text", ["please", "go ahead", "hit me", "okay go ahead", "shoot"])
    def test_says_yes_to_a_question_but_not_that_one_is_safe(self, listener, text):
        said = normalise(text)
        assert listener.hear(said) == "yes"
        assert listener.listen(said, "safe") is None

    @pytest.mark.parametrize("text", ["yes please", "sure", "okay", "yes go ahead"])
    def test_leaves_a_plain_yes_as_it_is(self, listener, text):
        heard = listener.listen(normalise(text), "safe")
        assert heard is not None
        assert heard.value == "yes"
