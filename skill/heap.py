"""The C library's heap, kept as small as a worker of one process needs it.

It saves memory and nothing else: where it cannot be had, all is served without it.
"""

import sys
from contextlib import suppress

_MOST_ARENAS = -8
"""`M_ARENA_MAX` of glibc's `mallopt`."""


def share_one_heap() -> None:
    """Let all threads share one heap, where the C library is glibc; call it before any starts.

    By itself glibc gives each thread a heap of its own, so that they do not wait for each
    other; in Python they do anyway, and what one has freed the others cannot use.
    """
    _call("mallopt", _MOST_ARENAS, 1)


def give_back() -> None:
    """Give what loading needed and nothing uses now back to the system, where glibc can."""
    _call("malloc_trim", 0)


def _call(name: str, *values: int) -> None:
    if sys.platform == "linux":
        with suppress(ImportError, OSError):  # a Python without ctypes, or without libffi
            import ctypes

            getattr(ctypes.CDLL(None), name, _nothing)(*values)


def _nothing(*_: int) -> None:
    """What another C library (musl) does."""
