"""Whatever is sent: data or `Rejected`. The long form is `tools/soak_alexa_verify.py`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.serializer import read_envelope, to_data
from skill.verify import Rejected
from skill.verify.url import certificate_url
from tests.skill.keys import body_of, envelope, launch, signed, verifier
from tests.skill.sdk_shapes import anything
from tools.soak_alexa_verify import fuzz

NOW = datetime(2026, 1, 5, 21, tzinfo=UTC)
GOOD = body_of(launch(NOW))
OURS = verifier(lambda: NOW)
QUICK = settings(max_examples=200, deadline=None, database=None)


def answer(headers: dict[str, str], body: bytes) -> dict[str, Any] | None:
    try:
        return OURS.verify(headers, body)
    except Rejected:
        return None


class TestAnythingAtAll:
    @QUICK
    @given(st.dictionaries(st.text(), st.text()), st.binary())
    def test_headers_and_bodies_of_any_kind_are_refused(
        self, headers: dict[str, str], body: bytes
    ) -> None:
        assert answer(headers, body) is None

    @QUICK
    @given(st.text(), st.text())
    def test_the_right_headers_with_any_text_are_refused(self, url: str, signature: str) -> None:
        assert answer({**signed(GOOD), "Signature-256": signature}, GOOD) is None
        assert answer({**signed(GOOD), "SignatureCertChainUrl": url}, GOOD) is None

    @QUICK
    @given(st.binary(max_size=200))
    def test_any_signed_bytes_are_refused(self, body: bytes) -> None:
        assert answer(signed(body), body) is None

    @QUICK
    @given(anything)
    def test_any_signed_json_is_refused(self, data: Any) -> None:
        body = json.dumps(data).encode()
        assert answer(signed(body), body) is None

    @QUICK
    @given(st.sampled_from(["context", "session", "request", "version"]), anything)
    def test_a_good_request_with_any_one_part_is_refused_or_becomes_an_object(
        self, part: str, value: Any
    ) -> None:
        body = json.dumps({**envelope(launch(NOW)), part: value}).encode()
        data = answer(signed(body), body)
        if data is not None:
            assert to_data(read_envelope(data))["request"]["type"] == "LaunchRequest"

    @QUICK
    @given(st.text(alphabet="htps:/.@443echo.ami3z%2e?#\\AEI", max_size=80))
    def test_any_url_is_refused_or_in_amazons_folder(self, url: str) -> None:
        try:
            plain = certificate_url(url)
        except Rejected:
            return
        assert plain.startswith("https://s3.amazonaws.com/echo.api/")

    @pytest.mark.parametrize("seed", [11, 12])
    def test_mutated_requests_and_certificates_cause_no_fault(self, seed: int) -> None:
        tally = fuzz(seed, requests=1_500)
        assert not [outcome for outcome in tally if outcome.startswith("fault")]
        assert tally["let through"] > 100
        assert len(tally) > 15
