"""The endpoint on loopback, and before it a proxy that signs as Alexa does.

Clients that others wrote send no signatures, so the proxy puts them on. It also
takes in the results that `skill-tester` would send to its makers.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from skill import create_app
from tests.skill.keys import SKILL_ID, good_chain, signed

RESULTS = "/reporting/testResults"
_LOOK_AGAIN_SECONDS = 0.02


@dataclass
class Proxy:
    """Where clients send to; what they sent, and what came back."""

    url: str
    statuses: list[int] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    """What skill-tester reported."""


@contextmanager
def serving(database: Path) -> Iterator[Proxy]:
    """The endpoint with the real clock and an answer log of its own, behind the proxy."""
    chain = good_chain()
    app = create_app(
        skill_id=SKILL_ID,
        database=database,
        trust_roots=chain.root,
        fetch_chain=lambda url: chain.served,
    )
    endpoint = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    signer = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    proxy = Proxy(f"http://127.0.0.1:{signer.server_port}")
    signer.RequestHandlerClass = _signing(proxy, endpoint.server_port)
    threads = [
        threading.Thread(target=one.serve_forever, args=(_LOOK_AGAIN_SECONDS,))
        for one in (endpoint, signer)
    ]
    for thread in threads:
        thread.start()
    try:
        yield proxy
    finally:
        for one in (signer, endpoint):
            one.shutdown()
            one.server_close()
        for thread in threads:
            thread.join()


class _Quiet(WSGIRequestHandler):
    def log(self, *arguments: object) -> None:
        pass


def _signing(proxy: Proxy, port: int) -> type[BaseHTTPRequestHandler]:
    class Signing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self._read()
            if self.path == RESULTS:
                proxy.results.append(json.loads(body))
                self._reply(200, b"{}")
                return
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            headers = {**signed(body), "Content-Type": "application/json; charset=utf-8"}
            connection.request("POST", "/alexa", body, headers)
            reply = connection.getresponse()
            proxy.statuses.append(reply.status)
            self._reply(reply.status, reply.read())
            connection.close()

        def _read(self) -> bytes:
            if "Content-Length" in self.headers:
                return self.rfile.read(int(self.headers["Content-Length"]))
            body = b""
            while size := int(self.rfile.readline(), 16):  # skill-tester sends chunks
                body += self.rfile.read(size)
                self.rfile.readline()
            return body

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Signing
