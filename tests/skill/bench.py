"""A verifier at a moment that stands still."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from skill.verify import Rejected, Verifier
from tests.skill.keys import (
    SKILL_ID,
    body_of,
    good_chain,
    launch,
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
