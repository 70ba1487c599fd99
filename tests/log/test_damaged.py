"""A file that is damaged, or not ours, or of another version: nothing in it is overwritten."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dialogs.log import LogFailed, SqliteLog, migrations
from tests.log.samples import LATE, answer, passes_integrity_check, rows, write
from tests.log.writer import run_command_as_nobody

INDEX_PAGE = "SELECT rootpage FROM sqlite_master WHERE name = 'answers_by_name'"


class TestDamaged:
    @pytest.fixture
    def whole(self, log: SqliteLog, path: Path) -> bytes:
        for turn in range(80):
            write(log, turn, answer(turn, "next_step", "tea " * 100, how="words"))
        log.close()
        return path.read_bytes()

    def set_aside(self, path: Path) -> Path:
        [copy] = [
            file
            for file in path.parent.glob("answers.db.corrupt-*")
            if not file.name.endswith(("-wal", "-shm"))
        ]
        return copy

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param(lambda whole: b"\xff" * 40 + whole[40:], id="its head is overwritten"),
            pytest.param(lambda whole: whole[:20] + b"\xff" * 48 + whole[68:], id="page size"),
            pytest.param(lambda whole: whole[:100] + b"\xff" * 3996 + whole[4096:], id="schema"),
            pytest.param(lambda whole: b"\xfe" * 8_000, id="nothing of it is left"),
            pytest.param(lambda whole: whole[:6_000], id="cut short"),
        ],
    )
    def test_it_is_set_aside_as_it_is_and_a_new_one_begun(
        self, log: SqliteLog, path: Path, whole: bytes, damage: object
    ) -> None:
        assert callable(damage)
        damaged = damage(whole)
        path.write_bytes(damaged)
        assert write(log, 99, answer(99, "trigger", "pain"))
        assert rows(path, "SELECT turn FROM answers") == [(99,)]
        assert self.set_aside(path).read_bytes() == damaged
        [notice] = log.notices
        assert self.set_aside(path).name in notice
        assert "mend: " in notice

    def test_a_page_in_the_middle_is_noticed_when_it_is_needed(
        self, log: SqliteLog, path: Path, whole: bytes
    ) -> None:
        pages = len(whole) // 4096
        path.write_bytes(whole[: 4096 * 3] + os.urandom(4096 * (pages - 3)))
        for turn in range(100, 104):
            write(log, turn, answer(turn, "trigger", "pain"))
            assert log.recall("kept", LATE)["kept_any"] == "yes"
        assert passes_integrity_check(path)
        assert log.notices

    def test_a_damaged_log_with_nothing_to_write_is_set_aside_too(
        self, log: SqliteLog, path: Path, whole: bytes
    ) -> None:
        path.write_bytes(b"\0" * 50 + whole[50:])
        assert log.latest_parked() is None
        assert not path.exists()
        assert log.notices

    def test_two_in_one_second_do_not_overwrite_each_other(
        self, log: SqliteLog, path: Path, whole: bytes
    ) -> None:
        for mark in (b"\1", b"\2", b"\3"):
            path.write_bytes(mark * 50 + whole[50:])
            log.open()
        copies = [file for file in path.parent.glob("*.corrupt-*") if file.suffix != ".db-wal"]
        assert sorted(file.read_bytes()[:1] for file in copies) == [b"\1", b"\2", b"\3"]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            pytest.param(b'["tea', b'["t\xff\xff', id="no characters"),
            pytest.param(b'["pain"]', b'["pain";', id="no list"),
            pytest.param(b"2026-11-20T", b"2026-99-20T", id="no time"),
        ],
    )
    def test_rows_that_make_no_sense_are_damage_too(
        self, log: SqliteLog, path: Path, whole: bytes, before: bytes, after: bytes
    ) -> None:
        write(log, 90, answer(90, "trigger", "pain"), answer(90, "came_for", "slip"))
        write(log, 91, answer(91, "trigger", "tea" * 9), id="c2")
        log.close()
        path.write_bytes(path.read_bytes().replace(before, after))
        assert run_command_as_nobody("patterns", path, as_nobody="").returncode == 3
        log.recall("patterns", LATE)
        assert log.notices
        assert not path.exists()

    def test_rows_that_do_not_fit_together_are_damage_and_no_mistake_of_ours(
        self, log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refused = sqlite3.IntegrityError("FOREIGN KEY constraint failed")
        failures = iter([refused])

        def add_turn(*arguments: object) -> None:
            for failure in failures:
                raise failure

        monkeypatch.setattr("dialogs.log.rows.add_turn", add_turn)
        monkeypatch.setattr("dialogs.log.rows.put_place", lambda *arguments: None)
        with pytest.raises(sqlite3.IntegrityError):
            write(log, 2)
        log.close()
        failures = iter([refused])
        whole = path.read_bytes()
        root = 4096 * (int(str(rows(path, INDEX_PAGE)[0][0])) - 1)
        path.write_bytes(whole[:root] + b"\x0a" + b"\0" * 4095 + whole[root + 4096 :])
        write(log, 2)
        assert log.notices

    def test_where_it_cannot_be_set_aside_it_is_left_as_it_is(
        self, log: SqliteLog, path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        damaged = b"\0" * 50 + whole[50:]
        path.write_bytes(damaged)

        def refuse(self: Path, target: Path) -> Path:
            raise PermissionError(13, "no")

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(LogFailed, match="could not be set aside"):
            write(log, 99)
        assert path.read_bytes() == damaged


class TestNotOurs:
    def check_refused(self, path: Path, match: str) -> None:
        before = path.read_bytes()
        with SqliteLog(path) as log:
            for attempt in (log.open, lambda: write(log, 1), log.latest_parked):
                with pytest.raises(LogFailed, match=match) as failure:
                    attempt()
                assert failure.value.kind == "foreign"
        assert path.read_bytes() == before
        assert [*path.parent.iterdir()] == [path]

    def test_the_database_of_another_program_is_not_touched(self, tmp_path: Path) -> None:
        path = tmp_path / "answers.db"
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        self.check_refused(path, "database of another program")

    def test_one_that_was_restored_from_a_dump_is_ours(self, log: SqliteLog, path: Path) -> None:
        write(log, 1, answer(1, "trigger", "pain"))
        log.close()
        ours = sqlite3.connect(path)
        restored = sqlite3.connect(path.with_name("restored.db"))
        restored.executescript("".join(f"{line}\n" for line in ours.iterdump()))
        ours.close()
        restored.close()
        with SqliteLog(path.with_name("restored.db")) as again:
            assert write(again, 2)
            assert rows(again.path, "SELECT turn FROM turns") == [(1,), (2,)]
            assert rows(again.path, "PRAGMA application_id") == [(migrations.APPLICATION_ID,)]
            assert rows(again.path, "PRAGMA journal_mode") == [("wal",)]

    def test_a_text_is_not_touched(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("Dear diary")
        self.check_refused(path, "holds something else")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(LogFailed, match="is a folder"):
            SqliteLog(tmp_path).open()

    def test_a_device_is_refused(self) -> None:
        with pytest.raises(LogFailed, match="not a plain file"):
            SqliteLog(Path("/dev/null")).open()

    def test_a_file_where_a_folder_should_be_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with SqliteLog(tmp_path / "file" / "answers.db") as log, pytest.raises(LogFailed):
            write(log, 1)

    def test_an_empty_file_is_a_log_not_yet_begun(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.db"
        path.touch(mode=0o644)
        with SqliteLog(path) as log:
            assert log.latest_parked() is None
            assert path.read_bytes() == b""
            assert write(log, 1)
        assert path.stat().st_mode & 0o777 == 0o600


class TestVersions:
    def test_a_log_of_a_newer_program_is_refused_and_not_touched(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 1)
        log.close()
        rows(path, "SELECT 1")
        newer = sqlite3.connect(path)
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('steady-ground', '0099_later', '')"
        )
        newer.commit()
        newer.close()
        before = path.read_bytes()
        with pytest.raises(LogFailed, match="newer version of this program") as failure:
            write(log, 2)
        assert failure.value.kind == "newer"
        assert path.read_bytes() == before

    def test_an_older_one_is_brought_up_to_date_with_all_it_holds(
        self, log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(log, 1, answer(1, "trigger", "pain"))
        log.close()
        step = ("ALTER TABLE conversations ADD COLUMN region TEXT",)
        monkeypatch.setitem(migrations.STEPS, "0002_region", step)
        assert log.latest_parked() is not None
        assert rows(path, "SELECT id, region FROM conversations") == [("c1", None)]
        assert rows(path, "SELECT name FROM answers") == [("trigger",)]

    def test_a_log_begun_now_is_the_same_as_one_that_went_through_every_step(
        self, log: SqliteLog, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(log, 1)
        with SqliteLog(tmp_path / "old.db") as old, monkeypatch.context() as patch:
            patch.setattr(
                migrations, "applied_steps", lambda connection: {"all": "by sqlite-utils"}
            )
            write(old, 1)
        for what in (
            "SELECT type, name, tbl_name, sql FROM sqlite_master",
            "SELECT id, migration_set, name, length(applied_at) FROM _sqlite_migrations",
        ):
            assert rows(path, what) == rows(tmp_path / "old.db", what)

    def test_a_step_that_fails_leaves_the_log_as_it_was(
        self, log: SqliteLog, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(log, 1)
        log.close()
        step = ("ALTER TABLE conversations ADD COLUMN region TEXT", "NONSENSE")
        monkeypatch.setitem(migrations.STEPS, "0002_region", step)
        with pytest.raises(LogFailed):
            log.open()
        columns = rows(path, "SELECT name FROM pragma_table_info('conversations')")
        assert ("region",) not in columns

    def test_two_programs_may_begin_the_same_file_at_once(self, path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from dialogs.log import SqliteLog;"
            "from tests.log.samples import answer, write;"
            "log = SqliteLog(Path(sys.argv[1]), wait_seconds=20);"
            "sys.stdin.read();"
            "write(log, 1, answer(1, 'trigger', 'pain'), id=sys.argv[2]); log.close()"
        )
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(path), f"c{number}"], stdin=subprocess.PIPE
            )
            for number in range(4)
        ]
        for starter in starters:
            assert starter.stdin is not None
            starter.stdin.close()
        assert [starter.wait() for starter in starters] == [0, 0, 0, 0]
        assert rows(path, "SELECT count(*) FROM answers") == [(4,)]
