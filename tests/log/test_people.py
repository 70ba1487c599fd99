"""Several people in one file: each log knows the talks of one, and forgets only those."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.events import End, Park
from dialogs.log import SqliteLog
from dialogs.log.cli import patterns
from dialogs.log.reading import read_answers
from tests.log.samples import LATE, answer, bytes_of_all_files, rows, tell_slip, write

ANNA, BOB = "a" * 64, "b" * 64


@pytest.fixture
def anna(log: SqliteLog) -> SqliteLog:
    return log.of(ANNA)


@pytest.fixture
def bob(log: SqliteLog) -> SqliteLog:
    return log.of(BOB)


class TestOneFile:
    def test_a_parked_place_is_found_by_its_own_person_alone(
        self, log: SqliteLog, anna: SqliteLog, bob: SqliteLog
    ) -> None:
        write(anna, 3, Park(), End("parked"), id="hers", state="hers")
        write(bob, 3, Park(), End("parked"), id="his", state="his")
        assert [each.latest_parked().state for each in (anna, bob)] == ["hers", "his"]  # type: ignore[union-attr]
        assert log.latest_parked() is None

    @pytest.mark.parametrize("what", ["kept", "patterns", "last"])
    def test_no_fact_comes_from_anybody_else(
        self, what: str, log: SqliteLog, anna: SqliteLog, bob: SqliteLog, tmp_path: Path
    ) -> None:
        for number in range(4):
            tell_slip(anna, f"hers{number}", LATE, "pain")
        tell_slip(bob, "his", LATE, "stress")
        with SqliteLog(tmp_path / "alone.db") as alone:
            tell_slip(alone, "his", LATE, "stress")
            assert bob.recall(what, LATE) == alone.recall(what, LATE)

    def test_a_turn_in_a_conversation_of_somebody_else_is_not_written(
        self, anna: SqliteLog, bob: SqliteLog, path: Path
    ) -> None:
        write(anna, 3, id="hers")
        assert not write(bob, 4, answer(4), id="hers")
        assert rows(path, "SELECT turn FROM turns") == [(3,)]

    def test_all_answers_of_the_file_are_read_back(
        self, log: SqliteLog, anna: SqliteLog, bob: SqliteLog
    ) -> None:
        for number, each in enumerate((log, anna, bob)):
            write(each, 3, answer(3, "trigger", "stress"), id=f"c{number}")
        connection = log.file.connection
        assert connection is not None
        assert [told["conversation"] for told in read_answers(connection)] == ["c0", "c1", "c2"]


class TestPatterns:
    def shown(self, path: Path) -> str:
        done = CliRunner().invoke(patterns, ["--db", str(path)])
        assert done.exit_code == 0
        return done.output

    def test_those_of_several_people_are_shown_one_after_the_other(
        self, log: SqliteLog, anna: SqliteLog, path: Path
    ) -> None:
        for number in range(3):
            tell_slip(log, f"mine{number}", LATE, "stress")
            tell_slip(anna, f"hers{number}", LATE, "pain")
        mine, hers = self.shown(path).split("Person 2")
        assert mine.startswith("At this machine")
        assert ("stress" in mine, "pain" in mine) == (True, False)
        assert ("stress" in hers, "pain" in hers) == (False, True)

    def test_those_of_one_stand_alone_whoever_it_is(self, anna: SqliteLog, path: Path) -> None:
        tell_slip(anna, "hers", LATE, "pain")
        assert self.shown(path).startswith("Too little to tell yet: one talk")


class TestForgetting:
    @pytest.mark.parametrize("scope", ["everything", "today", "conversation"])
    def test_it_touches_nobody_else_whatever_is_named(
        self, scope: str, anna: SqliteLog, bob: SqliteLog, path: Path
    ) -> None:
        write(anna, 3, answer(3, "trigger", "MARKER-A"), id="hers")
        write(bob, 3, answer(3, "trigger", "MARKER-B"), id="his")
        assert anna.forget(scope, "his", LATE) == (0 if scope == "conversation" else 1)
        left = bytes_of_all_files(path.parent)
        assert b"MARKER-B" in left
        assert (b"MARKER-A" in left) == (scope == "conversation")

    def test_no_byte_of_the_one_who_asked_is_left(
        self, anna: SqliteLog, bob: SqliteLog, path: Path
    ) -> None:
        write(anna, 3, answer(3, "trigger", "stress"), id="hers", state="MARKER")
        write(bob, 3, id="his")
        anna.forget("everything", "hers", LATE)
        left = bytes_of_all_files(path.parent)
        for marker in (ANNA.encode(), b"hers", b"MARKER"):
            assert marker not in left

    def test_strike_reaches_only_ones_own(self, anna: SqliteLog, bob: SqliteLog) -> None:
        write(anna, 3, answer(3, "trigger", "stress"), id="hers")
        assert bob.strike("hers", [3]) == 0
        assert anna.strike("hers", [3]) == 1

    def test_whether_anybody_is_left_can_be_asked(self, log: SqliteLog, anna: SqliteLog) -> None:
        write(log, 3, id="mine")
        assert not log.holds_people()
        write(anna, 3, id="hers")
        assert log.holds_people()
        anna.forget("everything", "hers", LATE)
        assert not log.holds_people()

    def test_a_file_with_others_in_it_is_never_removed_as_a_whole(
        self, anna: SqliteLog, bob: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from dialogs.log import LogFailed

        write(anna, 3, id="hers")
        write(bob, 3, answer(3, "trigger", "MARKER-B"), id="his")

        def full(*arguments: object) -> None:
            raise OSError(28, "no space")

        monkeypatch.setattr("dialogs.log.sqlite.delete_scope", full)
        with pytest.raises(LogFailed, match="disk is full"):
            anna.forget("everything", "hers", LATE)
        assert b"MARKER-B" in bytes_of_all_files(path.parent)


class TestOldFiles:
    def test_one_from_before_there_were_people_is_that_of_this_machine(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from dialogs.log import migrations

        old = {"0001_answers": migrations.STEPS["0001_answers"]}
        with monkeypatch.context() as patch:
            patch.setattr("dialogs.log.migrations.STEPS", old)
            patch.setattr("dialogs.log.opening.STEPS", old)
            from dialogs.log.opening import open_for_writing

            connection = open_for_writing(path, 1.0, create=True)
            assert connection is not None
            began = datetime.isoformat(LATE)
            connection.execute(
                "INSERT INTO conversations VALUES ('c1', ?, 'typed', 'x', 'en')", (began,)
            )
            connection.execute("INSERT INTO places VALUES ('c1', ?, 'there', 'parked')", (began,))
            connection.close()
        assert "Nothing is kept" in CliRunner().invoke(patterns, ["--db", str(path)]).output
        with SqliteLog(path) as log:
            parked = log.latest_parked()
            assert parked is not None
            assert parked.state == "there"
            assert log.of(ANNA).latest_parked() is None
            assert log.forget("everything", "c1", LATE) == 0
            assert log.latest_parked() is None
