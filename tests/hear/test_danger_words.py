"""Reading and matching: bounded, deterministic, and never lost for words."""

from pathlib import Path

import pytest
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


ODD = (
    "",
    " ",
    "\0\0\0",
    "\ud800",
    "\u202ekill myself\u202c",
    "\uff4b\uff49\uff4c\uff4c\u3000\uff4d\uff59\uff53\uff45\uff4c\uff46",
    "i want to d\u0301i\u0301e",
    "💀" * 500,
    "i\u2019m going to kill myself",
    "\u043d\u0435 \u0445\u043e\u0447\u0443 \u0436\u0438\u0442\u044c",
    "1" * 5000,
    "'" * 5000,
    "i want to die\n\n\r\t\x0b\x0c",
    "%s %d {} {0} \\1 $(x) <script>",
)
LONG = ("he ", "a", "can not wake ", "kill myself ", "over dosed ", "not ", "i'm ", "0", "\u0301")


class TestNoInput:
    @given(st.text())
    def test_crashes_it(self, said: str) -> None:
        LISTENER.hear(normalise(said))

    @pytest.mark.parametrize("said", ODD)
    def test_is_too_odd(self, said: str) -> None:
        LISTENER.hear(normalise(said))

    def test_in_other_letters_or_curly_quotes_hides_a_danger(self) -> None:
        for said in ("i\u2019m going to kill myself", "I\u2019M GOING TO KILL MYSELF!!!"):
            assert LISTENER.hear(normalise(said)) is not None

    @pytest.mark.parametrize("piece", LONG)
    def test_of_100_kb_stops_it(self, piece: str) -> None:
        LISTENER.hear(normalise(piece * (100_000 // len(piece))))

    def test_is_walked_through_more_than_a_bounded_number_of_times(self) -> None:
        """Words that every step of a pattern fits cost most: words times steps times the gap."""
        for entry in PATTERNS:
            steps = len(entry.pattern.steps)
            reach = max(step.gap for step in entry.pattern.steps) + 2
            for length in (40, 80, 160):
                words = Counted([-1] * length)
                entry.pattern.find(words, entry.bits)
                assert words.looked_at <= length * steps * reach, entry.pattern.line

    @given(st.text(alphabet="abdehiklmnorstuw '", max_size=80))
    def test_is_heard_differently_twice(self, said: str) -> None:
        assert LISTENER.hear(normalise(said)) == LISTENER.hear(normalise(said))


class Counted(list[int]):
    """Words that count how often they are looked at."""

    looked_at = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def, override]
        self.looked_at += 1
        return super().__getitem__(at)


PATTERNS = list(
    {
        entry.pattern.line: entry
        for entries in LISTENER._meanings._entries.values()
        for entry in entries
    }.values()
)
