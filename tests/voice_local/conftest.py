"""The speech model that tests hear with: the small one that ships, or the one that is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voice_local.model import synthetic_model


@pytest.fixture(scope="session")
def model() -> Path:
    named = os.environ.get("STEADY_TEST_MODEL")
    return Path(named) if named else synthetic_model()
