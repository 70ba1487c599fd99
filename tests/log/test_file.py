"""The file: where it lives, who may read it, and what opening it does."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dialogs.events import Launched
from dialogs.log import NoLog, SqliteLog, open_log
from tests.log.samples import LATE, answer, conversation, rows, write


class TestTheFile:
    def test_only_its_owner_can_read_it_whatever_the_umask(self, path: Path) -> None:
        before = os.umask(0)
        try:
            with SqliteLog(path) as log:
                write(log, 3)
                modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        finally:
            os.umask(before)
        assert modes == {"answers.db": 0o600, "answers.db-wal": 0o600, "answers.db-shm": 0o600}
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_a_harsh_umask_does_not_lock_the_owner_out(self, path: Path) -> None:
        before = os.umask(0o777)
        try:
            with SqliteLog(path) as log:
                write(log, 3)
        finally:
            os.umask(before)
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_one_that_others_could_read_is_closed_to_them(self, log: SqliteLog, path: Path) -> None:
        write(log, 3)
        log.close()
        path.chmod(0o644)
        log.open()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_folder_that_was_there_before_is_left_alone(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)
        with SqliteLog(tmp_path / "mine.db") as log:
            write(log, 3)
        assert tmp_path.stat().st_mode & 0o777 == 0o755

    def test_the_programs_own_folder_is_closed_to_others(self, tmp_path: Path) -> None:
        own = tmp_path / "steady-ground"
        own.mkdir(mode=0o755)
        with SqliteLog(own / "answers.db") as log:
            write(log, 3)
        assert own.stat().st_mode & 0o777 == 0o700

    def test_every_write_is_synced_to_disk_in_a_write_ahead_log(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3)
        connection = log.file._connect(create=False)
        assert connection is not None

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("secure_delete") == 1
        assert pragma("foreign_keys") == 1

    def test_one_that_was_removed_meanwhile_is_begun_anew(self, log: SqliteLog, path: Path) -> None:
        write(log, 3)
        path.unlink()
        write(log, 4, answer(4, "trigger", "pain"))
        assert rows(path, "SELECT turn FROM turns") == [(4,)]

    def test_threads_may_share_it(self, log: SqliteLog, path: Path) -> None:
        def tell(id: str) -> None:
            for turn in range(10):
                write(log, turn, answer(turn, "trigger", "pain"), id=id)

        threads = [threading.Thread(target=tell, args=[f"c{n}"]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert rows(path, "SELECT count(*) FROM answers") == [(40,)]


class TestWhereItLives:
    def test_in_the_folder_that_is_named_for_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STEADY_HOME", str(tmp_path))
        assert open_log().path == tmp_path / "answers.db"

    def test_else_in_the_users_data_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("STEADY_HOME", raising=False)
        assert open_log().path.parent.name == "steady-ground"

    def test_a_named_file_comes_before_both(self, tmp_path: Path) -> None:
        assert open_log(tmp_path / "mine.db").path == tmp_path / "mine.db"


class TestStartUp:
    def run(self, code: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    def test_the_slow_library_is_not_loaded_for_a_log_that_is_up_to_date(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3)
        log.close()
        loaded = self.run(
            "import sys; from dialogs.log import open_log; log = open_log(sys.argv[1]);"
            " print(log.latest_parked().state); log.close();"
            " print('sqlite_utils' in sys.modules, 'platformdirs' in sys.modules)",
            str(path),
        )
        assert loaded.splitlines() == ['{"place": "here"}', "False False"]

    def test_nor_for_a_log_that_is_begun_in_the_middle_of_a_talk(self, path: Path) -> None:
        loaded = self.run(
            "import sys; from pathlib import Path; from tests.log.samples import write;"
            " from dialogs.log import SqliteLog; log = SqliteLog(Path(sys.argv[1]));"
            " print(write(log, 1)); log.close(); print('sqlite_utils' in sys.modules)",
            str(path),
        )
        assert loaded.splitlines() == ["True", "False"]

    def test_nor_where_another_program_brought_it_up_to_date_meanwhile(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3)
        log.close()
        loaded = self.run(
            "import sqlite3, sys; from dialogs.log.migrations import migrate;"
            " file = sqlite3.connect(sys.argv[1], isolation_level=None); migrate(file);"
            " print(file.in_transaction, 'sqlite_utils' in sys.modules)",
            str(path),
        )
        assert loaded.splitlines() == ["False False"]


class TestKeepingNothing:
    def test_nothing_is_written_and_nothing_is_known(self) -> None:
        log = NoLog()
        assert not log.write_turn(conversation(), Launched(LATE), 0, None, None, [], None)
        assert log.latest_parked() is None
        assert log.recall("kept")["kept_answers"] == "no answers"
        assert log.recall("patterns")["enough"] == "no"
        assert log.strike("c1", [1]) == 0
        assert log.forget("everything", "c1", LATE) == 0
        log.close()
