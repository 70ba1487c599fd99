"""Of whom is it told: of the speaker, of another, or of a child."""

import pytest

from dialogs.content import LEXICON
from dialogs.hear.normalise import normalise
from dialogs.hear.who import Who


@pytest.fixture(scope="module")
def who() -> Who:
    return Who.load(LEXICON)


class TestWhoIsInDanger:
    @pytest.mark.parametrize(
        "said",
        [
            "i took too many",
            "took too many pills",
            "i'm overdosing",
            "i can't breathe",
            "i told her i took too many",
            "he left and i took everything",
            "a whole bottle of jack n some of them blue pills",
            "she said i stopped breathing",
            "my friend gave me something and i can't breathe",
            "yes",
        ],
    )
    def test_it_is_the_speaker_where_nobody_else_does_or_suffers_it(
        self, who: Who, said: str
    ) -> None:
        assert who.in_danger(normalise(said)) == "oneself"

    @pytest.mark.parametrize(
        "said",
        [
            "she took too many",
            "he won't wake up",
            "i can't wake my friend up",
            "i used narcan on my brother and nothing",
            "i did cpr on my mom",
            "i did some lines and now my friend isn't breathing",
            "i am a mom and my son overdosed",
            "i feel like my roommate is dying",
            "i'm with my friend who took too much fentanyl",
        ],
    )
    def test_it_is_another_of_whom_a_sign_is_told_whatever_the_speaker_did(
        self, who: Who, said: str
    ) -> None:
        assert who.in_danger(normalise(said)) == "another"

    @pytest.mark.parametrize(
        "said", ["my toddler ate my gummies", "the baby got into my pills", "i can't wake my baby"]
    )
    def test_a_small_child_is_known_by_its_name(self, who: Who, said: str) -> None:
        assert who.in_danger(normalise(said)) == "child"


class TestWhoTookIt:
    @pytest.mark.parametrize("said", ["my brother deals xanax", "my wife relapsed last night"])
    def test_what_another_does_is_not_the_speakers(self, who: Who, said: str) -> None:
        assert who.took(normalise(said)) == "another"

    @pytest.mark.parametrize(
        "said",
        [
            "couple of beers with my brother",
            "my boyfriend and i used last night",
            "i slipped because my brother died",
            "i did some lines and now my friend isn't breathing",
        ],
    )
    def test_company_and_reasons_leave_it_the_speakers(self, who: Who, said: str) -> None:
        assert who.took(normalise(said)) == "oneself"
