"""One engine, two channels: what a channel says, remembers and keeps is what a typed talk does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dialogs.authoring.channels import Typed, compare, find_channels, words_of
from dialogs.authoring.walk import Walker, one_path_to_each_question
from dialogs.events import Action, Event, Heard, Launched
from dialogs.model import Trees
from dialogs.state import State
from tests.conftest import EVENING

PATH = (
    ("ask", Launched(EVENING)),
    ("yes", Heard("yes", EVENING)),
    ("no", Heard("no", EVENING)),
)


class Parrot:
    """A channel that does as a typed talk does, as long as nobody spoils it."""

    def __init__(self, trees: Trees, database: Path) -> None:
        self.typed = Typed(trees, database)
        self.actions: Sequence[Action] = ()
        self.spoilt = ""

    def can_take(self, event: Event) -> bool:
        return True

    def take(self, event: Event) -> None:
        self.actions = self.typed.take(event)

    @property
    def said(self) -> str:
        return words_of(self.actions) + self.spoilt

    def text_of(self, actions: Sequence[Action]) -> str:
        return words_of(actions)

    @property
    def state(self) -> State | None:
        return self.typed.talk.state

    def close(self) -> None:
        self.typed.log.close()


class Loud(Parrot):
    """Says more than it should."""

    def __init__(self, trees: Trees, database: Path) -> None:
        super().__init__(trees, database)
        self.spoilt = "!"


class Forgetful(Parrot):
    """Remembers nothing."""

    @property
    def state(self) -> State | None:
        return None


@pytest.mark.parametrize(
    ("channel", "told"),
    [(Parrot, []), (Loud, ["says"]), (Forgetful, ["remembers another state"])],
)
def test_a_difference_is_told_with_what_led_to_it(
    trees: Trees, channel: type[Parrot], told: list[str]
) -> None:
    found = list(compare("parrot", channel, trees, [PATH]))
    assert [one.what.split(" '")[0] for one in found] == told
    assert all(one.trail == ("ask",) for one in found)


def test_every_channel_does_the_same_on_a_path_to_each_question(trees: Trees) -> None:
    walked = Walker(trees).go(30_000)
    paths = one_path_to_each_question(walked)
    assert len(paths) > 50
    channels = find_channels()
    assert set(channels) == {"alexa", "voice"}
    for name, open_channel in channels.items():
        found = list(compare(name, open_channel, trees, paths))
        assert not found, "\n".join(map(str, found))
