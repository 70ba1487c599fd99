"""A log that may be read and not written."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.log import LogFailed, SqliteLog, opening
from tests.log.samples import LATE, write
from tests.log.writer import AS_NOBODY, run_command_as_nobody, run_writer


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
