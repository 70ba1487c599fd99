"""The edge between engine and log: durable before spoken, and calm when the log is lost."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.conversation import Conversation
from dialogs.events import Action, End, Heard, HungUp, Say
from dialogs.log import LogFailed, SqliteLog
from dialogs.model import Trees
from tests.conftest import EVENING

STEADY = str(Path(sys.executable).parent / "steady")


class Lines:
    """A conversation spoken to line by line, with a real log in `database`."""

    def __init__(self, trees: Trees, database: Path) -> None:
        self.log = SqliteLog(database, wait_seconds=0.1)
        self.talk = Conversation(trees, self.log, "typed")
        self.at = EVENING

    def begin(self, consent: str = "yes") -> str:
        return said(self.talk.begin(self.at, consent))

    def say(self, text: str) -> str:
        self.at += timedelta(seconds=10)
        return said(self.talk.take(Heard(text, self.at)))


def said(actions: tuple[Action, ...]) -> str:
    return " ".join(act.text for act in actions if isinstance(act, Say))


def kept(database: Path) -> dict[str, str]:
    connection = sqlite3.connect(database)
    try:
        return dict(connection.execute("SELECT name, choices FROM answers").fetchall())
    finally:
        connection.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def lines(trees: Trees, database: Path) -> Lines:
    return Lines(trees, database)


class TestKeeping:
    def test_an_answer_is_on_disk_when_the_next_prompt_is_given(
        self, lines: Lines, database: Path
    ) -> None:
        lines.begin()
        lines.say("yes")
        assert kept(database) == {"safe": '["yes"]'}

    def test_nothing_is_written_before_the_yes_and_then_all_of_it(
        self, lines: Lines, database: Path
    ) -> None:
        lines.begin("ask")
        lines.say("yes")
        lines.say("alone")
        assert not database.exists()
        lines.say("yes")
        assert set(kept(database)) == {"safe", "alone", "keep"}

    def test_own_words_are_kept_only_after_their_own_yes(
        self, lines: Lines, database: Path
    ) -> None:
        lines.begin()
        for text in PATH_TO_A_STEP:
            lines.say(text)
        step = "xylophone lessons with my sister"
        lines.say(step)
        assert lines.talk.state.place == "first_hours/keep_step"
        assert step.encode() not in database_bytes(database)
        lines.say("no")
        assert step.encode() not in database_bytes(database)
        lines.say("go back")
        lines.say("yes")
        assert step.encode() in database_bytes(database)

    def test_the_words_of_a_danger_turn_are_never_kept(self, lines: Lines, database: Path) -> None:
        lines.begin()
        lines.say("i want to kill myself with the zanzibar")
        lines.say("no")
        assert b"zanzibar" not in database_bytes(database)
        connection = sqlite3.connect(database)
        rows = connection.execute("SELECT category, tier FROM safety_events").fetchall()
        connection.close()
        assert rows == [("suicide", "hard")]


PATH_TO_A_STEP = (
    *("i slipped on kratom last night", "yes", "alone", "no", "worn off", "no", "no"),
    "my friend",
)


def database_bytes(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(database.parent.iterdir()))


class TestComingBack:
    def test_a_hang_up_at_any_turn_loses_nothing(self, trees: Trees, database: Path) -> None:
        for count in range(len(PATH_TO_A_STEP)):
            one = Lines(trees, database.with_name(f"{count}.db"))
            one.begin()
            for text in PATH_TO_A_STEP[: count + 1]:
                one.say(text)
            place, before = one.talk.state.place, kept(one.log.path)
            one.talk.take(HungUp(one.at))
            one.log.close()
            again = Lines(trees, one.log.path)
            assert again.begin("ask") == "Welcome back. Shall we go on where we stopped?"
            again.say("yes")
            assert again.talk.state.place == place
            assert kept(one.log.path) == before
            again.log.close()

    def test_beginning_again_leaves_the_old_talk_ended(
        self, trees: Trees, lines: Lines, database: Path
    ) -> None:
        lines.begin()
        lines.say("yes")
        lines.talk.take(HungUp(lines.at))
        again = Lines(trees, database)
        again.begin("ask")
        again.say("no")
        connection = sqlite3.connect(database)
        statuses = connection.execute("SELECT status FROM places ORDER BY status").fetchall()
        connection.close()
        assert statuses == [("ended",), ("open",)]


class TestForgetting:
    def test_forget_everything_leaves_no_byte_of_it_and_says_so(
        self, lines: Lines, database: Path
    ) -> None:
        lines.begin()
        for text in PATH_TO_A_STEP:
            lines.say(text)
        lines.say("xylophone lessons")
        lines.say("yes")
        conversation = lines.talk.state.conversation
        assert b"xylophone" in database_bytes(database)
        lines.say("forget everything")
        assert "erased for good" in lines.say("yes")
        left = database_bytes(database)
        for marker in (b"xylophone", b"kratom", b"next_step", conversation.encode()):
            assert marker not in left, marker

    def test_after_it_nothing_more_is_written(self, lines: Lines, database: Path) -> None:
        lines.begin()
        lines.say("yes")
        lines.say("forget everything")
        lines.say("yes")
        lines.say("alone")
        assert not database.exists() or kept(database) == {}

    def test_when_it_cannot_be_done_that_is_said(self, lines: Lines, database: Path) -> None:
        lines.begin()
        lines.say("yes")
        lines.say("forget everything")
        with blocked(database):
            assert "couldn't erase" in lines.say("yes")
        assert kept(database)


class blocked:
    """Another program holds the database for itself."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __enter__(self) -> None:
        self.other = sqlite3.connect(self.database, isolation_level=None)
        self.other.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *error: object) -> None:
        self.other.close()


