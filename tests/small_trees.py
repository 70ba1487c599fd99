"""Small trees for one test, beside the shipped danger scripts and the engine's own lines."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from dialogs.content import TREES, load_content
from dialogs.model import Trees

QUESTION = """
    {slug}:
      say: {say}
      shorter: {say}
      slower: {say}
      help: Help with it. {say}
      silence: I'm here. {say}
      no_match: ["You can say {options}. {say}", "One word is fine. {say}"]
      ask: {ask}
      answers: {answers}
      otherwise: {otherwise}
"""


def question(
    slug: str, say: str, answers: str, otherwise: str = "end", ask: str = "yes_no", extra: str = ""
) -> str:
    """One question in YAML, with all that a question must have."""
    text = QUESTION.format(
        slug=slug,
        say=say,
        answers=answers,
        otherwise=otherwise,
        ask=ask,
        options="yes or no",
    )
    return text + "".join(f"      {line}\n" for line in extra.splitlines() if line)


def tree(name: str, start: str, *nodes: str, head: str = "") -> str:
    """A tree in YAML."""
    return f"tree: {name}\nabout: A test.\nstart: {start}\n{head}nodes:\n" + "".join(nodes)


def make(folder: Path, files: Mapping[str, str]) -> Trees:
    """The trees of `files` (name to YAML, `front_door` among them), loaded from `folder`."""
    trees = folder / "trees"
    shutil.rmtree(trees, ignore_errors=True)
    trees.mkdir(parents=True)
    shutil.copytree(TREES / "danger", trees / "danger")
    shutil.copytree(TREES / "system", trees / "system")
    for name in ("system.yaml", "people.yaml"):
        shutil.copy(TREES / name, trees / name)
    for name, text in files.items():
        (trees / f"{name}.yaml").write_text(text, "utf-8")
    return load_content(trees=trees)
