"""Spoken talks in which anything may happen: the short form of `tools/soak_voice.py`."""

from __future__ import annotations

from dialogs.model import Trees
from tools.soak_voice import soak


def test_no_turn_is_lost_and_nothing_hangs(trees: Trees) -> None:
    assert list(soak(trees, seed=1, talks=6)) == []
