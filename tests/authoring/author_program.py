"""`steady author` as a program of its own."""

from __future__ import annotations

import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTING_SECONDS = 60


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program over this folder, and the address of its page."""
    steady = (sys.executable, "-c", "from dialogs.cli import main; main()")
    program = subprocess.Popen(
        [*steady, "author", "--port", "0", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    try:
        assert select.select([program.stdout], [], [], STARTING_SECONDS)[0]
        (url,) = re.findall(r"http://127\.0\.0\.1:\d+/", program.stdout.readline())
        yield program, url
    finally:
        program.kill()
        program.communicate()
