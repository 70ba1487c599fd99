"""What the endpoint writes down: one JSON object a line, for the operator.

Never words, never a user, a device or a session, never what an intent is called:
that somebody talked may stand here, and not what about.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

LONGEST = 300
"""Characters of a field: what a request is called may be anything."""

logger = logging.getLogger("skill")
write: Callable[[int, str], None] = logger.log
"""Where a line goes, by its level. `steady serve` writes it out itself, in half the time."""


def note(what: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Write one line; fields that are None are left out."""
    if logger.isEnabledFor(level):
        write(level, line(what, **fields))


def line(what: str, **fields: object) -> str:
    """One line of the journal: what happened, and when it was written."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    known = {name: _short(value) for name, value in fields.items() if value is not None}
    return json.dumps({"at": at, "what": what, **known})


def _short(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value


def bug(error: BaseException) -> None:
    """Write what kind of mistake it was and where, and not its message, which may hold words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    note("bug", level=logging.ERROR, error=type(error).__name__, where=where)
