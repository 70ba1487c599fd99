"""Amazon's own specification of its files, from npm's ask-smapi-model, has nothing against ours.

It asks for at least one synonym of every value, which Amazon's own examples do
not have and its service does not ask for; that one is taken as a warning.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft4Validator, ValidationError

from tests.skill.clients.npm import installed

ENVELOPE = "v1.skill.Manifest.SkillManifestEnvelope"
MODEL = "v1.skill.interactionModel.InteractionModelData"


@pytest.fixture(scope="module")
def definitions() -> dict[str, Any]:
    """Amazon's definitions; a key that one does not name is taken for a mistake."""
    spec = json.loads((installed("ask-smapi-model", runs=False) / "spec.json").read_text("utf-8"))
    found = spec["definitions"]
    assert isinstance(found, dict)
    for one in found.values():
        if "properties" in one and "discriminator" not in one:
            one.setdefault("additionalProperties", False)
    return found


def problems(definitions: dict[str, Any], name: str, content: object) -> Iterator[ValidationError]:
    schema = {"$ref": f"#/definitions/{name}", "definitions": definitions}
    for error in Draft4Validator(schema).iter_errors(content):
        if error.message != "'synonyms' is a required property":
            yield error


class TestAmazonsSpecification:
    def test_has_nothing_against_the_manifest(
        self, definitions: dict[str, Any], manifest: dict[str, Any]
    ) -> None:
        assert list(problems(definitions, ENVELOPE, manifest)) == []

    def test_has_nothing_against_the_model_but_that_values_have_no_synonyms(
        self, definitions: dict[str, Any], model: dict[str, Any]
    ) -> None:
        assert list(problems(definitions, MODEL, model)) == []

    @pytest.mark.parametrize(
        ("path", "content"),
        [
            ("apis.custom.endpoint.uri", "http://steady.example"),
            ("apis.custom.endpoint.sslCertificateType", "trusted"),
            ("publishingInformation.distributionMode", "EVERYONE"),
            ("publishingInformation.locales.en-US.summary", "x" * 161),
            ("events.subscriptions", [{"eventName": "SKILL_FORGOTTEN"}]),
            ("privacyAndCompliance.usesHealthData", True),
        ],
    )
    def test_would_find_a_mistake_in_the_manifest(
        self, definitions: dict[str, Any], manifest: dict[str, Any], path: str, content: object
    ) -> None:
        wrong = copy.deepcopy(manifest)
        *way, last = path.split(".")
        inside = wrong["manifest"]
        for key in way:
            inside = inside[key]
        inside[last] = content
        assert list(problems(definitions, ENVELOPE, wrong))

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"interactionModel": {"languageModel": {"intents": []}}},
            {"interactionModel": {"languageModel": {"invocationName": "a b", "intents": [{}]}}},
            {"interactionModel": {"languageModel": {"invocationName": "a b", "slots": []}}},
        ],
    )
    def test_would_find_a_mistake_in_the_model(
        self, definitions: dict[str, Any], wrong: object
    ) -> None:
        assert list(problems(definitions, MODEL, wrong))
