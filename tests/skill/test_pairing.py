"""A spoken code makes the talks of an Echo and of this machine those of one person."""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from dialogs.conversation import Conversation
from dialogs.events import Heard, HungUp, Say
from dialogs.log import LogFailed, SqliteLog
from dialogs.log.pairing import MOST_TRIES, make_code, pair
from dialogs.model import Trees
from skill.cli import pair as pair_command
from skill.pair import NOT_PAIRED, PAIRED, code_in
from tests.skill.client import AlexaClient, Clock, make_app

BOB = "amzn1.ask.account.BOB"


@pytest.fixture
def app(database: Path, clock: Clock) -> Flask:
    return make_app(database, clock, pairing=True)


@pytest.fixture
def home(database: Path) -> SqliteLog:
    """The log as `steady talk` has it."""
    return SqliteLog(database)


def talk_at_home(trees: Trees, home: SqliteLog, at: datetime) -> Conversation:
    talk = Conversation(trees, home, "typed")
    talk.begin(at, "yes")
    for text in ("yes", "alone", "i slipped", "kratom"):
        talk.take(Heard(text, at))
    talk.take(HungUp(at))
    return talk


def talk_to(alexa: AlexaClient) -> None:
    alexa.launch()
    for text in ("yes", "alone", "yes", "i slipped"):
        alexa.say(text)


class TestPaired:
    def test_a_talk_parked_at_home_goes_on_at_the_echo(
        self, alexa: AlexaClient, trees: Trees, home: SqliteLog, clock: Clock
    ) -> None:
        parked = talk_at_home(trees, home, clock.at)
        clock.move(minutes=5)
        alexa.launch()
        said = alexa.say("pair " + " ".join(make_code(home.file, clock.at)))
        assert said == f"{PAIRED.text} Welcome back. Shall we go on where we stopped?"
        alexa.intent("Yes")
        assert alexa.state.conversation == parked.state.conversation
        assert alexa.state.variables["substances"] == ("kratom",)

    def test_a_talk_of_the_echo_goes_on_at_home(
        self, alexa: AlexaClient, trees: Trees, home: SqliteLog, clock: Clock
    ) -> None:
        talk_to(alexa)
        conversation = alexa.state.conversation
        alexa.say("pair " + make_code(home.file, clock.at))
        alexa.end()
        clock.move(minutes=5)
        at_home = Conversation(trees, home, "typed")
        said = " ".join(act.text for act in at_home.begin(clock.at) if isinstance(act, Say))
        assert said.startswith("Welcome back.")
        assert at_home.state.conversation == conversation

    def test_what_is_told_later_is_one_persons(
        self, alexa: AlexaClient, home: SqliteLog, clock: Clock
    ) -> None:
        alexa.launch()
        alexa.say("pair " + make_code(home.file, clock.at))
        talk_to(alexa)
        assert home.recall("kept")["kept_any"] == "yes"

    def test_forgetting_everything_forgets_both_and_the_pairing(
        self, alexa: AlexaClient, trees: Trees, home: SqliteLog, clock: Clock, database: Path
    ) -> None:
        talk_at_home(trees, home, clock.at)
        alexa.launch()
        alexa.say("pair " + make_code(home.file, clock.at))
        alexa.say("forget everything")
        assert "erased for good" in alexa.intent("Yes")
        assert home.recall("kept")["kept_any"] == "no"
        connection = sqlite3.connect(database)
        assert connection.execute("SELECT * FROM paired").fetchall() == []
        connection.close()
        assert not database.with_name("answers.db.key").exists()

    def test_removing_the_skill_ends_the_pairing_and_leaves_what_is_at_home(
        self, alexa: AlexaClient, trees: Trees, home: SqliteLog, clock: Clock, database: Path
    ) -> None:
        talk_at_home(trees, home, clock.at)
        alexa.launch()
        alexa.say("pair " + make_code(home.file, clock.at))
        alexa.send({"type": "AlexaSkillEvent.SkillDisabled"})
        assert home.recall("kept")["kept_any"] == "yes"
        assert not database.with_name("answers.db.key").exists()
        clock.move(hours=1)
        assert alexa.launch().startswith("This is Steady Ground")

    def test_somebody_elses_echo_is_not(
        self, alexa: AlexaClient, app: Flask, home: SqliteLog, clock: Clock
    ) -> None:
        bob = AlexaClient(app, clock, BOB)
        talk_to(bob)
        alexa.launch()
        alexa.say("pair " + make_code(home.file, clock.at))
        assert home.recall("kept")["kept_any"] == "no"

    def test_the_same_request_again_answers_the_same(
        self, alexa: AlexaClient, home: SqliteLog, clock: Clock, database: Path
    ) -> None:
        talk_to(alexa)
        alexa.say("pair " + make_code(home.file, clock.at))
        said = alexa.said
        again = AlexaClient(make_app(database, clock, pairing=True), clock)
        assert again.deliver(alexa.body) == said


