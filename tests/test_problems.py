"""The catalogue: each problem is found where its example has it, and told in full."""

import re
from datetime import date
from pathlib import Path

import pytest

from dialogs.check import find_problems
from dialogs.load import read_trees
from dialogs.problems import ContentProblems, Kind, Problem, catalogue, in_file_order, problem
from dialogs.problems_docs import document
from tests.good_content import write_good_folder

TODAY = date(2026, 11, 22)
KINDS = list(catalogue().values())
ROOT = Path(__file__).parent.parent


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, so that paths in messages are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems_of(kind: Kind, folder: Path) -> tuple[Problem, ...]:
    """What the check finds with the example of this kind in an otherwise good folder."""
    trees = write_good_folder(folder, **({kind.file: kind.bad} if kind.bad else {}))
    language = "es" if kind.file.startswith("languages/es") else "en"
    old = None
    if kind.old:
        old, _ = read_trees(write_good_folder(folder / "old", **{kind.file: kind.old}))
    return find_problems(trees, release=kind.release, language=language, today=TODAY, against=old)


class TestGoodFolder:
    def test_nothing_is_wrong_with_it(self, here: Path) -> None:
        """The folder that the examples are put into has no problem of its own."""
        assert find_problems(write_good_folder(here), today=TODAY) == ()

    def test_nothing_is_wrong_with_its_translation(self, here: Path) -> None:
        """Nor has its second language."""
        assert find_problems(write_good_folder(here), language="es", today=TODAY) == ()


class TestCatalogue:
    @pytest.mark.parametrize("kind", KINDS, ids=[kind.code for kind in KINDS])
    def test_its_example_has_this_problem_and_no_other(self, kind: Kind, here: Path) -> None:
        """One bad example, one problem, in the file it was put into."""
        found = problems_of(kind, here)
        if kind.release:  # the folder itself is reviewed by nobody either
            found = tuple(problem for problem in found if "danger/" not in problem.path)
        assert [problem.code for problem in found] == [kind.code], "\n".join(map(str, found))
        assert found[0].path.removeprefix("old/") == kind.file

    def test_codes_are_unique_and_in_order(self) -> None:
        """A code is never used for two things."""
        codes = [kind.code for kind in KINDS]
        assert codes == sorted(set(codes))
        assert all(re.fullmatch(r"T\d{3}", code) for code in codes)

    def test_every_code_that_a_rule_uses_is_in_the_catalogue(self) -> None:
        """And every code of the catalogue is used by a rule."""
        sources = [*(ROOT / "dialogs").glob("check*.py"), *(ROOT / "dialogs").glob("load*.py")]
        used = set()
        for path in sources:
            used |= set(re.findall(r'"(T\d{3})"', path.read_text(encoding="utf-8")))
        assert used == set(catalogue())

    def test_messages_have_no_full_stop_and_mends_have_one(self) -> None:
        """So that all problems read alike."""
        for kind in KINDS:
            assert not kind.message.endswith((".", "{why}")) or "{why}" in kind.message, kind.code
            assert kind.mend.endswith((".", "'", "?", "{known}.")), kind.code

    def test_the_page_is_not_stale(self) -> None:
        """docs/problems.md is what `python -m dialogs.problems_docs` writes."""
        assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == document()


def whole(kind: str, folder: Path) -> str:
    return str(problems_of(catalogue()[kind], folder)[0])


