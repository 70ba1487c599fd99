"""A certificate chain to the key that may sign, and how long it may."""

from __future__ import annotations

import re
import warnings
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from dialogs.frozen import dataclass
from skill.verify.rejected import Rejected

SIGNER = "echo-api.amazon.com"
MOST_CERTIFICATES = 8
SHORTEST_KEY_BITS = 2048
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that may sign requests from `begins` until `ends`."""

    key: RSAPublicKey
    begins: datetime
    ends: datetime

    def holds_at(self, moment: datetime) -> bool:
        return self.begins <= moment <= self.ends


def trust_store(pem: bytes) -> Store:
    """The roots in a PEM bundle. One that cannot be read is left out, not the others with it."""
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about odd roots that nobody here can mend
        for block in _PEM.findall(pem):
            try:
                roots.append(x509.load_pem_x509_certificate(block))
            except ValueError:
                continue
    if not roots:
        raise ValueError("trust_roots: no certificate in it can be read; give PEM, or None")
    return Store(roots)


def read_signer(pem: bytes, roots: Store, now: datetime) -> Signer:
    """The signing key of a chain that is good at `now`; raises `Rejected` for any other.

    The chain is leaf first, as Alexa serves it; what stands behind the leaf may
    be in any order and may hold more than is needed (an old cross-signed root).
    """
    leaf, *rest = _certificates(pem)
    verifier = PolicyBuilder().store(roots).time(now).build_server_verifier(x509.DNSName(SIGNER))
    try:
        path = verifier.verify(leaf, rest)
    except (VerificationError, ValueError):
        raise Rejected("certificate: no trusted chain for Alexa's name at this time") from None
    if SIGNER not in _names(leaf):
        raise Rejected("certificate: Alexa's name is matched by a wildcard only")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST_KEY_BITS:
        raise Rejected("certificate: not an RSA key of 2,048 bits or more")
    return Signer(
        key,
        begins=max(certificate.not_valid_before_utc for certificate in path),
        ends=min(certificate.not_valid_after_utc for certificate in path),
    )


def _certificates(pem: bytes) -> list[x509.Certificate]:
    blocks = _PEM.findall(pem)
    if not blocks:
        raise Rejected("certificate: not PEM")
    if len(blocks) > MOST_CERTIFICATES:
        raise Rejected("certificate: too many in one chain")
    try:
        return [x509.load_pem_x509_certificate(block) for block in blocks]
    except ValueError:
        raise Rejected("certificate: cannot be read") from None


def _names(leaf: x509.Certificate) -> list[str]:
    extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return extension.value.get_values_for_type(x509.DNSName)
