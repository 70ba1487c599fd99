"""The long proofs of `make soak` in short: they find what they look for, and find nothing."""

from __future__ import annotations

import pytest

from tools.soak_alexa import Echo, in_peace, lost_or_doubled, soak
from tools.soak_alexa_fuzz import fuzz


def test_ten_echos_at_once_lose_and_double_nothing() -> None:
    assert soak(sessions=10, seconds=4, think=0.2, kills=0) == []


def test_nor_when_the_server_is_killed_under_them() -> None:
    assert soak(sessions=6, seconds=4, think=0.1, kills=1) == []


def test_requests_of_any_shape_are_answered_or_refused() -> None:
    assert fuzz(1_500, seed=7) == []


class TestTheProofItself:
    @pytest.fixture
    def echo(self) -> Echo:
        return Echo(None, 0, iter(()), told={"a" * 32: 5})  # type: ignore[arg-type]

    def test_a_lost_answer_is_found(
        self, echo: Echo, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        peace = in_peace(tmp_path_factory.mktemp("peace"))
        assert lost_or_doubled({"a" * 32: peace[5]}, [echo], peace) == []
        assert lost_or_doubled({"a" * 32: peace[5][1:]}, [echo], peace)

    def test_a_doubled_one_too(self, echo: Echo, tmp_path_factory: pytest.TempPathFactory) -> None:
        peace = in_peace(tmp_path_factory.mktemp("peace"))
        doubled = {"a" * 32: peace[5], "b" * 32: peace[5]}
        assert lost_or_doubled(doubled, [echo], peace)
