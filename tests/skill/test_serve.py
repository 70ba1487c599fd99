"""The real server, in a process of its own: what it takes, what it drops, how it stops."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skill.serve import SLOWEST_SECONDS
from tests.skill.client import AlexaClient
from tests.skill.served import STEADY, Served

SKILL_ID = "amzn1.ask.skill.8e0a4ad1-7f4c-4c4f-9f7a-2b8f6d3c1e5a"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    one = Served(tmp_path_factory.mktemp("served")).start()
    yield one
    one.kill()


@pytest.fixture
def alexa(served: Served) -> AlexaClient:
    return AlexaClient(served.post, now)


def steady(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "STEADY_SKILL_ID"}
    return subprocess.run(
        [STEADY, "serve", *options],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**clean, **environment},
    )


class TestAnswering:
    def test_a_talk_is_held_over_signed_requests(self, alexa: AlexaClient) -> None:
        alexa.launch()
        for text in ("i slipped on kratom last night", "yes", "alone", "yes"):
            alexa.say(text)
        assert alexa.said.endswith("?")
        assert alexa.state.consent == "yes"

    def test_danger_is_answered_with_the_number(self, alexa: AlexaClient) -> None:
        assert "988" in alexa.say("i want to kill myself")

    def test_health(self, served: Served) -> None:
        connection = served.connect()
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        connection.close()

    def test_it_does_not_tell_what_it_is_made_of(self, served: Served) -> None:
        connection = served.connect()
        connection.request("GET", "/healthz")
        assert connection.getresponse().getheader("Server") is None
        connection.close()

    def test_every_line_of_the_journal_is_an_object_without_words(
        self, served: Served, alexa: AlexaClient
    ) -> None:
        alexa.say("zanzibar")
        assert {"serving", "answered"} <= {line["what"] for line in served.lines()}
        assert "zanzibar" not in served.journal.read_text()
        assert alexa.user not in served.journal.read_text()


def refused(served: Served, *pieces: bytes) -> bool:
    """Whether the server answered with a 4xx, or hung up, while it was being sent this."""
    with socket.create_connection(("127.0.0.1", served.port), 10) as client:
        try:
            for piece in pieces:
                client.sendall(piece)
            return re.match(rb"HTTP/1\.\d 4\d\d ", client.recv(100)) is not None
        except ConnectionError:
            return True


class TestRefusing:
    @pytest.mark.parametrize("size", [70_000, 10_000_000])
    def test_a_body_that_is_too_long(self, served: Served, size: int) -> None:
        before = served.rss_kb()
        head = f"POST /alexa HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n"
        assert refused(served, head.encode(), *[b"x" * 10_000] * (size // 10_000))
        assert served.rss_kb() - before < 5_000

    def test_one_without_any_length_that_goes_on_and_on(self, served: Served) -> None:
        before = served.rss_kb()
        head = b"POST /alexa HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunk = b"2710\r\n" + b"x" * 10_000 + b"\r\n"
        assert refused(served, head, *[chunk] * 1_000)
        assert served.rss_kb() - before < 5_000

    def test_headers_that_are_too_long(self, served: Served) -> None:
        head = b"POST /alexa HTTP/1.1\r\nHost: x\r\n"
        assert refused(served, head, *[b"X: " + b"x" * 1_000 + b"\r\n"] * 1_000)

    def test_what_is_no_http(self, served: Served) -> None:
        with socket.create_connection(("127.0.0.1", served.port), 10) as client:
            client.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
            assert client.recv(100).startswith(b"HTTP/1.0 400")


class TestSlowClients:
    """Slow-loris: many connections, each sending a byte now and then, for ever."""

    def test_they_are_dropped_and_nobody_else_waits(
        self, served: Served, alexa: AlexaClient
    ) -> None:
        slow = [socket.create_connection(("127.0.0.1", served.port), 30) for _ in range(100)]
        over = threading.Event()

        def drip() -> None:
            for client in slow:
                client.sendall(b"POST /alexa HTTP/1.1\r\nHost: x\r\n")
            while not over.wait(0.5):
                for client in slow:
                    try:
                        client.sendall(b"X: y\r\n")
                    except OSError:
                        continue

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            begun = time.monotonic()
            assert alexa.launch()
            assert time.monotonic() - begun < SLOWEST_SECONDS
            dropped = 0
            deadline = begun + 3 * SLOWEST_SECONDS
            for client in slow:
                client.settimeout(max(0.1, deadline - time.monotonic()))
                try:
                    dropped += client.recv(1) == b""
                except ConnectionError:
                    dropped += 1
            assert dropped == len(slow)
        finally:
            over.set()
            thread.join()
            for client in slow:
                client.close()


class TestStopping:
    def test_a_request_under_way_is_still_answered(self, tmp_path: Path) -> None:
        served = Served(tmp_path).start()
        client = AlexaClient(served.post, now)
        client.launch()
        answered: list[str] = []

        def talk() -> None:
            with suppress(ConnectionError):  # nothing new is taken any more
                while True:
                    answered.append(client.say("repeat"))

        talking = threading.Thread(target=talk)
        talking.start()
        time.sleep(0.2)
        code = served.stop()
        talking.join()
        assert code == 0
        assert served.lines()[-1]["what"] == "stopped"
        replies = sum(line["what"] == "answered" for line in served.lines())
        assert replies == 1 + len(answered)

    def test_what_was_answered_before_a_kill_is_in_the_log(self, tmp_path: Path) -> None:
        served = Served(tmp_path).start()
        client = AlexaClient(served.post, now)
        client.launch()
        for text in ("i slipped on kratom last night", "yes", "alone", "yes", "no"):
            client.say(text)
        served.kill()
        served.start()
        assert client.say("worn off")
        served.kill()
        done = subprocess.run(
            [STEADY, "answers", "--json", "--db", str(served.database)],
            capture_output=True,
            check=True,
        )
        names = [answer["name"] for answer in json.loads(done.stdout)]
        assert names[-2:] == ["mixing", "feeling"]


class TestUsage:
    def test_error_without_a_skill_it_says_how_to_get_one(self) -> None:
        done = steady()
        assert done.returncode == 2
        assert "developer.amazon.com" in done.stderr
        assert "STEADY_SKILL_ID" in done.stderr

    def test_error_a_skill_id_of_another_shape(self) -> None:
        assert steady(STEADY_SKILL_ID="my skill").returncode == 2

    def test_error_a_time_zone_that_is_not_there(self) -> None:
        done = steady("--skill-id", SKILL_ID, "--zone", "Mars/Olympus")
        assert done.returncode == 2
        assert "America/New_York" in done.stderr

    def test_error_a_port_that_is_taken(self, served: Served) -> None:
        done = steady("--skill-id", SKILL_ID, "--port", str(served.port), "--db", "x.db")
        assert done.returncode == 3
        assert "mend:" in done.stderr
        assert "Traceback" not in done.stderr

    def test_error_a_host_that_is_not_there(self, tmp_path: Path) -> None:
        options = ("--skill-id", SKILL_ID, "--db", str(tmp_path / "answers.db"))
        done = steady(*options, "--host", "no.such.host.invalid")
        assert done.returncode == 3
        assert "there is no such address" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_log_that_is_none_is_told_at_the_start(self, tmp_path: Path) -> None:
        options = ("--skill-id", SKILL_ID, "--db", str(tmp_path), "--host", "no.such.host.invalid")
        assert "is a folder, not a file" in steady(*options).stdout

    def test_error_without_the_extra_it_says_what_to_install(self, tmp_path: Path) -> None:
        (tmp_path / "flask.py").write_text("raise ModuleNotFoundError(name='flask')")
        done = steady("--skill-id", SKILL_ID, PYTHONPATH=str(tmp_path))
        assert done.returncode == 3
        assert "pip install 'steady-ground[alexa]'" in done.stderr


def test_importing_the_skill_loads_nothing_that_it_does_not_need() -> None:
    code = "import sys, skill; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("flask", "ask_sdk_core", "cryptography", "sqlite_utils", "yaml"):
        assert f"'{heavy}'" not in done.stdout


def test_the_endpoint_does_not_load_what_only_migrations_need(tmp_path: Path) -> None:
    code = (
        "import sys, skill; skill.create_app(skill_id='x', database='x.db');"
        "print('sqlite_utils' in sys.modules, 'requests' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == "False False\n"
