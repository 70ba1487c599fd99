"""The one request that the endpoint makes: for a certificate chain, from Amazon's host."""

from __future__ import annotations

import http.client
import ssl
import time
from urllib.parse import urlsplit

import certifi

from skill.verify.rejected import Rejected

FETCH_SECONDS = 3.0
MOST_CHAIN_BYTES = 64 * 1024


def fetch_chain(
    url: str, *, context: ssl.SSLContext | None = None, seconds: float = FETCH_SECONDS
) -> bytes:
    """The bytes behind an https URL that `certificate_url` has passed.

    Follows no redirect, takes nothing but 200, reads no more than a chain can
    be long, and gives up after `seconds`.
    """
    parts = urlsplit(url)
    until = time.monotonic() + seconds
    context = context or ssl.create_default_context(cafile=certifi.where())
    connection = http.client.HTTPSConnection(parts.netloc, timeout=seconds, context=context)
    try:
        connection.request("GET", parts.path, headers={"Connection": "close"})
        return _read(connection.getresponse(), until)
    except (OSError, http.client.HTTPException):
        raise Rejected("certificate: could not be fetched") from None
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    if response.status != 200:
        raise Rejected("certificate: the server has none at this URL")
    data = b""
    while piece := response.read1(8192):
        data += piece
        if len(data) > MOST_CHAIN_BYTES:
            raise Rejected("certificate: too long")
        if time.monotonic() > until:
            raise Rejected("certificate: not fetched in time")
    return data
