"""An edit never loses whoever is parked: what is gone without a `migrate:` is a problem."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialogs.authoring.against import NoOldTrees, find_moved, read_old_trees
from dialogs.check import find_problems
from dialogs.check_cli import check
from dialogs.conversation import Conversation
from dialogs.events import Heard, HungUp
from dialogs.load import read_trees
from dialogs.log import open_log
from dialogs.log.opening import open_for_reading
from tests.conftest import EVENING
from tests.good_content import write_good_folder
from tests.small_trees import make, question, tree

HEAD = "tree: example\nabout: An example.\ntopic: why\nstart: one\n{migrate}nodes:\n"
ONE = "  one: {say: Drink a glass of water now., go: two}\n"
TWO = "  two: {say: Then sit down and breathe slowly for a while. Rest is next., go: end}\n"
OLD = HEAD.format(migrate="") + ONE + TWO


def messages(folder: Path, now: str) -> list[str]:
    """What the check says where the example was `OLD` and is `now`."""
    write_good_folder(folder / "old", **{"trees/example.yaml": OLD})
    new = write_good_folder(folder / "new", **{"trees/example.yaml": now})
    old = read_old_trees(str(folder / "old" / "trees"), new)
    return [found.message for found in find_problems(new, against=old)]


class TestNodes:
    def test_nothing_where_nothing_changed(self, tmp_path: Path) -> None:
        assert messages(tmp_path, OLD) == []

    def test_a_renamed_node(self, tmp_path: Path) -> None:
        now = OLD.replace("two", "rest")
        (told,) = messages(tmp_path, now)
        assert "node 'two' of the older trees is now called 'rest'" in told

    @pytest.mark.parametrize(
        ("migrate", "there"), [("", "nodes"), ("migrate: {three: rest}\n", "migrate")]
    )
    def test_it_points_to_where_the_mend_goes(
        self, tmp_path: Path, migrate: str, there: str
    ) -> None:
        write_good_folder(tmp_path / "old", **{"trees/example.yaml": OLD})
        now = HEAD.format(migrate=migrate) + (ONE + TWO).replace("two", "rest")
        new = write_good_folder(tmp_path / "new", **{"trees/example.yaml": now})
        (found,) = find_problems(new, against=read_trees(tmp_path / "old" / "trees")[0])
        assert (found.line, found.column) == (5, 1)
        assert found.excerpt.split() == [f"{there}:", *migrate.split()[1:], "^" * len(there)]
        assert "write 'two: rest' under 'migrate:'" in found.mend

    def test_a_split_node(self, tmp_path: Path) -> None:
        now = HEAD.format(migrate="") + ONE.replace("two", "sit")
        now += "  sit: {say: Then sit down and breathe slowly., go: rest}\n"
        now += "  rest: {say: Rest is next., go: end}\n"
        (told,) = messages(tmp_path, now)
        assert "node 'two' of the older trees is split into 'sit' and 'rest'" in told

    def test_a_removed_node(self, tmp_path: Path) -> None:
        now = HEAD.format(migrate="") + ONE.replace("go: two", "go: end")
        (told,) = messages(tmp_path, now)
        assert "node 'two' of the older trees is gone" in told

    def test_migrate_settles_it(self, tmp_path: Path) -> None:
        now = HEAD.format(migrate="migrate: {two: rest}\n") + (ONE + TWO).replace("two", "rest")
        assert messages(tmp_path, now) == []

    def test_a_new_text_under_the_same_slug_is_no_problem(self, tmp_path: Path) -> None:
        assert messages(tmp_path, OLD.replace("glass", "cup")) == []


class TestParkedConversations:
    @pytest.fixture
    def parked(self, tmp_path: Path) -> Path:
        """A log with one conversation that is parked at the question `milk`."""
        trees = make(tmp_path, {"front_door": _front_door("milk")})
        log = open_log(tmp_path / "answers.db")
        conversation = Conversation(trees, log, "typed")
        conversation.begin(EVENING, "yes")
        conversation.take(Heard("yes", EVENING + timedelta(seconds=10)))
        conversation.take(HungUp(EVENING + timedelta(seconds=20)))
        log.close()
        return tmp_path / "answers.db"

    def test_each_one_that_lands_elsewhere_is_listed(self, parked: Path, tmp_path: Path) -> None:
        new = make(tmp_path, {"front_door": _front_door("cow")})
        connection = open_for_reading(parked)
        assert connection is not None
        (moved,) = find_moved(connection, new)
        connection.close()
        assert (moved.place, moved.lands) == ("front_door/milk", "front_door/first")
        assert moved.how == "at the start of the tree"

    def test_migrate_is_named_where_it_leads_on(self, parked: Path, tmp_path: Path) -> None:
        new = make(tmp_path, {"front_door": _front_door("cow", "migrate: {milk: cow}\n")})
        connection = open_for_reading(parked)
        assert connection is not None
        (moved,) = find_moved(connection, new)
        connection.close()
        assert (moved.lands, moved.how) == ("front_door/cow", "by migrate")

    def test_the_command_lists_them(self, parked: Path, tmp_path: Path) -> None:
        old = tmp_path / "old"
        (tmp_path / "trees").rename(old)
        make(tmp_path, {"front_door": _front_door("cow")})
        folder = str(tmp_path / "trees")
        result = CliRunner().invoke(check, ["--against", str(old), "--db", str(parked), folder])
        assert "at front_door/milk goes on at front_door/first" in result.output
        assert "1 parked places move." in result.output
        assert result.exit_code == 1


class TestOldTrees:
    def test_a_git_revision(self, tmp_path: Path) -> None:
        new = write_good_folder(tmp_path, **{"trees/example.yaml": OLD})
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
            identity = ["-c", "user.name=A Reader", "-c", "user.email=reader@example.org"]
            subprocess.run(["git", *identity, *command], cwd=tmp_path, check=True)
        (new / "example.yaml").write_text(OLD.replace("two", "rest"), "utf-8")
        old = read_old_trees("HEAD", new)
        assert "example/two" in old.nodes
        assert "example/two" not in read_trees(new)[0].nodes

    def test_neither_a_folder_nor_a_revision(self, tmp_path: Path) -> None:
        new = write_good_folder(tmp_path)
        with pytest.raises(NoOldTrees, match="neither a folder nor a git revision"):
            read_old_trees("last-summer", new)

    def test_a_revision_is_never_an_option_of_git(self, tmp_path: Path) -> None:
        new = write_good_folder(tmp_path)
        with pytest.raises(NoOldTrees, match="neither a folder nor a git revision"):
            read_old_trees(f"--output={tmp_path / 'taken'}", new)
        assert not (tmp_path / "taken").exists()

    def test_a_folder_without_trees(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(NoOldTrees, match=r"no \.yaml file"):
            read_old_trees(str(tmp_path / "empty"), write_good_folder(tmp_path))

    def test_wrong_usage_exits_with_2(self, tmp_path: Path) -> None:
        trees = str(write_good_folder(tmp_path))
        assert CliRunner().invoke(check, ["--against", "last-summer", trees]).exit_code == 2
        assert CliRunner().invoke(check, ["--db", str(tmp_path / "x.db"), trees]).exit_code == 2


def _front_door(second: str, head: str = "") -> str:
    return tree(
        "front_door",
        "first",
        question("first", "Tea?", f"{{yes: {second}, else: end}}"),
        question(second, "Milk in it?", "{yes: end, else: end}"),
        head=head,
    )
