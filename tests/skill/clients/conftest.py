"""The shipped model as a file, the endpoint behind the signing proxy, and node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from dialogs.model import Trees
from skill.package.build import MODEL, build_package
from skill.package.manifest import Operator
from tests.skill.clients.npm import HERE, installed
from tests.skill.clients.serving import Proxy, serving
from tests.skill.keys import SKILL_ID

Talk = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def model_file(trees: Trees, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interaction model that `steady alexa package` writes."""
    path = tmp_path_factory.mktemp("model") / "en-US.json"
    path.write_bytes(build_package(trees, Operator())[MODEL])
    return path


@pytest.fixture(scope="session")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with serving(tmp_path_factory.mktemp("served") / "answers.db") as served:
        yield served


def run_node(script: str, given: object) -> Any:
    """What a script of this folder writes, as JSON, for what it is given."""
    done = subprocess.run(
        ["node", "--no-deprecation", script],
        cwd=HERE,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def talk(proxy: Proxy, model_file: Path) -> Talk:
    """Steps of one new user to what was asked and answered, by virtual-alexa."""
    installed("virtual-alexa")

    def hold(*steps: str) -> list[dict[str, Any]]:
        given = {
            "url": f"{proxy.url}/alexa",
            "model": str(model_file),
            "application": SKILL_ID,
            "user": f"amzn1.ask.account.{uuid4().hex}",
            "steps": steps,
        }
        told = run_node("talk.js", given)
        assert isinstance(told, list)
        return told

    return hold
