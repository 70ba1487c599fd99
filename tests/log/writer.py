"""Programs that write to a log until it fails, in a process of their own."""

import subprocess
import sys
from pathlib import Path

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
