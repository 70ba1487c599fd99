"""Two small trees without any problem, as an author edits them, and a page over them."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

import yaml

from dialogs.content import LEXICON
from dialogs.hear.lexicon import read_lexicon
from tests.small_trees import make, question, tree

FRONT_DOOR = tree(
    "front_door",
    "hello",
    question(
        "hello",
        "Are you safe right now?",
        "{yes: alone, else: danger/check/}",
        otherwise="alone",
        ask="safe",
    ),
    question("alone", "Is it quiet there?", "{yes: evening/, else: end}"),
)
EVENING = tree(
    "evening",
    "milk",
    question("milk", "Shall there be milk in it?", "{yes: sugar, else: end}"),
    question("sugar", "And sugar too?", "{else: end}"),
)
_ASKED = re.compile(r"ask: (\w+)")

BROKEN = EVENING.replace("{yes: sugar, else: end}", "{yes: suger, else: end}")
STYLED = EVENING.replace("And sugar too?", "And sugar too, you addict?")


@cache
def _made() -> Path:
    """Where they lie already; making them loads them, which takes its time."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    make(folder, {"front_door": FRONT_DOOR, "evening": EVENING})
    return folder / "trees"


def write_trees(folder: Path) -> Path:
    """The two trees in a folder of their own."""
    shutil.copytree(_made(), folder / "trees")
    return folder / "trees"


def save(path: Path, text: str) -> None:
    """Save as an editor does; two saves within one tick of the disk's clock differ all the same."""
    path.parent.mkdir(exist_ok=True)
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    if path.stat().st_mtime_ns <= before:
        os.utime(path, ns=(time.time_ns(), before + 1_000_000))


def write_short_lexicon(trees: Path) -> None:
    """Beside the trees, the choices that they ask for with a phrase each: checked at once.

    For a desk that is given ears which are loaded already.
    """
    sets = read_lexicon(LEXICON / "choices.yaml")
    asked = {one for path in trees.rglob("*.yaml") for one in _ASKED.findall(path.read_text())}
    short = {
        name: {choice: phrases[:1] for choice, phrases in sets[name].items()}
        for name in asked & sets.keys()
    }
    save(trees.parent / "lexicon" / "choices.yaml", yaml.safe_dump(short))
