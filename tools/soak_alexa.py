"""Two hundred Echos at once, and kills in the middle.

Load: so many sessions talk with `steady serve` on loopback, each in signed
requests, each turn at its own pace. No error, no answer lost or doubled (the
log is compared with what the same talk leaves when it is held in peace), and
the time of a turn, as Alexa would wait for it, is printed.

Kills: the same, while the server is killed with `kill -9` and started again;
every turn that was answered has to be in the log, once.

    python tools/soak_alexa.py [--sessions 200] [--seconds 60] [--kills 20]
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.skill.client import AlexaClient, Clock, make_app
from tests.skill.keys import signed
from tests.skill.served import Served

LINES = (
    *("yes", "alone", "yes", "i slipped", "kratom", "no", "worn off", "no", "no", "my friend"),
    *("no", "help", "food", "repeat", "i want to kill myself", "no", "no", "yes", "yes", "yes"),
    *("yes", "skip"),
)
"""No time of the slip among them: what is kept of that depends on when it is said."""
LIMIT_MS = 500
ATTEMPTS = 400
Rows = list[tuple[object, ...]]


def rows_by_talk(database: Path) -> dict[str, Rows]:
    """What is kept of each conversation: its answers, alarms and consents, by turn."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found: dict[str, Rows] = {}
        for query in (
            "SELECT conversation, turn, name, outcome, choices FROM answers",
            "SELECT conversation, turn, category, tier, rule FROM safety_events",
            "SELECT conversation, turn, what, given FROM consents",
            "SELECT conversation, turn, event, place FROM turns WHERE event <> 'heard'",
        ):
            for conversation, *row in connection.execute(query):
                found.setdefault(str(conversation), []).append(tuple(row))
        return {talk: sorted(rows, key=repr) for talk, rows in found.items()}
    finally:
        connection.close()


def in_peace(folder: Path) -> list[Rows]:
    """What is kept after each line of the talk, when nothing goes wrong."""
    clock, database = Clock(datetime.now(UTC)), folder / "peace.db"
    alexa = AlexaClient(make_app(database, clock), clock)
    alexa.launch()
    kept: list[Rows] = [[]]
    for line in LINES:
        clock.move(seconds=1)
        alexa.say(line)
        talks = rows_by_talk(database) if database.exists() else {}
        kept.append(talks.get(alexa.state.conversation, []))
    return kept


# --- load --------------------------------------------------------------------


