"""`docs/sources.md` knows every clinical node, and none that is gone."""

import re
from pathlib import Path

from dialogs.load import load_trees

TABLE = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`((?:\w+/)?\w+\.[a-z]\w*)`", TABLE))
TREES = load_trees()


def _line_stem(place: str) -> str:
    tree, _, node = place.rpartition("/")
    return f"{tree}.{node}"


class TestSources:
    def test_every_clinical_node_has_its_row(self) -> None:
        clinical = {
            _line_stem(place) for place, node in TREES.nodes.items() if node.clinical and node.say
        }
        assert clinical - NAMED == set()

    def test_no_row_names_a_node_that_is_gone(self) -> None:
        known = {_line_stem(place) for place in TREES.nodes}
        assert {name for name in NAMED if name.split(".")[0] in TREES.trees} - known == set()

    def test_every_source_key_is_listed(self) -> None:
        rows, listed = TABLE.split("## Sources\n")
        used = set(re.findall(r"\[([A-Z0-9][A-Z0-9-]*)\]", rows))
        assert used - set(re.findall(r"\[([A-Z0-9][A-Z0-9-]*)\]", listed)) == set()
