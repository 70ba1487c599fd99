"""The signing keys at hand: each chain fetched and validated once, however many ask.

Kept only after validation, and few of them; what failed is remembered briefly,
so that nobody can make the endpoint fetch on and on, or grow.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

from cryptography.x509.verification import Store

from skill.verify.chain import Signer, read_signer
from skill.verify.fetch import FETCH_SECONDS
from skill.verify.rejected import Rejected

MOST_KEPT = 8
MOST_FAILED = 64
FAILED_TIME = timedelta(seconds=10)
MOST_FETCHES = 4
"""Fetches at once. More wait for their turn, but never longer than a fetch may take."""
MOST_WAITING = 8
"""Requests that may wait for a certificate at once, while a key is at hand; the server has more
threads. Whoever names ever new addresses, unsigned, must not keep out those who are known."""

Flight = Future[Signer | Rejected]


class Keyring:
    """Signing keys by the URL of their chain."""

    def __init__(self, roots: Store, fetch: Callable[[str], bytes]) -> None:
        self._roots = roots
        self._fetch = fetch
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Signer] = OrderedDict()
        self._failed: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        self._flights: dict[str, tuple[Flight, float]] = {}
        self._slots = threading.BoundedSemaphore(MOST_FETCHES)
        self._waiting = 0

    def signer(self, url: str, now: datetime) -> Signer:
        """The key behind a URL that may be fetched; raises `Rejected` where there is none."""
        with self._lock:
            kept = self._kept.get(url)
            if kept is not None:
                if kept.holds_at(now):
                    self._kept.move_to_end(url)
                    return kept
                del self._kept[url]
            self._refuse_known_failure(url, now)
            if self._kept and self._waiting >= MOST_WAITING:
                raise Rejected("certificate: too many are being fetched")
            self._waiting += 1
            mine = url not in self._flights
            if mine:
                self._flights[url] = Future(), time.monotonic() + FETCH_SECONDS
            flight, until = self._flights[url]
        try:
            if mine:
                self._take_off(url, flight, now)
            outcome = flight.result(max(0.0, until - time.monotonic()))
        except TimeoutError:
            raise Rejected("certificate: not fetched in time") from None
        finally:
            with self._lock:
                self._waiting -= 1
        if isinstance(outcome, Rejected):
            raise Rejected(outcome.reason)
        return outcome

    def _refuse_known_failure(self, url: str, now: datetime) -> None:
        failed = self._failed.get(url)
        if failed is None:
            return
        reason, since = failed
        if abs(now - since) < FAILED_TIME:
            raise Rejected(f"{reason} (tried a moment ago)")
        del self._failed[url]

    def _take_off(self, url: str, flight: Flight, now: datetime) -> None:
        """Fetch in a thread of its own: name look-up knows no time-out, whoever asks has one."""
        if not self._slots.acquire(timeout=FETCH_SECONDS):
            # Nothing is known against this URL: it may be tried again at once.
            self._land(url, flight, Rejected("certificate: too many are being fetched"))
            return
        threading.Thread(target=self._fly, args=(url, flight, now), daemon=True).start()

    def _fly(self, url: str, flight: Flight, now: datetime) -> None:
        outcome: Signer | Rejected
        try:
            outcome = read_signer(self._fetch(url), self._roots, now)
        except Rejected as rejected:
            outcome = rejected
        except BaseException:
            # Whatever a fetcher or a parser trips over (a panic in Rust is no `Exception`), this
            # thread has to land: the request is refused, and the next one is heard.
            outcome = Rejected("certificate: could not be fetched")
        finally:
            self._slots.release()
        self._remember(url, outcome, now)
        self._land(url, flight, outcome)

    def _remember(self, url: str, outcome: Signer | Rejected, now: datetime) -> None:
        with self._lock:
            if isinstance(outcome, Signer):
                self._kept[url] = outcome
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            else:
                self._failed[url] = outcome.reason, now
                if len(self._failed) > MOST_FAILED:
                    self._failed.popitem(last=False)

    def _land(self, url: str, flight: Flight, outcome: Signer | Rejected) -> None:
        with self._lock:
            del self._flights[url]
        flight.set_result(outcome)
