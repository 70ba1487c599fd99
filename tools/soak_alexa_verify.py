"""Send the verifier mutated bodies, headers and certificate chains, and look what it does.

Each must come back as JSON data that becomes the SDK's objects, or be refused
by `Rejected`; anything else is a fault. Most bodies are signed anew after they
were mutated, so that what lies behind the signature is reached as well. Memory
must not grow.

    python tools/soak_alexa_verify.py
    python tools/soak_alexa_verify.py --requests 20000 --seed 7
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from skill.serializer import read_envelope, to_data
from skill.verify import Rejected, Verifier
from tests.skill.keys import SKILL_ID, URL, envelope, good_chain, launch, signed

NOW = datetime(2026, 1, 5, 21, tzinfo=UTC)
MOST_GROWTH_KB = 4096
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        2**63,
        1.5,
        "",
        "x",
        "\u2603",
        "\0",
        [],
        {},
        [[]],
        [None],
        {"": {}},
    ),
    *("LaunchRequest", "SessionEndedRequest", "Alexa.New", "IntentRequest", SKILL_ID, "a" * 5000),
    *("2026-01-05T21:00:00Z", "2026-01-05T21:00:00", "9999-12-31T23:59:59-23:59", "__class__"),
)
SPLICES = (
    *(b"{", b"}", b"[" * 300, b'"', b"\\", b"\0", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"NaN"),
    *(b"1e999", b"9" * 400, b",", b":", b"\xef\xbb\xbf", b"-----BEGIN CERTIFICATE-----\n", b"="),
    *(b"../", b"%2e%2e", b"@", b"?", b"#", b":443", b"https://", b"\r\n", b" "),
)
INTENT = {
    "name": "SayIntent",
    "confirmationStatus": "NONE",
    "slots": {
        "words": {
            "name": "words",
            "value": "stress",
            "confirmationStatus": "NONE",
            "slotValue": {"type": "List", "values": [{"type": "Simple", "value": "a"}]},
            "resolutions": {
                "resolutionsPerAuthority": [
                    {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}, "values": []}
                ]
            },
        }
    },
}
SEEDS = tuple(
    envelope(launch(NOW, **fields))
    for fields in (
        {},
        {"type": "IntentRequest", "intent": INTENT, "dialogState": "STARTED"},
        {"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "INTERNAL"}},
        {"type": "CanFulfillIntentRequest", "intent": INTENT},
        {"type": "System.ExceptionEncountered", "error": {"type": "x"}, "cause": {}},
        {"type": "AlexaSkillEvent.SkillDisabled", "eventCreationTime": "2026-01-05T21:00:00Z"},
    )
)


def mutate_json(dice: random.Random, data: Any) -> Any:
    """The data with one value replaced, dropped, doubled or renamed, somewhere in it."""
    if not isinstance(data, dict | list) or not data or dice.random() < 0.15:
        return deepcopy(dice.choice(ODD))
    key: Any = dice.choice(list(data)) if isinstance(data, dict) else dice.randrange(len(data))
    way = dice.random()
    if way < 0.85:
        data[key] = mutate_json(dice, data[key])
    elif way < 0.92:
        del data[key]
    elif isinstance(data, dict):
        data[str(dice.choice(ODD))] = data[key]
    else:
        data.append(data[key])
    return data


def mutate_bytes(dice: random.Random, data: bytes) -> bytes:
    """The bytes with a few changed, cut out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(changed) + 1)
        end = min(len(changed), start + dice.choice([0, 1, 2, 20]))
        changed[start:end] = dice.choice(
            [*SPLICES, dice.randbytes(1), bytes(changed[start:end] * 2)]
        )
    return bytes(changed)


def mutate_text(dice: random.Random, text: str) -> str:
    return mutate_bytes(dice, text.encode()).decode("latin-1")


class Target:
    """A verifier that is served whatever chain lies ready."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.served = good_chain().served
        self.count = 0
        self.verifier = Verifier(
            skill_id=SKILL_ID,
            trust_roots=good_chain().root,
            fetch_chain=lambda _: self.served,
            now=lambda: NOW + timedelta(seconds=self.count // 100),
        )

    def fire(self) -> str:
        """One mutated request; returns what became of it, and raises where it should not."""
        self.count = (self.count + 1) % 10_000
        way = self.dice.choice(
            [self._json, self._json, self._json, self._body, self._heads, self._pem]
        )
        headers, body = way()
        try:
            data = self.verifier.verify(headers, body)
        except Rejected as rejected:
            return rejected.reason
        json.dumps(to_data(read_envelope(data)))
        return "let through"

    def _json(self) -> tuple[dict[str, str], bytes]:
        data = deepcopy(self.dice.choice(SEEDS))
        for _ in range(self.dice.randint(1, 3)):
            mutated = mutate_json(self.dice, data)
            data = mutated if isinstance(mutated, dict) else data
        body = json.dumps(data).encode()
        return signed(body), body

    def _body(self) -> tuple[dict[str, str], bytes]:
        body = mutate_bytes(self.dice, json.dumps(self.dice.choice(SEEDS)).encode())
        return signed(body), body

    def _heads(self) -> tuple[dict[str, str], bytes]:
        body = json.dumps(self.dice.choice(SEEDS)).encode()
        headers = signed(body)
        name = self.dice.choice(list(headers))
        headers[name] = mutate_text(self.dice, headers[name])
        if self.dice.random() < 0.1:
            headers[mutate_text(self.dice, name)] = headers.pop(name)
        return headers, body

    def _pem(self) -> tuple[dict[str, str], bytes]:
        body = json.dumps(self.dice.choice(SEEDS)).encode()
        self.served = mutate_bytes(self.dice, good_chain().served)
        headers = signed(body, URL.replace("14", str(self.dice.randrange(10**9))))
        return headers, body


def fuzz(seed: int, requests: int, after: Callable[[int], None] = lambda _: None) -> Counter[str]:
    """What became of so many requests, counted; faults are counted under `fault: ...`."""
    dice = random.Random(seed)
    target = Target(dice)
    tally: Counter[str] = Counter()
    for number in range(requests):
        try:
            tally[target.fire()] += 1
        except Exception as fault:
            tally[f"fault: {fault!r}"] += 1
        target.served = good_chain().served
        after(number)
    return tally


def resident_kb() -> int:
    """The memory of this process."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--requests", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    sizes: list[int] = []

    def look(number: int) -> None:
        if number % max(1, given.requests // 10) == 0:
            gc.collect()
            sizes.append(resident_kb())

    tally = fuzz(given.seed, given.requests, look)
    for outcome, count in tally.most_common():
        print(f"{count:8}  {outcome}")
    grown = resident_kb() - sizes[min(2, len(sizes) - 1)]
    faults = sum(count for outcome, count in tally.items() if outcome.startswith("fault"))
    print(f"{given.requests} requests, seed {given.seed}: {faults} faults, memory grew {grown} kB")
    sys.exit(1 if faults or grown > MOST_GROWTH_KB else 0)


if __name__ == "__main__":
    main()
