"""The folder of an author: what is saved is checked, and the last good trees stay in use."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from dialogs.authoring.page import desk as desk_module
from dialogs.authoring.page.desk import Desk, News
from dialogs.content import LEXICON
from dialogs.hear import Ears
from dialogs.model import Trees
from tests.authoring.author_trees import (
    BROKEN,
    EVENING,
    STYLED,
    save,
    write_short_lexicon,
    write_trees,
)
from tests.conftest import EVENING as NINE


class Clock:
    """Nine in the evening, and a minute later each time it is asked."""

    def __init__(self) -> None:
        self.at = NINE

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The trees, beside a lexicon with a phrase for each choice, which is checked at once."""
    folder = write_trees(tmp_path)
    write_short_lexicon(folder)
    return folder


@pytest.fixture
def shipped_ears(trees: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ears that are loaded already; loading them takes a second."""
    monkeypatch.setattr(desk_module, "Ears", SimpleNamespace(load=lambda lexicon: trees.ears))


@pytest.fixture
def desk(folder: Path, shipped_ears: None) -> Desk:
    made = Desk(folder, Clock())
    made.look()
    return made


class TestGoodTrees:
    def test_they_are_in_use_with_their_ears(self, desk: Desk) -> None:
        news = desk.news
        assert news.problems == ()
        assert news.trees is not None
        assert news.trees.ears is not None
        assert news.good
        assert not news.checking

    def test_the_page_says_of_when_they_are(self, desk: Desk) -> None:
        assert desk.news.status() == "Using the trees of 21:01:00."

    def test_nothing_is_read_again_until_something_is_saved(self, desk: Desk) -> None:
        before = desk.news
        assert not desk.look()
        assert desk.news is before

    def test_what_is_saved_is_in_use_at_the_next_look(self, desk: Desk, folder: Path) -> None:
        save(folder / "evening.yaml", EVENING.replace("And sugar too?", "And honey too?"))
        assert desk.look()
        assert desk.news.trees is not None
        assert desk.news.trees.nodes["evening/sugar"].say[0].text == "And honey too?"

    def test_a_new_file_and_a_file_that_is_gone_are_seen(self, desk: Desk, folder: Path) -> None:
        save(folder / "morning.yaml", EVENING.replace("tree: evening", "tree: morning"))
        desk.look()
        assert desk.news.trees is not None
        assert "morning" in desk.news.trees.trees
        (folder / "morning.yaml").unlink()
        desk.look()
        assert "morning" not in desk.news.trees.trees


class TestABrokenFile:
    def test_the_trees_before_it_stay_in_use_and_the_page_says_since_when_and_why(
        self, desk: Desk, folder: Path
    ) -> None:
        good = desk.news.trees
        save(folder / "evening.yaml", BROKEN)
        desk.look()
        news = desk.news
        assert news.trees is good
        assert not news.good
        path = str(folder / "evening.yaml")
        assert news.status() == f"Using the trees of 21:01:00, since {path} has problems."
        assert {one.code for one in news.problems} >= {"T003"}
        assert {one.path for one in news.problems} == {path}

    def test_mended_it_is_in_use_and_its_problems_are_gone(self, desk: Desk, folder: Path) -> None:
        save(folder / "evening.yaml", BROKEN)
        desk.look()
        save(folder / "evening.yaml", EVENING)
        desk.look()
        assert desk.news.good
        assert desk.news.problems == ()

    def test_text_that_is_no_yaml_is_a_problem_like_any_other(
        self, desk: Desk, folder: Path
    ) -> None:
        save(folder / "evening.yaml", "tree: [evening\n")
        desk.look()
        assert [one.code for one in desk.news.problems if one.path.endswith("evening.yaml")] == [
            "T001"
        ]
        assert desk.news.trees is not None

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
    def test_an_empty_file_is_broken_too_as_it_is_while_it_is_being_saved(
        self, desk: Desk, folder: Path, text: str
    ) -> None:
        good = desk.news.trees
        save(folder / "evening.yaml", text)
        desk.look()
        assert desk.news.trees is good
        assert "the file is empty" in desk.news.problems[0].message

    def test_trees_without_what_the_engine_needs_are_not_used(
        self, desk: Desk, folder: Path
    ) -> None:
        good = desk.news.trees
        (folder / "front_door.yaml").unlink()
        save(folder / "evening.yaml", EVENING.replace("And sugar", "And honey"))
        desk.look()
        assert desk.news.trees is good
        assert "T074" in {one.code for one in desk.news.problems}

    def test_from_the_beginning_there_are_no_trees_at_all(
        self, folder: Path, shipped_ears: None
    ) -> None:
        save(folder / "evening.yaml", BROKEN)
        desk = Desk(folder)
        desk.look()
        assert desk.news.trees is None
        assert desk.news.status().startswith("There are no trees to use yet, since ")


class TestTreesOfBadStyle:
    def test_they_are_used_and_their_problems_are_told(self, desk: Desk, folder: Path) -> None:
        save(folder / "evening.yaml", STYLED)
        desk.look()
        news = desk.news
        assert news.good
        assert "T056" in {one.code for one in news.problems}
        assert news.status() == "Using the trees of 21:03:00."

    def test_their_problems_stay_while_another_file_is_checked(
        self, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save(folder / "evening.yaml", STYLED)
        desk.look()
        told: list[News] = []
        real = desk_module.find_problems

        def find_problems(folder: Path) -> object:
            told.append(desk.news)
            return real(folder)

        monkeypatch.setattr(desk_module, "find_problems", find_problems)
        front_door = folder / "front_door.yaml"
        save(front_door, front_door.read_text("utf-8") + "\n")
        desk.look()
        (meanwhile,) = told
        assert meanwhile.checking
        assert "T056" in {one.code for one in meanwhile.problems}


class TestTheLooking:
    def test_what_an_editor_puts_beside_a_file_is_no_tree(self, desk: Desk, folder: Path) -> None:
        (folder / ".#evening.yaml").symlink_to("somebody@somewhere.1234")
        (folder / ".evening.yaml").write_text("half of it: [", "utf-8")
        save(folder / "evening.yaml", EVENING.replace("And sugar too?", "And honey too?"))
        desk.look_safely()
        assert desk.news.problems == ()
        assert desk.news.trouble == ""
        assert desk.news.good

    def test_a_file_that_cannot_be_read_is_told_once_and_looked_at_until_it_can(
        self, desk: Desk, folder: Path
    ) -> None:
        (folder / "linked.yaml").symlink_to(folder / "nowhere.yaml")
        save(folder / "evening.yaml", EVENING + "\n")
        desk.look_safely()
        told = desk.news
        assert "linked.yaml: No such file" in told.trouble
        desk.look_safely()
        assert desk.news.version - told.version <= 2
        (folder / "linked.yaml").unlink()
        desk.look_safely()
        assert desk.news.trouble == ""
        assert desk.news.good

    def test_a_fault_of_the_program_is_told_and_does_not_end_it(
        self, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(folder: Path) -> None:
            raise RuntimeError("a rule that fails")

        with monkeypatch.context() as broken:
            broken.setattr(desk_module, "find_problems", fail)
            save(folder / "evening.yaml", STYLED)
            desk.look_safely()
        assert desk.news.trouble == desk_module.FAILED
        save(folder / "evening.yaml", EVENING)
        desk.look_safely()
        assert desk.news.trouble == ""
        assert desk.news.good

    def test_a_lexicon_that_cannot_be_read_leaves_the_ears_as_they_were(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The browser's desk may still serve, with ears that were loaded already.
        monkeypatch.setattr(desk_module, "Ears", Ears)
        folder = write_trees(tmp_path)
        lexicon = tmp_path / "lexicon"
        lexicon.mkdir()
        for path in LEXICON.glob("*.yaml"):
            (lexicon / path.name).write_text(path.read_text("utf-8"), "utf-8")
        desk = Desk(folder)
        desk.look()
        assert desk.news.good
        ears = desk.news.trees.ears if desk.news.trees is not None else None
        commands = lexicon / "commands.yaml"
        good = commands.read_text("utf-8")
        save(commands, "stop: [unclosed\n")
        desk.look_safely()
        assert desk.news.trouble.startswith("The lexicon cannot be used, and the last good one")
        assert desk.news.trees is not None
        assert desk.news.trees.ears is ears
        save(commands, good)
        desk.look_safely()
        assert desk.news.trouble == ""
