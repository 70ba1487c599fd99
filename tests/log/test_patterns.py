"""What repeats: counted from slips, said in plain words, and not said too early."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.events import Retract
from dialogs.log import NoLog, SqliteLog
from dialogs.log.patterns import Slip, describe, find_patterns, pattern_facts
from dialogs.log.words import say_number, say_span
from tests.log.samples import LATE, ZONE, answer, tell_slip, write

NOW = LATE + timedelta(days=4)


def recall(log: SqliteLog) -> dict[str, str]:
    return log.recall("patterns", NOW)


def text(slips: list[Slip]) -> str:
    return "\n".join(describe(find_patterns(slips), NOW))


class TestWhatIsKept:
    def test_it_is_said_how_much_and_since_when(self, log: SqliteLog) -> None:
        tell_slip(log, "a", LATE - timedelta(days=40), "pain")
        tell_slip(log, "b", LATE, "stress")
        assert log.recall("kept", NOW) == {
            "kept_any": "yes",
            "kept_count": "four",
            "kept_answers": "four answers",
            "kept_talks": "two talks",
            "since": "October 11",
        }

    def test_nothing_at_all_is_said_as_such(self, log: SqliteLog) -> None:
        assert log.recall("kept", NOW) == NoLog().recall("kept", NOW)

    def test_other_facts_there_are_none(self, log: SqliteLog) -> None:
        with pytest.raises(ValueError, match="no facts about"):
            log.recall("weather")


class TestWhatCountsAsASlip:
    def test_a_talk_that_was_opened_for_one(self, log: SqliteLog) -> None:
        write(log, 1, answer(1, "came_for", "slip"))
        assert recall(log)["slip_count"] == "one"

    def test_a_talk_that_says_when_it_was_or_what_was_behind_it(self, log: SqliteLog) -> None:
        write(log, 1, answer(1, "when", "2-4 hours before"), id="a")
        write(log, 1, answer(1, "trigger", "pain"), id="b")
        assert recall(log)["slip_count"] == "two"

    def test_not_one_that_was_opened_for_an_urge(self, log: SqliteLog) -> None:
        write(log, 1, answer(1, "came_for", "urge"), answer(1, "trigger", "pain"))
        assert recall(log)["slip_count"] == "no"

    def test_not_what_was_taken_back_declined_or_unknown(self, log: SqliteLog) -> None:
        write(log, 1, answer(1, "trigger", "pain"), id="back")
        write(log, 2, Retract((1,), 2, LATE), id="back")
        write(log, 1, answer(1, "trigger", outcome="declined"), id="declined")
        write(log, 1, answer(1, "when", "unknown"), id="unknown")
        assert recall(log)["slip_count"] == "no"

    def test_it_counts_once_however_often_it_is_talked_about(self, log: SqliteLog) -> None:
        for turn in range(5):
            write(log, turn, answer(turn, "trigger", "pain"))
        assert recall(log)["slip_count"] == "one"


class TestWhenItWas:
    def test_is_what_the_person_said_in_their_own_zone(self, log: SqliteLog) -> None:
        for week in range(3):
            monday_early = datetime(2026, 11, 2, 1, 30, tzinfo=ZONE) + timedelta(weeks=week)
            tell_slip(log, f"c{week}", monday_early, "sleep", hours="3-5")
        facts = recall(log)
        assert facts["weekday"] == "Sunday"
        assert facts["hour"] == "late in the evening"

    def test_is_left_open_where_the_estimate_is_wide(self, log: SqliteLog) -> None:
        for day in range(3):
            tell_slip(log, f"c{day}", LATE - timedelta(days=day), "sleep", hours="0-48")
        assert not {"weekday", "hour"} & recall(log).keys()


class TestTooLittleToTell:
    def test_no_pattern_is_told_from_two_slips(self, log: SqliteLog) -> None:
        tell_slip(log, "a", LATE - timedelta(days=7), "stress")
        tell_slip(log, "b", LATE, "stress")
        assert recall(log) == {
            "enough": "no",
            "slip_count": "two",
            "slip_talks": "two talks",
            "days_since_last": "four days",
        }
        assert "Too little to tell yet" in text([Slip(LATE)])

    def test_what_does_not_stand_out_is_not_named(self, log: SqliteLog) -> None:
        for number, trigger in enumerate(["stress", "pain", "stress", "pain"]):
            tell_slip(log, f"c{number}", LATE - timedelta(days=number), trigger)
        facts = recall(log)
        assert facts["enough"] == "yes"
        assert not {"top_trigger", "weekday"} & facts.keys()
        assert facts["hour"] == "late in the evening"

    def test_a_trigger_that_came_first_once_is_not_called_the_same_again(self) -> None:
        slips = [Slip(LATE, triggers=(one,)) for one in ("stress", "pain", "sleep")]
        assert "same_trigger" not in pattern_facts(find_patterns(slips), NOW)

    def test_an_empty_log_is_said_as_such(self) -> None:
        assert text([]).startswith("Nothing is kept about a slip yet")


class TestPatterns:
    @pytest.fixture
    def filled(self, log: SqliteLog) -> SqliteLog:
        told = [("pain",), ("stress", "sleep"), ("none",), ("stress",), (), ("stress", "pain")]
        for number, triggers in enumerate(reversed(told)):
            tell_slip(log, f"c{number}", LATE - timedelta(days=7 * number), *triggers)
        return log

    def test_are_given_as_words_fit_to_be_spoken(self, filled: SqliteLog) -> None:
        assert recall(filled) == {
            "enough": "yes",
            "slip_count": "six",
            "slip_talks": "six talks",
            "days_since_last": "four days",
            "top_trigger": "stress",
            "top_count": "three",
            "same_trigger": "stress",
            "same_count": "three",
            "same_ordinal": "third",
            "same_in_a_row": "three",
            "weekday": "Friday",
            "weekday_count": "six",
            "hour": "late in the evening",
            "hour_count": "six",
            "usual_span": "seven days",
        }

    def test_are_given_as_text(self) -> None:
        week = timedelta(weeks=1)
        slips = [
            Slip(LATE - 2 * week, triggers=("stress",)),
            Slip(LATE - week - timedelta(hours=8), triggers=("stress", "pain")),
            Slip(LATE, triggers=("none",)),
        ]
        assert (
            text(slips)
            == """\
