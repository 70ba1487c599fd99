"""The walk goes everywhere, and says what was said to get to a broken promise."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.promises import untrue_to
from dialogs.authoring.sayings import answers_to
from dialogs.authoring.walk import BEGIN, MOST_TURNS_A_QUESTION, Walk, Walker, unvisited
from dialogs.authoring.walk_cli import walk as walk_command
from dialogs.content import load_content
from dialogs.engine import Turn, new_state, take_turn
from dialogs.events import Launched
from dialogs.hear import normalise
from dialogs.model import Trees
from tests.small_trees import make, question, tree


def walk(trees: Trees) -> Walk:
    return Walker(trees).go(100_000)


def front_door(folder: Path, *nodes: str) -> Trees:
    """Only a front door, whose first node is `first`."""
    return make(folder, {"front_door": tree("front_door", "first", *nodes)})


@pytest.fixture(scope="module")
def walked(trees: Trees) -> Walk:
    """The whole walk through the shipped trees."""
    return Walker(trees).go(600_000)


class TestShippedTrees:
    def test_no_promise_is_broken_anywhere(self, walked: Walk) -> None:
        assert not walked.faults, "\n".join(map(str, walked.faults))

    def test_every_question_is_come_to(self, walked: Walk, trees: Trees) -> None:
        assert list(unvisited(trees, walked)) == []

    def test_an_end_is_near_from_everywhere(self, walked: Walk) -> None:
        assert 0 < walked.most_turns <= 20

    def test_every_choice_of_every_set_can_be_said(self, trees: Trees) -> None:
        asked = {node.ask for node in trees.nodes.values() if node.ask}
        for ask in asked:
            assert list(answers_to(trees, ask, BEGIN)), ask

    def test_every_topic_of_the_open_question_is_said_and_heard(self, trees: Trees) -> None:
        topics = dict(answers_to(trees, "opening", BEGIN))
        assert set(topics) == set(trees.nodes["front_door/what_happened"].answers)
        assert trees.ears is not None
        for topic, words in topics.items():
            utterance = normalise(words)
            match = trees.ears.answer("opening", utterance, BEGIN, trees.ears.command(utterance))
            assert match is not None
            assert getattr(match.value, "topic", "") == topic, words
            assert trees.ears.danger(utterance, None, match) is None, words


class TestWhatItFinds:
    def test_nothing_in_trees_that_are_well(self, tmp_path: Path) -> None:
        trees = front_door(tmp_path, question("first", "Tea?", "{yes: end, else: end}"))
        found = walk(trees)
        assert found.faults == []
        assert "front_door/first" in found.places

    def test_questions_that_lead_only_to_each_other(self, tmp_path: Path) -> None:
        trees = front_door(
            tmp_path,
            question("first", "Tea?", "{else: second}", otherwise="second", extra="again: true"),
            question("second", "Milk?", "{else: first}", otherwise="first", extra="again: true"),
        )
        faults = walk(trees).faults
        assert "front_door/first" in {fault.place for fault in faults}
        assert {"no answers lead from here to an end"} == {fault.what for fault in faults}

    def test_a_question_asked_again_although_it_was_answered(self, tmp_path: Path) -> None:
        trees = front_door(
            tmp_path,
            question("first", "Tea?", "{yes: second, else: end}"),
            question("second", "Milk?", "{yes: repeat, else: end}"),
        )
        (fault,) = walk(trees).faults
        assert fault.place == "front_door/second"
        assert "asked again" in fault.what
        assert fault.trail[-2:] == ("yes", "yes")

    def test_a_danger_that_is_not_met_with_a_number(self, tmp_path: Path) -> None:
        front_door(tmp_path, question("first", "Tea?", "{yes: end, else: end}"))
        path = tmp_path / "trees" / "danger" / "suicide.yaml"
        path.write_text(path.read_text("utf-8").replace("{lifeline}", "somebody"), "utf-8")
        faults = walk(load_content(trees=tmp_path / "trees")).faults
        assert "danger/suicide/number" in {fault.place for fault in faults}
        assert any("without a number" in fault.what for fault in faults)

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("resume", "the place is lost while the person is away"),
            ("stop", "stop does not end the talk"),
            ("help", "nothing is said to 'help'"),
            ("repeat", "nothing is said to 'repeat'"),
        ],
    )
    def test_a_command_that_does_nothing(self, tmp_path: Path, name: str, what: str) -> None:
        trees = front_door(tmp_path, question("first", "Tea?", "{yes: end, else: end}"))
        begun = take_turn(trees, new_state(trees, "walk"), Launched(BEGIN, "yes"))
        lost = replace(begun.state, place="front_door/elsewhere")
        assert what in untrue_to(name, begun.state, Turn(lost, ()))

    def test_the_numbers_when_they_say_none(self, tmp_path: Path) -> None:
        front_door(tmp_path, question("first", "Tea?", "{yes: end, else: end}"))
        path = tmp_path / "trees" / "people.yaml"
        path.write_text(re.sub(r"\{\w+\}", "somebody", path.read_text("utf-8")), "utf-8")
        faults = walk(load_content(trees=tmp_path / "trees")).faults
        assert any(fault.what.startswith("numbers: no number") for fault in faults)

    def test_twice_the_questions_are_twice_the_walk(self, tmp_path: Path) -> None:
        turns = [walk(row_of_questions(tmp_path, count)).turns for count in (10, 20, 30)]
        assert turns[2] - turns[1] == turns[1] - turns[0]
        assert turns[1] - turns[0] <= 10 * MOST_TURNS_A_QUESTION

    def test_a_walk_that_is_not_done_in_so_many_turns(self, trees: Trees) -> None:
        found = Walker(trees).go(500)
        assert [fault.what for fault in found.faults] == ["not finished after 500 turns"]


def row_of_questions(folder: Path, count: int) -> Trees:
    """So many questions, one after the other."""
    names = ["first", *(f"q{number}" for number in range(1, count)), "end"]
    return front_door(
        folder,
        *(
            question(name, "Tea?", f"{{else: {then}}}", otherwise=then)
            for name, then in pairwise(names)
        ),
    )


class TestCommand:
    def test_broken_promises_end_with_exit_code_1(self, tmp_path: Path) -> None:
        front_door(
            tmp_path,
            question("first", "Tea?", "{else: second}", otherwise="second", extra="again: true"),
            question("second", "Milk?", "{else: first}", otherwise="first", extra="again: true"),
        )
        result = CliRunner().invoke(walk_command, [str(tmp_path / "trees")])
        assert result.exit_code == 1
        assert "no answers lead from here to an end\n    after: ask" in result.output

    def test_trees_that_are_well_end_with_exit_code_0(self, tmp_path: Path) -> None:
        front_door(tmp_path, question("first", "Tea?", "{yes: end, else: end}"))
        result = CliRunner().invoke(walk_command, [str(tmp_path / "trees")])
        assert result.exit_code == 0
        assert "No broken promises." in result.output
