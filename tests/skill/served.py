"""`steady serve` as a process of its own on loopback, to be started, killed and spoken to."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.skill.keys import SKILL_ID, good_chain

STEADY = str(Path(sys.executable).parent / "steady")
STARTING_SECONDS = 30


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Served:
    """A server that is started, killed and started again on the same log and port."""

    def __init__(self, folder: Path, threads: int = 4) -> None:
        self.folder = folder
        self.database = folder / "answers.db"
        self.journal = folder / "journal.log"
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        chain = good_chain()
        (folder / "roots.pem").write_bytes(chain.root)
        (folder / "chain.pem").write_bytes(chain.served)
        self._command = [
            *(STEADY, "serve", "--skill-id", SKILL_ID, "--db", str(self.database)),
            *("--port", str(self.port), "--threads", str(threads)),
            *("--trust-roots", str(folder / "roots.pem")),
            *("--test-chain", str(folder / "chain.pem")),
        ]

    def start(self) -> Served:
        """Start it, and wait until it answers."""
        with self.journal.open("ab") as journal:
            self._process = subprocess.Popen(
                self._command, stdout=journal, stderr=subprocess.STDOUT, cwd=self.folder
            )
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"steady serve did not start:\n{self.journal.read_text()}")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "not started"
        return self._process

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As systemd does it; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def rss_kb(self) -> int:
        """The memory that it holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1024

    def connect(self, seconds: float = 30) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """One request on a connection of its own; see `AlexaClient`."""
        connection = self.connect()
        try:
            connection.request("POST", "/alexa", body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def lines(self) -> list[dict[str, object]]:
        """The journal; every line has to be an object."""
        return [json.loads(line) for line in self.journal.read_text("utf-8").splitlines()]
