"""The door itself: two plain paths, no cookies, no redirects, and bodies of every kind."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from skill.verify import MOST_BYTES, Rejected
from skill.web import body_of
from tests.skill.client import AlexaClient


class TestPaths:
    @pytest.mark.parametrize("host", ["localhost", "skill.example.org", "10.0.0.1:8080", "\x7f"])
    def test_they_are_the_same_on_every_host(self, app: Flask, host: str) -> None:
        environ = EnvironBuilder("/healthz").get_environ() | {"HTTP_HOST": host}
        assert self.status(app, environ) == "200 OK"

    @pytest.mark.parametrize(
        "path", ["/alexa//", "/alexa/", "/", "/alexa/x", "/static/x", "/Alexa"]
    )
    def test_nobody_is_sent_elsewhere(self, app: Flask, path: str) -> None:
        environ = EnvironBuilder("/").get_environ() | {"PATH_INFO": path}
        assert self.status(app, environ) == "404 NOT FOUND"

    def test_a_wrong_method_is_told_so(self, app: Flask) -> None:
        reply = app.test_client().get("/alexa")
        assert reply.status_code == 405
        assert "POST" in reply.headers["Allow"]

    def test_no_answer_sets_a_cookie(self, alexa: AlexaClient, app: Flask) -> None:
        alexa.launch()
        answered = app.test_client().post("/alexa", headers={"Cookie": "session=x"})
        for reply in (answered, app.test_client().get("/healthz")):
            assert "Set-Cookie" not in reply.headers

    @staticmethod
    def status(app: Flask, environ: dict[str, Any]) -> str:
        told: list[str] = []
        answer = app(environ, lambda line, headers, error=None: told.append(line))
        b"".join(answer)
        return told[0]


class TestBodies:
    def body(self, app: Flask, sent: bytes, **environ: Any) -> bytes:
        around = EnvironBuilder("/alexa", method="POST").get_environ()
        around |= {"wsgi.input": io.BytesIO(sent), **environ}
        with app.request_context(around) as context:
            return body_of(context.request)

    def test_as_many_bytes_are_read_as_were_declared(self, app: Flask) -> None:
        assert self.body(app, b"hello and more", CONTENT_LENGTH="5") == b"hello"

    @pytest.mark.parametrize("length", ["", "-5", "+5", "5.0", "five", "\u0665"])
    def test_a_length_that_is_no_plain_number_is_left_to_flask(
        self, app: Flask, length: str
    ) -> None:
        assert self.body(app, b"hello", CONTENT_LENGTH=length) in (b"", b"hello")

    @pytest.mark.parametrize("digits", [9, 10, 5_000])
    def test_a_length_beyond_reading_is_refused_or_none(self, app: Flask, digits: int) -> None:
        with suppress(Rejected):
            assert self.body(app, b"hello", CONTENT_LENGTH="9" * digits) == b""

    def test_a_body_in_chunks_ends_where_the_server_says(self, app: Flask) -> None:
        chunks = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
        assert self.body(app, b"hello", **chunks) == b"hello"
        assert self.body(app, b"hello", CONTENT_LENGTH="2", **chunks) == b"hello"

    def test_without_any_length_there_is_no_body(self, app: Flask) -> None:
        assert self.body(app, b"hello") == b""

    def test_what_is_too_long_is_refused_before_it_is_read(self, app: Flask) -> None:
        sent = io.BytesIO(b"x" * (MOST_BYTES + 1))
        with pytest.raises(Rejected, match="too long"):
            self.body(app, b"", CONTENT_LENGTH=str(MOST_BYTES + 1), **{"wsgi.input": sent})
        assert sent.tell() == 0

    def test_what_is_cut_short_is_refused(self, app: Flask) -> None:
        with pytest.raises(Rejected, match="shorter"):
            self.body(app, b"hel", CONTENT_LENGTH="5")
