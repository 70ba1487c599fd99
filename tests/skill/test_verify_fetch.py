"""How a chain is fetched, against a real TLS server on loopback; and how a body is read."""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.verify import MOST_BYTES, Rejected, read_body
from skill.verify.fetch import MOST_CHAIN_BYTES, fetch_chain
from tests.skill.keys import certificate, intermediate, pem, private_key, root

Server = Callable[[ssl.SSLSocket], None]
PATIENCE = 0.3


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's own certificate and key, as files."""
    folder = tmp_path_factory.mktemp("papers")
    leaf = certificate("server", "intermediate", names=["localhost"])
    (folder / "chain.pem").write_bytes(pem(leaf, intermediate()))
    key = private_key("server").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key)
    return folder


@contextmanager
def serving(papers: Path, answer: Server) -> Iterator[tuple[str, list[str]]]:
    """A server that answers each connection by `answer`; its URL, and the first lines it got."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / "chain.pem", papers / "key.pem")
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(raw, server_side=True) as client:
                    asked.append(client.recv(4096).decode().split("\r\n")[0])
                    answer(client)
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{listener.getsockname()[1]}/echo.api/cert.pem", asked
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def fetch(url: str) -> bytes:
    context = ssl.create_default_context(cadata=pem(root()).decode())
    return fetch_chain(url, context=context, seconds=PATIENCE)


def says(head: str, body: bytes = b"") -> Server:
    """A server that says a status line with headers, and a body."""
    return lambda client: client.sendall(head.encode() + b"\r\n\r\n" + body)


def drips(piece: bytes) -> Server:
    """A server that begins well, and then gives a byte now and then for ever."""

    def answer(client: ssl.SSLSocket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            client.sendall(piece)
            time.sleep(0.01)

    return answer


REDIRECTS = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary",
    "308 Permanent",
]
ANSWERS: dict[str, Server] = {
    "a page that is not there": says("HTTP/1.1 404 Not Found\r\nContent-Length: 2", b"no"),
    "forbidden": says("HTTP/1.1 403 Forbidden\r\nContent-Length: 2", b"no"),
    "an error": says("HTTP/1.1 500 Oops\r\nContent-Length: 2", b"no"),
    "no content": says("HTTP/1.1 204 No Content"),
    "a part": says("HTTP/1.1 206 Partial Content\r\nContent-Length: 2", b"no"),
    "more than a chain": says("HTTP/1.1 200 OK", bytes(MOST_CHAIN_BYTES + 1)),
    "no HTTP": says("hello"),
    "nothing": lambda client: None,
    "silence": lambda client: time.sleep(2 * PATIENCE),
    "a drip": drips(b"a"),
    "a broken chunk": says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"zz\r\n"),
    "headers without end": lambda client: client.sendall(
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500
    ),
}


class TestTheFetch:
    def test_the_bytes_come_as_they_are_served(self, papers: Path) -> None:
        with serving(papers, says("HTTP/1.1 200 OK\r\nContent-Length: 5", b"chain")) as (
            url,
            asked,
        ):
            assert fetch(url) == b"chain"
        assert asked == ["GET /echo.api/cert.pem HTTP/1.1"]

    def test_a_chain_of_the_longest_size_is_read(self, papers: Path) -> None:
        with serving(papers, says("HTTP/1.1 200 OK", bytes(MOST_CHAIN_BYTES))) as (url, _):
            assert len(fetch(url)) == MOST_CHAIN_BYTES

    @pytest.mark.parametrize("case", ANSWERS)
    def test_any_other_answer_is_a_refusal(self, papers: Path, case: str) -> None:
        with (
            serving(papers, ANSWERS[case]) as (url, _),
            pytest.raises(Rejected, match=r"^certificate: "),
        ):
            fetch(url)

    @pytest.mark.parametrize("status", REDIRECTS)
    def test_no_redirect_is_followed(self, papers: Path, status: str) -> None:
        head = f"HTTP/1.1 {status}\r\nLocation: /echo.api/other.pem\r\nContent-Length: 0"
        with serving(papers, says(head)) as (url, asked):
            with pytest.raises(Rejected):
                fetch(url)
            assert len(asked) == 1

    def test_a_server_whose_own_certificate_is_not_trusted_is_refused(self, papers: Path) -> None:
        with serving(papers, says("HTTP/1.1 200 OK", b"chain")) as (url, asked):
            with pytest.raises(Rejected):
                fetch_chain(url, seconds=PATIENCE)
            with pytest.raises(Rejected):
                fetch(url.replace("localhost", "127.0.0.1"))
        assert asked == []

    def test_a_server_that_is_not_there_is_a_refusal(self) -> None:
        with pytest.raises(Rejected):
            fetch("https://localhost:9/echo.api/cert.pem")


class Counting(io.BytesIO):
    """A body that says how much of it was read."""

    def __init__(self, data: bytes, step: int = MOST_BYTES) -> None:
        super().__init__(data)
        self.step = step
        self.taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0
        piece = super().read(min(size, self.step))
        self.taken += len(piece)
        return piece


class TestReadingTheBody:
    @pytest.mark.parametrize("declared", [5, None])
    @pytest.mark.parametrize("step", [1, 100])
    def test_a_body_is_read_whole_however_it_comes(self, declared: int | None, step: int) -> None:
        assert read_body(Counting(b"hello", step), declared) == b"hello"

    def test_a_body_that_says_it_is_too_long_is_not_read_at_all(self) -> None:
        stream = Counting(bytes(MOST_BYTES * 2))
        with pytest.raises(Rejected, match="too long"):
            read_body(stream, MOST_BYTES + 1)
        assert stream.taken == 0

    def test_a_body_that_does_not_say_is_read_to_the_limit_and_no_further(self) -> None:
        stream = Counting(bytes(MOST_BYTES * 200), step=1000)
        with pytest.raises(Rejected, match="too long"):
            read_body(stream, None)
        assert stream.taken == MOST_BYTES + 1

    @pytest.mark.parametrize("declared", [MOST_BYTES, None])
    def test_a_body_of_the_longest_size_is_read(self, declared: int | None) -> None:
        assert len(read_body(Counting(bytes(MOST_BYTES)), declared)) == MOST_BYTES

    def test_a_body_that_is_shorter_than_it_said_is_refused(self) -> None:
        with pytest.raises(Rejected, match="shorter"):
            read_body(Counting(b"hell"), 5)

    def test_what_comes_after_the_declared_length_is_left_alone(self) -> None:
        assert read_body(Counting(b"hello you"), 5) == b"hello"
