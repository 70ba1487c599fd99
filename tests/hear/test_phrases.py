"""The notation of the lexicon, and finding its phrases."""

import hassil.expression
import hassil.parse_expression
import hassil.sample
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.hear.phrases import Found, PhraseError, Phrases
from dialogs.hear.templates import parse, parse_rules, sentences

WORDS = st.sampled_from(["a", "b", "c", "one two"])
TEMPLATES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"({'|'.join(ways)})"),
        inner.map(lambda way: f"[{way}]"),
    ),
    max_leaves=6,
).map(lambda template: f"start {template}")


class TestNotation:
    def test_one_of_and_optional(self):
        assert list(sentences("(my|the) [big] boss")) == [
            "my boss", "my big boss", "the boss", "the big boss",
        ]  # fmt: skip

    def test_a_rule_stands_for_its_words(self):
        rules = parse_rules({"it": "(it|that)", "again": "<it> [again]"})
        assert list(sentences("say <again>", rules)) == [
            "say it", "say it again", "say that", "say that again",
        ]  # fmt: skip

    def test_sampling_is_bounded(self):
        many = " ".join(["(a|b|c|d)"] * 20)
        assert len(list(sentences(many, most=50))) == 50

    @given(TEMPLATES)
    def test_the_sentences_are_those_that_hassil_samples(self, template):
        sentence = hassil.parse_expression.parse_sentence(template)
        theirs = {
            " ".join(text.split()) for text in hassil.sample.sample_expression(sentence.expression)
        }
        assert set(sentences(template, most=5_000)) == theirs

    @pytest.mark.parametrize(
        ("template", "problem"),
        [
            ("(a", "never closed"),
            ("a)", "never opened"),
            ("(a]", "never closed"),
            ("(a|)", "empty alternative"),
            ("[]", "empty alternative"),
            ("a|b", "without brackets"),
            ("<nowhere> a", "no rule <nowhere>"),
            ("[a] [b]", "nothing at all"),
            ("pill[s]", "touches a word"),
            ("{name}", "means nothing here"),
            ("um yes", "no word that is ever heard"),
        ],
    )
    def test_a_bad_template_is_named_and_mended(self, template, problem):
        with pytest.raises(PhraseError, match=problem) as caught:
            parse(template)
        assert "mend:" in str(caught.value)


class TestPhrases:
    PHRASES = Phrases(
        [("(my|the) boss", "boss"), ("boss fight", "fight"), ("hold on {some}", "on")]
    )

    def test_whole(self):
        assert self.PHRASES.whole(("the", "boss")) == "boss"
        assert self.PHRASES.whole(("the", "boss", "left")) is None
        assert self.PHRASES.whole(()) is None

    def test_find_takes_the_longest_from_left_to_right(self):
        words = ["well", "my", "boss", "and", "the", "boss", "fight"]
        assert self.PHRASES.find(words) == [Found(1, 3, "boss"), Found(4, 6, "boss")]

    def test_the_first_declared_wins(self):
        assert Phrases([("no [way]", 1), ("no way", 2)]).whole(("no", "way")) == 1

    @pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (6, True), (7, False)])
    def test_a_gap_is_one_to_six_words(self, count, fits):
        words = ("hold", "on", *["x"] * count)
        assert (self.PHRASES.whole(words) == "on") is fits

    def test_contractions_match_however_they_are_written(self):
        phrases = Phrases([("i don't know", True)])
        assert phrases.whole(("i", "do", "not", "know"))

    @given(TEMPLATES)
    def test_what_is_sampled_is_found(self, template):
        phrases = Phrases([(template, True)])
        assert all(phrases.whole(text.split()) for text in sentences(template, most=50))

    @given(TEMPLATES)
    def test_what_was_forgotten_of_them_is_found_again(self, template):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dialogs.hear.phrases.MOST_STATES", 3)
            few = Phrases([(template, True), ("a b", True)])
            for text in sentences(template, most=50):
                assert few.whole(text.split())
                assert len(few._states) <= 3
