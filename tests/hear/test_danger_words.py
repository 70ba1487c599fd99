"""Reading and matching: bounded, deterministic, and never lost for words."""

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dialogs.hear.danger import DangerListener
from dialogs.hear.danger_grammar import Matcher
from dialogs.hear.normalise import normalise

LISTENER = DangerListener.load(Path(__file__).resolve().parents[2] / "dialogs" / "lexicon")


def found(line: str, said: str) -> tuple[int, int] | None:
    """From which word to which a pattern is said."""
    words = said.split()
    matcher = Matcher([("it", line)])
    tried = [entry for word in words for entry in matcher.entries([word])]
    spans = [span for _, *span in matcher.find([matcher.bits([word]) for word in words], tried)]
    return (spans[0][0], spans[0][1]) if spans else None


class TestAPattern:
    def test_lets_no_more_words_stand_between_than_it_says(self) -> None:
        assert found("can .. wake", "can not even wake") == (0, 3)
        assert found("can .. wake", "can not ever really wake") is None

    def test_may_be_held_to_the_begin_and_the_end(self) -> None:
        assert found("^ take too much $", "take too much") == (0, 2)
        assert found("^ too much", "take too much") is None
        assert found("take $", "take too much") is None

    def test_passes_over_what_may_be_missing(self) -> None:
        assert found("in ?my arm", "in my arm")
        assert found("in ?my arm", "in arm")

    @given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=60))
    def test_is_found_exactly_where_it_is_said(self, said: list[str]) -> None:
        there = any(
            said[i] == "a" and said[j] == "b" and said[j + 1 : j + 2] == ["c"]
            for i in range(len(said))
            for j in range(i + 1, min(i + 7, len(said)))
        )
        assert bool(found("a ... b c", " ".join(said))) == there


class TestNoInput:
    @given(st.text())
    def test_crashes_it(self, said: str) -> None:
        LISTENER.hear(normalise(said))

    def test_is_too_long(self) -> None:
        for said in (
            "he " * 50_000,
            "a" * 100_000,
            "can not wake " * 10_000,
            "kill myself " * 9_000,
        ):
            begun = time.perf_counter()
            LISTENER.hear(normalise(said))
            assert time.perf_counter() - begun < 10  # a hang, not a speed

    @given(st.text(alphabet="abdehiklmnorstuw '", max_size=80))
    def test_is_heard_differently_twice(self, said: str) -> None:
        assert LISTENER.hear(normalise(said)) == LISTENER.hear(normalise(said))
