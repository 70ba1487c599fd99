"""Which speech model hears: found on this machine, never fetched from here."""

import os
from collections.abc import Iterator
from pathlib import Path

from dialogs.log.place import find_home

SYNTHETIC = "synthetic"
"""The name of the small model that ships with the program, and hears no human being."""
DEFAULT = "vosk-model-small-en-us-0.15"
NAMED_BY = "STEADY_MODEL"
_SHIPPED = Path(__file__).parent / "synthetic_speech_model"
_GET_ONE = f"""Get the small English one (41 MB):  steady model get
Or name one you have:                {NAMED_BY}=/path/to/model, or --model /path/to/model"""


class NoModel(Exception):
    """No usable speech model; the message says what was looked for and how to get one."""


def find_model(name_or_path: str | Path | None = None) -> Path:
    """The folder of the speech model to hear with; raises `NoModel` where there is none.

    Looked for in this order: what is named here (`--model`), what `STEADY_MODEL`
    names, the models that `steady model get` fetched. The synthetic model is
    found by its own name alone, for it would hear nothing of a person.
    """
    named = name_or_path or os.environ.get(NAMED_BY, "").strip()
    if named:
        return _named(named)
    for folder in installed_models():
        return folder
    raise NoModel(f"No speech model in {models_folder()}.\n{_GET_ONE}")


def synthetic_model() -> Path:
    """The folder of the small model made of synthetic speech, for tests and the demo.

    It understands synthetic voices and no human being: see its `CARD.md`.
    """
    if not is_model(_SHIPPED):
        raise NoModel(f"The synthetic model is not in {_SHIPPED}. Install the program again.")
    return _SHIPPED


def models_folder() -> Path:
    """Where fetched models live: `models` in the program's folder."""
    return find_home() / "models"


def installed_models() -> Iterator[Path]:
    """The folders of the fetched models, the default one first."""
    folder = models_folder()
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for name in sorted(names, key=lambda name: name != DEFAULT):
        if not name.startswith(".") and is_model(folder / name):
            yield folder / name


def is_model(folder: Path) -> bool:
    """Whether this folder holds a model in a layout that Vosk reads."""
    return (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file()


def takes_grammars(folder: Path) -> bool:
    """Whether the model can be told, while it runs, which words may be said."""
    return any((folder / place / "HCLr.fst").is_file() for place in ("graph", "."))


def _named(name_or_path: str | Path) -> Path:
    if str(name_or_path) == SYNTHETIC:
        return synthetic_model()
    fetched = models_folder() / name_or_path
    for folder in (Path(name_or_path).expanduser(), fetched):
        if is_model(folder):
            return folder
    there = "that folder holds no am/final.mdl" if Path(name_or_path).is_dir() else "not there"
    raise NoModel(f"Speech model '{name_or_path}': {there}.\n{_GET_ONE}")
