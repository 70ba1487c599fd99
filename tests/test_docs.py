"""The documents say what is so: commands are documented, and every file they name is there."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = sorted(entry.name for entry in entry_points(group="steady.commands"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_stands_in_the_documents(name: str) -> None:
    (entry,) = (one for one in entry_points(group="steady.commands") if one.name == name)
    assert entry.load().help
    assert f"Usage: steady {name} " in (ROOT / "docs" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    named = re.findall(
        r"`((?:docs|tests|tools|bench|dialogs|voice_local|data)/[\w/.]+)`", path.read_text("utf-8")
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert not missing


def test_every_make_target_that_is_promised_is_there() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(targets) >= {"talk", "test", "demo", "serve", "bench", "lint", "soak"}
