"""Which certificate chains may sign: a trusted one, for Alexa's own name, at this time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from skill.verify import Rejected, Verifier
from skill.verify.chain import trust_store
from tests.skill.keys import (
    SIGNER,
    SKILL_ID,
    URL,
    body_of,
    certificate,
    good_chain,
    intermediate,
    launch,
    pem,
    private_key,
    root,
    sign,
    verifier,
)

NOW = datetime(2026, 1, 5, 21, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
EARLIER = NOW - timedelta(days=1)
GOOD = body_of(launch(NOW))


@cache
def leaf(*names: str, **odd: Any) -> x509.Certificate:
    return certificate("leaf", odd.pop("issuer", "intermediate"), names=names or [SIGNER], **odd)


def verify(served: bytes, roots: bytes | None = None, by: str = "leaf") -> dict[str, Any]:
    """The request GOOD, signed by the key `by`, under the chain `served`."""
    ours = Verifier(
        skill_id=SKILL_ID,
        trust_roots=roots or pem(root()),
        fetch_chain=lambda _: served,
        now=lambda: NOW,
    )
    headers = {"SignatureCertChainUrl": URL, "Signature-256": sign(GOOD, private_key(by))}
    return ours.verify(headers, GOOD)


def old_root_across() -> x509.Certificate:
    """The root, signed once more by a root that nobody trusts any longer."""
    return certificate("root", "old root", ca=True)


GOOD_CHAINS: dict[str, Callable[[], bytes]] = {
    "leaf and intermediate": lambda: pem(leaf(), intermediate()),
    "the root as well": lambda: pem(leaf(), intermediate(), root()),
    "a cross-signed old root at the end": lambda: pem(leaf(), intermediate(), old_root_across()),
    "the old root itself behind it": lambda: pem(
        leaf(), intermediate(), old_root_across(), certificate("old root", "old root", ca=True)
    ),
    "a stranger among them": lambda: pem(
        leaf(), certificate("stranger", "stranger", ca=True), intermediate()
    ),
    "the intermediate twice": lambda: pem(leaf(), intermediate(), intermediate()),
    "straight from the root": lambda: pem(leaf(issuer="root")),
    "other names beside Alexa's": lambda: pem(leaf("a.example", SIGNER), intermediate()),
    "words between the certificates": lambda: (
        b"subject=leaf\r\n"
        + pem(leaf()).replace(b"\n", b"\r\n")
        + b"\nissuer\n"
        + pem(intermediate())
    ),
    "its last day": lambda: pem(leaf(ends=NOW), intermediate()),
    "its first day": lambda: pem(leaf(begins=NOW), intermediate()),
}

BAD_CHAINS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a page of HTML": lambda: b"<html>AccessDenied</html>",
    "bytes": lambda: bytes(range(256)),
    "PEM around nothing": lambda: b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    "PEM around no certificate": lambda: (
        b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
    ),
    "PEM cut short": lambda: pem(leaf(), intermediate())[:600],
    "PEM of a key": lambda: b"-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n",
    "DER": lambda: leaf().public_bytes(Encoding.DER),
    "a good leaf before a broken one": lambda: (
        pem(leaf()) + b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
    ),
    "nine certificates": lambda: pem(leaf(), *[intermediate()] * 8),
    "the leaf alone": lambda: pem(leaf()),
    "the leaf last": lambda: pem(intermediate(), leaf()),
    "an expired leaf": lambda: pem(leaf(ends=EARLIER), intermediate()),
    "a leaf of tomorrow": lambda: pem(leaf(begins=LATER), intermediate()),
    "an expired intermediate": lambda: pem(
        leaf(), certificate("intermediate", "root", ca=True, ends=EARLIER)
    ),
    "an intermediate of tomorrow": lambda: pem(
        leaf(), certificate("intermediate", "root", ca=True, begins=LATER)
    ),
    "an intermediate that may not sign": lambda: pem(
        leaf(), certificate("intermediate", "root", names=["a.example"])
    ),
    "another intermediate": lambda: pem(leaf(), certificate("stranger", "root", ca=True)),
    "a leaf that signed itself": lambda: pem(certificate("leaf", "leaf", names=[SIGNER])),
    "a root that nobody trusts": lambda: pem(
        certificate("leaf", "stranger", names=[SIGNER]),
        certificate("stranger", "stranger", ca=True),
    ),
    "a leaf that is an authority": lambda: pem(
        certificate("leaf", "intermediate", ca=True, names=[SIGNER]), intermediate()
    ),
    "another name": lambda: pem(leaf("example.com"), intermediate()),
    "a wildcard": lambda: pem(leaf("*.amazon.com"), intermediate()),
    "a name below": lambda: pem(leaf("a." + SIGNER), intermediate()),
    "a name above": lambda: pem(leaf("amazon.com"), intermediate()),
    "a name as a prefix": lambda: pem(leaf(SIGNER + ".example.com"), intermediate()),
    "no names": lambda: pem(certificate("leaf", "intermediate"), intermediate()),
    "the name as a common name only": lambda: pem(
        certificate(SIGNER, "intermediate", key=private_key("leaf")), intermediate()
    ),
    "a key too short": lambda: pem(
        certificate("leaf", "intermediate", names=[SIGNER], key=private_key("short", 1024)),
        intermediate(),
    ),
    "a key of another kind": lambda: pem(
        certificate(
            "leaf", "intermediate", names=[SIGNER], key=ec.generate_private_key(ec.SECP256R1())
        ),
        intermediate(),
    ),
}


class TestTheChain:
    @pytest.mark.parametrize("case", GOOD_CHAINS)
    def test_a_chain_to_a_trusted_root_is_taken(self, case: str) -> None:
        assert verify(GOOD_CHAINS[case]())

    @pytest.mark.parametrize("case", BAD_CHAINS)
    def test_any_other_chain_is_refused(self, case: str) -> None:
        with pytest.raises(Rejected, match=r"^certificate: "):
            verify(BAD_CHAINS[case]())

    def test_a_wildcard_has_a_reason_of_its_own_because_the_library_would_take_it(self) -> None:
        with pytest.raises(Rejected, match="wildcard"):
            verify(BAD_CHAINS["a wildcard"]())

    def test_a_wildcard_beside_the_exact_name_does_no_harm(self) -> None:
        assert verify(pem(leaf("*.amazon.com", SIGNER), intermediate()))

    def test_a_leaf_for_clients_only_is_refused(self) -> None:
        with pytest.raises(Rejected, match=r"^certificate: "):
            verify(pem(leaf(purpose=ExtendedKeyUsageOID.CLIENT_AUTH), intermediate()))

    def test_a_leaf_without_a_purpose_is_taken(self) -> None:
        assert verify(pem(leaf(purpose=None), intermediate()))


class TestTheRoots:
    def test_one_root_that_cannot_be_read_does_not_cost_the_others(self) -> None:
        broken = b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
        assert verify(good_chain().served, roots=broken + pem(root()) + broken)

    def test_no_readable_root_at_all_is_said_at_the_start(self) -> None:
        with pytest.raises(ValueError, match="trust_roots"):
            Verifier(skill_id=SKILL_ID, trust_roots=b"nothing")

    def test_certifi_is_what_is_trusted_otherwise(self) -> None:
        assert trust_store(Path(certifi.where()).read_bytes())
        ours = Verifier(
            skill_id=SKILL_ID, fetch_chain=lambda _: good_chain().served, now=lambda: NOW
        )
        with pytest.raises(Rejected, match="no trusted chain"):
            ours.verify({"SignatureCertChainUrl": URL, "Signature-256": sign(GOOD)}, GOOD)

    def test_an_expired_root_ends_the_trust(self) -> None:
        expired = certificate("root", "root", ca=True, ends=EARLIER)
        with pytest.raises(Rejected, match=r"^certificate: "):
            verify(good_chain().served, roots=pem(expired))

    def test_the_helper_of_the_other_tests_trusts_its_own_root_only(self) -> None:
        headers = {"SignatureCertChainUrl": URL, "Signature-256": sign(GOOD)}
        assert verifier(lambda: NOW).verify(headers, GOOD)
