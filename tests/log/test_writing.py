"""What is written in a turn, and what is taken back."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dialogs.events import Alarm, Consent, End, HungUp, Launched, Park, Retract, Say
from dialogs.log import Parked, SqliteLog
from dialogs.log.rows import written
from tests.log.samples import LATE, answer, conversation, rows, write


class TestATurn:
    def test_an_answer_is_in_the_file_when_the_call_returns(
        self, log: SqliteLog, path: Path
    ) -> None:
        assert write(log, 3, answer(3, "trigger", "stress", "pain"))
        assert rows(path, "SELECT * FROM answers") == [
            (
                "c1",
                3,
                "trigger",
                "trigger_questions/trigger",
                "answered",
                '["stress", "pain"]',
                "matched",
            )
        ]

    def test_the_turn_tells_when_it_was_in_the_zone_of_the_person(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3)
        assert rows(path, "SELECT turn, at, event FROM turns") == [
            (3, "2026-11-20T23:10:00-05:00", "heard")
        ]

    def test_every_kind_of_event_has_its_name(self, log: SqliteLog, path: Path) -> None:
        log.write_turn(conversation(), Launched(LATE), 0, None, None, [], None)
        log.write_turn(conversation(), HungUp(LATE), 1, None, None, [Park()], "{}")
        assert rows(path, "SELECT event FROM turns") == [("launched",), ("hung_up",)]

    def test_a_danger_keeps_category_and_rule_and_no_words(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 2, Alarm(2, LATE, "overdose", "hard", "overdose.asleep"))
        assert rows(path, "SELECT turn, category, tier, rule FROM safety_events") == [
            (2, "overdose", "hard", "overdose.asleep")
        ]

    def test_what_was_agreed_to_is_kept(self, log: SqliteLog, path: Path) -> None:
        write(log, 2, Consent(2, LATE, "answers", True), Consent(2, LATE, "words", False))
        assert rows(path, "SELECT what, given FROM consents") == [("answers", 1), ("words", 0)]

    def test_what_was_spoken_leaves_no_trace(self, log: SqliteLog, path: Path) -> None:
        write(log, 2, Say("front_door.hello.say", "MARKER"), state=None)
        assert b"MARKER" not in path.read_bytes()

    def test_declined_and_unanswered_are_two_things(self, log: SqliteLog, path: Path) -> None:
        write(log, 2, answer(2, outcome="declined"), answer(2, "sleep", outcome="unanswered"))
        assert rows(path, "SELECT outcome, choices FROM answers") == [
            ("declined", "[]"),
            ("unanswered", "[]"),
        ]

    def test_a_conversation_taken_up_elsewhere_keeps_the_channel_of_each_turn(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 2, channel="alexa")
        write(log, 3, channel="voice")
        assert rows(path, "SELECT channel FROM turns") == [("alexa",), ("voice",)]
        assert rows(path, "SELECT channel FROM conversations") == [("alexa",)]

    def test_odd_characters_come_back_as_they_are_and_halves_of_them_as_a_mark(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 2, answer(2, "next_step", "tea 🫖 \x1b[2J \x00 \udc80", how="words"))
        [(kept,)] = rows(path, "SELECT json_extract(choices, '$[0]') FROM answers")
        assert str(kept).startswith("tea 🫖 \x1b[2J ")

    def test_a_time_without_a_zone_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(ValueError, match="without its zone"):
            written(datetime(2026, 1, 1))

    def test_a_turn_that_cannot_be_written_whole_is_not_written_at_all(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 1)
        with pytest.raises(ValueError, match="without its zone"):
            write(log, 2, answer(2), Alarm(2, datetime(2026, 1, 1), "abuse", "soft", "x"))
        assert rows(path, "SELECT turn FROM turns") == [(1,)]
        assert write(log, 2)


class TestRepeatedDelivery:
    def test_the_same_turn_writes_nothing_twice(self, log: SqliteLog, path: Path) -> None:
        assert write(log, 3, answer(3, "trigger", "stress"))
        assert not write(log, 3, answer(3, "trigger", "pain"), answer(3, "sleep", "bad"))
        assert rows(path, "SELECT choices FROM answers") == [('["stress"]',)]

    def test_it_does_not_move_the_place_back(self, log: SqliteLog) -> None:
        write(log, 3, state="old")
        write(log, 4, state="new")
        write(log, 3, state="old")
        parked = log.latest_parked()
        assert parked is not None
        assert parked.state == "new"

    def test_the_very_same_turn_counts_as_written(self, log: SqliteLog, path: Path) -> None:
        for seconds in (0, 5):
            late = LATE + timedelta(seconds=seconds)
            assert write(log, 3, answer(3, "trigger", "stress"), at=late)
        assert rows(path, "SELECT choices FROM answers") == [('["stress"]',)]
        assert rows(path, "SELECT at FROM turns") == [("2026-11-20T23:10:00-05:00",)]

    def test_one_that_says_the_same_much_later_is_another(self, log: SqliteLog) -> None:
        write(log, 3, answer(3, "trigger", "stress"))
        late = LATE + timedelta(minutes=10)
        assert not write(log, 3, answer(3, "trigger", "stress"), at=late)

    def test_an_answer_struck_since_does_not_come_back(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, answer(3, "trigger", "stress"))
        write(log, 4, Retract((3,), 4, LATE, "struck"))
        assert write(log, 3, answer(3, "trigger", "stress"))
        assert rows(path, "SELECT count(*) FROM answers") == [(0,)]


class TestHeldBack:
    def test_answers_given_before_consent_arrive_with_their_own_turns(
        self, log: SqliteLog, path: Path
    ) -> None:
        earlier = LATE - timedelta(minutes=2)
        write(
            log,
            3,
            answer(1, "safe", "yes", at=earlier),
            answer(2, "alone", at=earlier, outcome="unanswered"),
            Consent(3, LATE, "answers", True),
        )
        assert rows(path, "SELECT turn, at, event, outcome FROM turns ORDER BY turn") == [
            (1, "2026-11-20T23:08:00-05:00", "heard", "answered"),
            (2, "2026-11-20T23:08:00-05:00", "silence", "unanswered"),
            (3, "2026-11-20T23:10:00-05:00", "heard", "answered"),
        ]
        assert rows(path, "SELECT turn, name FROM answers") == [(1, "safe"), (2, "alone")]

    def test_a_danger_heard_before_consent_too(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, Alarm(1, LATE, "suicide", "soft", "suicide.tired"))
        assert rows(path, "SELECT turn, place FROM turns ORDER BY turn") == [
            (1, None),
            (3, "trigger_questions/trigger"),
        ]


class TestAppendOnly:
    TABLES = ("conversations", "turns", "answers", "retractions", "safety_events", "consents")

    @pytest.fixture(autouse=True)
    def filled(self, log: SqliteLog) -> None:
        write(
            log,
            3,
            answer(3, "trigger", "stress"),
            Retract((2,), 3, LATE),
            Alarm(3, LATE, "abuse", "soft", "abuse.afraid"),
            Consent(3, LATE, "answers", True),
        )
        log.close()

    @pytest.mark.parametrize("table", TABLES)
    def test_no_program_can_change_a_row(self, path: Path, table: str) -> None:
        column = "language" if table == "conversations" else "turn"
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            rows(path, f"UPDATE {table} SET {column} = 9")

    @pytest.mark.parametrize("table", TABLES)
    def test_no_program_can_delete_a_row_without_forgetting(self, path: Path, table: str) -> None:
        with pytest.raises(sqlite3.IntegrityError, match="deleted only by forgetting"):
            rows(path, f"DELETE FROM {table}")

    def test_no_program_can_write_over_an_answer(self, path: Path) -> None:
        rows(
            path,
            "INSERT OR REPLACE INTO answers VALUES"
            " ('c1', 3, 'trigger', 'a/b', 'answered', '[\"pain\"]', 'matched')",
        )
        assert rows(path, "SELECT choices FROM answers") == [('["stress"]',)]

    def test_all_tables_are_strict(self, path: Path) -> None:
        strict = rows(path, "SELECT name FROM pragma_table_list WHERE strict")
        assert {name for (name,) in strict} >= {*self.TABLES, "places", "forgetting"}

    @pytest.mark.parametrize(
        "value",
        [
            "('c1', 3, 'x', 'a/b', 'guessed', '[]', 'matched')",
            "('c1', 3, 'x', 'a/b', 'answered', 'stress', 'matched')",
            "('c1', 3, 'x', 'a/b', 'answered', '{}', 'matched')",
        ],
    )
    def test_no_program_can_write_what_is_no_answer(self, path: Path, value: str) -> None:
        with pytest.raises(sqlite3.Error, match=r"CHECK|malformed JSON"):
            rows(path, f"INSERT INTO answers VALUES {value}")


class TestTakingBack:
    def test_a_retraction_points_back_and_the_answer_stays(
        self, log: SqliteLog, path: Path
    ) -> None:
        write(log, 3, answer(3, "trigger", "stress"))
        write(log, 4, answer(4, "sleep", "bad"))
        write(log, 5, Retract((3, 4), 5, LATE, "back"))
        assert rows(path, "SELECT turn, retracted_turn, why FROM retractions") == [
            (5, 3, "back"),
            (5, 4, "back"),
        ]
        assert rows(path, "SELECT name, retracted FROM told") == [("trigger", 1), ("sleep", 1)]

    def test_a_corrected_answer_stands_in_its_new_turn(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, answer(3, "trigger", "stress"))
        write(
            log,
            4,
            Retract((3,), 4, LATE, "corrected"),
            answer(4, "trigger", "pain", how="corrected"),
        )
        assert rows(path, "SELECT choices FROM told WHERE NOT retracted") == [('["pain"]',)]


class TestParking:
    def test_nothing_is_parked_in_a_log_that_is_not_there_and_none_is_made(
        self, log: SqliteLog, path: Path
    ) -> None:
        log.open()
        assert log.latest_parked() is None
        assert not path.parent.exists()

    def test_the_newest_one_is_found_wherever_the_clock_stood(self, log: SqliteLog) -> None:
        far_west = LATE.astimezone() + timedelta(hours=1)
        write(log, 3, Park(), End("parked"), id="later", at=far_west, state="later")
        write(log, 3, Park(), End("parked"), id="sooner", state="sooner")
        assert log.latest_parked() == Parked("later", "later", far_west)

    def test_one_that_was_cut_off_can_be_taken_up_again(self, log: SqliteLog) -> None:
        write(log, 3, state="in the middle")
        assert log.latest_parked() == Parked("c1", "in the middle", LATE, "open")

    def test_one_that_has_ended_cannot_and_keeps_no_state(self, log: SqliteLog, path: Path) -> None:
        write(log, 3, state="first")
        write(log, 4, End("completed"), state="MARKER")
        assert log.latest_parked() is None
        assert rows(path, "SELECT state, status FROM places") == [(None, "ended")]

    def test_the_caller_may_name_the_status(self, log: SqliteLog) -> None:
        write(log, 4, status="ended")
        assert log.latest_parked() is None

    def test_where_the_place_may_not_be_kept_there_is_none(self, log: SqliteLog) -> None:
        write(log, 3, answer(3, "trigger", "stress"), state=None)
        assert log.latest_parked() is None

    def test_the_newest_one_is_found_by_an_index(self, log: SqliteLog, path: Path) -> None:
        write(log, 3)
        plan = rows(
            path,
            "EXPLAIN QUERY PLAN SELECT conversation FROM places WHERE person = ''"
            " AND status <> 'ended' AND state IS NOT NULL ORDER BY julianday(at) DESC LIMIT 1",
        )
        assert "USING INDEX places_to_resume" in str(plan)
        assert "TEMP B-TREE" not in str(plan)
