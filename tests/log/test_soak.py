"""The tool that kills the talk: it passes an honest channel, and catches one that is not."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "soak_kill.py"

CHANNEL = """
import sys, time
from pathlib import Path
from dialogs.log import SqliteLog
from tests.log.samples import answer, write

log = SqliteLog(Path(sys.argv[1]))
print("What was behind it?", flush=True)
for turn, line in enumerate(sys.stdin, 1):
    {order}
"""
WRITE = "write(log, turn, answer(turn, 'trigger', line.strip()))"
SAY = "print(f'Noted {turn}. And now?', flush=True)"


def soak(tmp_path: Path, *order: str) -> "subprocess.CompletedProcess[str]":
    channel = tmp_path / "channel.py"
    channel.write_text(CHANNEL.format(order="; ".join(order)))
    lines = tmp_path / "lines.txt"
    lines.write_text("stress\npain\n\nsleep\n")
    command = f"{{python}} {shlex.quote(str(channel))} {{db}}"
    return subprocess.run(
        [
            *(sys.executable, str(TOOL), "--rounds=4", "--seed=3"),
            *("--command", command, "--lines", str(lines)),
        ],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(TOOL.parents[1])},
    )


class TestTheSoak:
    def test_a_channel_that_writes_before_it_speaks_passes(self, tmp_path: Path) -> None:
        done = soak(tmp_path, WRITE, SAY)
        assert done.stderr == ""
        assert done.stdout.startswith("killed 4 times")
        assert "(4 answers in the whole talk, seed 3)" in done.stdout

    @pytest.mark.parametrize(
        ("order", "why"),
        [
            ((SAY, "time.sleep(0.1)", WRITE), "was printed, but of"),
            ((SAY,), "nothing can be proved"),
        ],
    )
    def test_one_that_speaks_first_or_never_writes_is_caught(
        self, tmp_path: Path, order: tuple[str, ...], why: str
    ) -> None:
        done = soak(tmp_path, *order)
        assert done.returncode == 1
        assert why in done.stderr
        assert "--seed 3" in done.stderr
