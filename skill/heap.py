"""The C library's heap, kept as small as a worker of one process needs it."""

import ctypes
import sys

_MOST_ARENAS = -8
"""`M_ARENA_MAX` of glibc's `mallopt`."""


def share_one_heap() -> None:
    """Let all threads share one heap, where the C library is glibc; call it before any starts.

    By itself glibc gives each thread a heap of its own, so that they do not wait for each
    other; in Python they do anyway, and what one has freed the others cannot use.
    """
    if sys.platform == "linux":
        getattr(ctypes.CDLL(None), "mallopt", _nothing)(_MOST_ARENAS, 1)


def give_back() -> None:
    """Give what loading needed and nothing uses now back to the system, where glibc can."""
    if sys.platform == "linux":
        getattr(ctypes.CDLL(None), "malloc_trim", _nothing)(0)


def _nothing(*_: int) -> None:
    """What another C library (musl) does."""
