"""How often a certificate is fetched: once, whoever asks; and what is remembered of it."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from skill.verify import Rejected, Verifier
from skill.verify import keyring as keyring_module
from skill.verify.keyring import FAILED_TIME, MOST_FAILED, MOST_FETCHES, MOST_KEPT, MOST_WAITING
from tests.skill.keys import (
    SIGNER,
    SKILL_ID,
    URL,
    body_of,
    certificate,
    good_chain,
    intermediate,
    launch,
    pem,
    signed,
)

NOW = datetime(2026, 1, 5, 21, tzinfo=UTC)
FOLDER = "https://s3.amazonaws.com/echo.api/"


class Door:
    """A verifier with a clock that can be set and a server that can be told what to give."""

    def __init__(self) -> None:
        self.now = NOW
        self.give: Callable[[str], bytes] = lambda _: good_chain().served
        self.fetched: list[str] = []
        self.verifier = Verifier(
            skill_id=SKILL_ID,
            trust_roots=good_chain().root,
            fetch_chain=self._fetch,
            now=lambda: self.now,
        )

    def _fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        return self.give(url)

    def knock(self, url: str = URL) -> str:
        """`in`, or the reason for which a request that is good in itself was refused."""
        body = body_of(launch(self.now))
        try:
            self.verifier.verify(signed(body, url), body)
        except Rejected as rejected:
            return rejected.reason
        return "in"

    def fail(self, _: str) -> bytes:
        raise OSError("no network")


@pytest.fixture
def door() -> Door:
    return Door()


class TestAKeyAtHand:
    def test_the_chain_is_fetched_once_for_many_requests(self, door: Door) -> None:
        assert {door.knock() for _ in range(20)} == {"in"}
        assert door.fetched == [URL]

    def test_two_forms_of_one_url_are_one_chain(self, door: Door) -> None:
        door.knock()
        assert door.knock(URL.replace(".com/", ".com:443/x/../")) == "in"
        assert door.fetched == [URL]

    def test_as_many_as_alexa_uses_are_kept_and_the_longest_unused_goes(self, door: Door) -> None:
        urls = [f"{FOLDER}{number}.pem" for number in range(MOST_KEPT)]
        for url in [*urls, urls[0], f"{FOLDER}one-more.pem"]:
            door.knock(url)
        del door.fetched[:]
        assert door.knock(urls[0]) == "in"
        assert door.fetched == []
        door.knock(urls[1])
        assert door.fetched == [urls[1]]

    def test_a_signature_that_is_wrong_leaves_the_key(self, door: Door) -> None:
        door.knock()
        body = body_of(launch(NOW))
        with pytest.raises(Rejected, match="signature"):
            door.verifier.verify(signed(body), body + b" ")
        assert door.knock() == "in"
        assert door.fetched == [URL]


class TestAKeyThatAges:
    def test_when_the_leafs_time_is_over_the_chain_is_fetched_anew(self, door: Door) -> None:
        ends = NOW + timedelta(days=1)
        door.give = lambda _: pem(
            certificate("leaf", "intermediate", names=[SIGNER], ends=ends), intermediate()
        )
        assert door.knock() == "in"
        door.now = ends
        assert door.knock() == "in"
        assert len(door.fetched) == 1
        door.now += timedelta(seconds=1)
        assert "no trusted chain" in door.knock()
        assert len(door.fetched) == 2
        door.give = lambda _: good_chain().served
        door.now += FAILED_TIME
        assert door.knock() == "in"

    def test_the_shortest_time_in_the_chain_counts(self, door: Door) -> None:
        ends = NOW + timedelta(days=1)
        short = certificate("intermediate", "root", ca=True, ends=ends)
        leaf = certificate("leaf", "intermediate", names=[SIGNER])
        door.give = lambda _: pem(leaf, short)
        assert door.knock() == "in"
        door.now = ends + timedelta(seconds=1)
        assert "no trusted chain" in door.knock()

    def test_a_clock_set_back_before_the_certificates_asks_again(self, door: Door) -> None:
        begins = NOW - timedelta(days=1)
        door.give = lambda _: pem(
            certificate("leaf", "intermediate", names=[SIGNER], begins=begins), intermediate()
        )
        assert door.knock() == "in"
        door.now = begins - timedelta(seconds=1)
        assert "no trusted chain" in door.knock()


FAILURES: dict[str, Callable[[str], bytes]] = {
    "a chain that is not good": lambda _: b"",
    "no network": Door().fail,
}


class TestAFailure:
    @pytest.mark.parametrize("case", FAILURES)
    def test_it_is_remembered_for_a_moment_and_then_tried_again(
        self, door: Door, case: str
    ) -> None:
        door.give = FAILURES[case]
        assert door.knock().startswith("certificate: ")
        door.now += FAILED_TIME - timedelta(seconds=1)
        assert door.knock().endswith("(tried a moment ago)")
        assert len(door.fetched) == 1
        door.now += timedelta(seconds=1)
        door.give = lambda _: good_chain().served
        assert door.knock() == "in"
        assert len(door.fetched) == 2

    def test_a_clock_set_back_does_not_make_it_last(self, door: Door) -> None:
        door.give = door.fail
        door.knock()
        door.now -= timedelta(days=1)
        door.give = lambda _: good_chain().served
        assert door.knock() == "in"

    @pytest.mark.parametrize("fault", [KeyError("a bug"), MemoryError(), SystemExit(1)])
    def test_whatever_a_fetcher_trips_over_is_a_refusal(
        self, door: Door, fault: BaseException
    ) -> None:
        def trip(_: str) -> bytes:
            raise fault

        door.give = trip
        assert door.knock() == "certificate: could not be fetched"

    def test_a_key_at_hand_serves_on_while_others_fail(self, door: Door) -> None:
        door.knock()
        door.give = door.fail
        for number in range(MOST_FAILED + 10):
            door.knock(f"{FOLDER}{number}.pem")
        assert door.knock() == "in"

    def test_a_thousand_bad_urls_leave_the_memory_flat(self, door: Door) -> None:
        door.give = door.fail
        body = body_of(launch(NOW))
        headers = signed(body)

        def knock_at_a_hundred(start: int) -> None:
            for number in range(start, start + 100):
                headers["SignatureCertChainUrl"] = f"{FOLDER}{number}/{'a' * 100}.pem"
                with pytest.raises(Rejected):
                    door.verifier.verify(headers, body)

        knock_at_a_hundred(0)
        del door.fetched[:]
        tracemalloc.start()
        for start in range(100, 1100, 100):
            knock_at_a_hundred(start)
        fetches = len(door.fetched)
        del door.fetched[:]
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert fetches == 1000
        assert grown < 100_000

    def test_a_thousand_urls_with_a_query_are_not_fetched_at_all(self, door: Door) -> None:
        assert {door.knock(f"{URL}?{n}") for n in range(1000)} == {
            "certificate URL: a path with more than plain characters"
        }
        assert door.fetched == []


class TestManyAtOnce:
    def test_one_fetch_serves_all_who_ask_for_the_same_chain(self, door: Door) -> None:
        asked = threading.Barrier(16)
        given = threading.Event()

        def give(_: str) -> bytes:
            given.wait(2)
            return good_chain().served

        def knock(_: int) -> str:
            asked.wait()
            return door.knock()

        door.give = give
        with ThreadPoolExecutor(17) as pool:
            answers = pool.map(knock, range(16))
            threading.Timer(0.05, given.set).start()
            assert list(answers) == ["in"] * 16
        assert door.fetched == [URL]

    def test_one_failure_serves_all_as_well(self, door: Door) -> None:
        asked = threading.Barrier(16)

        def knock(_: int) -> str:
            asked.wait()
            return door.knock()

        door.give = door.fail
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(knock, range(16)))
        assert all(answer.startswith("certificate: could not be fetched") for answer in answers)
        assert door.fetched == [URL]

    def test_no_more_than_a_few_are_fetched_at_a_time(self, door: Door) -> None:
        at_once: list[int] = []
        busy = threading.Semaphore(0)
        lock = threading.Lock()
        running = 0

        def give(_: str) -> bytes:
            nonlocal running
            with lock:
                running += 1
                at_once.append(running)
            busy.acquire(timeout=0.02)
            with lock:
                running -= 1
            return good_chain().served

        door.give = give
        with ThreadPoolExecutor(MOST_WAITING) as pool:
            answers = set(pool.map(door.knock, [f"{FOLDER}{n}.pem" for n in range(20)]))
        assert answers == {"in"}
        assert 1 < max(at_once) <= MOST_FETCHES

    def test_no_crowd_that_names_unknown_ones_takes_every_thread(self, door: Door) -> None:
        assert door.knock() == "in"
        at_last = threading.Event()

        def give(_: str) -> bytes:
            at_last.wait(5)
            return b""

        door.give = give
        with ThreadPoolExecutor(3 * MOST_WAITING) as pool:
            crowd = [pool.submit(door.knock, f"{FOLDER}{n}.pem") for n in range(3 * MOST_WAITING)]
            first = islice(as_completed(crowd), 2 * MOST_WAITING)
            assert {each.result() for each in first} == {"certificate: too many are being fetched"}
            at_last.set()


class TestASlowServer:
    def test_nobody_waits_longer_than_the_limit_and_nobody_fetches_a_second_time(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keyring_module, "FETCH_SECONDS", 0.05)
        at_last = threading.Event()

        def give(_: str) -> bytes:
            at_last.wait(5)
            return good_chain().served

        door.give = give
        assert {door.knock() for _ in range(5)} == {"certificate: not fetched in time"}
        assert door.fetched == [URL]
        at_last.set()
        while door.knock() != "in":
            pass
        assert door.fetched == [URL]

    def test_servers_that_never_answer_do_not_gather_threads(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keyring_module, "FETCH_SECONDS", 0.01)
        at_last = threading.Event()

        def give(_: str) -> bytes:
            at_last.wait(5)
            return b""

        door.give = give
        before = threading.active_count()
        reasons = [door.knock(f"{FOLDER}{number}.pem") for number in range(30)]
        assert threading.active_count() <= before + MOST_FETCHES
        assert "certificate: too many are being fetched" in reasons
        assert len(door.fetched) == MOST_FETCHES
        at_last.set()

    def test_who_found_every_place_taken_is_not_remembered_as_bad(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keyring_module, "FETCH_SECONDS", 0.01)
        at_last = threading.Event()

        def give(url: str) -> bytes:
            if url != URL:
                at_last.wait(5)
            return good_chain().served

        door.give = give
        for number in range(MOST_FETCHES):
            door.knock(f"{FOLDER}{number}.pem")
        assert door.knock() == "certificate: too many are being fetched"
        at_last.set()
        monkeypatch.setattr(keyring_module, "FETCH_SECONDS", 3.0)
        assert door.knock() == "in"
