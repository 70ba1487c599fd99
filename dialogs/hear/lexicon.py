"""How the listeners read their YAML: every scalar stays the text that was written."""

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_lexicon(path: Path) -> dict[str, Any]:
    """The file as plain dicts, lists and strings; `yes`, `no` and `12:30` are not converted."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))
