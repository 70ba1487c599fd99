"""A person on each channel who can be put down at any question: typed, an Echo, the voice loop.

    person = CHANNELS["alexa"](trees, tmp_path)
    person.stand(standing_at(trees, "slip/first"))
    assert "988" in person.say("i want to kill myself")

Of the Echo only Amazon is missing (signed JSON goes in, JSON comes out), of the voice
loop the room, the recogniser and the voice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dialogs.authoring.channels import words_of
from dialogs.codec import state_to_json
from dialogs.conversation import Conversation
from dialogs.engine import new_state, take_turn
from dialogs.events import Action, Heard, Launched
from dialogs.log import NoLog
from dialogs.model import Trees
from dialogs.state import State
from skill.attributes import KEY
from tests.conftest import EVENING
from tests.hear.danger_lines import LINES
from tests.skill.client import AlexaClient, Clock, make_app
from voice_local.rehearsal import VoiceRehearsal


class Person(Protocol):
    """Somebody on one channel."""

    def stand(self, state: State) -> None:
        """They have come as far as this, and the question stands open."""

    def say(self, text: str) -> str:
        """Everything that is said back, as plain words."""

    @property
    def state(self) -> State | None:
        """What the channel remembers of the talk."""


class AtAKeyboard:
    def __init__(self, trees: Trees, folder: Path) -> None:
        self._talk = Conversation(trees, NoLog(), "typed")
        self._talk.begin(EVENING)

    def stand(self, state: State) -> None:
        self._talk.state = state

    def say(self, text: str) -> str:
        return words_of(self._talk.take(Heard(text, EVENING)))

    @property
    def state(self) -> State | None:
        return self._talk.state


class AtAnEcho:
    def __init__(self, trees: Trees, folder: Path) -> None:
        clock = Clock(EVENING)
        self._alexa = AlexaClient(make_app(folder / "echo.db", clock, trees), clock)
        self._alexa.launch()

    def stand(self, state: State) -> None:
        self._alexa.session = "amzn1.echo-api.session.standing"
        self._alexa.attributes = {KEY: state_to_json(state)}

    def say(self, text: str) -> str:
        return self._alexa.say(text)

    @property
    def state(self) -> State | None:
        return self._alexa.state


class InARoom(VoiceRehearsal):
    def __init__(self, trees: Trees, folder: Path) -> None:
        super().__init__(trees, folder / "room.db")
        self.take(Launched(EVENING, "no"))

    def stand(self, state: State) -> None:
        self._conversation.state = state
        self.actions: tuple[Action, ...] = take_turn(
            self.trees, state, Heard("repeat that", EVENING)
        ).actions

    def say(self, text: str) -> str:
        self.take(Heard(text, EVENING))
        return self.said


CHANNELS: dict[str, Callable[[Trees, Path], Person]] = {
    "typed": AtAKeyboard,
    "alexa": AtAnEcho,
    "voice": InARoom,
}


def standing_at(trees: Trees, place: str) -> State:
    """Somebody who has just been asked what is asked there."""
    begun = take_turn(trees, new_state(trees, "test"), Launched(EVENING, "no")).state
    danger = trees.trees[place.rpartition("/")[0]].danger
    return replace(begun, place=place, danger=danger, stack=())


def missed(person: Person, trees: Trees, category: str, each: int) -> Iterator[str]:
    """Where a danger is said and not met: at every question `each` of its lines, others in turn."""
    lines = LINES[category]
    asked = [place for place, node in trees.nodes.items() if node.ask is not None]
    for n, place in enumerate(asked):
        for k in range(min(each, len(lines))):
            said = lines[(n + k) % len(lines)]
            person.stand(standing_at(trees, place))
            answer = person.say(said)
            state = person.state
            helped = any(digit.isdigit() for digit in answer) or "safe right now" in answer
            if not (helped and state and state.danger):
                yield f'{place}: "{said}" was answered: {answer}'
