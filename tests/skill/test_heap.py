"""The C library's heap."""

import ctypes
import sys
from types import SimpleNamespace

import pytest

from skill import heap


def unreachable(name: object) -> None:
    raise OSError("no such library")


class TestTheHeap:
    def test_of_glibc_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[tuple[str, int, int | None]] = []
        library = SimpleNamespace(
            mallopt=lambda what, value: told.append(("mallopt", what, value)),
            malloc_trim=lambda pad: told.append(("malloc_trim", pad, None)),
        )
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
        heap.share_one_heap()
        heap.give_back()
        assert told == [("mallopt", -8, 1), ("malloc_trim", 0, None)]

    def test_of_another_library_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
        heap.share_one_heap()
        heap.give_back()

    @pytest.mark.parametrize("library", [None, SimpleNamespace(CDLL=unreachable)])
    def test_that_cannot_be_reached_is_no_reason_not_to_serve(
        self, monkeypatch: pytest.MonkeyPatch, library: object
    ) -> None:
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setitem(sys.modules, "ctypes", library)  # None: it cannot be imported
        heap.share_one_heap()
        heap.give_back()

    def test_of_another_system_is_not_even_looked_for(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.delattr(ctypes, "CDLL")
        heap.share_one_heap()
        heap.give_back()