class TestMessages:
    def test_error_unknown_target(self, here: Path) -> None:
        assert whole("T003", here) == (
            "trees/example.yaml:6:28: T003 node 'hello' goes to 'helo', which is not a node\n"
            "    hello: {say: Hello., go: helo}\n"
            "                             ^^^^\n"
            "  mend: did you mean 'hello'? Otherwise add a node 'helo' under 'nodes:' of the tree "
            "'example'."
        )

    def test_error_duplicate_key(self, here: Path) -> None:
        assert whole("T002", here) == (
            "trees/example.yaml:6:24: T002 the key 'say' is written twice; only the first one "
            "would count\n"
            "    hello: {say: Hello., say: Good evening., go: end}\n"
            "                         ^^^\n"
            "  mend: remove one of the two, or give it another name."
        )

    def test_error_not_yaml(self, here: Path) -> None:
        assert whole("T001", here) == (
            "trees/example.yaml:2:18: T001 this cannot be read: mapping values are not allowed in "
            "this context\n"
            "    about: An example: with a colon too many.\n"
            "                     ^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "  mend: look at the line above as well. A text with ': ' or '#' in it needs quotes."
        )

    def test_error_condition(self, here: Path) -> None:
        assert whole("T010", here) == (
            "trees/example.yaml:6:39: T010 the condition 'when was known' cannot be read: "
            "expected 'is', 'has' or 'known' after 'when'\n"
            "    hello: {say: Hello., go: [{if: when was known, to: end}, {to: end}]}\n"
            "                                        ^^^\n"
            "  mend: conditions are NAME is VALUE, NAME has VALUE, NAME has any V1 V2, NAME "
            "known, joined by and, or, not and parentheses."
        )

    def test_error_shame_word_in_the_middle_of_a_sentence(self, here: Path) -> None:
        assert whole("T056", here) == (
            "trees/example.yaml:7:19: T056 'clean' is never said here. Clean has dirty on its "
            "other side.\n"
            "    say: You were clean for a while.\n"
            "                  ^^^^^\n"
            "  mend: say what happened, without a judgment of the person."
        )

    def test_error_unknown_value_in_a_condition(self, here: Path) -> None:
        assert whole("T024", here).splitlines()[:3] == [
            "trees/example.yaml:6:49: T024 'substances' is never 'benzoo', which a condition "
            "asks for",
            "    hello: {say: Hello., go: [{if: substances has benzoo, to: end}, {to: end}]}",
            "                                                  ^^^^^^",
        ]

    def test_error_gap_between_windows(self, here: Path) -> None:
        assert whole("T017", here) == (
            "trees/example.yaml:9:17: T017 no window of node 'hello' covers the hours from 24 to "
            "30\n"
            "    - {hours: 30-, go: end, caution: 1}\n"
            "              ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "  mend: let one window begin where the other ends, the first at 0, the last open "
            "('72-')."
        )


class TestRendering:
    def test_problems_come_in_file_order_and_once(self) -> None:
        """Authors work from the top of a file to its end."""
        late = Problem("a.yaml", 9, 1, "T001", "late", "", "")
        early = Problem("a.yaml", 2, 5, "T009", "early", "", "")
        assert in_file_order([late, early, late]) == (early, late)

    def test_the_exception_tells_them_all(self) -> None:
        """`load_trees` raises once, with everything."""
        one = Problem("a.yaml", 1, 1, "T001", "one", "mend it.", "    x\n    ^\n")
        two = Problem("b.yaml", 1, 1, "T002", "two", "mend it.", "    y\n    ^\n")
        error = ContentProblems([two, one])
        assert error.problems == (one, two)
        assert str(error) == f"{one}\n\n{two}"

    def test_words_further_down_in_a_folded_text_are_pointed_at(self, here: Path) -> None:
        """The line of the word, not of the key."""
        bad = (
            "tree: example\nabout: x\ntopic: why\nstart: hello\nnodes:\n  hello:\n    say: >-\n"
            "      You were well, and\n      then an addict.\n    go: end\n"
        )
        trees = write_good_folder(here, **{"trees/example.yaml": bad})
        assert str(find_problems(trees)[0]).splitlines()[:3] == [
            "trees/example.yaml:9:15: T056 'addict' is never said here. A person is not their "
            "use; this names somebody by it.",
            "    then an addict.",
            "            ^^^^^^",
        ]

    def test_long_lines_are_cut_around_the_fault(self, here: Path) -> None:
        """A screen is enough to see it."""
        bad = (
            "tree: example\nabout: x\ntopic: why\nstart: hello\nnodes:\n"
            f"  hello: {{say: '{'well, ' * 25}', shorter2: Addict., go: end}}\n"
        )
        trees = write_good_folder(here, **{"trees/example.yaml": bad})
        excerpt = next(p for p in find_problems(trees) if p.code == "T004").excerpt
        line, carets = excerpt.splitlines()
        assert len(line) < 120
        assert line[carets.index("^") : carets.rindex("^") + 1] == "shorter2"

    def test_a_file_that_is_gone_or_shorter_has_no_excerpt(self, here: Path) -> None:
        """The message stands all the same."""
        assert problem("T016", ("gone.yaml", 3, 1), "x", slug="x").excerpt == ""
        (here / "short.yaml").write_text("a: b\n")
        assert problem("T016", ("short.yaml", 3, 1), "x", slug="x").excerpt == ""

    def test_a_page_names_what_stands_for_what(self) -> None:
        """Placeholders are written in capitals, and help lines as they are written in trees."""
        assert "choice" not in catalogue()["T003"].message
        assert "> WHO goes to 'TARGET', which is not a node\n" in document()
        assert "put the {key} of a telephone number into the sentence." in document()
