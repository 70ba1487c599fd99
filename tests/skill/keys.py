"""Certificates and signatures as Alexa makes them, made here, for every test of the endpoint.

    body = json.dumps(envelope(launch())).encode()
    client.post("/", data=body, headers=signed(body))

Keys are made once per process: making one takes longer than all the rest.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from skill.verify import Verifier

SKILL_ID = "amzn1.ask.skill.8e0a4ad1-7f4c-4c4f-9f7a-2b8f6d3c1e5a"
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-14.pem"
SIGNER = "echo-api.amazon.com"
BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
ENDS = datetime(2045, 1, 1, tzinfo=UTC)


@cache
def private_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of that name: the same all through a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def certificate(
    subject: str,
    issuer: str,
    *,
    ca: bool = False,
    names: Sequence[str] | None = None,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    key: Any = None,
    purpose: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.SERVER_AUTH,
) -> x509.Certificate:
    """A certificate for the key `subject`, signed by the key `issuer`."""
    key = key or private_key(subject)
    public = key.public_key()
    signing = private_key(issuer)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(_usage(ca), critical=True)
    )
    if purpose is not None and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), False)
    if names is not None:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False
        )
    return builder.sign(signing, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


@dataclass(frozen=True)
class Chain:
    """A leaf's key, the PEM that is served for it, and the root that it leads to."""

    key: rsa.RSAPrivateKey
    served: bytes
    root: bytes


@cache
def intermediate() -> x509.Certificate:
    return certificate("intermediate", "root", ca=True)


@cache
def root() -> x509.Certificate:
    return certificate("root", "root", ca=True)


@cache
def good_chain() -> Chain:
    """A chain like Alexa's: leaf, intermediate; the root is only in the store."""
    leaf = certificate("leaf", "intermediate", names=[SIGNER])
    return Chain(private_key("leaf"), pem(leaf, intermediate()), pem(root()))


def sign(body: bytes, key: rsa.RSAPrivateKey | None = None) -> str:
    """The header `Signature-256` for a body."""
    signature = (key or good_chain().key).sign(body, PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode()


def signed(body: bytes, url: str = URL) -> dict[str, str]:
    """The headers with which Alexa would send this body."""
    return {"SignatureCertChainUrl": url, "Signature-256": sign(body)}


def verifier(now: Callable[[], datetime] | None = None, skill_id: str = SKILL_ID) -> Verifier:
    """A verifier that trusts these keys and asks no network."""
    chain = good_chain()
    clock = {} if now is None else {"now": now}
    return Verifier(
        skill_id=skill_id, trust_roots=chain.root, fetch_chain=lambda _: chain.served, **clock
    )


def launch(at: datetime, **more: Any) -> dict[str, Any]:
    """A LaunchRequest sent at that moment."""
    return {
        "type": "LaunchRequest",
        "requestId": "amzn1.echo-api.request.1",
        "timestamp": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": "en-US",
        **more,
    }


def envelope(request: object, **more: Any) -> dict[str, Any]:
    """A whole request envelope around `request`, for this skill."""
    application = {"applicationId": SKILL_ID}
    user = {"userId": "amzn1.ask.account.TEST"}
    return {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "user": user,
            "attributes": {},
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "amzn1.ask.device.TEST", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "token",
            }
        },
        "request": request,
        **more,
    }


def body_of(request: object, **more: Any) -> bytes:
    """The bytes of an envelope around `request`."""
    return json.dumps(envelope(request, **more)).encode()
