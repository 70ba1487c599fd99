"""Everything that the engine needs, loaded at start: what is said, and how people say things."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dialogs.load import load_trees
from dialogs.model import Trees

HERE = Path(__file__).parent
TREES = HERE / "trees"
LEXICON = HERE / "lexicon"
LANGUAGES = ("en", *sorted(path.name for path in (HERE / "languages").iterdir()))
"""What can be spoken; what a language lacks is spoken in English, and only English is heard."""


def load_content(language: str = "en", trees: Path = TREES, lexicon: Path = LEXICON) -> Trees:
    """The trees with their ears. Raises `ContentProblems`, all of them at once."""
    with _nothing_is_garbage():
        return give_ears(load_trees(trees, language=language), lexicon)


def give_ears(trees: Trees, lexicon: Path = LEXICON) -> Trees:
    """The same trees, able to hear. A channel may say its first words before it asks for this."""
    from dialogs.hear import Ears

    with _nothing_is_garbage():
        return replace(trees, ears=Ears.load(lexicon))


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """Look for none meanwhile: nearly all that loading makes stays, and looking takes a seventh."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
