"""The body, its time and whose skill it is for: read only once the signature holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from skill.verify import MOST_BYTES, Verifier
from tests.skill.bench import GOOD, NOW, Bench
from tests.skill.keys import (
    SKILL_ID,
    body_of,
    envelope,
    launch,
    signed,
)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def at(**after: float) -> str:
    return (NOW + timedelta(**after)).isoformat().replace("+00:00", "Z")


GOOD_TIMES = {
    "now": at(),
    "150 seconds ago": at(seconds=-150),
    "in 150 seconds": at(seconds=150),
    "a second ahead": at(seconds=1),
    "with a fraction": at(milliseconds=-1),
    "with nine digits": "2026-01-05T20:59:59.123456789Z",
    "another zone": "2026-01-06T02:30:00+05:30",
    "another zone without colon": "2026-01-05T16:00:00-0500",
}

BAD_TIMES: dict[str, Any] = {
    "a little too old": at(seconds=-150, microseconds=-1),
    "a little too far ahead": at(seconds=150, microseconds=1),
    "an hour old": at(hours=-1),
    "a day ahead": at(days=1),
    "in the year 1": "0001-01-01T00:00:00Z",
    "before the year 1 in UTC": "0001-01-01T00:00:00+23:59",
    "in the year 9999": "9999-12-31T23:59:59-23:59",
    "null": None,
    "a number": 1767646800,
    "milliseconds": 1767646800000,
    "true": True,
    "a list": [at()],
    "an object": {"at": at()},
    "empty": "",
    "without a zone": "2026-01-05T21:00:00",
    "without seconds": "2026-01-05T21:00Z",
    "a date": "2026-01-05",
    "a time": "21:00:00Z",
    "digits": "1767646800",
    "a blank between": "2026-01-05 21:00:00Z",
    "packed": "20260105T210000Z",
    "a week": "2026-W02-1T21:00:00Z",
    "a small z": "2026-01-05T21:00:00z",
    "a name of a zone": "2026-01-05T21:00:00 EST",
    "an email's": "Mon, 05 Jan 2026 21:00:00 GMT",
    "a month 13": "2026-13-05T21:00:00Z",
    "the 30th of February": "2026-02-30T21:00:00Z",
    "hour 25": "2026-01-05T25:00:00Z",
    "second 61": "2026-01-05T21:00:61Z",
    "zone of 99 hours": "2026-01-05T21:00:00+99:00",
    "an empty fraction": "2026-01-05T21:00:00.Z",
    "ten digits": "2026-01-05T21:00:00.1234567890Z",
    "arabic digits": "\u0662\u0660\u0662\u0666-01-05T21:00:00Z",
    "a line break behind": at() + "\n",
    "a negative year": "-2026-01-05T21:00:00Z",
    "very long": "2026-01-05T21:00:00Z" * 500,
    "words": "now",
}

BAD_BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"  ",
    "not JSON": b"hello",
    "cut short": GOOD[:-1],
    "two objects": GOOD + GOOD,
    "a list": b"[" + GOOD + b"]",
    "text": b'"a"',
    "a number": b"1",
    "null": b"null",
    "not UTF-8": GOOD.replace(b"en-US", b"\xff\xfe"),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "half a surrogate pair": GOOD.replace(b"en-US", b"\\ud800"),
    "half a pair in UTF-8": GOOD.replace(b"en-US", b"\xed\xa0\x80"),
    "NaN": GOOD.replace(b'"en-US"', b"NaN"),
    "infinity": GOOD.replace(b'"en-US"', b"-Infinity"),
    "a number past every float": GOOD.replace(b'"en-US"', b"1e999"),
    "five thousand digits": GOOD.replace(b'"en-US"', b"9" * 5000),
    "a control character": GOOD.replace(b"en-US", b"\x00"),
    "a comment": GOOD[:-1] + b"/* */}",
    "a comma too many": GOOD[:-1] + b",}",
    "single quotes": b"{'a': 1}",
    "deep lists": GOOD[:-1] + b', "a": ' + b"[" * 101 + b"]" * 101 + b"}",
    "deep objects": GOOD[:-1] + b', "a": ' + b'{"a":' * 101 + b"1" + b"}" * 101 + b"}",
    "a bomb of brackets": b"[" * (MOST_BYTES // 2) + b"]" * (MOST_BYTES // 2),
    "an open bomb": b'{"a":' * 10_000,
}

BAD_APPLICATIONS: dict[str, Any] = {
    "another skill": {"applicationId": "amzn1.ask.skill.other"},
    "no application": None,
    "no id": {},
    "an id of null": {"applicationId": None},
    "an empty id": {"applicationId": ""},
    "a number": {"applicationId": 5},
    "a list": {"applicationId": [SKILL_ID]},
    "an object": {"applicationId": {"id": SKILL_ID}},
    "capitals": {"applicationId": SKILL_ID.upper()},
    "a blank behind": {"applicationId": SKILL_ID + " "},
    "cut short": {"applicationId": SKILL_ID[:-1]},
    "another key": {"applicationID": SKILL_ID},
    "the id alone": SKILL_ID,
    "a list around": [{"applicationId": SKILL_ID}],
}


class TestTheBody:
    @pytest.mark.parametrize("case", BAD_BODIES)
    def test_a_signed_body_that_is_no_plain_object_is_refused(
        self, bench: Bench, case: str
    ) -> None:
        assert bench.reason_for(BAD_BODIES[case]).startswith("body: ")

    def test_a_huge_number_is_a_number(self, bench: Bench) -> None:
        body = GOOD.replace(b'"en-US"', b"9" * 30)
        assert bench.verifier.verify(signed(body), body)["request"]["locale"] == 1e30

    def test_many_brackets_that_are_not_deep_are_read(self, bench: Bench) -> None:
        body = GOOD[:-1] + b', "a": [' + b"[]," * 500 + b"{}]}"
        assert bench.verifier.verify(signed(body), body)


class TestTheTime:
    @pytest.mark.parametrize("case", GOOD_TIMES)
    def test_a_request_of_about_now_is_let_through(self, bench: Bench, case: str) -> None:
        body = body_of(launch(NOW, timestamp=GOOD_TIMES[case]))
        assert bench.verifier.verify(signed(body), body)

    @pytest.mark.parametrize("case", BAD_TIMES)
    def test_any_other_time_is_refused(self, bench: Bench, case: str) -> None:
        data = envelope(launch(NOW, timestamp=BAD_TIMES[case]))
        assert bench.reason_for(data).startswith("timestamp: ")

    def test_a_request_without_a_time_is_refused(self, bench: Bench) -> None:
        data = envelope({"type": "LaunchRequest"})
        assert bench.reason_for(data) == "timestamp: missing or not text"

    @pytest.mark.parametrize("odd", [None, [], "x", 5, True])
    def test_a_body_without_a_request_is_refused(self, bench: Bench, odd: Any) -> None:
        assert bench.reason_for(envelope(odd)) == "request: missing"

    def test_a_recorded_request_cannot_be_played_again_later(self, bench: Bench) -> None:
        bench.verifier.verify(signed(GOOD), GOOD)
        bench.now += timedelta(seconds=151)
        assert bench.reason(signed(GOOD), GOOD) == "timestamp: too old"

    def test_a_skill_event_may_be_an_hour_late_so_that_disabling_still_forgets(
        self, bench: Bench
    ) -> None:
        body = body_of(launch(NOW, type="AlexaSkillEvent.SkillDisabled"))
        bench.now += timedelta(hours=1)
        assert bench.verifier.verify(signed(body), body)
        bench.now += timedelta(microseconds=1)
        assert bench.reason(signed(body), body) == "timestamp: too old"

    def test_a_skill_event_may_not_come_from_further_in_the_future(self, bench: Bench) -> None:
        body = body_of(launch(NOW, type="AlexaSkillEvent.SkillDisabled"))
        bench.now -= timedelta(seconds=151)
        assert bench.reason(signed(body), body) == "timestamp: in the future"

    @pytest.mark.parametrize("kind", ["AlexaSkillEvent.Other", ["AlexaSkillEvent.SkillDisabled"]])
    def test_no_other_type_may_be_late(self, bench: Bench, kind: Any) -> None:
        bench.now += timedelta(minutes=10)
        assert bench.reason_for(envelope(launch(NOW, type=kind))) == "timestamp: too old"


class TestTheApplication:
    @pytest.mark.parametrize("case", BAD_APPLICATIONS)
    def test_a_request_for_another_skill_is_refused(self, bench: Bench, case: str) -> None:
        data = envelope(launch(NOW))
        data["context"]["System"]["application"] = BAD_APPLICATIONS[case]
        assert bench.reason_for(data) == "application: missing, or another skill's"

    @pytest.mark.parametrize("case", BAD_APPLICATIONS)
    def test_a_session_of_another_skill_is_refused(self, bench: Bench, case: str) -> None:
        data = envelope(launch(NOW))
        data["session"]["application"] = BAD_APPLICATIONS[case]
        assert bench.reason_for(data) == "application: missing in the session, or another skill's"

    @pytest.mark.parametrize("odd", [None, [], "x", 5, {}, {"System": None}, {"System": []}])
    def test_a_request_without_a_context_is_refused(self, bench: Bench, odd: Any) -> None:
        reason = bench.reason_for(envelope(launch(NOW), context=odd))
        assert reason == "application: missing, or another skill's"

    @pytest.mark.parametrize("odd", [[], "x", 5, {}, False])
    def test_a_session_of_another_shape_is_refused(self, bench: Bench, odd: Any) -> None:
        reason = bench.reason_for(envelope(launch(NOW), session=odd))
        assert reason == "application: missing in the session, or another skill's"

    def test_a_verifier_without_a_skill_cannot_be_made(self) -> None:
        with pytest.raises(ValueError, match="skill_id"):
            Verifier(skill_id="")
