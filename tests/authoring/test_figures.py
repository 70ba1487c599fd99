"""Drop-off, question by question, from what people agreed to keep."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.figures import Figures, read_figures
from dialogs.authoring.figures_cli import figures
from dialogs.conversation import Conversation
from dialogs.events import Heard, HungUp, Silence
from dialogs.log import open_log
from dialogs.log.opening import open_for_reading
from tests.conftest import EVENING
from tests.small_trees import make, question, tree

TEA = tree(
    "front_door",
    "first",
    question("first", "Tea?", "{yes: second, else: end}", otherwise="second"),
    question("second", "Milk in it?", "{yes: end, else: end}"),
)
SECONDS = 4


def talk(folder: Path, number: int, *said: str) -> None:
    """A talk that is kept: `""` is silence, `"(gone)"` a hang-up; every answer takes 4 seconds."""
    trees = make(folder, {"front_door": TEA})
    log = open_log(folder / "answers.db")
    conversation = Conversation(trees, log, "typed")
    at = EVENING + timedelta(days=number)
    conversation.begin(at, "yes")
    for words in said:
        at += timedelta(seconds=SECONDS)
        if words == "(gone)":
            conversation.take(HungUp(at))
        else:
            conversation.take(Heard(words, at) if words else Silence(1e6, at))
    log.close()


def counted(folder: Path) -> dict[str, Figures]:
    connection = open_for_reading(folder / "answers.db")
    assert connection is not None
    try:
        return read_figures(connection)
    finally:
        connection.close()


class TestCounting:
    def test_an_answer_and_the_time_it_took(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "yes", "no")
        found = counted(tmp_path)
        first, second = found["front_door/first"], found["front_door/second"]
        assert (first.reached, first.answered, first.left) == (1, 1, 0)
        assert (second.reached, second.answered, second.left) == (1, 1, 0)
        assert first.median_seconds == SECONDS

    def test_a_question_that_was_declined(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "skip this one", "no")
        assert counted(tmp_path)["front_door/first"].declined == 1

    def test_silence_before_an_answer_counts_once_and_takes_its_time(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "", "", "yes", "no")
        first = counted(tmp_path)["front_door/first"]
        assert (first.reached, first.silent, first.answered) == (1, 1, 1)
        assert first.median_seconds == 3 * SECONDS

    def test_words_that_fit_nothing(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "the purple bicycle", "yes", "no")
        first = counted(tmp_path)["front_door/first"]
        assert (first.not_understood, first.answered) == (1, 1)

    @pytest.mark.parametrize("leaving", ["stop", "(gone)"])
    def test_whoever_leaves_left_at_the_question_that_was_open(
        self, tmp_path: Path, leaving: str
    ) -> None:
        talk(tmp_path, 1, "yes", leaving)
        found = counted(tmp_path)
        assert found["front_door/first"].left == 0
        assert found["front_door/second"].left == 1

    def test_a_talk_cut_off_without_a_word_left_at_its_last_question(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "yes")
        assert counted(tmp_path)["front_door/second"].left == 1

    def test_a_danger_moves_on(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "i want to kill myself", "(gone)")
        found = counted(tmp_path)
        assert found["front_door/first"].moved_on == 1
        assert found["front_door/first"].left == 0

    def test_every_visit_has_one_outcome(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "", "yes", "skip this one")
        for one in counted(tmp_path).values():
            assert one.answered + one.declined + one.moved_on + one.left == one.reached


class TestCommand:
    def test_a_table_and_the_same_as_json(self, tmp_path: Path) -> None:
        talk(tmp_path, 1, "yes", "no")
        db = str(tmp_path / "answers.db")
        table = CliRunner().invoke(figures, ["--db", db]).output
        assert "front_door/first" in table
        data = json.loads(CliRunner().invoke(figures, ["--db", db, "--json"]).output)
        assert data[0]["place"] == "front_door/first"
        assert data[0]["median_seconds"] == SECONDS

    def test_no_log_is_no_fault(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(figures, ["--db", str(tmp_path / "none.db")])
        assert result.exit_code == 0
        assert "No talk that was kept" in result.output
