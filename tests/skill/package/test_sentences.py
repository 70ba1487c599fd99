"""Phrases of the lexicon become few sentences, none of them left out and none invented."""

from __future__ import annotations

import pytest

from skill.package.sentences import agrees, as_spoken, sentences


class TestAPhrase:
    def test_is_said_with_each_of_its_words_once(self) -> None:
        said = sentences("[really] (tired|low|so sad) (tonight|today)")
        assert said == ("tired tonight", "low today", "so sad tonight", "really tired today")

    def test_is_said_with_and_without_what_may_be_left_out(self) -> None:
        assert sentences("[too] tired") == ("tired", "too tired")

    def test_of_very_many_words_gives_no_more_sentences_than_asked_for(self) -> None:
        numbers = [f"word{n}" for n in range(100)]
        assert sentences(f"({'|'.join(numbers)})", most=4) == tuple(numbers[::25])

    def test_with_a_rule_is_said_with_the_words_of_the_rule(self) -> None:
        assert sentences("my <kin> left", {"kin": "(mom|dad)"}) == ("my mom left", "my dad left")

    @pytest.mark.parametrize("phrase", ["in my {some}", "boss .. screamed"])
    def test_with_a_gap_makes_no_sentence(self, phrase: str) -> None:
        assert sentences(phrase) == ()

    def test_whose_gap_may_be_left_out_is_said_without_it(self) -> None:
        assert sentences("skip this [{some}]") == ("skip this",)

    def test_loses_the_mark_for_endings(self) -> None:
        assert sentences("bar[s] of soap") == ("bar of soap",)


class TestASentence:
    @pytest.mark.parametrize(
        ("written", "spoken"),
        [
            ("i do not know", "i don't know"),
            ("i can not and i will not", "i can't and i won't"),
            ("i am alone", "i'm alone"),
            ("yes i am", "yes i am"),
            ("it is worn off", "it's worn off"),
            ("do you have anything", "do you have anything"),
        ],
    )
    def test_is_written_as_people_say_it(self, written: str, spoken: str) -> None:
        assert as_spoken(written) == spoken

    @pytest.mark.parametrize("crossed", ["she are out", "they is here", "i is low", "a a coach"])
    def test_that_nobody_would_say_is_told_apart(self, crossed: str) -> None:
        assert not agrees(crossed)

    def test_that_people_say_is_kept(self) -> None:
        assert agrees("she is out and they are here, no no")
