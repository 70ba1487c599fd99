"""What every help script owes to the person who may die tonight."""

import re

import pytest

from dialogs.load import load_trees
from dialogs.model import Line, Node

TREES = load_trees()
HARD = sorted(tree for category, tree in TREES.dangers.items() if category != "check")
ALL = sorted(TREES.dangers.values())


def _nodes(tree: str) -> list[Node]:
    return [node for place, node in TREES.nodes.items() if place.rpartition("/")[0] == tree]


def _numbers(line: Line | None) -> list[str]:
    assert line is not None
    return [key for key in re.findall(r"\{(\w+)\}", line.text) if key in TREES.numbers]


@pytest.mark.parametrize("tree", HARD)
class TestHardAlarm:
    def test_the_first_sentence_holds_the_number(self, tree: str) -> None:
        first = TREES.nodes[TREES.trees[tree].start].say[0]
        assert "{" in re.split(r"[.?!]", first.text)[0]

    def test_the_number_is_said_twice(self, tree: str) -> None:
        spoken = _numbers(TREES.nodes[TREES.trees[tree].start].say[0])
        assert len(spoken) == 2
        assert spoken[0] == spoken[1]

    def test_no_line_is_without_a_number(self, tree: str) -> None:
        for node in _nodes(tree):
            lines = [*node.say, *node.no_match]
            if node.ask:
                lines += [node.shorter, node.slower, node.help, node.silence]
            assert [line.id for line in lines if line and not _numbers(line)] == []

    def test_it_ends_only_through_two_checks(self, tree: str) -> None:
        ways_out = {node.place for node in _nodes(tree) if node.effect == "safe_again"}
        before = {
            node.place
            for node in _nodes(tree)
            for answer in node.answers.values()
            if ways_out.intersection(way.to for way in answer.go)
        }
        assert before
        assert all(TREES.nodes[place].ask == "safe" for place in before)
        assert f"{tree}/safe_first" not in before


@pytest.mark.parametrize("tree", ALL)
class TestEveryHelpScript:
    def test_stop_and_closing_hold_a_number(self, tree: str) -> None:
        assert _numbers(TREES.trees[tree].stop)
        assert _numbers(TREES.trees[tree].closing)

    def test_silence_and_no_match_hold_a_number(self, tree: str) -> None:
        for node in _nodes(tree):
            if node.ask:
                assert all(_numbers(line) for line in (node.silence, *node.no_match)), node.place

    def test_an_answer_given_before_is_asked_again(self, tree: str) -> None:
        assert all(node.again for node in _nodes(tree) if node.ask)

    def test_a_question_left_open_stays_in_danger(self, tree: str) -> None:
        for node in _nodes(tree):
            if node.ask:
                assert node.otherwise is not None
                assert TREES.nodes[node.otherwise].effect is None

    def test_all_of_it_waits_for_review(self, tree: str) -> None:
        assert all(node.clinical for node in _nodes(tree))


class TestQuietScript:
    def test_nothing_names_the_subject_until_the_person_can_talk(self) -> None:
        for slug in ("number", "talk", "quiet", "safe_first", "safe_second"):
            node = TREES.nodes[f"danger/abuse/{slug}"]
            spoken = [*node.say, node.shorter, node.help, node.silence, *node.no_match]
            for line in spoken:
                if line is not None:
                    said = re.sub(r"\{\w+\}", "", line.text)
                    assert not re.search(r"hurt|abuse|violen|partner|sex|hit", said), line.id


class TestSpanish:
    def test_every_line_of_the_help_scripts_is_translated(self) -> None:
        spanish = load_trees(language="es")
        for tree in (*ALL, "people"):
            for node in _nodes(tree):
                other = spanish.nodes[node.place]
                assert [a.id for a, b in zip(node.say, other.say, strict=True) if a == b] == []
                if node.ask:
                    assert other.silence != node.silence
                    assert other.help != node.help
