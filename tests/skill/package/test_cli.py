"""`steady alexa`: what it writes, what it finds, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from skill.package.build import MANIFEST, MODEL
from skill.package.cli import alexa

OWN = ("--endpoint", "https://my.example/alexa", "--privacy-url", "https://my.example/privacy")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(alexa, [str(argument) for argument in arguments])


class TestPackage:
    def test_writes_what_ask_deploy_reads(self, tmp_path: Path) -> None:
        assert run("package", "--out", tmp_path, *OWN).exit_code == 0
        resources = json.loads((tmp_path / "ask-resources.json").read_text())
        package = tmp_path / resources["profiles"]["default"]["skillMetadata"]["src"]
        assert (package / "skill.json").is_file()
        icon = json.loads((package / "skill.json").read_text())["manifest"][
            "publishingInformation"
        ]["locales"]["en-US"]["smallIconUri"]
        assert (package / icon.removeprefix("file://")).is_file()

    def test_puts_the_addresses_of_the_operator_in(self, tmp_path: Path) -> None:
        run("package", "--out", tmp_path, *OWN)
        assert "https://my.example/alexa" in (tmp_path / MANIFEST).read_text()

    def test_says_so_when_an_address_is_a_placeholder(self, tmp_path: Path) -> None:
        assert "placeholder" in run("package", "--out", tmp_path).output
        assert "placeholder" not in run("package", "--out", tmp_path, *OWN).output

    def test_refuses_an_endpoint_that_amazon_cannot_reach_and_writes_nothing(
        self, tmp_path: Path
    ) -> None:
        result = run("package", "--out", tmp_path, "--endpoint", "http://localhost:5000")
        assert result.exit_code == 1
        assert "K050" in result.output
        assert list(tmp_path.iterdir()) == []

    def test_without_a_folder_is_wrong_usage(self) -> None:
        assert run("package").exit_code == 2

    def test_where_nothing_can_be_written_says_where(self, tmp_path: Path) -> None:
        (tmp_path / "skill-package").write_text("in the way")
        result = run("package", "--out", tmp_path, *OWN)
        assert result.exit_code == 3
        assert "skill-package" in result.output
        assert "mend:" in result.output


class TestLint:
    def test_finds_nothing_in_what_was_just_written(self, tmp_path: Path) -> None:
        run("package", "--out", tmp_path, *OWN)
        result = run("lint", tmp_path)
        assert (result.exit_code, result.output) == (0, "No problems.\n")

    def test_tells_each_problem_and_ends_with_one(self, tmp_path: Path) -> None:
        run("package", "--out", tmp_path, *OWN)
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

    def test_of_no_folder_is_wrong_usage(self, tmp_path: Path) -> None:
        assert run("lint", tmp_path / "nowhere").exit_code == 2
