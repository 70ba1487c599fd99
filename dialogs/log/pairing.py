"""A spoken code by which somebody's log elsewhere becomes one with the log of this machine.

The code is shown here and said there: six digits, for ten minutes, for one use,
and gone after five wrong tries. The file holds only a slow, salted hash of it.
Pairing hands over the talks that were kept there; from then on both are one person.
"""

from __future__ import annotations

import hmac
import secrets
import sqlite3
from datetime import datetime, timedelta
from hashlib import scrypt

from dialogs.log.failures import read_time
from dialogs.log.file import LogFile, transaction

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5


def make_code(file: LogFile, now: datetime) -> str:
    """A new code, the only one that is valid from now on; `now` is the time with its zone."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    salt = secrets.token_hex(16)
    until = (now + VALID_FOR).isoformat(timespec="seconds")

    def work(connection: sqlite3.Connection) -> None:
        with transaction(connection):
            connection.execute("DELETE FROM pairing_codes")
            connection.execute(
                "INSERT INTO pairing_codes VALUES (?, ?, ?, ?)",
                (salt, _hash(code, salt), until, MOST_TRIES),
            )

    file.run(work, None, create=True)
    return code


def pair(file: LogFile, person: str, code: str, now: datetime) -> bool:
    """True when the code was right: the talks of `person` are those of this machine now.

    A wrong code costs a try, whoever says it; the right one is used up.
    """

    def work(connection: sqlite3.Connection) -> bool:
        with transaction(connection):
            found = connection.execute(
                "SELECT salt, hash, until, tries_left FROM pairing_codes"
            ).fetchone()
            if found is None:
                return False
            salt, kept, until, tries_left = found
            in_time = now < read_time(until)
            right = in_time and hmac.compare_digest(kept, _hash(code, salt))
            if right or not in_time or tries_left <= 1:
                connection.execute("DELETE FROM pairing_codes")
            else:
                connection.execute("UPDATE pairing_codes SET tries_left = tries_left - 1")
            if right:
                connection.execute("INSERT OR IGNORE INTO paired VALUES (?)", (person,))
                for table in ("conversations", "places"):
                    connection.execute(
                        f"UPDATE {table} SET person = '' WHERE person = ?", (person,)
                    )
            return right

    return file.run(work, False)


def is_paired(file: LogFile, person: str) -> bool:
    """True while this person is the one at this machine."""

    def work(connection: sqlite3.Connection) -> bool:
        query = "SELECT 1 FROM paired WHERE person = ?"
        return connection.execute(query, (person,)).fetchone() is not None

    return file.run(work, False)


def unpair(file: LogFile, person: str | None = None) -> bool:
    """True when somebody was paired: this person, or (None) anybody. What was told stays here."""

    def work(connection: sqlite3.Connection) -> bool:
        query = "DELETE FROM paired WHERE ?1 IS NULL OR person = ?1"
        return connection.execute(query, (person,)).rowcount > 0

    return file.run(work, False)


def _hash(code: str, salt: str) -> str:
    return scrypt(code.encode(), salt=bytes.fromhex(salt), n=1 << 14, r=8, p=1, dklen=32).hex()
