"""Older trees to compare with, and where whoever is parked in them would land in the new ones."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dialogs.codec import NotDecodable, state_from_json
from dialogs.engine.returning import new_place
from dialogs.load import read_trees
from dialogs.model import Trees

BESIDE = ("numbers", "lexicon", "languages")


class NoOldTrees(Exception):
    """What stands behind `--against` holds no trees; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A parked conversation that goes on somewhere else."""

    conversation: str
    """The beginning of its id: enough to find it, and nothing about the person."""
    at: str
    place: str
    lands: str
    how: str
    """`by migrate`, `at the start of the tree`, or `at the front door`."""

    def __str__(self) -> str:
        when = self.at[:16].replace("T", " ")
        return (
            f"{self.conversation} parked {when} at {self.place} goes on at {self.lands}, {self.how}"
        )


def read_old_trees(old: str, folder: Path) -> Trees:
    """The trees of a folder, or of a git revision of `folder`; raises `NoOldTrees`.

    What was wrong with them then is not told again.
    """
    if Path(old).is_dir():
        return _read(Path(old), old)
    if old.startswith("-"):
        raise _neither(old, folder, "this is an option")
    with tempfile.TemporaryDirectory() as there:
        return _read(_check_out(old, folder, Path(there)), old)


def _read(folder: Path, old: str) -> Trees:
    if not any(folder.rglob("*.yaml")):
        raise NoOldTrees(f"there is no .yaml file in {old}\n  mend: name a folder of trees.")
    return read_trees(folder)[0]


def _check_out(revision: str, folder: Path, there: Path) -> Path:
    """The folder of trees as it was in that revision, with what lies beside it."""
    folder = folder.resolve()
    names = [folder.name, *(name for name in BESIDE if (folder.parent / name).is_dir())]
    for name in names:
        command = ["git", "-C", str(folder.parent), "archive", "--format=tar", revision, name]
        try:
            found = subprocess.run(command, capture_output=True, check=True)
        except FileNotFoundError as error:
            raise NoOldTrees("git is not installed\n  mend: name a folder instead.") from error
        except subprocess.CalledProcessError as error:
            if name != folder.name:
                continue  # it did not exist then
            said = error.stderr.decode(errors="replace").strip().splitlines()
            raise _neither(revision, folder, said[-1] if said else "git failed") from error
        with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
            archive.extractall(there, filter="data")
    return there / folder.name


def _neither(old: str, folder: Path, why: str) -> NoOldTrees:
    return NoOldTrees(
        f"'{old}' is neither a folder nor a git revision that holds {folder.name}/: {why}\n"
        "  mend: name one, e.g. HEAD, a tag, or the folder of the last release."
    )


def find_moved(connection: sqlite3.Connection, new: Trees) -> Iterator[Moved]:
    """The parked conversations of a log whose place these trees do not have."""
    waiting = connection.execute(
        "SELECT conversation, at, state FROM places"
        " WHERE status <> 'ended' AND state IS NOT NULL ORDER BY julianday(at)"
    )
    for conversation, at, text in waiting:
        try:
            state = state_from_json(text)
        except NotDecodable:
            yield Moved(conversation[:8], at, "a place that cannot be read", "front_door", "anew")
            continue
        for place in dict.fromkeys([state.place, *(frame.place for frame in state.stack)]):
            lands = new_place(new, place)
            if place and lands != place:
                yield Moved(conversation[:8], at, place, lands, _how(place, lands, new))


def _how(place: str, lands: str, new: Trees) -> str:
    name, _, slug = place.rpartition("/")
    tree = new.trees.get(name)
    if tree is None:
        return "at the front door"
    return "by migrate" if slug in tree.migrate else "at the start of the tree"
