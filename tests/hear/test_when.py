"""When it happened: what people say, and the hours before now that it stands for."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.hear.normalise import normalise
from dialogs.hear.when import WhenListener

ROOT = Path(__file__).parents[2]
LISTENER = WhenListener.load(ROOT / "dialogs" / "lexicon")
THURSDAY_NIGHT = datetime(2025, 6, 12, 22, 0)


def heard(words: str, now: datetime = THURSDAY_NIGHT) -> tuple[float, float] | str | None:
    return LISTENER.hear(normalise(words), now)


class TestHoursOfTheClock:
    def test_an_hour_is_the_latest_one_that_is_past(self) -> None:
        assert heard("four o'clock") == (5.5, 6.5)
        assert heard("eleven thirty") == (10.0, 11.0)
