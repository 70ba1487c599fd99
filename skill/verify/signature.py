"""Whether the bytes of a body were signed by a key."""

from __future__ import annotations

import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from skill.verify.rejected import Rejected

LONGEST_SIGNATURE = 1024
"""Characters of Base64: an RSA key of 4,096 bits needs 684."""

_PADDING = PKCS1v15()
_HASH = SHA256()


def read_signature(said: str) -> bytes:
    """The signature in the header `Signature-256`, which is plain Base64.

    Written as everybody writes it: replies are kept by this text, and one signature has one.
    """
    if len(said) > LONGEST_SIGNATURE:
        raise Rejected("signature: too long")
    try:
        signature = binascii.a2b_base64(said, strict_mode=True)
    except ValueError:
        raise Rejected("signature: not Base64") from None
    if binascii.b2a_base64(signature, newline=False) != said.encode():
        raise Rejected("signature: not Base64")
    if not signature:
        raise Rejected("signature: empty")
    return signature


def check_signature(signature: bytes, body: bytes, key: RSAPublicKey) -> None:
    """Return where `key` signed exactly these bytes (RSA, PKCS #1 v1.5, SHA-256)."""
    try:
        key.verify(signature, body, _PADDING, _HASH)
    except InvalidSignature:
        raise Rejected("signature: not made by this key over this body") from None
