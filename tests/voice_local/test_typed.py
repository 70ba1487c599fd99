"""`steady talk --typed` as a person or a pipe meets it: the command, in its own process."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

STEADY = str(Path(sys.executable).parent / "steady")
GONE_BY = 20


def talk(database: Path, *lines: bytes | str, consent: str = "yes") -> str:
    """Everything said to these lines, up to the end of the file."""
    data = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
    command = [STEADY, "talk", "--typed", "--consent", consent, "--db", str(database)]
    done = subprocess.run(command, input=data, capture_output=True, timeout=GONE_BY, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout.decode()


def answers(database: Path) -> list[dict[str, object]]:
    command = [STEADY, "answers", "--json", "--db", str(database)]
    done = subprocess.run(command, capture_output=True, timeout=GONE_BY, check=True)
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


class TestPipe:
    def test_a_talk_is_held_and_its_answers_are_kept(self, database: Path) -> None:
        said = talk(database, "i slipped on kratom last night", "yes", "alone")
        assert said.startswith("This is Steady Ground")
        kept = {str(row["name"]): row["choices"] for row in answers(database)}
        assert kept["substances"] == ["kratom"]
        assert kept["alone"] == ["yes"]

    def test_the_end_of_the_file_parks_and_says_so(self, database: Path) -> None:
        assert "keep our place" in talk(database, "yes")
        assert talk(database).startswith("Welcome back.")

    def test_nothing_at_all_exits_well(self, database: Path) -> None:
        assert talk(database).startswith("This is Steady Ground")

    def test_without_consent_no_file_is_made(self, database: Path) -> None:
        talk(database, "yes", "alone", "no", "i slipped", consent="ask")
        talk(database, "yes", "alone", "i slipped", consent="no")
        assert not database.exists()

    def test_an_empty_line_is_silence(self, database: Path) -> None:
        assert "no hurry" in talk(database, "").splitlines()[1]


class TestOddInput:
    @pytest.mark.parametrize(
        "line",
        [
            b"\xff\xfe\x00\x80 yes\n",
            b"\x1b[31m\x07\x00\x08yes\r\n",
            "\N{PILE OF POO}\N{ZERO WIDTH JOINER}\N{SKULL}\n".encode(),
            b"a" * 100_000 + b"\n",
            b"yes " * 50_000 + b"\n",
            "\N{RIGHT-TO-LEFT OVERRIDE}\N{COMBINING ACUTE ACCENT}".encode() * 999 + b"\n",
            b"{lifeline} %s %(x)s ${x} `id`\n",
        ],
    )
    def test_it_gets_a_clear_word_and_the_talk_goes_on(self, database: Path, line: bytes) -> None:
        said = talk(database, line, "yes", "alone")
        assert len(said.splitlines()) >= 3

    def test_danger_at_the_end_of_a_long_line_is_heard(self, database: Path) -> None:
        assert "988" in talk(database, "well " * 60 + "i want to kill myself").splitlines()[1]

    def test_a_carriage_return_and_a_missing_last_newline_are_fine(self, database: Path) -> None:
        talk(database, b"yes\r\nalone\r\ni slipped")
        assert {row["name"] for row in answers(database)} >= {"safe", "alone", "came_for"}


class TestLeaving:
    @pytest.fixture
    def begun(self, database: Path) -> Iterator[subprocess.Popen[bytes]]:
        command = [STEADY, "talk", "--typed", "--consent", "yes", "--db", str(database)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdout.readline()
            process.stdin.write(b"yes\n")
            process.stdin.flush()
            process.stdout.readline()
            yield process
            process.kill()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_ctrl_c_and_polite_kills_park_without_a_traceback(
        self, begun: subprocess.Popen[bytes], database: Path, number: signal.Signals
    ) -> None:
        begun.send_signal(number)
        out, err = begun.communicate(timeout=GONE_BY)
        assert begun.returncode == 0
        assert b"Traceback" not in err
        assert b"keep our place" in out
        assert talk(database).startswith("Welcome back.")

    def test_a_reader_that_goes_away_leaves_a_parked_talk(
        self, begun: subprocess.Popen[bytes], database: Path
    ) -> None:
        assert begun.stdin is not None
        assert begun.stdout is not None
        assert begun.stderr is not None
        begun.stdout.close()
        begun.stdin.write(b"alone\ni slipped\n")
        begun.stdin.close()
        err = begun.stderr.read()
        begun.wait(timeout=GONE_BY)
        assert b"Traceback" not in err
        assert b"Exception ignored" not in err
        assert talk(database).startswith("Welcome back.")


class TestTerminal:
    def test_a_terminal_that_goes_away_leaves_a_parked_talk(self, database: Path) -> None:
        child, terminal = pty.fork()
        if child == 0:
            command = [STEADY, "talk", "--typed", "--consent", "yes", "--db", str(database)]
            os.execv(STEADY, command)
        _read_until(terminal, b"safe right now?")
        os.write(terminal, b"yes\n")
        _read_until(terminal, b"alone")
        os.close(terminal)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert talk(database).startswith("Welcome back.")

    def test_somebody_at_a_terminal_is_told_how_to_leave(self, database: Path) -> None:
        child, terminal = pty.fork()
        if child == 0:
            os.execv(STEADY, [STEADY, "talk", "--typed", "--db", str(database)])
        assert b"Ctrl-D" in _read_until(terminal, b"> ")
        os.write(terminal, b"\x04")
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        assert os.waitstatus_to_exitcode(status) == 0


def _read_until(terminal: int, end: bytes) -> bytes:
    seen, until = b"", time.monotonic() + GONE_BY
    while end not in seen:
        assert time.monotonic() < until, seen
        seen += os.read(terminal, 4096)
    return seen


class TestRepro:
    def test_the_talk_is_printed_as_a_transcript(self, database: Path) -> None:
        command = [STEADY, "talk", "--typed", "--repro", "--consent", "yes", "--db", str(database)]
        done = subprocess.run(
            command, input=b"yes\n\nalone\n", capture_output=True, timeout=GONE_BY, check=True
        )
        lines = done.stdout.decode().splitlines()
        assert "> (launch consent=yes)" in lines
        assert lines[lines.index("> yes") + 1] == "= safe: yes"
        assert "> (silence)" in lines
