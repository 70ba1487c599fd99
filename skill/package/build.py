"""The files of the skill package, byte for byte the same for the same trees and operator."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialogs.content import LEXICON
from dialogs.model import Trees
from skill.package.icons import SIZES, draw_icon
from skill.package.manifest import ICONS, LOCALE, Operator, skill_manifest
from skill.package.model import interaction_model

PACKAGE = "skill-package"
MANIFEST = f"{PACKAGE}/skill.json"
MODEL = f"{PACKAGE}/interactionModels/custom/{LOCALE}.json"
RESOURCES = "ask-resources.json"

_VALUE = re.compile(r'\{\s+"name": \{\s+"value": ("(?:[^"\\]|\\.)*")\s+\}\s+\}')


def build_package(trees: Trees, operator: Operator, lexicon: Path = LEXICON) -> Mapping[str, bytes]:
    """Every file by its path below the folder that `ask deploy` is run in."""
    files = {
        RESOURCES: _json(
            {
                "askcliResourcesVersion": "2020-03-31",
                "profiles": {"default": {"skillMetadata": {"src": f"./{PACKAGE}"}}},
            }
        ),
        MANIFEST: _json(skill_manifest(operator)),
        MODEL: _json(interaction_model(trees, lexicon)),
    }
    files |= {f"{PACKAGE}/{ICONS[name]}": draw_icon(size) for name, size in SIZES.items()}
    return files


def write_package(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files below the folder. Raises `OSError` where one cannot be written."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _json(content: Any) -> bytes:
    """JSON for people: one value of a slot type a line, so that a change reads well."""
    text = json.dumps(content, indent=2, ensure_ascii=False)
    return (_VALUE.sub(r'{"name": {"value": \1}}', text) + "\n").encode()
