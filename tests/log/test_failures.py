"""What a locked file, a full disk or a kill do: said clearly, and nothing lost."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.log import LogFailed, SqliteLog
from dialogs.log.failures import explain
from tests.log.samples import passes_integrity_check, rows, write
from tests.log.writer import WRITER, run_writer


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
