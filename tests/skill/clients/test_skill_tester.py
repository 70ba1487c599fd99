"""Bespoken's skill-tester plays transcripts, one of each tree, as its own YAML tests.

Two things about the tool: it sends its results to its makers, so that a local
sink takes them in; and its exit code says whether they arrived, so that the
results themselves are read here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pytest

from skill.package.model import AMAZONS_WORDS
from skill.wording import HERE, THERE
from tests.skill.clients.npm import installed
from tests.skill.clients.serving import Proxy
from tests.skill.keys import SKILL_ID

TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"

_NUMBER = re.compile(r"\d[\d-]*\d")
_LAUNCHES = re.compile("ask|open|launch|talk to|tell", re.IGNORECASE)


def is_words_alone(script: str) -> bool:
    """Whether the person launches once and then only talks: no silence, no coming back."""
    said = re.findall(r"^> (.*)$", script, re.MULTILINE)
    return said[0] == "(launch)" and not any(line.startswith("(") for line in said[1:])


def one_of_each_tree() -> list[Path]:
    found: dict[str, Path] = {}
    for path in sorted(TRANSCRIPTS.glob("*/*.txt")):
        if is_words_alone(path.read_text("utf-8")):
            found.setdefault(path.parent.name, path)
    return list(found.values())


def as_yaml(name: str, script: str, known: set[str]) -> str:
    """A transcript as a test of skill-tester's; JSON strings are YAML strings."""
    lines = ["---", "configuration:", "  locale: en-US", f"  userId: amzn1.ask.account.{name}"]
    lines += ["---", f"- test: {name}"]
    for kind, text in re.findall(r"^([><]) (.*)$", script, re.MULTILINE):
        if kind == ">":
            spoken = text in known and not _LAUNCHES.search(text)
            step = text if spoken else f'SayIntent utterance="{text}"'
            lines.append(f"- {json.dumps('LaunchRequest' if text == '(launch)' else step)}:")
        else:
            lines.append(f"  - prompt: {json.dumps(as_spoken(text))}")
    if re.search(r"^\. (completed|stopped)$", script, re.MULTILINE):
        lines.append("  - response.shouldEndSession: true")
    return "\n".join(lines) + "\n"


def as_spoken(line: str) -> str:
    """A line of a transcript as SSML holds it; `*` is whatever the tool finds between."""
    marked = escape(line.replace(HERE, THERE), {"'": "&apos;", '"': "&quot;"}).replace("...", "*")
    return _NUMBER.sub(r"*\g<0>*", marked)


class Played(NamedTuple):
    """How many interactions skill-tester played, and what it reports as wrong."""

    steps: int
    wrong: list[str]


@pytest.fixture(scope="module")
def played(
    proxy: Proxy, model_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Played]:
    """What skill-tester reports of each test."""
    bin_ = installed("skill-testing-ml") / "dist/bin/SkillTester.js"
    folder = tmp_path_factory.mktemp("skill_tester")
    model = json.loads(model_file.read_text("utf-8"))["interactionModel"]["languageModel"]
    known = {value["name"]["value"] for value in model["types"][0]["values"]}
    known |= {said[0] for said in AMAZONS_WORDS.values() if said}
    for path in one_of_each_tree():
        name = path.parent.name
        yaml = as_yaml(name, path.read_text("utf-8"), known)
        (folder / f"{name}.test.yml").write_text(yaml)
    wrong = as_yaml("wrong", "> (launch)\n< How do you like your tea?\n", known)
    (folder / "wrong.test.yml").write_text(wrong)
    settings = {
        "type": "unit",
        "platform": "alexa",
        "skillURL": f"{proxy.url}/alexa",
        "applicationId": SKILL_ID,
        "interactionModel": str(model_file),
        "html": False,
        "jest": {"collectCoverage": False},
    }
    (folder / "testing.json").write_text(json.dumps(settings))
    done = subprocess.run(
        ["node", "--no-deprecation", str(bin_)],
        cwd=folder,
        env={**os.environ, "BESPOKEN_API_BASE_URL": proxy.url},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert len(proxy.results) == 1, done.stdout + done.stderr
    return dict(_outcomes(proxy.results[0]))


def _outcomes(results: list[dict[str, Any]]) -> Iterator[tuple[str, Played]]:
    for test in results:
        steps = [one["interactionDto"] for one in test["_interactionResults"]]
        wrong = [
            f"{step['utterance']}: {said['result']}"
            for step in steps
            for said in step["assertions"]
            if not said["passed"]
        ]
        yield test["_test"]["_description"], Played(len(steps), wrong)


class TestTheTranscripts:
    def test_are_a_dozen_or_more(self) -> None:
        assert len(one_of_each_tree()) >= 12

    @pytest.mark.parametrize("path", one_of_each_tree(), ids=lambda path: path.parent.name)
    def test_play_as_they_are_written(self, played: dict[str, Played], path: Path) -> None:
        steps = len(re.findall("^> ", path.read_text("utf-8"), re.MULTILINE))
        told = played[path.parent.name]
        assert "\n".join(told.wrong) == ""
        assert told.steps == steps

    def test_would_fail_where_something_else_is_said(self, played: dict[str, Played]) -> None:
        assert len(played["wrong"].wrong) == 1
