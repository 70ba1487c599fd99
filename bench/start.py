"""How long from the start of `steady talk --typed` to its first prompt, as a user waits for it.

To reach: a median under 0.4 s. `python -c pass` stands beside it as the floor. All is compiled
beforehand, as it is after `pip install`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15


def seconds_to_first_line(command: list[str], compiled: str) -> float:
    asked = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    asked["PYTHONPYCACHEPREFIX"] = compiled
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=asked,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.perf_counter() - begin
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=10)
    return seconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        steady = str(Path(sys.executable).parent / "steady")
        database = str(Path(folder) / "log.db")
        commands = {
            "python -c 'print()' (the floor)": [sys.executable, "-c", "print()"],
            "steady talk --typed, no log yet": [steady, "talk", "--typed", "--db", database],
            "steady talk --typed --consent yes": [
                *(steady, "talk", "--typed", "--consent", "yes", "--db", database)
            ],
        }
        for name, command in commands.items():
            seconds_to_first_line(command, folder)
            seconds = [seconds_to_first_line(command, folder) for _ in range(ROUNDS)]
            print(
                f"{name:<36} median {statistics.median(seconds):.3f} s   worst {max(seconds):.3f} s"
            )


if __name__ == "__main__":
    main()