@dataclass
class Echo:
    """One session after the other, of a new person each time."""

    served: Served
    think_seconds: float
    names: itertools.count[int]
    told: dict[str, int] = field(default_factory=dict)
    """How many lines of each conversation were answered."""
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    patient: bool = False
    """Whether it goes on asking while the server is away."""

    async def talk(self, until: float, dice: random.Random) -> None:
        await asyncio.sleep(dice.random() * self.think_seconds)
        while time.monotonic() < until:
            client = AlexaClient(self._no_post, lambda: datetime.now(UTC), f"U{next(self.names)}")
            await self._send(client, {"type": "LaunchRequest"})
            for number, line in enumerate(LINES, start=1):
                await asyncio.sleep(dice.uniform(0.5, 1.5) * self.think_seconds)
                if time.monotonic() > until:
                    return
                slot = {"name": "utterance", "value": line, "confirmationStatus": "NONE"}
                intent = {"name": "SayIntent", "slots": {"utterance": slot}}
                await self._send(client, {"type": "IntentRequest", "intent": intent})
                self.told[client.state.conversation] = number

    @staticmethod
    def _no_post(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        raise NotImplementedError

    async def _send(self, client: AlexaClient, request: dict[str, Any]) -> None:
        body = json.dumps(client.envelope(request)).encode()
        headers = signed(body)
        begun = time.perf_counter()
        status, reply = await self._deliver(body, headers)
        self.waits.append(time.perf_counter() - begun)
        if status != 200:
            self.faults.append(f"status {status}")
            return
        client.response = json.loads(reply)
        client.attributes = client.response["sessionAttributes"]
        if client.over or not client.said:
            self.faults.append(f"ended or silent: {client.said!r}")

    async def _deliver(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        for attempt in range(ATTEMPTS):
            try:
                return await post(self.served.port, body, headers)
            except (OSError, EOFError, ValueError):
                if not self.patient or attempt == ATTEMPTS - 1:
                    raise
                await asyncio.sleep(0.1)
        raise AssertionError


async def post(port: int, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """One request on a connection of its own, as a proxy without keep-alive sends it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        start = f"POST /alexa HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{head}"
        writer.write(f"{start}Connection: close\r\n\r\n".encode() + body)
        answer = await reader.read()
    finally:
        writer.close()
    top, _, content = answer.partition(b"\r\n\r\n")
    if not top:
        raise EOFError("no answer")
    return int(top.split()[1]), content


async def load(
    served: Served, sessions: int, seconds: float, think_seconds: float, kills: int, seed: int
) -> list[Echo]:
    """So many sessions at once for so long, and the server killed so often meanwhile."""
    names, dice = itertools.count(), random.Random(seed)
    echos = [Echo(served, think_seconds, names, patient=bool(kills)) for _ in range(sessions)]
    until = time.monotonic() + seconds
    talks = [asyncio.create_task(echo.talk(until, random.Random(dice.random()))) for echo in echos]
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.3, 0.9) * seconds / kills)
        served.kill()
        await asyncio.to_thread(served.start)
    await asyncio.gather(*talks)
    return echos


def lost_or_doubled(kept: dict[str, Rows], echos: list[Echo], peace: list[Rows]) -> list[str]:
    """What the log holds that it should not, and what it lacks, by conversation."""
    told = {talk: count for echo in echos for talk, count in echo.told.items()}
    faults = []
    for talk, count in told.items():
        # The last line that was sent may have been written and not answered.
        fit = peace[count : count + 2]
        if sorted(kept.get(talk, []), key=repr) not in fit:
            faults.append(f"{talk[:8]} after {count} lines: not what it was told")
    strange = [
        talk for talk in kept.keys() - told.keys() if kept[talk] and kept[talk] not in peace[:2]
    ]
    return faults + [f"{talk[:8]}: nobody's" for talk in strange]


def soak(
    sessions: int,
    seconds: float,
    think: float,
    kills: int,
    seed: int = 1,
    limit_ms: float | None = None,
) -> list[str]:
    """Everything that went wrong under load; prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peace = in_peace(folder)
        served = Served(folder).start()
        try:
            echos = asyncio.run(load(served, sessions, seconds, think, kills, seed))
            rss = served.rss_kb()
        finally:
            served.kill()
        faults = [fault for echo in echos for fault in echo.faults]
        faults += lost_or_doubled(rows_by_talk(served.database), echos, peace)
        bugs = sum('"what": "bug"' in line for line in served.journal.read_text().splitlines())
        faults += [f"{bugs} mistakes in the journal"] * bool(bugs)
        waits = sorted(wait for echo in echos for wait in echo.waits)
        talks = sum(len(echo.told) for echo in echos)
        parts = [f"p{part * 100:g} {quantile(waits, part) * 1e3:.0f} ms" for part in PARTS]
        print(
            f"{sessions} sessions, {seconds:g} s, {kills} kills: {len(waits)} requests"
            f" ({len(waits) / seconds:.0f}/s) in {talks} talks, {', '.join(parts)},"
            f" median {statistics.median(waits) * 1e3:.1f} ms, server {rss // 1024} MB,"
            f" {len(faults)} faults"
        )
        if limit_ms is not None and quantile(waits, 0.999) * 1e3 > limit_ms:
            faults.append(f"p99.9 above {limit_ms} ms")
        return faults


PARTS = (0.99, 0.999, 1.0)


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=200)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--think", type=float, default=2.0, help="seconds between two lines")
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    faults = []
    if given.seconds and given.sessions:
        faults += soak(given.sessions, given.seconds, given.think, 0, given.seed, LIMIT_MS)
    if given.kills:
        seconds = 6.0 * given.kills
        faults += soak(min(given.sessions, 50), seconds, given.think, given.kills, given.seed)
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
