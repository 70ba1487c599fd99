from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.log import SqliteLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "answers.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with SqliteLog(path, wait_seconds=0.2) as log:
        yield log
