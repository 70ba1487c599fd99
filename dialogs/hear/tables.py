"""Rows of whole numbers by name: what the models have learned, in as little memory as it takes.

As Python's own dicts the models were twenty megabytes of small objects, which took long
to make at every start. Here a name is one whole number, its key, and all that is known
of a hundred thousand names are a few blocks of bytes that are read and not parsed.

Where a key stands is worked out ("hash and displace": Belazzougui, Botelho, Dietzfelbinger,
2009): its group says by which turn the keys of that group come to places of their own. So
one look and one comparison tell whether the key is known (docs/decisions/0015-*.md).
"""

import json
import sys
from array import array
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from struct import Struct
from typing import Any
from zlib import crc32

from dialogs.problems import DamagedFile

Known = Mapping[int, Any]
"""A number or a row by key."""
_FORMS = "HQ"
"""One number of 16 or of 64 bits."""

PRIME = 5_700_357_409_661_598_833
FILLED = 0.85
"""The share of the places that is taken: with more of them it takes long to find turns."""
IN_A_GROUP = 4
MOST_TURNS = 1 << 16


def keys_of(names: Iterable[str]) -> list[int]:
    """A number for each name, the same on every machine.

    Names of seven letters or less have numbers of their own. Of two longer ones the
    chance to share one is 1 in 10^18, and a table of names that do is not written.
    None has zero, which stands for no key: the empty name has one that none we know has.
    """
    whole, prime = int.from_bytes, PRIME
    return [whole(name.encode(), "little") % prime or 1 for name in names]


class Table:
    """Which keys are known, and where what is known of each stands."""

    def __init__(self, keys: "array[int]", turns: "array[int]") -> None:
        self._keys = keys
        self._turns = turns

    def find(self, keys: Iterable[int]) -> list[int]:
        """The places of those keys that are known."""
        known, turns, size, groups = self._keys, self._turns, len(self._keys), len(self._turns)
        return [at for key in keys if known[at := (key ^ turns[key % groups]) % size] == key]


class Rows(Table):
    """A row of whole numbers by key, all rows of one form (as `struct` names it)."""

    def __init__(self, keys: "array[int]", turns: "array[int]", rows: bytes, form: str) -> None:
        super().__init__(keys, turns)
        self._rows = rows
        self._row = Struct(f"<{form}")

    def of(self, keys: Iterable[int]) -> list[tuple[int, ...]]:
        """The rows of those keys that are known."""
        read, rows, width = self._row.unpack_from, self._rows, self._row.size
        return [read(rows, at * width) for at in self.find(keys)]


class Numbers(Table):
    """One whole number by key."""

    def __init__(self, keys: "array[int]", turns: "array[int]", numbers: "array[int]") -> None:
        super().__init__(keys, turns)
        self._numbers = numbers

    def of(self, keys: Iterable[int]) -> list[int]:
        """The numbers of those keys that are known."""
        known, turns, size, groups = self._keys, self._turns, len(self._keys), len(self._turns)
        its = self._numbers  # as `find`, in one go: the danger listener does it at every turn
        return [its[at] for key in keys if known[at := (key ^ turns[key % groups]) % size] == key]

    def get(self, name: str) -> int | None:
        """The number of this name, if it has one."""
        found = self.of(keys_of((name,)))
        return found[0] if found else None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.find(keys_of((name,))))


Tables = dict[str, Any]
"""`Rows` and `Numbers` by name."""


def read_tables(path: Path) -> tuple[dict[str, Any], Tables]:
    """What a model says of itself, and its tables.

    Raises `DamagedFile` where it is not there, or one byte of it not as it was written.
    """
    try:
        stored = path.read_bytes()
    except FileNotFoundError as missing:
        raise DamagedFile(path, "the model is missing") from missing
    body = memoryview(stored)[:-4]
    if not body or crc32(body) != int.from_bytes(stored[-4:], "little"):
        raise DamagedFile(path, "the model is damaged")
    at = stored.index(b"\n") + 1
    about = json.loads(stored[:at])
    tables: Tables = {}
    for name, (size, groups, form) in about.pop("tables").items():
        keys, at = _numbers("Q", body, at, size)
        turns, at = _numbers("H", body, at, groups)
        if form in _FORMS:
            numbers, at = _numbers(form, body, at, size)
            tables[name] = Numbers(keys, turns, numbers)
        else:
            end = at + size * Struct(f"<{form}").size
            tables[name] = Rows(keys, turns, stored[at:end], form)
            at = end
    return about, tables


def write_tables(
    path: Path, about: Mapping[str, Any], tables: Mapping[str, tuple[Known, str]]
) -> None:
    """Write a model; the same content always gives the same bytes.

    A table is a number (form `H` or `Q`) or a row (`12h` and the like) by key.
    """
    laid = {name: (*_lay(known), known, form) for name, (known, form) in tables.items()}
    shapes = {name: (len(keys), len(turns), form) for name, (keys, turns, _, form) in laid.items()}
    body = json.dumps({**about, "tables": shapes}).encode() + b"\n"
    for keys, turns, known, form in laid.values():
        body += as_bytes("Q", keys) + as_bytes("H", turns)
        if form in _FORMS:
            body += as_bytes(form, [known.get(key, 0) for key in keys])
        else:
            row = Struct(f"<{form}")
            body += b"".join(row.pack(*known[key]) if key else bytes(row.size) for key in keys)
    path.write_bytes(body + crc32(body).to_bytes(4, "little"))


def as_bytes(form: str, numbers: Iterable[int]) -> bytes:
    """Whole numbers one after another, the lowest byte of each first."""
    found = array(form, numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def by_key(known: Mapping[str, Any]) -> Known:
    """What is known of each name, by key. Raises `ValueError` where two names share one."""
    found = dict(zip(keys_of(known), known.values(), strict=True))
    if len(found) < len(known):
        raise ValueError("two names have one key.\n  mend: take another prime.")
    return found


def _lay(known: Known) -> tuple[list[int], list[int]]:
    """Every key at a place of its own, zero where none is, and the turns of the groups."""
    if 0 in known:
        raise ValueError("zero stands for no key, and cannot be one.")
    for size in count(int(len(known) / FILLED) | 1, 2):
        laid = _try_to_lay(known, size, size // IN_A_GROUP | 1)
        if laid:
            return laid
    raise AssertionError


def _try_to_lay(known: Iterable[int], size: int, many: int) -> tuple[list[int], list[int]] | None:
    groups: list[list[int]] = [[] for _ in range(many)]
    for key in known:
        groups[key % many].append(key)
    keys, turns = [0] * size, [0] * many
    for group in sorted(range(many), key=lambda group: -len(groups[group])):
        for turn in range(MOST_TURNS):
            places = {(key ^ turn) % size: key for key in groups[group]}
            if len(places) == len(groups[group]) and not any(keys[at] for at in places):
                break
        else:
            return None
        turns[group] = turn
        for at, key in places.items():
            keys[at] = key
    return keys, turns


def _numbers(form: str, stored: memoryview, at: int, many: int) -> "tuple[array[int], int]":
    found = array(form)
    end = at + many * found.itemsize
    found.frombytes(stored[at:end])
    if sys.byteorder == "big":
        found.byteswap()
    return found, end
