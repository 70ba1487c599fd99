"""When it happened: what people say, and the hours before now that it stands for."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.hear.normalise import normalise
from dialogs.hear.when import WhenListener
from dialogs.hear.when_calendar import Calendar, rule_of

ROOT = Path(__file__).parents[2]
LISTENER = WhenListener.load(ROOT / "dialogs" / "lexicon")

THURSDAY_TWO_PM = datetime(2025, 9, 18, 14)
THURSDAY_TEN_PM = datetime(2025, 6, 12, 22)
SATURDAY_TWO_AM = datetime(2025, 11, 29, 2)

Answer = tuple[float, float] | str | None


def heard(words: str, now: datetime = THURSDAY_TWO_PM) -> Answer:
    return LISTENER.hear(normalise(words), now)


class TestAmountsOfTime:
    @pytest.mark.parametrize(
        ("words", "hours"),
        [
            ("an hour ago", 1),
            ("half an hour", 0.5),
            ("an hour and a half", 1.5),
            ("like an hour forty five", 1.75),
            ("two or three hours", 2.5),
            ("three days ago", 72),
            ("a fortnight", 336),
            ("a week and two days", 216),
            ("36hrs ago", 36),
        ],
    )
    def test_the_window_is_around_what_was_said(self, words: str, hours: float) -> None:
        window = heard(words)
        assert isinstance(window, tuple)
        assert window[0] < hours < window[1]

    def test_less_and_more_bound_one_side(self) -> None:
        assert heard("less than an hour") == (0, 1)
        assert heard("more than a week") == (168, 336)

    def test_a_recogniser_s_to_and_for_are_numbers_beside_a_unit(self) -> None:
        assert heard("to days ago") == heard("two days ago")
        assert heard("for ours ago") == heard("four hours ago")
        assert heard("for hours") != heard("four hours")

    def test_just_now_is_a_quarter_of_an_hour(self) -> None:
        assert heard("just now") == heard("i just used") == heard("still using") == (0, 0.25)

    def test_an_amount_still_to_come_is_no_answer(self) -> None:
        assert heard("in an hour") is None


class TestHoursOfTheClock:
    def test_an_hour_is_the_latest_one_that_is_past(self) -> None:
        assert heard("four o'clock", THURSDAY_TEN_PM) == (5.5, 6.5)
        assert heard("eleven thirty", THURSDAY_TEN_PM) == (10.0, 11.0)

    @pytest.mark.parametrize(
        "words",
        ["two thirty a m", "two thirty in the morning", "half past two this morning", "2:30 am",
         "half two this morning", "thirty minutes past two this morning"],
    )  # fmt: skip
    def test_one_hour_is_said_in_many_ways(self, words: str) -> None:
        assert heard(words) == (11.0, 12.0)

    def test_last_night_after_midnight_is_today_s_date(self) -> None:
        assert heard("last night around one") == (12.5, 13.5)
        assert heard("saturday night at two") == heard("sunday at two am")

    def test_two_hours_are_a_range(self) -> None:
        assert heard("between ten and midnight") == (13.75, 16.25)
        assert heard("from ten till two in the morning") == (11.75, 16.25)

    def test_without_a_half_of_the_day_it_is_the_afternoon_of_a_day_before(self) -> None:
        assert heard("yesterday at three") == heard("three in the afternoon yesterday")

    def test_a_number_of_something_else_is_no_hour(self) -> None:
        for words in ("two pills", "no one", "i'm sixty two", "about thirty grams"):
            assert heard(words) is None


class TestDays:
    def test_a_named_day_is_the_latest_one_that_is_past(self) -> None:
        assert heard("tuesday") == (38, 62)
        assert heard("tuesday of last week") == (206, 230)

    def test_today_s_weekday_alone_is_a_week_ago(self) -> None:
        assert heard("thursday") == (158, 182)
        assert heard("thursday morning") == (2, 9)

    def test_dates_and_holidays_are_those_of_the_last_twelve_months(self) -> None:
        assert heard("september fifteenth") == heard("the fifteenth") == heard("9/15") == (62, 86)
        assert heard("labor day") == (398, 422)
        assert heard("the day after labor day") == (374, 398)

    def test_stretches(self) -> None:
        assert heard("over the weekend") == (86, 141)
        assert heard("mid august") != heard("august")

    def test_friday_or_saturday_is_both(self) -> None:
        assert heard("friday or saturday") == (110, 158)


class TestAfterMidnight:
    def test_tonight_and_last_night_are_the_night_that_is_going_on(self) -> None:
        assert heard("tonight", SATURDAY_TWO_AM) == (0, 9)
        assert heard("last night", SATURDAY_TWO_AM) == (0, 8)

    def test_this_morning_is_the_one_before_the_night(self) -> None:
        assert heard("this morning", SATURDAY_TWO_AM) == (14, 21)

    def test_yesterday_and_today_reach_over_the_date_line(self) -> None:
        assert heard("yesterday", SATURDAY_TWO_AM) == (2, 50)
        assert heard("today", SATURDAY_TWO_AM) == (0, 20)


class TestSeveralTimes:
    def test_the_last_use_counts(self) -> None:
        assert heard("yesterday and again today") == (0, 14)
        assert heard("started friday stopped this morning") == heard("this morning")
        assert heard("my last drink was yesterday but i've been up all day") == heard("yesterday")

    def test_a_run_that_goes_on_reaches_to_now(self) -> None:
        assert heard("on and off since tuesday") == (0, 62)
        assert heard("nothing since tuesday") == (38, 62)

    def test_a_correction_drops_what_was_said_before(self) -> None:
        assert heard("yesterday no wait sunday") == heard("sunday")
        assert heard("ten last night no eleven") == heard("eleven last night")
        assert heard("not last night the night before") == heard("night before last")
        assert heard("four days ago no five") == heard("five days")

    def test_how_long_it_was_before_gives_way_to_when_it_ended(self) -> None:
        assert heard("i was clean for two years and slipped last night") == heard("last night")


class TestHowLongItWent:
    @pytest.mark.parametrize(
        "words",
        ["i had two years", "i've been clean two years", "i was sober for six months",
         "almost three years clean", "i've got ninety days", "two months of sobriety",
         "i used meth like three days straight", "three nights in a row",
         "a three day bender", "two hours of sleep"],
    )  # fmt: skip
    def test_says_not_when_it_was(self, words: str) -> None:
        assert heard(words) is None

    def test_leaves_the_time_of_the_slip_that_is_said_with_it(self) -> None:
        assert heard("i had six months and i blew it all on friday") == heard("on friday")
        assert heard("two years clean until last night") == heard("last night")
        assert heard("three days straight, i stopped this morning") == heard("this morning")

    def test_with_ago_it_is_when_it_was(self) -> None:
        assert heard("i had some two hours ago") == heard("i had two hours ago")
        assert heard("i had two hours ago") == heard("two hours ago")

    def test_sober_since_a_day_is_that_day(self) -> None:
        assert heard("i've been sober since tuesday") == heard("nothing since tuesday")


class TestHabits:
    @pytest.mark.parametrize(
        "words",
        ["every friday", "on fridays", "i drink on saturdays", "friday nights",
         "i wake up at six every day", "every morning at six", "over the weekends",
         "usually around nine"],
    )  # fmt: skip
    def test_are_no_time(self, words: str) -> None:
        assert heard(words) is None

    def test_counted_weekdays_are_one_day(self) -> None:
        assert heard("two saturdays ago") == (278, 302)

    def test_a_habit_leaves_the_day_that_is_said_with_it(self) -> None:
        assert heard("every day until yesterday") == heard("yesterday")


class TestNoTime:
    @pytest.mark.parametrize(
        "words",
        ["i lost track", "i don't know", "a while ago", "when she left", "hours days dunno",
         "it's all a blur", "can't remember", "what day is it"],
    )  # fmt: skip
    def test_an_answer_without_a_time_is_unknown(self, words: str) -> None:
        assert heard(words) == "unknown"

    def test_a_guess_is_better_than_not_knowing(self) -> None:
        assert heard("i don't know like two hours ago") == heard("two hours ago")

    @pytest.mark.parametrize(
        "words",
        ["", "the kitchen", "with my brother", "set timer twenty minutes", "next week",
         "channel nine news at ten", "good morning", "one day at a time", "give me a minute"],
    )  # fmt: skip
    def test_stray_speech_is_none(self, words: str) -> None:
        assert heard(words) is None


class TestAnyUtterance:
    SAID = (
        "two", "three", "half", "quarter", "past", "to", "between", "and", "or", "no", "not",
        "since", "until", "last", "next", "this", "week", "month", "day", "days", "ago", "hour",
        "a", "the", "at", "in", "on", "before", "after", "morning", "night", "friday", "february",
        "thirtieth", "march", "31", "9:30", "24", "o'clock", "am", "early", "late", "weekend",
    )  # fmt: skip
    WORDS = st.lists(st.sampled_from(SAID), max_size=9).map(" ".join)
    NOWS = st.datetimes(min_value=datetime(2024, 2, 28), max_value=datetime(2028, 3, 2))

    @given(words=WORDS, now=NOWS)
    def test_hours_are_never_ahead_and_in_order(self, words: str, now: datetime) -> None:
        window = heard(words, now)
        if isinstance(window, tuple):
            assert 0 <= window[0] <= window[1]

    def test_the_wall_clock_counts_whatever_the_zone(self) -> None:
        aware = THURSDAY_TWO_PM.replace(tzinfo=UTC)
        assert heard("this morning", aware) == heard("this morning", THURSDAY_TWO_PM)

    def test_a_long_utterance_takes_no_longer_than_its_words(self) -> None:
        said = normalise("two to three or four and a half " * 60)
        began = time.perf_counter()
        LISTENER.hear(said, THURSDAY_TWO_PM)
        assert time.perf_counter() - began < 0.1


class TestYearlyDays:
    def test_a_leap_day_is_the_latest_there_was(self) -> None:
        day = Calendar(datetime(2026, 3, 1)).month_day(2, 29)
        assert day is not None
        leap_day = datetime(2026, 3, 1) + timedelta(hours=day.start)
        assert leap_day == datetime(2024, 2, 29)

    @pytest.mark.parametrize(
        ("rule", "month", "day"),
        [("4 thursday 11", 11, 27), ("-1 monday 5", 5, 26), ("easter", 4, 20), ("12-24", 12, 24)],
    )
    def test_rules_of_2025(self, rule: str, month: int, day: int) -> None:
        found = rule_of(rule)(2025)
        assert (found.month, found.day) == (month, day)


class TestOwnLines:
    """The lines of `data/when_own.jsonl`, scored as in `docs/decisions/0003-times-of-day.md`."""

    def test_nineteen_of_twenty_are_right(self) -> None:
        text = (ROOT / "data" / "when_own.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines()]
        right = [self.is_right(line) for line in lines]
        assert sum(right) >= 0.95 * len(right)

    @staticmethod
    def is_right(line: dict[str, str]) -> bool:
        window = heard(line["text"], datetime.fromisoformat(line["now"]))
        if line["answer"] in ("unknown", "nomatch"):
            return window == (None if line["answer"] == "nomatch" else "unknown")
        least, most = map(float, line["answer"].split("-"))
        return (
            isinstance(window, tuple)
            and window[0] <= most
            and window[1] >= least
            and window[1] - window[0] <= 3 * (most - least) + 6
        )
