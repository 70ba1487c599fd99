"""What is let through, and everything that is not: each with its reason, and without a fetch
that should not happen."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15

from skill.verify import MOST_BYTES, Rejected, Verifier
from tests.skill.keys import (
    SKILL_ID,
    URL,
    body_of,
    envelope,
    good_chain,
    launch,
    private_key,
    sign,
    signed,
)

NOW = datetime(2026, 1, 5, 21, tzinfo=UTC)
GOOD = body_of(launch(NOW))


class Bench:
    """A verifier at a moment that stands still, and what it fetched."""

    def __init__(self) -> None:
        self.now = NOW
        self.fetched: list[str] = []
        self.verifier = Verifier(
            skill_id=SKILL_ID,
            trust_roots=good_chain().root,
            fetch_chain=self.fetch,
            now=lambda: self.now,
        )

    def fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        return good_chain().served

    def reason(self, headers: dict[str, str], body: bytes) -> str:
        with pytest.raises(Rejected) as caught:
            self.verifier.verify(headers, body)
        return caught.value.reason

    def reason_for(self, data: object) -> str:
        """Why a body is refused that Alexa itself signed."""
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.reason(signed(body), body)


@pytest.fixture
def bench() -> Bench:
    return Bench()


class TestWhatAlexaSends:
    def test_a_signed_request_comes_back_as_its_json(self, bench: Bench) -> None:
        assert bench.verifier.verify(signed(GOOD), GOOD) == json.loads(GOOD)

    @pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
    def test_headers_are_found_in_any_case(
        self, bench: Bench, change: Callable[[str], str]
    ) -> None:
        headers = {change(name): text for name, text in signed(GOOD).items()}
        assert bench.verifier.verify(headers, GOOD)

    def test_the_headers_of_a_web_framework_serve_as_well(self, bench: Bench) -> None:
        from werkzeug.datastructures import Headers

        assert bench.verifier.verify(Headers(signed(GOOD)), GOOD)

    @pytest.mark.parametrize(
        ("url", "fetched"),
        [
            ("https://s3.amazonaws.com/echo.api/echo-api-cert.pem", None),
            ("https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem", None),
            ("https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem", None),
            ("https://s3.amazonaws.com/./echo.api//echo-api-cert.pem", None),
            ("HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem", None),
            (
                "https://s3.amazonaws.com/echo.api/a/b_c~d.pem",
                "https://s3.amazonaws.com/echo.api/a/b_c~d.pem",
            ),
        ],
    )
    def test_a_url_in_amazons_folder_is_fetched_in_its_plain_form(
        self, bench: Bench, url: str, fetched: str | None
    ) -> None:
        assert bench.verifier.verify(signed(GOOD, url), GOOD)
        assert bench.fetched == [fetched or "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"]

    def test_a_request_without_a_session_is_let_through(self, bench: Bench) -> None:
        data = envelope(launch(NOW))
        del data["session"]
        body = json.dumps(data).encode()
        assert bench.verifier.verify(signed(body), body) == data

    def test_a_body_of_the_longest_size_is_read(self, bench: Bench) -> None:
        body = GOOD.ljust(MOST_BYTES)
        assert bench.verifier.verify(signed(body), body)


HOST = "https://s3.amazonaws.com"
BAD_URLS = {
    "http": "http://s3.amazonaws.com/echo.api/cert.pem",
    "ftp": "ftp://s3.amazonaws.com/echo.api/cert.pem",
    "file": "file:///echo.api/cert.pem",
    "no scheme": "s3.amazonaws.com/echo.api/cert.pem",
    "scheme only": "https://",
    "one slash": "https:/s3.amazonaws.com/echo.api/cert.pem",
    "backslashes": "https:\\\\s3.amazonaws.com\\echo.api\\cert.pem",
    "another host": "https://example.com/echo.api/cert.pem",
    "another amazon host": "https://echo-api.amazon.com/echo.api/cert.pem",
    "a bucket's own host": "https://evil.s3.amazonaws.com/echo.api/cert.pem",
    "host as a prefix": "https://s3.amazonaws.com.example.com/echo.api/cert.pem",
    "host with a dot behind": "https://s3.amazonaws.com./echo.api/cert.pem",
    "a host that looks alike": "https://s3.ama\u0437onaws.com/echo.api/cert.pem",
    "a wide full stop": "https://s3.amazonaws\uff0ecom/echo.api/cert.pem",
    "port 80": f"{HOST}:80/echo.api/cert.pem",
    "port 563": f"{HOST}:563/echo.api/cert.pem",
    "port with a zero": f"{HOST}:0443/echo.api/cert.pem",
    "port of words": f"{HOST}:https/echo.api/cert.pem",
    "empty port": f"{HOST}:/echo.api/cert.pem",
    "port past 65535": f"{HOST}:99999/echo.api/cert.pem",
    "negative port": f"{HOST}:-443/echo.api/cert.pem",
    "arabic digits": f"{HOST}:\u0664\u0664\u0663/echo.api/cert.pem",
    "user": "https://user@s3.amazonaws.com/echo.api/cert.pem",
    "user and password": "https://user:pw@s3.amazonaws.com/echo.api/cert.pem",
    "host as a user": "https://s3.amazonaws.com@example.com/echo.api/cert.pem",
    "host as a user with port": "https://s3.amazonaws.com:443@example.com/echo.api/cert.pem",
    "no path": HOST,
    "root": f"{HOST}/",
    "folder only": f"{HOST}/echo.api/",
    "folder in capitals": f"{HOST}/EcHo.aPi/cert.pem",
    "another folder": f"{HOST}/invalid.path/cert.pem",
    "folder as a prefix": f"{HOST}/echo.api.evil/cert.pem",
    "folder deeper": f"{HOST}/evil/echo.api/cert.pem",
    "two slashes first": f"{HOST}//echo.api/cert.pem",
    "out by dots": f"{HOST}/echo.api/../evil/cert.pem",
    "out by many dots": f"{HOST}/echo.api/a/../../../evil.pem",
    "dots to the root": f"{HOST}/echo.api/..",
    "escaped dots": f"{HOST}/echo.api/%2e%2e/evil/cert.pem",
    "escaped slash": f"{HOST}/echo.api/..%2fevil/cert.pem",
    "escaped letter": f"{HOST}/%65cho.api/cert.pem",
    "query": f"{HOST}/echo.api/cert.pem?a=1",
    "empty query": f"{HOST}/echo.api/cert.pem?",
    "query first": f"{HOST}?/echo.api/cert.pem",
    "fragment": f"{HOST}/echo.api/cert.pem#a",
    "fragment first": f"{HOST}#/echo.api/cert.pem",
    "parameter": f"{HOST}/echo.api/cert.pem;a=1",
    "blank inside": f"{HOST}/echo.api/ce rt.pem",
    "blank before": f" {HOST}/echo.api/cert.pem",
    "blank behind": f"{HOST}/echo.api/cert.pem ",
    "line break behind": f"{HOST}/echo.api/cert.pem\n",
    "line break in the path": f"{HOST}/echo.api/cert.pem\r\nHost: evil",
    "nul": f"{HOST}/echo.api/cert.pem\0",
    "tab in the scheme": f"ht\ttps{HOST[5:]}/echo.api/cert.pem",
    "backslash in the path": f"{HOST}/echo.api\\..\\evil.pem",
    "backslash behind the host": f"{HOST}\\@example.com/echo.api/cert.pem",
    "not ascii": f"{HOST}/echo.api/\u00e9.pem",
    "two joined by a comma": f"{HOST}/echo.api/cert.pem,{HOST}/echo.api/other.pem",
    "too long": f"{HOST}/echo.api/{'a' * 300}.pem",
}


class TestTheUrlOfTheCertificate:
    @pytest.mark.parametrize("case", BAD_URLS)
    def test_a_url_that_alexa_would_not_send_is_refused_and_not_fetched(
        self, bench: Bench, case: str
    ) -> None:
        assert bench.reason(signed(GOOD, BAD_URLS[case]), GOOD).startswith("certificate URL: ")
        assert bench.fetched == []

    def test_the_reason_says_nothing_of_what_was_sent(self, bench: Bench) -> None:
        assert "evil" not in bench.reason(signed(GOOD, f"{HOST}/evil\n/cert.pem"), GOOD)


BAD_HEADERS: dict[str, dict[str, str]] = {
    "none": {},
    "only a signature": {"Signature-256": "QUJD"},
    "only a URL": {"SignatureCertChainUrl": URL},
    "empty URL": {"SignatureCertChainUrl": "", "Signature-256": "QUJD"},
    "empty signature": {"SignatureCertChainUrl": URL, "Signature-256": ""},
    "only the old signature": {"SignatureCertChainUrl": URL, "Signature": "QUJD"},
    "no base64": {"SignatureCertChainUrl": URL, "Signature-256": "*"},
    "base64 with a line break": {"SignatureCertChainUrl": URL, "Signature-256": "QU\nJD"},
    "base64 without its end": {"SignatureCertChainUrl": URL, "Signature-256": "QUJDR"},
    "base64 for the web": {"SignatureCertChainUrl": URL, "Signature-256": "-_-_"},
    "base64 twice": {"SignatureCertChainUrl": URL, "Signature-256": "QUJD, QUJD"},
    "padding only": {"SignatureCertChainUrl": URL, "Signature-256": "===="},
    "not ascii": {"SignatureCertChainUrl": URL, "Signature-256": "\u00e9\u00e9\u00e9\u00e9"},
    "too long a signature": {"SignatureCertChainUrl": URL, "Signature-256": "QUJD" * 300},
}


class TestTheHeaders:
    @pytest.mark.parametrize("case", BAD_HEADERS)
    def test_headers_that_alexa_would_not_send_are_refused_and_nothing_is_fetched(
        self, bench: Bench, case: str
    ) -> None:
        reason = bench.reason(BAD_HEADERS[case], GOOD)
        assert reason.startswith(("header: ", "signature: "))
        assert bench.fetched == []

    def test_a_body_that_is_too_long_is_refused_before_the_headers_are_looked_at(
        self, bench: Bench
    ) -> None:
        assert bench.reason({}, bytes(MOST_BYTES + 1)) == "body: too long"


def other(padding: Any, hashing: Any) -> str:
    return base64.b64encode(good_chain().key.sign(GOOD, padding, hashing)).decode()


BAD_SIGNATURES: dict[str, Callable[[], str]] = {
    "over another body": lambda: sign(GOOD + b" "),
    "by another key": lambda: sign(GOOD, private_key("stranger")),
    "by the intermediate": lambda: sign(GOOD, private_key("intermediate")),
    "with SHA-1": lambda: other(PKCS1v15(), hashes.SHA1()),
    "with SHA-512": lambda: other(PKCS1v15(), hashes.SHA512()),
    "with PSS": lambda: other(PSS(MGF1(hashes.SHA256()), 32), hashes.SHA256()),
    "of zeros": lambda: base64.b64encode(bytes(256)).decode(),
    "cut short": lambda: base64.b64encode(base64.b64decode(sign(GOOD))[:-1]).decode(),
    "with a byte more": lambda: base64.b64encode(base64.b64decode(sign(GOOD)) + b"\0").decode(),
    "of one byte": lambda: "QQ==",
}


class TestTheSignature:
    @pytest.mark.parametrize("case", BAD_SIGNATURES)
    def test_a_signature_that_is_not_alexas_is_refused(self, bench: Bench, case: str) -> None:
        headers = {"SignatureCertChainUrl": URL, "Signature-256": BAD_SIGNATURES[case]()}
        reason = bench.reason(headers, GOOD)
        assert reason == "signature: not made by this key over this body"

    @pytest.mark.parametrize(
        "body", [b"", GOOD + b" ", GOOD[:-1], GOOD.replace(b"en-US", b"en-GB")]
    )
    def test_a_body_of_other_bytes_is_refused(self, bench: Bench, body: bytes) -> None:
        assert bench.reason(signed(GOOD), body).startswith("signature: ")

    def test_a_body_is_not_parsed_before_its_signature_is_good(self, bench: Bench) -> None:
        assert bench.reason(signed(GOOD), b"{").startswith("signature: ")


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
