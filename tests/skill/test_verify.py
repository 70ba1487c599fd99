"""What is let through, and everything that is not: each with its reason, and without a fetch
that should not happen."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15

from skill.verify import MOST_BYTES
from tests.skill.bench import GOOD, NOW, Bench
from tests.skill.keys import (
    URL,
    envelope,
    good_chain,
    launch,
    private_key,
    sign,
    signed,
)


@pytest.fixture
def bench() -> Bench:
    return Bench()


HOST = "https://s3.amazonaws.com"


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

    def test_a_signature_is_not_taken_in_any_other_spelling(self, bench: Bench) -> None:
        good = sign(GOOD)
        assert good.endswith(("A==", "Q==", "g==", "w=="))
        other = f"{good[:-3]}{chr(ord(good[-3]) + 1)}=="
        assert base64.b64decode(other) == base64.b64decode(good)
        headers = {"SignatureCertChainUrl": URL, "Signature-256": other}
        assert bench.reason(headers, GOOD) == "signature: not Base64"

    def test_a_body_is_not_parsed_before_its_signature_is_good(self, bench: Bench) -> None:
        assert bench.reason(signed(GOOD), b"{").startswith("signature: ")
