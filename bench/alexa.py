"""What a signed, verified, logged dialog turn costs, beside what the SDK's own stack costs.

Six endpoints, each in a process of its own, take blocks of turns in rotation, so that
what else the machine does falls on all of them alike (`bench/alexa_apps.py`):

    ours       `skill.create_app`: verified, answered by the engine, kept in SQLite
    ram        the same with the log in memory: it waits for no disk, as the others wait for none
    parts      that with a clock in each part, to show where the time goes
    flask      Flask by itself: reads a body, answers a constant
    hello      (a) Flask + ask-sdk-core hello world, without any check
    official   (b) flask-ask-sdk's adapter with its checks, hello world

The official packages do not import on OpenSSL 3.0.10 and later; they are installed
into a scratch environment, and the pattern that trips over the version is mended there.

    python bench/alexa.py [--blocks 15] [--turns 60] [--official VENV]

What is counted: the CPU of the process from the call of the WSGI application to the last
byte of its answer, system calls and the line in the journal included. Only turns that
write to the answer log count (before the yes to keeping nothing
is written). "Outside take_turn" is all of that but the engine's own function.
Each line of the talk comes again and again: of its costs the lowest tenth and the median
are taken, and of these the mean over the lines, so that no line counts for more than
another. The lowest tenth is nearer to what it costs on a machine that does nothing else.

Prints these, ratios, where the time goes, import and memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Collection
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.skill.keys import good_chain

APPS = Path(__file__).with_name("alexa_apps.py")
OFFICIAL = ("ask-sdk-webservice-support==1.3.3", "flask-ask-sdk==1.0.0")
TRIPS, MENDED = r"\\b(\\d\\.\\d\\.\\d[a-z]*)\\b", r"\\b(\\d\\.\\d\\.\\d+[a-z]*)\\b"
SHOWN = {
    "ours": "ours, all of it",
    "ram": "ours, the log in memory",
    "flask": "Flask by itself",
    "hello": "(a) hello, no check",
    "official": "(b) official adapter",
}
FLOORS = ("RSA-2048 over the body", "the body parsed", "a row that is on disk")
IMPORTS = {
    "flask": "flask",
    "cryptography.x509": "cryptography.x509",
    "ask_sdk_core.skill_builder": "ask_sdk_core.skill_builder",
    "all three": "flask, cryptography.x509, ask_sdk_core.skill_builder",
    "skill.app, with all it needs": "skill.app",
}
GOALS = (
    "goals: outside take_turn <= 200 us; whole <= (b) / 7, aim below (a); import < 220 ms; < 65 MB"
)


def official_python(folder: Path) -> Path:
    """The Python of an environment that holds the official packages, made where it is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing {' '.join(OFFICIAL)} into {folder} ...", file=sys.stderr)
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *OFFICIAL], check=True)
    for source in folder.glob("lib/python*/site-packages/oscrypto/_openssl/_libcrypto_c*.py"):
        text = source.read_text("utf-8")
        source.write_text(text.replace(TRIPS, MENDED), "utf-8")
    return python


