"""What an earlier talk has answered is known again, so that a check-in need not ask twice."""

from datetime import timedelta

from dialogs.log import NoLog, SqliteLog
from tests.log.samples import LATE, answer, tell_slip, write

NOW = LATE + timedelta(hours=30)


class TestTheLastTalk:
    def test_its_answers_are_facts_by_name(self, log: SqliteLog) -> None:
        tell_slip(log, "a", LATE, "pain", "stress")
        facts = log.recall("last", NOW)
        assert facts["last_known"] == "yes"
        assert facts["last_trigger"] == "pain,stress"

    def test_the_talk_that_is_going_on_is_no_earlier_one(self, log: SqliteLog) -> None:
        write(log, 1, answer(1, "topic", "slip"), status="open")
        assert log.recall("last", NOW) == {"last_known": "no"}

    def test_a_slip_of_long_ago_is_not_checked_in_on(self, log: SqliteLog) -> None:
        tell_slip(log, "a", LATE, "pain")
        assert log.recall("last", LATE + timedelta(days=9)) == {"last_known": "no"}

    def test_the_time_of_the_slip_is_known_again(self, log: SqliteLog) -> None:
        tell_slip(log, "a", LATE, "pain", hours="2-4")
        facts = log.recall("last", NOW)
        assert int(facts["slip_to"]) - int(facts["slip_from"]) == 2 * 3600

    def test_without_a_log_nothing_is_known(self) -> None:
        assert NoLog().recall("last", NOW) == {"last_known": "no"}
