"""Which addresses a signing certificate may be fetched from."""

import posixpath
import re
from functools import lru_cache

from skill.verify.rejected import Rejected

LONGEST_URL = 256
HOSTS = frozenset({"s3.amazonaws.com", "s3.amazonaws.com:443"})
FOLDER = "/echo.api/"

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#\\]*)(.*)", re.DOTALL)
# No percent-escape, query, fragment, parameter, backslash, blank or control character.
_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")


@lru_cache(maxsize=16)  # Alexa names the same one for months; what is refused is not kept
def certificate_url(said: str) -> str:
    """The URL to fetch, normalised; raises `Rejected` for one that Alexa would not send.

    >>> certificate_url("HTTPS://S3.amazonaws.com:443/echo.api/../echo.api/cert.pem")
    'https://s3.amazonaws.com/echo.api/cert.pem'
    """
    if len(said) > LONGEST_URL:
        raise Rejected("certificate URL: too long")
    parts = _PARTS.fullmatch(said)
    if parts is None:
        raise Rejected("certificate URL: not a URL")
    scheme, authority, path = parts.groups()
    if scheme.lower() != "https":
        raise Rejected("certificate URL: not https")
    if authority.lower() not in HOSTS:
        raise Rejected("certificate URL: not Amazon's host and port")
    if not _PATH.fullmatch(path):
        raise Rejected("certificate URL: a path with more than plain characters")
    path = posixpath.normpath(path)
    if not path.startswith(FOLDER):
        raise Rejected("certificate URL: not in Amazon's folder")
    return f"https://s3.amazonaws.com{path}"
