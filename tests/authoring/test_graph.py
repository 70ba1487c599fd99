"""The pictures of the trees: complete, readable for a screen reader, and never stale."""

from __future__ import annotations

import builtins
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from dialogs.authoring.graph_cli import graph
from dialogs.authoring.layout import lay_out
from dialogs.authoring.svg import draw_svg, stamp
from dialogs.model import Trees

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"


class TestPicture:
    def test_it_has_every_node_of_the_tree_with_its_whole_text(self, trees: Trees) -> None:
        root = ElementTree.fromstring(draw_svg(trees, "first_hours"))
        titles = {
            group.get("data-place"): group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")
        }
        for place, node in trees.nodes.items():
            if place.startswith("first_hours/"):
                assert all(line.text in (titles[place] or "") for line in node.say)

    def test_boxes_do_not_lie_on_each_other(self, trees: Trees) -> None:
        boxes = lay_out(trees, "first_hours").boxes
        for one in boxes:
            for other in boxes:
                apart = (
                    abs(one.x - other.x) >= (one.width + other.width) / 2 - 1
                    or abs(one.y - other.y) >= (one.height + other.height) / 2 - 1
                )
                assert one is other or apart, f"{one.place} lies on {other.place}"

    def test_answers_that_lead_to_one_place_share_an_arrow(self, trees: Trees) -> None:
        arrows = lay_out(trees, "first_hours").arrows
        assert len({(arrow.source, arrow.target) for arrow in arrows}) == len(arrows)

    @pytest.mark.parametrize("text", ["a < b & c", '"quoted"'])
    def test_notes_are_escaped(self, trees: Trees, text: str) -> None:
        drawn = draw_svg(trees, "people", {"people/lifeline": text})
        notes = [note.text for note in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
        assert text in notes


class TestDocumentation:
    def test_every_tree_has_a_picture_that_is_not_stale(self, trees: Trees) -> None:
        for name in trees.trees:
            path = PICTURES / f"{name.replace('/', '-')}.svg"
            drawn = path.read_text("utf-8") if path.exists() else ""
            assert stamp(trees, name) in drawn, f"{path.name} is stale: make pictures"

    def test_no_picture_is_left_of_a_tree_that_is_gone(self, trees: Trees) -> None:
        names = {f"{name.replace('/', '-')}.svg" for name in trees.trees}
        assert {path.name for path in PICTURES.glob("*.svg")} == names


class TestCommand:
    def test_one_tree_is_printed(self) -> None:
        result = CliRunner().invoke(graph, ["people"])
        assert result.exit_code == 0
        assert result.output.startswith("<svg ")

    def test_mermaid_needs_nothing_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _without_graphviz(monkeypatch)
        result = CliRunner().invoke(graph, ["--mermaid", "people"])
        assert result.output.startswith("flowchart TD\n")

    def test_without_graphviz_it_says_what_to_install(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _without_graphviz(monkeypatch)
        result = CliRunner().invoke(graph, ["people"])
        assert result.exit_code == 3
        assert "pip install 'steady-ground[author]'" in result.output

    def test_a_tree_that_is_not_there(self) -> None:
        result = CliRunner().invoke(graph, ["peple"])
        assert result.exit_code == 2
        assert "did you mean 'people'?" in result.output

    def test_all_trees_into_a_folder(self, tmp_path: Path, trees: Trees) -> None:
        result = CliRunner().invoke(graph, ["--mermaid", "--out", str(tmp_path / "new")])
        assert result.exit_code == 0
        assert len(list((tmp_path / "new").glob("*.mmd"))) == len(trees.trees)


def _without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object, **more: object) -> object:
        if name == "pygraphviz":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
