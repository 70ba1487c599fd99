"""Deleted means gone: not in the file, not in what lies beside it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dialogs.events import Alarm, Consent, Retract
from dialogs.log import LogFailed, SqliteLog
from tests.log.samples import (
    LATE,
    answer,
    bytes_of_all_files,
    passes_integrity_check,
    rows,
    write,
)

YESTERDAY = LATE - timedelta(days=1)
EVERY_TABLE = (
    *("conversations", "turns", "answers", "retractions", "safety_events"),
    *("consents", "places", "forgetting"),
)


def fill(log: SqliteLog, *ids: str, count: int = 60) -> None:
    """Enough to need many pages, with a mark in everything that holds content."""
    for id in ids:
        at = YESTERDAY if id == "yesterday" else LATE
        for turn in range(count):
            write(
                log,
                turn,
                answer(turn, "next_step", f"MARKER {id} {turn} " * 9, at=at, how="words"),
                Alarm(turn, at, "abuse", "soft", f"MARKER.{id}"),
                Consent(turn, at, f"MARKER {id}", True),
                Retract((turn - 1,), turn, at, f"MARKER {id}"),
                id=id,
                at=at,
                state=f"MARKER {id} " * 40,
            )


class TestForgettingEverything:
    def test_no_byte_is_left_in_any_file(self, log: SqliteLog, path: Path) -> None:
        fill(log, "yesterday", "c1")
        assert b"MARKER" in bytes_of_all_files(path.parent)
        assert log.forget("everything", "c1", LATE) == 120
        assert b"MARKER" not in bytes_of_all_files(path.parent)
        log.close()
        assert b"MARKER" not in bytes_of_all_files(path.parent)

    def test_nor_while_another_program_has_the_file_open(self, log: SqliteLog, path: Path) -> None:
        fill(log, "c1")
        other = sqlite3.connect(path)
        try:
            assert other.execute("SELECT count(*) FROM answers").fetchone() == (60,)
            log.forget("everything", "c1", LATE)
            assert b"MARKER" not in bytes_of_all_files(path.parent)
            assert other.execute("SELECT count(*) FROM answers").fetchone() == (0,)
        finally:
            other.close()
        assert b"MARKER" not in bytes_of_all_files(path.parent)

    def test_no_row_is_left_and_the_log_goes_on(self, log: SqliteLog, path: Path) -> None:
        fill(log, "c1", count=3)
        log.forget("everything", "c1", LATE)
        for table in EVERY_TABLE:
            assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)]
        assert write(log, 3, answer(3, "trigger", "pain"), id="c2")
        assert passes_integrity_check(path)

    def test_not_even_the_day_on_which_it_was_begun_is_left(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3)
        log.forget("everything", "c1", LATE)
        today = datetime.now(UTC).strftime("%Y-%m-").encode()
        assert today not in bytes_of_all_files(path.parent)

    def test_damaged_copies_and_backups_go_too(self, log: SqliteLog, path: Path) -> None:
        write(log, 3)
        for ending in (".corrupt-20240101T000000Z", ".corrupt-20240101T000000Z-wal", ".backup-1"):
            path.with_name(path.name + ending).write_text("MARKER")
        path.with_name("other.db").write_text("not ours")
        log.forget("everything", "c1", LATE)
        assert {file.name for file in path.parent.glob("*.db*")} == {
            *("answers.db", "answers.db-wal", "answers.db-shm", "other.db")
        }

    def test_damaged_copies_go_even_where_no_log_is_left(self, log: SqliteLog, path: Path) -> None:
        assert log.forget("everything", "c1", LATE) == 0
        path.parent.mkdir()
        path.with_name("answers.db.corrupt-20240101T000000Z").write_text("MARKER")
        assert log.forget("everything", "c1", LATE) == 0
        assert [*path.parent.iterdir()] == []

    def test_a_damaged_log_is_forgotten_as_a_whole(self, log: SqliteLog, path: Path) -> None:
        fill(log, "c1")
        log.close()
        whole = path.read_bytes()
        path.write_bytes(b"\0" * 100 + whole[100:])
        log.forget("everything", "c1", LATE)
        assert b"MARKER" not in bytes_of_all_files(path.parent)
        assert log.notices == []

    def test_with_nothing_there_nothing_is_made(self, log: SqliteLog, path: Path) -> None:
        assert log.forget("everything", "c1", LATE) == 0
        assert not path.exists()


class TestForgettingToday:
    def test_talks_of_the_same_local_day_go_and_others_stay(
        self, log: SqliteLog, path: Path
    ) -> None:
        fill(log, "yesterday", "this morning", "c1", count=5)
        assert log.forget("today", "c1", LATE) == 10
        assert rows(path, "SELECT id FROM conversations") == [("yesterday",)]
        assert rows(path, "SELECT count(*) FROM answers") == [(5,)]
        kept = bytes_of_all_files(path.parent)
        assert b"MARKER c1" not in kept
        assert b"MARKER this morning" not in kept
        assert b"MARKER yesterday" in kept

    def test_a_talk_from_yesterday_that_was_taken_up_today_goes_too(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 1, answer(1, "trigger", "pain", at=YESTERDAY), id="resumed", at=YESTERDAY)
        write(log, 2, answer(2, "sleep", "bad"), id="resumed")
        assert log.forget("today", "c1", LATE) == 2
        assert rows(path, "SELECT count(*) FROM conversations") == [(0,)]

    def test_a_damaged_copy_that_may_hold_today_goes_an_older_one_stays(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 1)
        for name in ("20260101T000000Z", "20261121T040500Z", "unreadable"):
            path.with_name(f"answers.db.corrupt-{name}").write_text("MARKER")
        log.forget("today", "c1", LATE)
        left = [file.name for file in path.parent.glob("*.corrupt-*")]
        assert left == ["answers.db.corrupt-20260101T000000Z"]


class TestForgettingOneConversation:
    def test_only_that_one_goes(self, log: SqliteLog, path: Path) -> None:
        fill(log, "c1", "c2", count=5)
        assert log.forget("conversation", "c1", LATE) == 5
        kept = bytes_of_all_files(path.parent)
        assert b"MARKER c1" not in kept
        assert b"MARKER c2" in kept

    def test_a_copy_set_aside_since_it_began_goes_too(self, log: SqliteLog, path: Path) -> None:
        write(log, 1, id="resumed", at=YESTERDAY)
        path.with_name("answers.db.corrupt-20261120T200000Z").write_text("MARKER")
        log.forget("conversation", "resumed", LATE)
        assert b"MARKER" not in bytes_of_all_files(path.parent)

    def test_an_unknown_scope_is_a_mistake_of_the_caller(self, log: SqliteLog) -> None:
        with pytest.raises(ValueError, match="unknown scope"):
            log.forget("some", "c1", LATE)


class TestStriking:
    def test_the_answer_is_gone_and_that_it_was_struck_is_kept(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3, answer(3, "next_step", "MARKER", how="words"))
        write(log, 4, answer(4, "trigger", "pain"))
        assert log.strike("c1", [3]) == 1
        assert rows(path, "SELECT name FROM answers") == [("trigger",)]
        assert rows(path, "SELECT turn, retracted_turn, why FROM retractions") == [(4, 3, "struck")]
        assert b"MARKER" not in bytes_of_all_files(path.parent)

    def test_it_happens_by_itself_with_the_turn_that_asks_for_it(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3, answer(3, "next_step", "MARKER", how="words"))
        write(log, 4, Retract((3,), 4, LATE, "struck"))
        assert b"MARKER" not in bytes_of_all_files(path.parent)
        assert log.strike("c1", [3]) == 0
        assert rows(path, "SELECT count(*) FROM retractions") == [(1,)]

    def test_taking_back_alone_deletes_nothing(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, answer(3, "trigger", "pain"))
        write(log, 4, Retract((3,), 4, LATE, "back"))
        assert rows(path, "SELECT count(*) FROM answers") == [(1,)]

    def test_with_nothing_there_nothing_is_made(self, log: SqliteLog, path: Path) -> None:
        assert log.strike("c1", [3]) == 0
        assert not path.exists()


class TestWhenAnotherProgramIsReading:
    def test_it_says_that_bytes_remain_and_wipes_them_at_the_next_opening(
        self, log: SqliteLog, path: Path
    ) -> None:
        fill(log, "c1")
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM answers").fetchone()
            with pytest.raises(LogFailed, match="another program") as failure:
                log.forget("everything", "c1", LATE)
            assert failure.value.kind == "unwiped"
            assert rows(path, "SELECT count(*) FROM answers") == [(0,)]
            log.close()
        finally:
            other.close()
        log.open()
        assert b"MARKER" not in bytes_of_all_files(path.parent)
        assert rows(path, "SELECT count(*) FROM forgetting") == [(0,)]

    def test_a_struck_answer_does_not_hold_up_the_talk(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, answer(3, "next_step", "MARKER", how="words"))
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM answers").fetchone()
            assert write(log, 4, Retract((3,), 4, LATE, "struck"))
        finally:
            other.close()
        log.close()
        log.open()
        assert b"MARKER" not in bytes_of_all_files(path.parent)

    def test_one_that_writes_makes_it_fail_whole(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, answer(3, "trigger", "pain"))
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(LogFailed) as failure:
                log.forget("everything", "c1", LATE)
            assert failure.value.kind == "locked"
        finally:
            other.close()
        assert rows(path, "SELECT count(*) FROM answers") == [(1,)]
