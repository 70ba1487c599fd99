"""Only a person at a terminal signs, and what is signed is the text that was read.

The folders signed here are small ones made for the test; no shipped text is touched.
"""

from __future__ import annotations

import codecs
import os
import pty
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.review import NotSigned, find_unreviewed, read_sources, show, sign
from dialogs.authoring.review_cli import review
from dialogs.check_reviews import check_reviewed
from dialogs.load import load_trees
from dialogs.model import Trees
from tests.good_content import write_good_folder

HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: hello\nnodes:\n"
BLOCK = HEAD + (
    "  hello:\n    clinical: true\n    reviewed_by: none  # nobody yet\n    say: Rest now.\n"
    "    go: end\n"
)
INLINE = HEAD + "  hello: {clinical: true, reviewed_by: none, say: Rest now., go: end}\n"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_good_folder(tmp_path)


def signed(folder: Path, text: str) -> Trees:
    """The folder's trees after `example/hello` with this text was signed."""
    (folder / "example.yaml").write_text(text, "utf-8")
    trees = load_trees(folder)
    sign(trees.nodes["example/hello"], trees, folder, 'Ada "Lee" Reader, MD', TODAY)
    return load_trees(folder)


class TestSigning:
    @pytest.mark.parametrize("text", [BLOCK, INLINE], ids=["block", "inline"])
    def test_the_mark_holds_name_day_and_hash_and_nothing_else_changes(
        self, folder: Path, text: str
    ) -> None:
        trees = signed(folder, text)
        node = trees.nodes["example/hello"]
        assert (node.review.by, node.review.on) == ('Ada "Lee" Reader, MD', "2026-11-22")
        assert not [p for p in check_reviewed(trees) if "example" in p.path]
        assert node.say[0].text == "Rest now."
        assert "example/hello" not in {one.place for one in find_unreviewed(trees)}

    def test_a_comment_beside_the_mark_stays(self, folder: Path) -> None:
        signed(folder, BLOCK)
        assert "# nobody yet" in (folder / "example.yaml").read_text("utf-8")

    def test_a_changed_text_makes_the_mark_stale_and_it_can_be_signed_again(
        self, folder: Path
    ) -> None:
        signed(folder, BLOCK)
        path = folder / "example.yaml"
        path.write_text(path.read_text("utf-8").replace("Rest now", "Rest a while"), "utf-8")
        trees = load_trees(folder)
        node = trees.nodes["example/hello"]
        assert node in list(find_unreviewed(trees))
        assert "changed since Ada" in show(node, trees, {})
        sign(node, trees, folder, "Bo Reader, RN", TODAY)
        assert load_trees(folder).nodes["example/hello"].review.by == "Bo Reader, RN"

    @pytest.mark.parametrize("text", [BLOCK, INLINE], ids=["block", "inline"])
    def test_every_other_byte_of_the_file_stays(self, folder: Path, text: str) -> None:
        """Line ends of another system, no line end at the end of the file, signs of any kind."""
        path = folder / "example.yaml"
        text = text.replace("Rest now", "Rest now \U0001f600\u00e9")
        written = text.replace("\n", "\r\n").removesuffix("\r\n").encode()
        for before in (text.encode(), written, codecs.BOM_UTF8 + written):
            path.write_bytes(before)
            trees = load_trees(folder)
            sign(trees.nodes["example/hello"], trees, folder, "Ada Reader, MD", TODAY)
            after = path.read_bytes()
            for key in (b"on", b"hash"):
                after = re.sub(rb"(, |    )reviewed_%b: [-0-9a-f]+(\r?\n)?" % key, b"", after)
            assert after.replace(b'"Ada Reader, MD"', b"none") == before

    def test_marks_at_the_very_end_of_a_file(self, folder: Path) -> None:
        text = HEAD + "  hello:\n    say: Rest now.\n    go: end\n    clinical: true\n"
        trees = signed(folder, text + "    reviewed_by: none")
        assert trees.nodes["example/hello"].review.on == "2026-11-22"

    def test_a_mark_that_was_written_by_hand_is_replaced_as_a_whole(self, folder: Path) -> None:
        trees = signed(folder, BLOCK.replace("none ", "Bo Reader, MD, of the clinic "))
        assert trees.nodes["example/hello"].review.by == 'Ada "Lee" Reader, MD'

    @pytest.mark.parametrize(
        "name",
        [
            *("", "  ", "none", "None, MD", "s", "y y", "nobody at all", "Ada", "- -"),
            *("x" * 121 + " MD", "Ada Reader\nreviewed_hash: 0"),
        ],
    )
    def test_what_names_nobody_signs_nothing(self, folder: Path, name: str) -> None:
        (folder / "example.yaml").write_text(BLOCK, "utf-8")
        trees = load_trees(folder)
        with pytest.raises(NotSigned, match="this is no name"):
            sign(trees.nodes["example/hello"], trees, folder, name, TODAY)
        assert (folder / "example.yaml").read_text("utf-8") == BLOCK

    @pytest.mark.parametrize("mark", ['""', '" "', "None", '"none"'])
    def test_an_empty_mark_is_none(self, folder: Path, mark: str) -> None:
        (folder / "example.yaml").write_text(BLOCK.replace("none ", f"{mark} "), "utf-8")
        assert load_trees(folder).nodes["example/hello"].review.by is None

    def test_a_text_that_changed_while_it_was_read_is_not_signed(self, folder: Path) -> None:
        path = folder / "example.yaml"
        path.write_text(BLOCK, "utf-8")
        trees = load_trees(folder)
        path.write_text(BLOCK.replace("Rest now", "Run now"), "utf-8")
        with pytest.raises(NotSigned, match="has changed since it was shown"):
            sign(trees.nodes["example/hello"], trees, folder, "Ada Reader", TODAY)
        assert "reviewed_by: none" in path.read_text("utf-8")


