"""Everything that the engine needs, loaded once at start: what is said, and how people say things."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dialogs.hear import Ears
from dialogs.load import load_trees
from dialogs.model import Trees

HERE = Path(__file__).parent
TREES = HERE / "trees"
LEXICON = HERE / "lexicon"


def load_content(language: str = "en", trees: Path = TREES, lexicon: Path = LEXICON) -> Trees:
    """The trees with their ears. Raises `ContentProblems`, all of them at once."""
    return replace(load_trees(trees, language=language), ears=Ears.load(lexicon))
