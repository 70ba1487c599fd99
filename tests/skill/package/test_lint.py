"""Every rule finds its own bad example, and nothing in what is shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skill.package.build import MANIFEST, MODEL, PACKAGE, write_package
from skill.package.lint import lint_files, lint_folder
from skill.package.manifest import ASKED, ICONS
from skill.package.model import CATCH_ALL_VALUES
from skill.package.rules import RULES, Change

FILES = {"model": MODEL, "manifest": MANIFEST, "small": f"{PACKAGE}/{ICONS['small']}"}


def changed(files: Mapping[str, bytes], changes: tuple[Change, ...]) -> dict[str, bytes]:
    """The package with these changes."""
    made = dict(files)
    for file, path, content in changes:
        name = FILES[file]
        if isinstance(content, bytes):
            made[name] = content
            continue
        read = json.loads(made[name])
        _put(read, path.split("."), content)
        made[name] = json.dumps(read).encode()
    return made


def _put(inside: Any, path: list[str], content: object) -> None:
    *way, last = path
    for key in way:
        inside = inside[int(key)] if isinstance(inside, list) else inside[key]
    if last == "+":
        inside.append(content)
    elif isinstance(inside, list):
        inside[int(last)] = content
    else:
        inside[last] = content


@pytest.fixture(scope="module")
def few(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shipped package with few values, so that looking at it takes no time."""
    model = json.loads(files[MODEL])
    (kind,) = model["interactionModel"]["languageModel"]["types"]
    asked = {text.lower() for text in ASKED}
    kind["values"] = [
        value
        for place, value in enumerate(kind["values"])
        if place % 100 == 0
        or value["name"]["value"] in asked
        or len(value["name"]["value"].split()) == CATCH_ALL_VALUES[1]
    ]
    return {**files, MODEL: json.dumps(model).encode()}


class TestWhatIsShipped:
    def test_has_no_problem(self, files: Mapping[str, bytes]) -> None:
        assert lint_files(files) == ()

    def test_has_none_with_few_values_either(self, few: Mapping[str, bytes]) -> None:
        assert lint_files(few) == ()


class TestARule:
    @pytest.mark.parametrize("code", RULES)
    def test_finds_its_bad_example(self, few: Mapping[str, bytes], code: str) -> None:
        found = lint_files(changed(few, RULES[code].bad))
        assert code in {problem.code for problem in found}

    def test_says_where_what_and_how_to_mend(self, few: Mapping[str, bytes]) -> None:
        (found,) = lint_files(changed(few, RULES["K022"].bad))
        assert str(found) == (
            "skill-package/interactionModels/custom/en-US.json: K022 'I want to die', "
            "a value of 'AnythingSaid', is a sample of 'DangerSuicideIntent'\n"
            "  mend: take it out of the values, so that the danger is heard as one."
        )


class TestTheInvocationName:
    @pytest.mark.parametrize("name", ["Steady Ground", "steady", "steady 2", "", "steady  !"])
    def test_is_two_words_in_letters(self, few: Mapping[str, bytes], name: str) -> None:
        change = ("model", "interactionModel.languageModel.invocationName", name)
        assert "K001" in {p.code for p in lint_files(changed(few, (change,)))}

    @pytest.mark.parametrize("name", ["ask steady ground", "steady skill", "ground for alexa"])
    def test_holds_no_word_that_alexa_needs(self, few: Mapping[str, bytes], name: str) -> None:
        change = ("model", "interactionModel.languageModel.invocationName", name)
        assert "K002" in {p.code for p in lint_files(changed(few, (change,)))}


class TestTheEndpoint:
    @pytest.mark.parametrize(
        "address",
        [
            "http://steady.example/alexa",
            "https://localhost/alexa",
            "https://192.168.1.4/alexa",
            "https://[2001:db8::1]/alexa",
            "https://pi.local/alexa",
            "https://steady.example:8443/alexa",
            "https://me:word@steady.example/alexa",
            "https:///alexa",
        ],
    )
    def test_is_a_public_name_on_the_usual_port(
        self, few: Mapping[str, bytes], address: str
    ) -> None:
        change = ("manifest", "manifest.apis.custom.endpoint.uri", address)
        assert "K050" in {p.code for p in lint_files(changed(few, (change,)))}


class TestAClaim:
    @pytest.mark.parametrize(
        "claim",
        ["It cures cravings.", "Proven to work.", "It saves lives.", "Clinically tested.",
         "It prevents relapse.", "Heals the mind."],
    )  # fmt: skip
    def test_about_health_is_found_in_the_description(
        self, few: Mapping[str, bytes], manifest: dict[str, Any], claim: str
    ) -> None:
        path = "manifest.publishingInformation.locales.en-US.description"
        told = manifest["manifest"]["publishingInformation"]["locales"]["en-US"]["description"]
        found = lint_files(changed(few, (("manifest", path, f"{told} {claim}"),)))
        assert [problem.code for problem in found] == ["K043"]


class TestAFolder:
    def test_is_read_as_it_was_written(self, few: Mapping[str, bytes], tmp_path: Path) -> None:
        write_package(few, tmp_path)
        assert lint_folder(tmp_path) == ()

    def test_without_an_icon_has_a_problem(self, few: Mapping[str, bytes], tmp_path: Path) -> None:
        write_package(few, tmp_path)
        (tmp_path / FILES["small"]).unlink()
        assert [problem.code for problem in lint_folder(tmp_path)] == ["K054"]

    def test_with_a_file_that_is_no_json_has_a_problem(
        self, few: Mapping[str, bytes], tmp_path: Path
    ) -> None:
        write_package(few, tmp_path)
        (tmp_path / MANIFEST).write_text("{")
        assert [problem.code for problem in lint_folder(tmp_path)] == ["K060"]

    @pytest.mark.parametrize("content", ["[]", "{}", '{"interactionModel": 3}', "null", '"a"'])
    def test_with_json_of_another_shape_has_a_problem_and_no_crash(
        self, few: Mapping[str, bytes], content: str
    ) -> None:
        found = lint_files({**few, MODEL: content.encode()})
        assert "K060" in {problem.code for problem in found}