Three talks about a slip, from 2026-11-06 to 2026-11-20.

What was behind it
  stress         2
  pain           1
  none of these  1

Day of the week
  Friday  3

Time of day
  in the afternoon     1
  late in the evening  2

Time between
  usually             seven days
  shortest            seven days
  longest             seven days
  since the last one  four days

What repeats
  stress, on a Friday              2
  on a Friday late in the evening  2

The time is the one you gave for the slip, or else the time of the talk."""
        )

    def test_what_never_repeats_is_said_as_such(self) -> None:
        slips = [Slip(LATE - timedelta(hours=30 * number)) for number in range(3)]
        assert "What repeats\n  nothing yet" in text(slips)
        assert "What was behind it\n  not told" in text(slips)

    def test_no_word_of_shame_is_used(self) -> None:
        slips = [Slip(LATE - timedelta(days=number), triggers=("pain",)) for number in range(40)]
        said = text(slips) + " ".join(pattern_facts(find_patterns(slips), NOW).values())
        shame = r"streak|relaps|fail|clean|dirty|addict|day zero|sober|reset|in a row|only"
        assert not re.search(shame, said, re.IGNORECASE)


class TestWords:
    @pytest.mark.parametrize(
        ("number", "words"),
        [(100, "one hundred"), (999_999, "nine hundred ninety nine thousand nine hundred ninety")],
    )
    def test_large_numbers_can_be_spoken(self, number: int, words: str) -> None:
        assert say_number(number).startswith(words)

    def test_nobody_wants_to_hear_a_larger_one(self) -> None:
        assert say_number(1_000_000) == "more than a million"

    def test_a_clock_that_was_turned_back_is_no_trouble(self) -> None:
        assert say_span(timedelta(days=-3)) == "less than a day"

    def test_a_slip_is_seen_in_the_zone_it_was_told_in(self) -> None:
        assert Slip(LATE).weekday == "Friday"
        assert Slip(LATE.astimezone(UTC)).weekday == "Saturday"
