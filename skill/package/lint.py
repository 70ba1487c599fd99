"""All that is wrong with a skill package in a folder."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from skill.package.build import MANIFEST, MODEL, PACKAGE
from skill.package.icons import SIZES
from skill.package.lint_manifest import lint_icon, lint_manifest
from skill.package.lint_model import lint_model
from skill.package.problem import PackageProblem, problem

_MODELS = Path(MODEL).parent


def lint_folder(folder: Path) -> tuple[PackageProblem, ...]:
    """Every problem of the package in the folder. Raises `OSError` where a file cannot be read."""
    names = [MANIFEST, *(f"{_MODELS}/{path.name}" for path in (folder / _MODELS).glob("*.json"))]
    icons = [str(path.relative_to(folder)) for path in (folder / PACKAGE).rglob("*.png")]
    return lint_files({name: (folder / name).read_bytes() for name in (*names, *icons)})


def lint_files(files: Mapping[str, bytes]) -> tuple[PackageProblem, ...]:
    """The same for files by their path, as `build_package` gives them."""
    return tuple(_problems(files))


def _problems(files: Mapping[str, bytes]) -> Iterator[PackageProblem]:
    read: dict[str, Any] = {}
    for name in sorted(files):
        if name == MANIFEST or Path(name).parent == _MODELS:
            try:
                read[name] = json.loads(files[name])
            except ValueError as error:
                yield problem(name, "K060", why=f"this is no JSON: {error}")
    models = {}
    for name in read.keys() - {MANIFEST}:
        try:
            yield from lint_model(name, read[name])
            models[Path(name).stem] = read[name]
        except (AttributeError, KeyError, TypeError) as error:
            yield problem(name, "K060", why=_shape(error))
    if MANIFEST not in read:
        return
    try:
        yield from lint_manifest(MANIFEST, read[MANIFEST], models)
        yield from _icons(read[MANIFEST], files)
    except (AttributeError, KeyError, TypeError) as error:
        yield problem(MANIFEST, "K060", why=_shape(error))


def _icons(manifest: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[PackageProblem]:
    for texts in manifest["manifest"]["publishingInformation"]["locales"].values():
        for size, pixels in SIZES.items():
            address = str(texts.get(f"{size}IconUri", ""))
            name = f"{PACKAGE}/{address.removeprefix('file://')}"
            if not address.startswith("https://"):
                yield from lint_icon(MANIFEST, size, pixels, files.get(name))


def _shape(error: Exception) -> str:
    """What is missing, in words; the schema of Amazon says it better where it is at hand."""
    what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
    return f"this has not the shape of a file of Amazon's: {what}"
