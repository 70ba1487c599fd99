"""A danger said in the middle of any question of any tree is heard there."""

from dataclasses import replace

import pytest

from dialogs.engine import new_state, take_turn
from dialogs.events import Heard, Launched, Listen, Say
from dialogs.model import Trees
from dialogs.state import State
from tests.conftest import EVENING
from tests.hear.danger_lines import LINES

EACH = 3
"""Lines of each danger, others at every question, so that all are said in many places."""


def standing_at(trees: Trees, place: str) -> State:
    begun = take_turn(trees, new_state(trees, "test"), Launched(EVENING, "no")).state
    danger = trees.trees[place.rpartition("/")[0]].danger
    return replace(begun, place=place, danger=danger, stack=())


@pytest.mark.parametrize("category", LINES)
class TestAtEveryQuestion:
    def test_a_danger_is_heard_and_answered_with_help(self, trees: Trees, category: str) -> None:
        lines = LINES[category]
        missed = []
        for n, (place, node) in enumerate(trees.nodes.items()):
            if node.ask is None:
                continue
            before = standing_at(trees, place)
            for said in [lines[(n + k) % len(lines)] for k in range(min(EACH, len(lines)))]:
                turn = take_turn(trees, before, Heard(said, EVENING))
                spoken = [act for act in turn.actions if isinstance(act, Say)]
                listens = [act for act in turn.actions if isinstance(act, Listen)]
                helped = any(act.numbers for act in spoken) or "safe" in spoken[0].text
                if not (
                    turn.outcome.startswith("danger.")
                    and turn.state.danger
                    and helped
                    and listens[0].urgent
                ):
                    missed.append((place, said, turn.outcome))
        assert missed == []


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
