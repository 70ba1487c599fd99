"""Everything that can be wrong with a file: said clearly, and nothing lost or overwritten."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.log import LogFailed, SqliteLog, migrations, opening
from dialogs.log.failures import explain
from tests.log.samples import LATE, answer, passes_integrity_check, rows, write

WRITER = """
import resource, sys
from tests.log.samples import LATE, answer, write
from dialogs.log import LogFailed, SqliteLog
from pathlib import Path
{before}
log = SqliteLog(Path(sys.argv[1]))
turn = 0
try:
    for turn in range(1, 5_000):
        write(log, turn, answer(turn, "next_step", "x" * 2_000, how="words"))
        print(turn, flush=True)
except LogFailed as failure:
    print(failure.kind, failure, sep="\\n")
{after}
"""


def run_writer(path: Path, before: str = "", after: str = "") -> list[str]:
    code = WRITER.format(before=before, after=after)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


class TestTheMessage:
    def test_it_says_what_where_and_how_to_mend_it(self) -> None:
        failure = explain(PermissionError(13, "no"), Path("/x/answers.db"))
        assert str(failure).splitlines() == [
            "/x/answers.db: the answer log cannot be opened",
            "  mend: check that the folder exists and is yours, or name another file with --db.",
        ]

    def test_a_mistake_of_our_own_is_not_dressed_up(self) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            explain(sqlite3.IntegrityError("CHECK"), Path("x"))

    def test_what_is_unknown_is_said_as_it_is(self) -> None:
        failure = explain(sqlite3.OperationalError("no such table: answers"), Path("x"))
        assert "no such table" in str(failure)
        assert failure.kind == "other"


class TestLocked:
    @pytest.fixture
    def holder(self, log: SqliteLog, path: Path) -> Iterator[sqlite3.Connection]:
        write(log, 1)
        other = sqlite3.connect(path, isolation_level=None)
        yield other
        other.close()

    def test_a_writer_that_does_not_let_go_is_named(
        self, log: SqliteLog, holder: sqlite3.Connection, path: Path
    ) -> None:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogFailed, match="locked by another program") as failure:
            write(log, 2)
        assert failure.value.kind == "locked"
        assert failure.value.where == str(path)

    def test_once_it_lets_go_the_same_turn_is_written(
        self, log: SqliteLog, holder: sqlite3.Connection
    ) -> None:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LogFailed):
            write(log, 2)
        holder.execute("COMMIT")
        assert write(log, 2)

    def test_what_is_parked_can_be_read_meanwhile(
        self, log: SqliteLog, holder: sqlite3.Connection
    ) -> None:
        holder.execute("BEGIN EXCLUSIVE")
        assert log.latest_parked() is not None

    def test_one_that_takes_the_whole_file_is_named_too(self, log: SqliteLog, path: Path) -> None:
        write(log, 1)
        log.close()
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(LogFailed) as failure:
                log.latest_parked()
            assert failure.value.kind == "locked"
        finally:
            other.close()
        assert log.latest_parked() is not None


# Root may write anywhere; so these run as nobody, where they would run as root.
AS_NOBODY = """
import os
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""


def run_command_as_nobody(
    name: str, path: Path, as_nobody: str = AS_NOBODY
) -> "subprocess.CompletedProcess[str]":
    code = f"import sys; from dialogs.log.cli import {name}\n{as_nobody}\n{name}()"
    return subprocess.run(
        [sys.executable, "-c", code, "--db", str(path)], capture_output=True, text=True
    )


