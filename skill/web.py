"""Flask, without what this endpoint has no use for, and the body of a request.

Two plain paths on any host, and no cookies: which host was meant, which rules
hold there and whose session it is need not be worked out for every request.
"""

from __future__ import annotations

from flask import Flask
from flask import Request as FlaskRequest
from flask.sessions import NullSession, SessionInterface
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Request

from skill.verify import read_body

LONGEST_LENGTH = 9
"""Digits of a Content-Length; a longer one is left to Flask to make sense of."""


class NoSession(SessionInterface):
    """Nobody is known by a cookie."""

    _nobody = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:
        return self._nobody


class Web(Flask):
    """A Flask application whose paths are the same on every host."""

    session_interface = NoSession()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return None
        host, path, method = "localhost", request.path, request.method
        return MapAdapter(self.url_map, host, "/", "", "http", path, method)


def body_of(request: FlaskRequest) -> bytes:
    """The bytes of a request's body; raises `Rejected` where they are too many or too few.

    Where the server tells how many there are, they are read from it at once.
    """
    length = request.environ.get("CONTENT_LENGTH", "")
    chunked = "HTTP_TRANSFER_ENCODING" in request.environ
    if length.isdecimal() and len(length) <= LONGEST_LENGTH and not chunked:
        return read_body(request.environ["wsgi.input"], int(length))
    return read_body(request.stream, request.content_length)
