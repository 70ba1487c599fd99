"""Anything said at any moment: the short form of `tools/soak_fuzz.py`, which `make soak` runs."""

from __future__ import annotations

import pytest

from dialogs.model import Trees
from tools.soak_fuzz import fuzz


@pytest.mark.parametrize("seed", [11, 12])
def test_no_promise_is_broken_by_anything_said_at_any_moment(trees: Trees, seed: int) -> None:
    assert fuzz(trees, seed, turns=2_000) == []
