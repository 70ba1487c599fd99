"""The interaction model knows what the conversations know, and hears danger as danger."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dialogs.content import LEXICON
from dialogs.hear import normalise
from dialogs.hear.lexicon import read_lexicon
from dialogs.model import Trees
from skill import intents as skill_intents
from skill.package.build import MODEL, build_package
from skill.package.manifest import Operator
from skill.package.model import AMAZONS_WORDS, DANGER_INTENTS, interaction_model
from skill.package.said import dangers, sayings

ROOT = Path(__file__).parents[3]

SUBSTANCES = (
    "kratom", "opioids", "heroin", "fentanyl", "painkillers", "cocaine", "crack", "meth", "pills",
    "drugs", "drinking", "alcohol", "pot", "smoking",
)  # fmt: skip


def language(model: Mapping[str, Any]) -> dict[str, Any]:
    found = model["interactionModel"]["languageModel"]
    assert isinstance(found, dict)
    return found


class TestFreeSpeech:
    def test_comes_through_one_slot_that_is_the_whole_sample(self, model: dict[str, Any]) -> None:
        (say,) = (i for i in language(model)["intents"] if i["name"] == "SayIntent")
        (slot,) = say["slots"]
        assert say["samples"] == ["{utterance}"]
        assert slot == {"name": "utterance", "type": language(model)["types"][0]["name"]}

    def test_is_preferred_to_the_fallback_which_brings_no_words(
        self, model: dict[str, Any]
    ) -> None:
        sensitivity = language(model)["modelConfiguration"]["fallbackIntentSensitivity"]
        assert sensitivity == {"level": "LOW"}

    def test_is_shown_in_every_length_from_one_word_to_ten(self, values: list[str]) -> None:
        assert {len(text.split()) for text in values} >= set(range(1, 11))


class TestTheModelKnows:
    def test_an_answer_for_every_choice_of_every_question(self, trees: Trees) -> None:
        assert trees.ears is not None
        asked = {node.ask for node in trees.nodes.values() if node.ask}
        wanted = {
            (name, choice)
            for name, choices in trees.ears.choices.sets.items()
            if name in asked
            for choice in choices
        }
        heard = {
            (saying.listener, trees.ears.choices.hear(saying.listener, normalise(saying.text)))
            for saying in sayings(trees)
            if saying.listener in asked
        }
        assert heard >= wanted

    def test_every_command(self, trees: Trees, values: list[str]) -> None:
        assert trees.ears is not None
        heard = {trees.ears.command(normalise(text)) for text in values}
        commands = read_lexicon(LEXICON / "commands.yaml")["commands"]
        assert heard >= set(commands)

    @pytest.mark.parametrize("substance", SUBSTANCES)
    def test_help_me_quit_with_every_substance(self, values: list[str], substance: str) -> None:
        assert f"help me quit {substance}" in values

    def test_first_words_that_each_open_a_topic(self, trees: Trees) -> None:
        assert trees.ears is not None
        first = [normalise(one.text) for one in sayings(trees) if one.listener == "first_words"]
        assert len(first) > 90
        assert [said.text for said in first if trees.ears.topics.hear(said) is None] == []

    def test_every_topic_that_a_person_opens_with(self, trees: Trees, values: list[str]) -> None:
        assert trees.ears is not None
        topics = read_lexicon(LEXICON / "topics.yaml")["clear"]
        opened = {
            topic.topic
            for text in values
            if (topic := trees.ears.topics.hear(normalise(text), strict=True))
        }
        assert opened >= set(topics)


DANGERS = [
    (category, text)
    for category, meanings in dangers().items()
    for texts in meanings.values()
    for text in texts
]


class TestDanger:
    @pytest.mark.parametrize(("category", "text"), DANGERS)
    def test_is_heard_by_the_engine_as_it_is_by_the_model(
        self, trees: Trees, category: str, text: str
    ) -> None:
        assert trees.ears is not None
        danger = trees.ears.danger(normalise(text))
        assert danger is not None
        assert danger.category == category

    def test_of_every_meaning_in_the_lexicon_has_sentences(self) -> None:
        lexicon = read_lexicon(LEXICON / "danger.yaml")
        meanings = {
            (category, name)
            for category, meanings in lexicon.items()
            if category != "frames"
            for name, meaning in meanings.items()
            if "when" not in meaning
        }
        shown = {(c, name) for c, meanings in dangers().items() for name in meanings}
        assert shown >= meanings

    @pytest.mark.parametrize("category", DANGER_INTENTS)
    def test_intents_are_known_to_the_endpoint_as_what_they_are(
        self, trees: Trees, category: str
    ) -> None:
        assert trees.ears is not None
        danger = trees.ears.danger(normalise(skill_intents.DANGER[DANGER_INTENTS[category]]))
        assert danger is not None
        assert (danger.category, danger.tier) == (category, "hard")

    def test_is_among_no_other_words(
        self, values: list[str], samples: dict[str, list[str]]
    ) -> None:
        told = {text for name in DANGER_INTENTS.values() for text in samples[name]}
        assert told.isdisjoint(values)

    @pytest.mark.parametrize("category", DANGER_INTENTS)
    def test_intents_raise_no_harder_alarm_than_the_words_would(
        self, trees: Trees, samples: dict[str, list[str]], category: str
    ) -> None:
        assert trees.ears is not None
        for said in samples[DANGER_INTENTS[category]]:
            danger = trees.ears.danger(normalise(said))
            assert danger is not None
            assert (danger.category, danger.tier) == (category, "hard"), said

    @pytest.mark.parametrize("said", ["i'm not safe", "i don't feel safe", "i'm in danger"])
    def test_that_is_not_told_apart_yet_comes_as_words(self, values: list[str], said: str) -> None:
        assert said in values


class TestTheIntents:
    def test_are_all_answered_by_the_endpoint(self, samples: dict[str, list[str]]) -> None:
        known = {skill_intents.SAY, skill_intents.FALLBACK, *skill_intents.WORDS}
        assert set(samples) <= known

    def test_of_amazon_keep_amazons_own_words_alone(self, samples: dict[str, list[str]]) -> None:
        assert all(samples[name] == [] for name in AMAZONS_WORDS)


class TestTheSameTrees:
    def test_give_the_same_package_to_the_byte(
        self, trees: Trees, files: Mapping[str, bytes]
    ) -> None:
        # By name: to show how two large files differ would take pytest minutes.
        again = build_package(trees, Operator())
        assert again.keys() == files.keys()
        assert [name for name in files if again[name] != files[name]] == []

    def test_gave_the_model_in_the_documents(self, files: Mapping[str, bytes]) -> None:
        same = (ROOT / "docs/alexa_model.json").read_bytes() == files[MODEL]
        assert same, "the trees have changed: run `make alexa`, read the diff"


class TestAChangeOfTheLexicon:
    def test_changes_what_alexa_is_taught(self, trees: Trees, tmp_path: Path) -> None:
        lexicon = tmp_path / "lexicon"
        shutil.copytree(LEXICON, lexicon)
        choices = lexicon / "choices.yaml"
        written = choices.read_text("utf-8")
        choices.write_text(written.replace("  worn_off:\n", '  worn_off:\n    - "all dried up"\n'))
        (kind,) = language(interaction_model(trees, lexicon))["types"]
        assert {"name": {"value": "all dried up"}} in kind["values"]
