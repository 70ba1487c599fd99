"""The document for people who do not code: all that is said, with its id, and what follows."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.script import read_script, write_scripts
from dialogs.authoring.script_cli import script
from dialogs.check_lines import lines_of_node
from dialogs.load import load_trees
from dialogs.model import Trees


class Page(HTMLParser):
    """The ids and the links of a page; raises on a tag that is never closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


class TestDocument:
    def test_every_line_of_a_tree_stands_in_it_with_its_id(self, trees: Trees) -> None:
        page = Page(write_scripts([trees], ["first_hours"]))
        said = set(page.text)
        for place, node in trees.nodes.items():
            if place.startswith("first_hours/"):
                for _, line in lines_of_node(node):
                    assert line.id in said

    def test_every_link_leads_somewhere_on_a_page_of_all_trees(self, trees: Trees) -> None:
        page = Page(write_scripts([trees], list(trees.trees)))
        assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))

    def test_numbers_stand_as_they_are_spoken(self, trees: Trees) -> None:
        page = write_scripts([trees], ["danger/suicide"])
        assert "988" in page
        assert "{lifeline}" not in page

    def test_answers_stand_with_words_that_are_heard_as_them(self, trees: Trees) -> None:
        tree = read_script([trees], "front_door")
        (alone,) = (scene for scene in tree.scenes if scene.place == "front_door/alone")
        assert "by myself" in " ".join(way.examples for way in alone.ways)

    def test_a_clinical_text_that_nobody_reviewed_says_so(self, trees: Trees) -> None:
        assert "clinical: not reviewed" in write_scripts([trees], ["danger/suicide"])


class TestTwoLanguages:
    def test_they_stand_side_by_side_and_what_is_missing_is_marked(self, trees: Trees) -> None:
        both = [trees, load_trees(language="es")]
        (first,) = read_script(both, "people").scenes[0].lines[:1]
        assert first.texts[0] != first.texts[1]
        assert "911" in (first.texts[1] or "")
        tree = read_script(both, "chain")
        assert {line.texts[1] for scene in tree.scenes for line in scene.lines} == {None}
        assert "missing: English is spoken" in write_scripts(both, ["chain"])


class TestCommand:
    def test_it_writes_a_file(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(script, ["--out", str(tmp_path / "people.html"), "people"])
        assert result.exit_code == 0
        assert (tmp_path / "people.html").read_text("utf-8").startswith("<!doctype html>")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [(["peple"], "did you mean 'people'?"), (["--lang", "xx"], "known: es.")],
    )
    def test_wrong_usage_says_what_is_known(self, arguments: list[str], told: str) -> None:
        result = CliRunner().invoke(script, arguments)
        assert result.exit_code == 2
        assert told in result.output

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(script, ["--out", str(tmp_path / "no" / "x.html"), "people"])
        assert result.exit_code == 3
        assert "mend: name a file" in result.output
