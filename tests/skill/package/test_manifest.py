"""The texts and flags that Amazon shows to people say what is so."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.check_words import read_bans
from dialogs.hear import Topic, normalise
from dialogs.model import Trees
from skill.package.manifest import EXAMPLES, LOCALE, Operator, skill_manifest


@pytest.fixture
def texts(manifest: dict[str, Any]) -> dict[str, Any]:
    found = manifest["manifest"]["publishingInformation"]["locales"][LOCALE]
    assert isinstance(found, dict)
    return found


class TestWhatPeopleRead:
    def test_holds_no_word_of_shame(self, texts: dict[str, Any]) -> None:
        shown = " ".join((texts["name"], texts["summary"], texts["description"]))
        found = read_bans().find(normalise(shown).full)
        assert "shame" not in {ban.value.section for ban in found}

    def test_says_what_amazon_hears_and_what_is_kept(self, texts: dict[str, Any]) -> None:
        told = texts["description"]
        parts = ("about your health", "Amazon hears and keeps", "forget everything", "Disabling")
        assert all(part in told for part in parts)

    def test_says_that_it_cannot_call_anyone(self, texts: dict[str, Any]) -> None:
        assert "It cannot call anyone for you" in texts["description"]


class TestTheExamplePhrases:
    def test_are_understood_as_they_are_meant(self, trees: Trees) -> None:
        assert trees.ears is not None
        slipped, numbers = (phrase.partition("steady ground ")[2] for phrase in EXAMPLES[1:])
        assert trees.ears.topics.hear(normalise(slipped)) == Topic("slip")
        assert trees.ears.command(normalise(numbers.removeprefix("for "))) == "people"


class TestTheFlags:
    def test_say_that_personal_answers_are_kept(self, manifest: dict[str, Any]) -> None:
        assert manifest["manifest"]["privacyAndCompliance"]["usesPersonalInfo"] is True

    def test_do_not_claim_to_be_a_hospital_under_hipaa(self, manifest: dict[str, Any]) -> None:
        # Amazon: "true if the developer is a Covered Entity or Business Associate" under HIPAA.
        assert manifest["manifest"]["privacyAndCompliance"]["usesHealthInfo"] is False


class TestTheOperator:
    def test_gives_the_addresses_and_the_kind_of_certificate(self) -> None:
        mine = Operator("https://my.example/alexa", "https://my.example/privacy", "wildcard")
        made = skill_manifest(mine)["manifest"]
        assert made["apis"]["custom"]["endpoint"] == {
            "uri": "https://my.example/alexa",
            "sslCertificateType": "Wildcard",
        }
        locales = made["privacyAndCompliance"]["locales"]
        assert locales[LOCALE]["privacyPolicyUrl"] == "https://my.example/privacy"

    def test_is_told_by_amazon_when_somebody_disables_the_skill(
        self, manifest: dict[str, Any]
    ) -> None:
        events = manifest["manifest"]["events"]
        assert events["subscriptions"] == [{"eventName": "SKILL_DISABLED"}]
        assert events["endpoint"] == manifest["manifest"]["apis"]["custom"]["endpoint"]
