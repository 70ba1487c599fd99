"""The terminal beside a spoken talk: shows what is said, and takes what is typed."""

from __future__ import annotations

import os
import select
import time


class Terminal:
    """Prints lines, and reads typed ones without waiting for them."""

    def __init__(self) -> None:
        self._buffer = b""
        self._open = os.name == "posix"

    def show(self, text: str) -> None:
        """Print a line; a terminal that is gone is no reason to stop talking."""
        try:
            print(text, flush=True)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    @property
    def can_type(self) -> bool:
        """Whether standard input is open still."""
        return self._open

    def typed(self) -> str | None:
        """A line that was typed meanwhile, or None."""
        self._fill(0.0)
        line, newline, rest = self._buffer.partition(b"\n")
        if not newline:
            return None
        self._buffer = rest
        text = line.decode("utf-8", errors="replace")
        return "".join(c if c.isprintable() else " " for c in text).strip()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until a line is typed; whether one was."""
        if b"\n" not in self._buffer:
            if not self._open:
                time.sleep(seconds)
            self._fill(seconds)
        return b"\n" in self._buffer

    def _fill(self, seconds: float) -> None:
        if not self._open:
            return
        try:
            if select.select([0], [], [], seconds)[0]:
                more = os.read(0, 4096)
                self._open = bool(more)
                self._buffer = (self._buffer + more)[-65_536:]
        except (OSError, ValueError):
            self._open = False
