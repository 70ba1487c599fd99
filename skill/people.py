"""Whose talks these are: a keyed hash of Alexa's user id, and never the id itself.

The key lies beside the answer log, for its owner alone. It is made when somebody
first agrees to keep answers, and destroyed when forgetting has left nobody in the
log: without it, no hash can be led back to anybody.
"""

from __future__ import annotations

import hmac
import os
import secrets
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dialogs.events import Action, Event
from dialogs.log import Conversation, Forgotten, LogFailed, NoLog, Parked, SqliteLog, pairing
from dialogs.log.failures import explain
from dialogs.log.place import make_folder
from skill import journal

KEY_BYTES = 32
MOST_HASHES = 256


class People:
    """The people of one answer log. May be shared between threads."""

    def __init__(self, log: SqliteLog, pairing: bool = False) -> None:
        self.log = log
        self.pairing = pairing
        """Whether somebody may be the one at this machine, too."""
        self.lock = threading.RLock()
        self._known: tuple[object, bytes] | None = None
        self._hashes: dict[str, tuple[bytes, str]] = {}
        self.path = log.path.with_name(log.path.name + ".key")
        self.trouble: str | None = None
        """Why the last turn could not be written; None when it was."""

    def state_of_the_log(self) -> str:
        """`ok`, or why nothing can be kept now, as far as that can be told without writing."""
        try:
            self.log.open()
        except LogFailed as failure:
            return failure.kind
        folder = self.path.parent
        while not folder.exists():
            folder = folder.parent
        if not os.access(folder, os.W_OK | os.X_OK):
            return "read_only"
        return self.trouble or "ok"

    def note_trouble(self, failure: LogFailed) -> None:
        """Tell the operator once that answers are being lost, and why."""
        if failure.kind != self.trouble:
            self.trouble = failure.kind
            journal.note("log", notice=str(failure))

    def log_of(self, user: str) -> PersonLog:
        """The log of one Alexa user; nothing is made or looked up before it is needed."""
        return PersonLog(self, user)

    def find(self, user: str, *, make: bool) -> SqliteLog | None:
        """The log of a user; None where no key was made yet, and none is to be made."""
        person = self._hash(user, make)
        if person is None:
            return None
        if self.pairing and pairing.is_paired(self.log.file, person):
            return self.log
        return self.log.of(person)

    def pair(self, user: str, code: str, now: datetime) -> bool:
        """True when the code was right: this user is the one at the machine of the log, too."""
        with self.lock:
            person = self._hash(user, make=True)
            assert person is not None
            if pairing.is_paired(self.log.file, person):
                return True
            right = pairing.pair(self.log.file, person, code, now)
            self.destroy_key_of_nobody()
            return right

    def unpair(self, user: str) -> bool:
        """True when this user was the one at the machine of the log; now they are two again."""
        with self.lock:
            person = self._hash(user, make=False)
            if person is None or not pairing.unpair(self.log.file, person):
                return False
            self.destroy_key_of_nobody()
            return True

    def _hash(self, user: str, make: bool) -> str | None:
        if not user:
            raise LogFailed("cannot tell whose answers these are", self.log.path, "report this.")
        with self.lock:
            key = self._key(make)
        if key is None:
            return None
        known = self._hashes.get(user)
        if known is None or known[0] is not key:
            hashed = hmac.digest(key, user.encode("utf-8", "replace"), "sha256").hex()
            if len(self._hashes) >= MOST_HASHES:
                self._hashes.clear()
            known = self._hashes[user] = key, hashed
        return known[1]

    def destroy_key_of_nobody(self) -> None:
        """Once nobody is left whom the key tells apart, it goes too."""
        try:
            if not self.log.holds_people():
                self._destroy_key()
        except OSError as error:
            raise explain(error, self.path) from error

    def _destroy_key(self) -> None:
        """Leave nothing by which a hash could be led back to anybody."""
        self._known = None
        self._hashes.clear()
        with suppress(FileNotFoundError):
            with self.path.open("r+b") as file:
                file.write(bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            self.path.unlink()

    def _key(self, make: bool) -> bytes | None:
        try:
            there = _identity(self.path)
            if there is None:
                if not make:
                    return None
                self._make_key()
                there = _identity(self.path)
            if self._known is not None and self._known[0] == there:
                return self._known[1]
            key = self.path.read_bytes()
        except OSError as error:
            raise explain(error, self.path) from error
        if len(key) == KEY_BYTES:
            self._known = there, key
        else:
            raise LogFailed(
                "cannot tell people apart: the key beside it is damaged",
                self.path,
                "restore the key from a copy, or move it away together with the log.",
            )
        return key

    def _make_key(self) -> None:
        """Whole or not at all, and never over one that another program has just made."""
        make_folder(self.path.parent)
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as f:
                f.write(secrets.token_bytes(KEY_BYTES))
                f.flush()
                os.fsync(f.fileno())
            with suppress(FileExistsError):
                os.link(fresh, self.path)
            _sync_folder(self.path.parent)
        finally:
            fresh.unlink(missing_ok=True)


class PersonLog:
    """The `AnswerLog` of one Alexa user."""

    def __init__(self, people: People, user: str) -> None:
        self._people = people
        self._user = user

    @property
    def notices(self) -> list[str]:
        return self._people.log.notices

    def write_turn(
        self,
        conversation: Conversation,
        event: Event,
        turn: int,
        place: str | None,
        outcome: str | None,
        actions: Sequence[Action],
        state: str | None,
        status: str | None = None,
    ) -> bool:
        """True when the turn is on disk for good; False when another one stands in its place."""
        people = self._people
        with people.lock:  # so that no key is destroyed between its use and the write
            try:
                log = people.find(self._user, make=True)
                assert log is not None
                written = log.write_turn(
                    conversation, event, turn, place, outcome, actions, state, status
                )
            except LogFailed as failure:
                people.note_trouble(failure)
                raise
            except Forgotten:
                people.destroy_key_of_nobody()  # there may be nobody since, and `find` made one
                raise
            people.trouble = None
            return written

    def latest_parked(self) -> Parked | None:
        """The newest conversation that was parked, or cut off, and has not ended."""
        return self._mine().latest_parked()

    def recall(self, what: str, at: datetime | None = None) -> dict[str, str]:
        """Facts about what is `kept`, or the `patterns` in it, in words fit to be spoken."""
        return self._mine().recall(what, at)

    def strike(self, conversation: str, turns: Sequence[int]) -> int:
        """How many answers of these turns were deleted for good."""
        return self._mine().strike(conversation, turns)

    def forget(self, scope: str, conversation: str, at: datetime) -> int:
        """How many answers were deleted; with the last person's, the key goes too."""
        with self._people.lock:
            count = self._mine().forget(scope, conversation, at)
            self._people.destroy_key_of_nobody()
            return count

    def close(self) -> None:
        """Let go of nothing: the file is everybody's."""

    def _mine(self) -> SqliteLog | NoLog:
        return self._people.find(self._user, make=False) or NoLog()


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Which file it is, and which writing of it; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116  twice as fast, and done for every turn
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
