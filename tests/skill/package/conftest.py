"""The shipped package, made once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dialogs.model import Trees
from skill.package.build import MANIFEST, MODEL, build_package
from skill.package.manifest import Operator


@pytest.fixture(scope="session")
def files(trees: Trees) -> Mapping[str, bytes]:
    """Every file of the package for the placeholder operator."""
    return build_package(trees, Operator())


@pytest.fixture(scope="session")
def model(files: Mapping[str, bytes]) -> dict[str, Any]:
    read = json.loads(files[MODEL])
    assert isinstance(read, dict)
    return read


@pytest.fixture(scope="session")
def manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    read = json.loads(files[MANIFEST])
    assert isinstance(read, dict)
    return read


@pytest.fixture(scope="session")
def values(model: dict[str, Any]) -> list[str]:
    """Everything that the catch-all slot has been shown."""
    (kind,) = model["interactionModel"]["languageModel"]["types"]
    return [value["name"]["value"] for value in kind["values"]]


@pytest.fixture(scope="session")
def samples(model: dict[str, Any]) -> dict[str, list[str]]:
    """The samples of every intent, by its name."""
    intents = model["interactionModel"]["languageModel"]["intents"]
    return {intent["name"]: intent["samples"] for intent in intents}
