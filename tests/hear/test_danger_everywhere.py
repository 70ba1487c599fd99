"""A danger said in the middle of any question of any tree is heard there, on every channel.

Every question is tried with a few lines of each danger, other ones at each; all lines at
all questions are said in `make soak` (tools/soak_danger.py).
"""

from pathlib import Path

import pytest

from dialogs.engine import take_turn
from dialogs.events import Heard, Listen
from dialogs.model import Trees
from tests.conftest import EVENING
from tests.hear.danger_channels import CHANNELS, missed, standing_at
from tests.hear.danger_lines import LINES

EACH = 1
"""Lines of each danger at every question."""


@pytest.mark.parametrize("channel", CHANNELS)
class TestAtEveryQuestion:
    @pytest.mark.parametrize("category", LINES)
    def test_a_danger_is_heard_and_answered_with_help(
        self, trees: Trees, channel: str, category: str, tmp_path: Path
    ) -> None:
        person = CHANNELS[channel](trees, tmp_path)
        assert list(missed(person, trees, category, EACH)) == []

    def test_what_is_no_danger_is_not_taken_for_one(
        self, trees: Trees, channel: str, tmp_path: Path
    ) -> None:
        """Else a channel that answers everything with help would pass."""
        person = CHANNELS[channel](trees, tmp_path)
        person.stand(standing_at(trees, "front_door/when"))
        person.say("yesterday evening")
        assert person.state is not None
        assert person.state.danger is None


@pytest.mark.parametrize("category", LINES)
class TestAfterADanger:
    def test_the_answer_is_waited_for_as_one_that_is_urgent(
        self, trees: Trees, category: str
    ) -> None:
        said = Heard(LINES[category][0], EVENING)
        hurried = [
            place
            for place, node in trees.nodes.items()
            if node.ask is not None
            and not any(
                isinstance(act, Listen) and act.urgent
                for act in take_turn(trees, standing_at(trees, place), said).actions
            )
        ]
        assert hurried == []


class TestEveryQuestionInDanger:
    def test_ends_with_the_question(self, trees: Trees) -> None:
        """Whoever is alone with a dying person must know that it is their turn to speak."""
        left_open = [
            line.id
            for place, node in trees.nodes.items()
            if place.startswith("danger/") and node.ask
            for line in (
                *node.say, node.shorter, node.slower, node.help, node.silence, *node.no_match
            )
            if line and not line.text.endswith("?")
        ]  # fmt: skip
        assert left_open == []
