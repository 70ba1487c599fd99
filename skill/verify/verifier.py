"""The whole verification, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import certifi

from skill.verify.body import MOST_BYTES, check_application, check_time, read_json
from skill.verify.chain import trust_store
from skill.verify.fetch import fetch_chain as fetch_from_amazon
from skill.verify.keyring import Keyring
from skill.verify.rejected import Rejected
from skill.verify.signature import check_signature, read_signature
from skill.verify.url import certificate_url

URL_HEADER = "SignatureCertChainUrl"
SIGNATURE_HEADER = "Signature-256"


class Headers(Protocol):
    """A mapping of str to str, or the request headers of a web framework."""

    def get(self, key: str, /) -> str | None: ...
    def items(self) -> Iterable[tuple[str, str]]: ...


def utc_now() -> datetime:
    """The time of this machine, which has to keep it to within two minutes."""
    return datetime.now(UTC)


class Verifier:
    """Lets through what Alexa signed, just now, for one skill. Safe to share between threads.

    `trust_roots` is a PEM bundle (None: certifi's); `fetch_chain` gives the PEM
    chain behind a URL, and is called from a thread of its own, in which it may
    raise what it likes; `now` has to be aware of its zone.
    """

    def __init__(
        self,
        *,
        skill_id: str,
        trust_roots: bytes | None = None,
        fetch_chain: Callable[[str], bytes] | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        if not skill_id:
            raise ValueError("skill_id: empty; every request would be another skill's")
        if trust_roots is None:
            trust_roots = Path(certifi.where()).read_bytes()
        self._skill_id = skill_id
        self._keyring = Keyring(trust_store(trust_roots), fetch_chain or fetch_from_amazon)
        self._now = now

    def verify(self, headers: Headers, body: bytes) -> dict[str, Any]:
        """The request as plain JSON data; raises `Rejected`, and never anything else."""
        if len(body) > MOST_BYTES:
            raise Rejected("body: too long")
        url = certificate_url(_header(headers, URL_HEADER))
        signature = read_signature(_header(headers, SIGNATURE_HEADER))
        now = self._now()
        check_signature(signature, body, self._keyring.signer(url, now).key)
        data = read_json(body)
        check_time(data, now)
        check_application(data, self._skill_id)
        return data


def _header(headers: Headers, name: str) -> str:
    said = headers.get(name)
    if said is None:
        wanted = name.lower()
        said = next((text for key, text in headers.items() if key.lower() == wanted), None)
    if not said:
        raise Rejected(f"header: {name} is missing")
    return said
