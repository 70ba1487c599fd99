"""A hundred simulated talks, each with the engine to its end: how they go, how long it takes."""

import pytest

from dialogs.authoring.personas import PROMISES, Talk, hundred, medians
from dialogs.content import load_content


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    return list(hundred(load_content()))


class TestAHundredTalks:
    def test_all_end_of_themselves(self, talks: list[Talk]) -> None:
        assert {talk.ended for talk in talks} <= {"completed", "parked", "stopped"}

    def test_no_limit_is_broken_and_nothing_answered_is_asked_again(
        self, talks: list[Talk]
    ) -> None:
        assert [fault for talk in talks for fault in talk.faults] == []

    @pytest.mark.parametrize("promise", PROMISES)
    def test_the_median_talk_comes_to_something_useful_soon(
        self, talks: list[Talk], promise: str
    ) -> None:
        assert medians(talks)[promise] < PROMISES[promise]
