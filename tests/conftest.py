"""What the tests share: the shipped trees, a clock that stands still, small trees of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dialogs.codec import state_from_json, state_to_json
from dialogs.content import load_content
from dialogs.engine import Turn, new_state, take_turn
from dialogs.events import Event, Heard, HungUp, Launched, Listen, Recalled, Resumed, Say, Silence
from dialogs.model import Trees
from dialogs.state import State

EVENING = datetime.fromisoformat("2026-01-05T21:00:00-05:00")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the transcripts as they play")


@pytest.fixture(scope="session")
def trees() -> Trees:
    """The trees that are shipped."""
    return load_content()


class Talk:
    """A conversation with the engine alone; its state goes through JSON after every turn."""

    def __init__(self, trees: Trees, consent: str = "yes", at: datetime = EVENING) -> None:
        self.trees = trees
        self.state: State = new_state(trees, "test")
        self.at = at
        self.turn: Turn
        self.take(Launched(at, consent))

    def take(self, event: Event) -> str:
        """Everything that is said in answer, as one text."""
        self.turn = take_turn(self.trees, self.state, event)
        self.state = state_from_json(state_to_json(self.turn.state))
        assert self.state == self.turn.state
        return self.said

    def say(self, text: str) -> str:
        self.at += timedelta(seconds=10)
        return self.take(Heard(text, self.at))

    def silence(self, seconds: float = 1e6) -> str:
        self.at += timedelta(seconds=min(seconds, 60))
        return self.take(Silence(seconds, self.at))

    def hang_up(self) -> str:
        return self.take(HungUp(self.at))

    def come_back(self, **after: float) -> str:
        self.at += timedelta(**after)
        return self.take(Resumed(self.at))

    def recalled(self, **facts: str) -> str:
        return self.take(Recalled("test", self.at, facts))

    @property
    def said(self) -> str:
        return " ".join(act.text for act in self.turn.actions if isinstance(act, Say))

    @property
    def listen(self) -> Listen:
        """How the channel has to listen now; a turn has one such action at most."""
        (listen,) = (act for act in self.turn.actions if isinstance(act, Listen))
        return listen

    def of(self, kind: type) -> list[object]:
        """The actions of one kind in the last turn."""
        return [act for act in self.turn.actions if isinstance(act, kind)]


@pytest.fixture
def talk(trees: Trees) -> Talk:
    """A talk on the shipped trees, launched, with consent given beforehand."""
    return Talk(trees)


@pytest.fixture
def small(tmp_path: Path, trees: Trees) -> Callable[..., Trees]:
    """Trees made of the given YAML files, with the engine's own lines and the danger scripts."""
    from tests.small_trees import make

    return lambda **files: make(tmp_path, files)
