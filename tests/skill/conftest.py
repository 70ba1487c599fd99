"""What the tests of the endpoint share: a clock, an endpoint with its log, an Echo."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from dialogs.model import Trees
from tests.skill.client import AlexaClient, Clock, content, make_app


@pytest.fixture(scope="session")
def trees() -> Trees:
    """The very trees that the endpoint answers from."""
    return content()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "answers.db"


@pytest.fixture
def app(database: Path, clock: Clock) -> Flask:
    return make_app(database, clock)


@pytest.fixture
def alexa(app: Flask, clock: Clock) -> AlexaClient:
    """An Echo whose person has not opened the skill yet."""
    return AlexaClient(app, clock)