class TestLostLog:
    def test_the_talk_goes_on_and_says_so_once(
        self, lines: Lines, trees: Trees, database: Path
    ) -> None:
        lost = trees.lines["log_lost"].text
        lines.begin()
        lines.say("yes")
        with blocked(database):
            assert lines.say("alone").startswith(lost)
            assert lost not in lines.say("i slipped")
            assert lines.talk.state.place == "front_door/what"

    def test_nothing_of_it_comes_before_the_number_of_a_help_line(
        self, lines: Lines, trees: Trees, database: Path
    ) -> None:
        lost = trees.lines["log_lost"].text
        lines.begin()
        lines.say("yes")
        with blocked(database):
            assert lines.say("he is not breathing").startswith("Call 911 now")
            assert lost not in lines.say("no")

    def test_what_could_not_be_written_is_written_later(self, lines: Lines, database: Path) -> None:
        lines.begin()
        lines.say("yes")
        with blocked(database):
            lines.say("alone")
            lines.say("i slipped")
        lines.say("kratom")
        assert set(kept(database)) == {"safe", "alone", "came_for", "substances"}

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda path: path.write_bytes(b"not a database at all, but somebody's notes"),
            lambda path: path.mkdir(),
            lambda path: path.symlink_to("/nowhere/at/all"),
        ],
        ids=["another file", "a folder", "a link to nowhere"],
    )
    def test_a_bad_place_for_the_log_is_said_and_survived(
        self, lines: Lines, trees: Trees, database: Path, spoil: Callable[[Path], object]
    ) -> None:
        spoil(database)
        assert trees.lines["log_lost"].text in lines.begin() + lines.say("yes")
        lines.say("alone")
        assert lines.talk.state.place == "front_door/what_happened"

    def test_a_full_disk_is_said_and_survived(self, tmp_path: Path) -> None:
        def no_room() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

        done = subprocess.run(
            [STEADY, "talk", "--typed", "--consent", "yes", "--db", str(tmp_path / "log.db")],
            input=b"yes\nalone\ni slipped\n",
            capture_output=True,
            preexec_fn=no_room,
            timeout=30,
            check=False,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert done.returncode == 0, done.stderr
        assert b"can't write" in done.stdout
        assert b"What did you take" in done.stdout
        assert b"Traceback" not in done.stderr

    def test_a_parked_state_that_cannot_be_read_is_no_hindrance(
        self, lines: Lines, trees: Trees, database: Path
    ) -> None:
        lines.begin()
        lines.say("yes")
        lines.talk.take(HungUp(lines.at))
        connection = sqlite3.connect(database)
        connection.execute('UPDATE places SET state = \'{"turn": "three"}\'')
        connection.commit()
        connection.close()
        assert Lines(trees, database).begin().startswith("This is Steady Ground")

    def test_a_failed_write_is_never_an_exception_for_the_channel(self, trees: Trees) -> None:
        class Broken(SqliteLog):
            def write_turn(self, *given: object, **more: object) -> bool:  # type: ignore[override]
                raise LogFailed("cannot be written", "here", "mend it", "other")

        talk = Conversation(trees, Broken(Path("/nowhere/log.db")), "typed")
        actions = talk.begin(EVENING, "yes")
        assert not any(isinstance(act, End) for act in actions)


class TestTwoPrograms:
    def test_both_go_on_with_a_parked_talk_and_nothing_told_to_either_is_lost(
        self, trees: Trees, lines: Lines, database: Path
    ) -> None:
        lines.begin()
        for text in ("yes", "alone", "i slipped"):
            lines.say(text)
        lines.talk.take(HungUp(lines.at))
        one, other = Lines(trees, database), Lines(trees, database)
        for each in (one, other):
            each.begin("ask")
        for each, text in ((one, "kratom"), (other, "vodka")):
            each.say("yes")
            each.say(text)
        connection = sqlite3.connect(database)
        told = connection.execute("SELECT choices FROM answers WHERE name = 'substances'")
        assert sorted(told.fetchall()) == [('["alcohol"]',), ('["kratom"]',)]
        connection.close()


class TestHonesty:
    def test_nothing_is_promised_while_nothing_can_be_written(
        self, lines: Lines, trees: Trees, database: Path
    ) -> None:
        database.mkdir()
        lines.begin("ask")
        lines.say("yes")
        lines.say("alone")
        assert "I'll keep them" not in lines.say("yes")
        assert lines.say("stop") == trees.lines["stopped_unkept"].text
