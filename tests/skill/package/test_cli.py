"""`steady alexa`: what it writes, what it finds, how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from skill.package.build import MANIFEST, MODEL
from skill.package.cli import alexa

OWN = ("--endpoint", "https://my.example/alexa", "--privacy-url", "https://my.example/privacy")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(alexa, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the addresses of an operator."""
    made = tmp_path_factory.mktemp("package")
    result = run("package", "--out", made, *OWN)
    assert result.exit_code == 0
    assert "placeholder" not in result.output
    return made


class TestPackage:
    def test_writes_what_ask_deploy_reads(self, folder: Path) -> None:
        resources = json.loads((folder / "ask-resources.json").read_text())
        package = folder / resources["profiles"]["default"]["skillMetadata"]["src"]
        manifest = json.loads((package / "skill.json").read_text())["manifest"]
        texts = manifest["publishingInformation"]["locales"]["en-US"]
        assert (package / texts["smallIconUri"].removeprefix("file://")).is_file()

    def test_puts_the_addresses_of_the_operator_in(self, folder: Path) -> None:
        assert "https://my.example/alexa" in (folder / MANIFEST).read_text()

    def test_says_so_when_an_address_is_a_placeholder(self, tmp_path: Path) -> None:
        assert "placeholder" in run("package", "--out", tmp_path).output

    def test_refuses_an_endpoint_that_amazon_cannot_reach_and_writes_nothing(
        self, tmp_path: Path
    ) -> None:
        result = run("package", "--out", tmp_path, "--endpoint", "http://localhost:5000")
        assert result.exit_code == 1
        assert result.output.count("K050") == 1
        assert list(tmp_path.iterdir()) == []

    def test_without_a_folder_is_wrong_usage(self) -> None:
        assert run("package").exit_code == 2

    def test_where_nothing_can_be_written_says_where(self, tmp_path: Path) -> None:
        (tmp_path / "skill-package").write_text("in the way")
        result = run("package", "--out", tmp_path, *OWN)
        assert result.exit_code == 3
        assert "skill-package" in result.output
        assert "mend:" in result.output

    def test_needs_nothing_of_the_extra_alexa(self) -> None:
        code = (
            "import sys; import skill.package.build, skill.package.lint, skill.package.cli; "
            "print([name for name in ('flask', 'ask_sdk_core', 'cryptography') "
            "if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout.strip() == "[]"


class TestLint:
    def test_finds_nothing_in_what_was_just_written(self, folder: Path) -> None:
        result = run("lint", folder)
        assert (result.exit_code, result.output) == (0, "No problems.\n")

    def test_tells_each_problem_and_ends_with_one(self, folder: Path, tmp_path: Path) -> None:
        shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
        path = tmp_path / MODEL
        path.write_text(path.read_text().replace('"steady ground"', '"steady"', 1))
        result = run("lint", tmp_path)
        assert result.exit_code == 1
        assert f"{MODEL}: K001 " in result.output
        assert "  mend: " in result.output

    def test_of_a_folder_without_a_package_says_what_is_missing(self, tmp_path: Path) -> None:
        result = run("lint", tmp_path)
        assert result.exit_code == 3
        assert "skill.json" in result.output
        assert "mend: make the package first" in result.output

    def test_of_no_folder_is_wrong_usage(self, tmp_path: Path) -> None:
        assert run("lint", tmp_path / "nowhere").exit_code == 2