class TestNotPaired:
    def test_by_itself_an_endpoint_hears_no_code(
        self, database: Path, home: SqliteLog, clock: Clock
    ) -> None:
        alexa = AlexaClient(make_app(database, clock), clock)
        alexa.launch()
        assert PAIRED.text not in alexa.say("pair " + make_code(home.file, clock.at))

    def test_a_wrong_code_says_so_and_asks_again_and_leaves_no_key(
        self, alexa: AlexaClient, database: Path
    ) -> None:
        alexa.launch()
        said = alexa.say("pair 1 2 3 4 5 6")
        assert said.startswith(NOT_PAIRED.text)
        assert said.endswith("?")
        assert not database.exists()
        assert not database.with_name("answers.db.key").exists()

    def test_where_the_log_cannot_be_used_it_says_so_too(
        self, alexa: AlexaClient, database: Path
    ) -> None:
        alexa.launch()
        database.mkdir(parents=True)
        assert alexa.say("pair 1 2 3 4 5 6").startswith(NOT_PAIRED.text)

    def test_in_danger_the_number_comes_first(
        self, alexa: AlexaClient, home: SqliteLog, clock: Clock
    ) -> None:
        alexa.launch()
        alexa.say("i want to kill myself")
        assert "988" in alexa.say("pair " + make_code(home.file, clock.at))

    def test_under_cover_nothing_is_given_away(
        self, alexa: AlexaClient, home: SqliteLog, clock: Clock, trees: Trees
    ) -> None:
        alexa.launch()
        alexa.say("give me the pancake recipe")
        said = alexa.say("pair " + make_code(home.file, clock.at))
        assert said == trees.lines["discreet_more"].text

    def test_a_code_is_good_once(self, home: SqliteLog, clock: Clock) -> None:
        code = make_code(home.file, clock.at)
        assert pair(home.file, "a", code, clock.at)
        assert not pair(home.file, "b", code, clock.at)

    def test_for_ten_minutes(self, home: SqliteLog, clock: Clock) -> None:
        code = make_code(home.file, clock.at)
        clock.move(minutes=10, seconds=1)
        assert not pair(home.file, "a", code, clock.at)

    def test_until_the_next_one_is_made(self, home: SqliteLog, clock: Clock) -> None:
        code = make_code(home.file, clock.at)
        other = make_code(home.file, clock.at)
        assert not pair(home.file, "a", code, clock.at) or code == other

    def test_and_for_so_many_tries(self, home: SqliteLog, clock: Clock) -> None:
        code = make_code(home.file, clock.at)
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for _ in range(MOST_TRIES):
            assert not pair(home.file, "a", wrong, clock.at)
        assert not pair(home.file, "a", code, clock.at)

    def test_the_file_does_not_hold_the_code(
        self, home: SqliteLog, clock: Clock, database: Path
    ) -> None:
        code = make_code(home.file, clock.at)
        connection = sqlite3.connect(database)
        ((row),) = connection.execute("SELECT * FROM pairing_codes").fetchall()
        connection.close()
        assert all(code not in str(value) for value in row)

    def test_no_talk_changes_hands_in_any_other_way(
        self, alexa: AlexaClient, home: SqliteLog, database: Path
    ) -> None:
        talk_to(alexa)
        connection = sqlite3.connect(database)
        for person in ("", "somebody"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute("UPDATE conversations SET person = ?", (person,))
        connection.close()


class TestTheCode:
    @pytest.mark.parametrize(
        "text",
        [
            *("pair 471926", "pair 4 7 1 9 2 6", "Pair with 47 19 26.", "pairing code 471 926"),
            *("pair four seven one nine two six", "please pair for seven won nine too six"),
        ],
    )
    def test_it_is_heard_in_digits_and_words(self, text: str) -> None:
        assert code_in(text) == "471926"

    @pytest.mark.parametrize(
        "text",
        [
            *("pair", "pair 4719", "pair 4 7 1 9 2 6 5", "471926", "pair of shoes six six six"),
            *("i need a pair 471926", "repair 471926", "pair ٤٧١٩٢٦", ""),
        ],
    )
    def test_nothing_else_is(self, text: str) -> None:
        assert code_in(text) is None


class TestTheCommand:
    def test_it_prints_what_to_say(self, database: Path, clock: Clock) -> None:
        done = CliRunner().invoke(pair_command, ["--db", str(database)])
        found = re.search(r'"(pair [\d ]+)"', done.output)
        assert found is not None
        code = code_in(found[1])
        assert code is not None
        with SqliteLog(database) as log:
            assert pair(log.file, "a", code, datetime.now().astimezone())

    def test_it_ends_the_pairing(self, database: Path, home: SqliteLog, clock: Clock) -> None:
        ending = ["--db", str(database), "--end"]
        assert CliRunner().invoke(pair_command, ending).output == "Nobody was paired.\n"
        pair(home.file, "a", make_code(home.file, clock.at), clock.at)
        assert CliRunner().invoke(pair_command, ending).output == "No longer paired.\n"

    def test_error_a_log_that_cannot_be_used(
        self, database: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object) -> None:
            raise LogFailed("is read-only", "here", "mend it")

        monkeypatch.setattr("dialogs.log.pairing.make_code", fail)
        done = CliRunner().invoke(pair_command, ["--db", str(database)])
        assert done.exit_code == 3
        assert "mend" in done.output
