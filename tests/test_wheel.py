"""The wheel holds all that the program needs, and the core needs no extra: tried elsewhere."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, talk: str = "") -> str:
    done = subprocess.run(
        [str(part) for part in command], input=talk, capture_output=True, text=True, cwd=cwd
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment that holds the built wheel, and nothing of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT, cwd=folder)
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    scripts = folder / "env" / "bin"
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return scripts


def test_a_talk_is_held_and_kept(clean: Path, tmp_path: Path) -> None:
    talk = (clean / "steady", "talk", "--typed", "--consent", "yes", "--db", "log.db")
    said = run(*talk, cwd=tmp_path, talk="i slipped on kratom last night\nyes\n")
    assert said.startswith("This is Steady Ground")
    assert "kratom" in run(clean / "steady", "answers", "--db", "log.db", cwd=tmp_path)


def test_the_shipped_trees_have_no_problem(clean: Path, tmp_path: Path) -> None:
    assert "No problems" in run(clean / "steady", "check", cwd=tmp_path)


def test_the_core_needs_no_package_of_the_channels(clean: Path, tmp_path: Path) -> None:
    installed = run(clean / "python", "-m", "pip", "list", cwd=tmp_path).lower()
    for package in ("flask", "ask-sdk", "vosk", "pyttsx3", "numpy"):
        assert package not in installed


def test_it_says_its_version(clean: Path, tmp_path: Path) -> None:
    assert "0.1.0" in run(clean / "steady", "--version", cwd=tmp_path)
