"""What npm installed here: programs and files about Alexa that nobody here wrote."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


def installed(module: str, *, runs: bool = True) -> Path:
    """The folder of the module; skips the test where it is missing, and fails under CI.

    `runs`: node is needed too, and not only the module's files.
    """
    lacks = []
    if not (MODULES / module).is_dir():
        lacks.append(f"the npm module {module} (make clients)")
    if runs and not shutil.which("node"):
        lacks.append("node (apt-get install nodejs)")
    if lacks:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell(f"this needs {' and '.join(lacks)}")
    return MODULES / module