class TestWhatIsShown:
    def test_the_text_its_place_and_what_it_rests_on(self, folder: Path) -> None:
        (folder / "example.yaml").write_text(BLOCK, "utf-8")
        trees = load_trees(folder)
        shown = show(trees.nodes["example/hello"], trees, {"example.hello": "rest | [ASAM] | A"})
        assert "trees/example.yaml:6" in shown
        assert "say: Rest now.   [example.hello.say]" in shown
        assert "source: rest | [ASAM] | A" in shown

    def test_the_sources_of_the_shipped_texts_are_found(self, trees: Trees) -> None:
        page = Path(__file__).parent.parent.parent / "docs" / "sources.md"
        sources = read_sources(page)
        assert "[ASAM]" in sources["danger/overdose.number"]


class TestCommand:
    def test_it_refuses_without_a_terminal(self, folder: Path) -> None:
        result = CliRunner().invoke(review, [str(folder)], input="Ada\ns\n")
        assert result.exit_code == 2
        assert "only a person at a terminal" in result.output
        assert all(node.review.by is None for node in load_trees(folder).nodes.values())

    def test_at_a_terminal_it_signs_what_the_person_signs(self, folder: Path) -> None:
        (folder / "example.yaml").write_text(BLOCK, "utf-8")
        waiting = list(find_unreviewed(load_trees(folder)))
        answers = ["s hello" if one.place == "example/hello" else "n" for one in waiting]
        output = at_a_terminal(["review", str(folder)], ["Ada Reader", *answers])
        assert "1 signed" in output
        assert load_trees(folder).nodes["example/hello"].review.by == "Ada Reader"

    def test_one_word_over_and_over_signs_nothing(self, folder: Path) -> None:
        """A program that says yes at a made-up terminal, or a key that is held down."""
        words = ["y", "s", "y", "s", "none", "", "Ada Reader", *["s", "y", "Ada Reader", ""] * 3]
        output = at_a_terminal(["review", str(folder)], [*words, "q"])
        assert "0 signed" in output
        assert all(node.review.by is None for node in load_trees(folder).nodes.values())


def at_a_terminal(arguments: list[str], lines: list[str]) -> str:
    """What `steady` prints at a pseudo-terminal where these lines are typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from dialogs.cli import main; main()", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, "".join(f"{line}\n" for line in lines).encode())
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    process.wait()
    return shown.decode()