class TestReadOnly:
    @pytest.fixture
    def theirs(self) -> Iterator[Path]:
        """A log in a folder that every user can reach, and none but the owner can write to."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            path = Path(folder, "answers.db")
            with SqliteLog(path) as log:
                write(log, 0)
            path.chmod(0o444)
            Path(folder).chmod(0o555)
            yield path
            Path(folder).chmod(0o755)

    def test_a_log_that_cannot_be_written_is_named(self, theirs: Path) -> None:
        kind, what, mend = run_writer(theirs, before=AS_NOBODY)
        assert kind in ("read_only", "unreachable")
        assert str(theirs) in what
        assert "mend: " in mend

    def test_nothing_of_it_is_changed(self, theirs: Path) -> None:
        before = theirs.read_bytes()
        run_writer(theirs, before=AS_NOBODY)
        assert theirs.read_bytes() == before

    def test_a_folder_that_cannot_be_written_to_is_named(self, theirs: Path) -> None:
        kind, what, _ = run_writer(theirs.with_name("new.db"), before=AS_NOBODY)
        assert kind == "unreachable"
        assert "new.db" in what

    def test_a_parent_that_cannot_be_made_is_named(self, theirs: Path) -> None:
        kind, what, _ = run_writer(theirs.parent / "a" / "b" / "new.db", before=AS_NOBODY)
        assert kind == "unreachable"
        assert "new.db" in what

    def test_it_can_still_be_read(self, theirs: Path) -> None:
        told = run_command_as_nobody("answers", theirs)
        assert told.returncode == 0
        assert told.stdout == "No answers are kept.\n"

    def test_it_is_read_without_a_write_ahead_log_where_none_can_be_made(
        self, theirs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = []

        def connect(name: str, wait_seconds: float) -> sqlite3.Connection:
            opened.append(name)
            if not name.startswith("file:"):
                raise sqlite3.OperationalError("attempt to write a readonly database")
            return sqlite3.connect(name, uri=True)

        monkeypatch.setattr(opening, "_connect", connect)
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        connection = opening.open_for_reading(theirs)
        assert connection is not None
        connection.close()
        assert opened[1].endswith("answers.db?immutable=1")

    def test_it_can_be_removed_as_a_whole_where_nothing_can_be_written_into_it(
        self, theirs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*arguments: object) -> None:
            raise LogFailed("is read-only", theirs, "", "read_only")

        monkeypatch.setattr("dialogs.log.sqlite.finish_wiping", refuse)
        theirs.parent.chmod(0o755)
        with SqliteLog(theirs) as log:
            with pytest.raises(LogFailed):
                log.forget("today", "c1", LATE)
            log.forget("everything", "c1", LATE)
        assert [*theirs.parent.iterdir()] == []

    def test_where_even_that_is_refused_it_says_what_was_wrong_first(
        self, theirs: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*arguments: object) -> None:
            raise LogFailed("is read-only", theirs, "", "read_only")

        def refuse_to_delete(self: Path, missing_ok: bool = False) -> None:
            raise PermissionError(13, "no")

        monkeypatch.setattr("dialogs.log.sqlite.finish_wiping", refuse)
        monkeypatch.setattr(Path, "unlink", refuse_to_delete)
        theirs.parent.chmod(0o755)
        with SqliteLog(theirs) as log, pytest.raises(LogFailed, match="is read-only"):
            log.forget("everything", "c1", LATE)


class TestFullDisk:
    LIMIT = "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"

    def test_it_is_named_and_all_turns_before_it_are_there(self, path: Path) -> None:
        *turns, kind, what, _ = run_writer(path, before=self.LIMIT)
        assert kind == "full"
        assert "the disk is full or failing" in what
        assert len(turns) > 5
        assert rows(path, "SELECT turn FROM answers ORDER BY turn") == [
            (int(turn),) for turn in turns
        ]
        assert passes_integrity_check(path)

    def test_once_there_is_room_the_same_turn_is_written(self, path: Path) -> None:
        room = (
            "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, -1))",
            "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))\nprint(write(log, turn))",
        )
        *_, written = run_writer(path, *room)
        assert written == "True"
        assert passes_integrity_check(path)

    def test_everything_can_still_be_forgotten(self, path: Path) -> None:
        forget = 'print(log.forget("everything", "c1", LATE)); log.close()'
        *_, forgotten = run_writer(path, before=self.LIMIT, after=forget)
        assert int(forgotten) >= 0
        assert b"xxxx" not in b"".join(file.read_bytes() for file in path.parent.iterdir())

    def test_no_room_even_to_begin_is_named(self, path: Path) -> None:
        limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))"
        kind, *_ = run_writer(path, before=limit)
        assert kind == "full"
        with SqliteLog(path) as log:
            assert write(log, 1), "what was begun then is finished now"


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


class TestKilled:
    """`kill -9` at random points; `tools/soak_kill.py` does it longer, through the channel."""

    ROUNDS = 10

    def test_every_turn_that_was_told_is_there_and_the_file_is_whole(self, path: Path) -> None:
        for round in range(self.ROUNDS):
            code = WRITER.format(before="", after="")
            writer = subprocess.Popen(
                [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
            )
            assert writer.stdout is not None
            told = []
            for line in writer.stdout:
                told.append(int(line))
                if len(told) == 1 + round * 7:
                    writer.send_signal(signal.SIGKILL)
            writer.communicate()
            kept = [turn for (turn,) in rows(path, "SELECT turn FROM answers ORDER BY turn")]
            assert kept[: len(told)] == told
            assert passes_integrity_check(path)
            for file in path.parent.iterdir():
                file.unlink()

    def test_killed_while_it_is_begun_it_is_begun_again(self, path: Path) -> None:
        for delay in range(self.ROUNDS):
            code = "import sys, time, os, signal, threading\n" + WRITER.format(
                before=f"threading.Timer({delay} * 0.03, os.kill,"
                " (os.getpid(), signal.SIGKILL)).start()",
                after="",
            )
            subprocess.run([sys.executable, "-c", code, str(path)], stdout=subprocess.DEVNULL)
            with SqliteLog(path) as log:
                assert write(log, 9_999)
                assert log.notices == []
            assert passes_integrity_check(path)
            for file in path.parent.iterdir():
                file.unlink()


class TestWaiting:
    def test_a_lock_is_waited_for_once_and_then_looked_at_briefly(self, tmp_path: Path) -> None:
        """A talk of six turns does not wait two seconds six times."""
        log = SqliteLog(tmp_path / "log.db", wait_seconds=0.3)
        write(log, 1)
        other = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        for _ in range(2):
            with pytest.raises(LogFailed):
                write(log, 2)
        (shortened,) = log.file.connection.execute("PRAGMA busy_timeout").fetchone()  # type: ignore[union-attr]
        assert shortened == 50
        other.close()
        assert write(log, 2)
        (again,) = log.file.connection.execute("PRAGMA busy_timeout").fetchone()  # type: ignore[union-attr]
        assert again == 300
        log.close()
