"""Where the journal goes; and that nobody is left without an answer for its sake."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from skill import journal
from skill.serve import write_journal


class Unwritable(io.StringIO):
    def write(self, text: str) -> int:
        raise RuntimeError(text)


class TestTheJournal:
    @pytest.fixture(autouse=True)
    def as_before(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        root = logging.getLogger()
        loggers = [logging.getLogger(name) for name in ("skill", "waitress", "waitress.queue")]
        handlers, levels = list(root.handlers), [one.level for one in loggers]
        monkeypatch.setattr(journal, "write", journal.write)
        monkeypatch.setattr(logging, "raiseExceptions", True)
        yield
        root.handlers[:] = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)

    def tell(self, monkeypatch: pytest.MonkeyPatch, out: object, error: object) -> None:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", error)
        write_journal()
        journal.note("serving")
        logging.getLogger("waitress").warning("slow")

    def test_it_goes_to_standard_error_where_standard_output_is_closed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        error = io.StringIO()
        self.tell(monkeypatch, None, error)
        lines = [json.loads(line) for line in error.getvalue().splitlines()]
        assert [line["what"] for line in lines] == ["serving", "server"]

    @pytest.mark.parametrize("out", [None, Unwritable()])
    def test_nothing_fails_where_it_cannot_be_written(
        self, monkeypatch: pytest.MonkeyPatch, out: object
    ) -> None:
        self.tell(monkeypatch, out, out)