class Endpoint:
    """One endpoint's process, and the cost of each turn that it has taken."""

    def __init__(self, name: str, python: Path, folder: Path) -> None:
        self.complaints = (folder / f"{name}.err").open("w+")
        self.process = subprocess.Popen(
            [python, APPS, name, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            text=True,
        )
        self.turns: list[dict[str, float]] = []
        self.rss_kb = 0

    def take(self, turns: int) -> list[dict[str, float]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{turns}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.complaints.seek(0)
            sys.exit(self.complaints.read()[-2000:])
        told: dict[str, Any] = json.loads(line)
        self.rss_kb = told["rss_kb"]
        taken: list[dict[str, float]] = told["turns"]
        return taken

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        self.complaints.close()

    def cost(self, lines: Collection[int], first: str, *others: str) -> tuple[float, float]:
        """Microseconds of a part less the others, over these lines of the talk."""
        by_line: dict[int, list[float]] = {}
        for turn in self.turns:
            if turn.get("line") in lines:
                cost = turn.get(first, 0.0) - sum(turn.get(other, 0.0) for other in others)
                by_line.setdefault(int(turn["line"]), []).append(1e6 * cost)
        both = [low_and_middle(costs) for costs in by_line.values()]
        low, middle = (statistics.mean(kind) for kind in zip(*both, strict=True))
        return low, middle

    def floor(self, label: str) -> tuple[float, float]:
        """Microseconds of something that is measured by itself."""
        return low_and_middle([1e6 * turn[label] for turn in self.turns if label in turn])

    def logged(self) -> frozenset[int]:
        """The lines of the talk that are written to the answer log."""
        return frozenset(int(turn["line"]) for turn in self.turns if "log" in turn)


def low_and_middle(costs: list[float]) -> tuple[float, float]:
    """The lowest tenth and the median."""
    return statistics.quantiles(costs, n=10)[0], statistics.median(costs)


def run(endpoints: dict[str, Endpoint], blocks: int, turns: int) -> None:
    for endpoint in endpoints.values():
        endpoint.take(2 * turns)
    for block in range(blocks):
        for name in endpoints if block % 2 else reversed(endpoints):
            endpoints[name].turns += endpoints[name].take(turns)


def line(label: str, cost: tuple[float, float], more: str = "") -> None:
    print(f"  {label:<32} {cost[0]:8.1f} {cost[1]:8.1f}   {more}")


def show(endpoints: dict[str, Endpoint]) -> None:
    ours, logged = endpoints["ours"], endpoints["parts"].logged()
    every = {int(turn["line"]) for turn in ours.turns}
    size = statistics.median(turn["bytes"] for turn in ours.turns)
    print(f"\nCPU of a WSGI call in microseconds: {len(ours.turns)} turns of {size:.0f} bytes,")
    print(f"of which the {len(logged)} of {len(every)} lines that are logged count")
    print(f"  {'':<32}   lowest")
    print(f"  {'':<32}    tenth   median")
    whole = ours.cost(logged, "turn")
    for name, label in SHOWN.items():
        cost = endpoints[name].cost(logged, "turn")
        line(label, cost, f"{cost[0] / whole[0]:.2f} ({cost[1] / whole[1]:.2f}) of ours")
    line("ours, outside take_turn", ours.cost(logged, "turn", "take_turn"))
    line("the same, the log in memory", endpoints["ram"].cost(logged, "turn", "take_turn"))
    line("a turn that is not logged", ours.cost(every - logged, "turn", "take_turn"), "likewise")


def show_parts(parts: Endpoint, alone: Endpoint) -> None:
    rows = {
        "verify, without JSON": ("verify", "json"),
        "JSON to data": ("json",),
        "data to the SDK's objects": ("read",),
        "take_turn": ("take_turn",),
        "write to the answer log": ("log",),
        "the state as text": ("state",),
        "speech": ("speech",),
        "handlers, and what is between": ("invoke", "take_turn", "log", "state", "speech"),
        "the SDK's objects to data": ("write",),
        "data to JSON, and the rest": ("reply", "read", "invoke", "write"),
        "the line in the journal": ("journal",),
        "Flask, and reading the body": ("turn", "verify", "reply", "journal"),
    }
    print("\nwhere it goes in ours, the log in memory; each clock costs about 3")
    for label, names in rows.items():
        line(label, parts.cost(parts.logged(), *names))
    print("\nfloors, each by itself")
    for label in FLOORS:
        line(label, alone.floor(label))
    line("Flask by itself", alone.cost(parts.logged(), "turn"))


def show_imports(rounds: int = 7) -> None:
    print("\nimport in a fresh process, medians; memory after it")
    for label, names in IMPORTS.items():
        code = (
            f"import time; begin = time.perf_counter(); import {names}; "
            "print(time.perf_counter() - begin, "
            "open('/proc/self/status').read().split('VmRSS:')[1].split()[0])"
        )
        told = [
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
            for _ in range(rounds)
        ]
        seconds, kb = zip(*(map(float, one.stdout.split()) for one in told), strict=True)
        print(f"  {label:<32} {1e3 * statistics.median(seconds):6.0f} ms {max(kb) / 1024:6.1f} MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--blocks", type=int, default=15)
    options.add_argument("--turns", type=int, default=60, help="turns in a block")
    default = Path(tempfile.gettempdir()) / "steady-official-adapter"
    options.add_argument("--official", type=Path, default=default, help="its environment")
    given = options.parse_args()
    theirs = official_python(given.official)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chain = good_chain()
        (folder / "chain.pem").write_bytes(chain.served)
        (folder / "root.pem").write_bytes(chain.root)
        (folder / "key.pem").write_bytes(
            chain.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        names = ("ours", "ram", "parts", "flask", "hello", "official")
        endpoints = {
            name: Endpoint(name, theirs if name == "official" else Path(sys.executable), folder)
            for name in names
        }
        run(endpoints, given.blocks, given.turns)
        for endpoint in endpoints.values():
            endpoint.close()
    show(endpoints)
    show_parts(endpoints["parts"], endpoints["flask"])
    show_imports()
    print(f"\nmemory of a worker after {len(endpoints['ours'].turns)} turns: ", end="")
    print(f"{endpoints['ours'].rss_kb / 1024:.1f} MB;  official hello: ", end="")
    print(f"{endpoints['official'].rss_kb / 1024:.1f} MB\n{GOALS}")


if __name__ == "__main__":
    main()
