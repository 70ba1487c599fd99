"""`steady answers` and `steady patterns`: what they print, and that they change nothing."""

import csv
import io
import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dialogs.events import Retract
from dialogs.log import SqliteLog
from dialogs.log.cli import answers, patterns
from tests.log.samples import LATE, answer, tell_slip, write


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(answers, ["--db", str(path), *options])


@pytest.fixture
def filled(log: SqliteLog, path: Path) -> Path:
    write(log, 3, answer(3, "trigger", "stress", "pain"))
    write(log, 4, Retract((3,), 4, LATE, "corrected"), answer(4, "trigger", how="corrected"))
    write(log, 5, answer(5, "sleep", outcome="declined"), answer(5, "food", outcome="unanswered"))
    log.close()
    return path


class TestAnswersAsJson:
    def test_every_answer_is_an_object_those_taken_back_are_marked(self, filled: Path) -> None:
        told = json.loads(run(filled, "--json").output)
        assert told[0] == {
            "conversation": "c1",
            "turn": 3,
            "at": "2026-11-20T23:10:00-05:00",
            "tree": "trigger_questions",
            "node": "trigger",
            "name": "trigger",
            "outcome": "answered",
            "choices": ["stress", "pain"],
            "choice": "stress",
            "how": "matched",
            "retracted": True,
            "channel": "typed",
            "trees_hash": "trees-1",
        }
        assert [(one["turn"], one["choice"], one["retracted"]) for one in told[1:]] == [
            (4, None, False),
            (5, None, False),
            (5, None, False),
        ]

    def test_a_tree_in_a_folder_keeps_its_whole_name(self, log: SqliteLog, path: Path) -> None:
        from dialogs.events import Record

        write(log, 1, Record(1, LATE, "danger/check/safe", "safe", "answered", ("yes",)))
        [told] = json.loads(run(path, "--json").output)
        assert (told["tree"], told["node"]) == ("danger/check", "safe")

    def test_no_log_is_an_empty_list_and_none_is_made(self, path: Path) -> None:
        result = run(path, "--json")
        assert (result.exit_code, result.output) == (0, "[]\n")
        assert not path.parent.exists()

    def test_an_empty_file_is_an_empty_list_and_stays_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.db"
        path.touch()
        assert run(path, "--json").output == "[]\n"
        assert path.read_bytes() == b""

    def test_a_log_that_was_cut_off_while_it_was_begun_is_an_empty_list(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "begun.db"
        begun = sqlite3.connect(path)
        begun.execute(f"PRAGMA application_id = {0x53744764}")
        begun.close()
        assert run(path, "--json").output == "[]\n"

    def test_a_forgotten_log_is_an_empty_list(self, log: SqliteLog, filled: Path) -> None:
        log.forget("everything", "c1", LATE)
        assert run(filled, "--json").output == "[]\n"


class TestAnswersAsATable:
    def test_it_is_plain_and_leaves_out_what_was_taken_back(self, filled: Path) -> None:
        assert run(filled).output == (
            "when                  asked                      about    answer\n"
            "Fri 2026-11-20 23:10  trigger_questions/trigger  trigger\n"
            "Fri 2026-11-20 23:10  trigger_questions/sleep    sleep    (rather not say)\n"
            "Fri 2026-11-20 23:10  trigger_questions/food     food     (no answer)\n"
        )

    def test_with_all_it_shows_that_too(self, filled: Path) -> None:
        first = run(filled, "--all").output.splitlines()[1]
        assert first == (
            "Fri 2026-11-20 23:10  trigger_questions/trigger  trigger  stress, pain      taken back"
        )

    def test_no_answers_are_said_as_such(self, path: Path) -> None:
        assert run(path).output == "No answers are kept.\n"

    def test_nothing_in_an_answer_can_command_the_terminal(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 1, answer(1, "next_step", "tea\x1b[2J\r\n🫖", how="words"))
        assert "tea [2J  🫖\n" in run(path).output


class TestAnswersAsCsv:
    def test_it_is_read_back_as_it_was(self, log: SqliteLog, path: Path) -> None:
        write(log, 1, answer(1, "trigger", "stress", "pain"))
        write(log, 2, answer(2, "next_step", 'call "Jo", then\nsleep', how="words"))
        told = [*csv.DictReader(io.StringIO(run(path, "--csv").output, newline=""))]
        assert [one["choices"] for one in told] == ["stress;pain", 'call "Jo", then\nsleep']
        assert told[0]["tree"] == "trigger_questions"

    def test_an_empty_log_gives_the_header(self, path: Path) -> None:
        assert run(path, "--csv").output.startswith("conversation,turn,at,tree,node,name,")

    def test_what_was_taken_back_is_left_out_unless_asked_for(self, filled: Path) -> None:
        assert "stress" not in run(filled, "--csv").output
        assert "stress;pain" in run(filled, "--csv", "--all").output


class TestUse:
    def test_two_forms_at_once_are_wrong_usage(self, path: Path) -> None:
        result = run(path, "--json", "--csv")
        assert result.exit_code == 2
        assert "name one of them" in result.output

    @pytest.mark.parametrize("command", [answers, patterns])
    def test_what_is_not_ours_is_refused_in_the_error_standard(
        self, tmp_path: Path, command: object
    ) -> None:
        assert command in (answers, patterns)
        path = tmp_path / "notes.txt"
        path.write_text("Dear diary")
        result = CliRunner().invoke(
            answers if command is answers else patterns, ["--db", str(path)]
        )
        assert result.exit_code == 3
        assert result.stderr.startswith(f"{path}: the answer log cannot go there")
        assert "\n  mend: " in result.stderr

    def test_a_damaged_log_is_named_and_left_where_it_is(self, filled: Path) -> None:
        whole = filled.read_bytes()
        damaged = whole[:100] + b"\xff" * 3996 + whole[4096:]
        filled.write_bytes(damaged)
        result = run(filled, "--json")
        assert result.exit_code == 3
        assert "is damaged" in result.stderr
        assert filled.read_bytes() == damaged

    def test_one_that_another_program_has_to_itself_is_named(self, filled: Path) -> None:
        other = sqlite3.connect(filled, isolation_level=None)
        try:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            result = run(filled)
        finally:
            other.close()
        assert result.exit_code == 3
        assert "locked by another program" in result.stderr

    def test_one_that_may_not_be_read_is_named(
        self, filled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*arguments: object, **more: object) -> None:
            raise PermissionError(13, "no")

        monkeypatch.setattr(Path, "open", refuse)
        result = run(filled)
        assert result.exit_code == 3
        assert "cannot be opened" in result.stderr

    def test_reading_changes_nothing(self, filled: Path) -> None:
        before = filled.read_bytes()
        for options in ([], ["--json"], ["--csv"], ["--all"]):
            assert run(filled, *options).exit_code == 0
        assert filled.read_bytes() == before

    def test_reading_goes_on_while_a_talk_is_written(self, log: SqliteLog, path: Path) -> None:
        write(log, 1, answer(1, "trigger", "pain"))
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            assert len(json.loads(run(path, "--json").output)) == 1
        finally:
            other.close()


class TestPatterns:
    def test_they_are_told_as_text(self, log: SqliteLog, path: Path) -> None:
        for week in range(3):
            tell_slip(log, f"c{week}", LATE - timedelta(weeks=week), "pain")
        result = CliRunner().invoke(patterns, ["--db", str(path)])
        assert result.exit_code == 0
        assert result.output.startswith("Three talks about a slip, from 2026-11-06 to 2026-11-20.")

    def test_no_log_has_none_and_none_is_made(self, path: Path) -> None:
        result = CliRunner().invoke(patterns, ["--db", str(path)])
        assert (result.exit_code, path.exists()) == (0, False)
        assert result.output.startswith("Nothing is kept about a slip yet")
