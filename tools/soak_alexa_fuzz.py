"""Requests of any shape: bodies, headers and states, half of them signed.

An answer or a refusal, never a 500, never a mistake in the journal, and memory stays flat.

    python tools/soak_alexa_fuzz.py [--requests 200000]
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import random
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from skill.intents import WORDS
from tests.skill.client import AlexaClient, Clock, make_app
from tests.skill.keys import signed

ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 10**40, 1e308, "", "?", "\u0000", "<&>\"'", "a" * 3000, [], [[]], {}),
    *({"a": {"b": []}}, "2026-01-05T21:00:00Z", "AMAZON.StopIntent", "LaunchRequest"),
)
TYPES = (
    *("LaunchRequest", "IntentRequest", "IntentRequest", "IntentRequest", "SessionEndedRequest"),
    *("CanFulfillIntentRequest", "System.ExceptionEncountered", "AlexaSkillEvent.SkillDisabled"),
    *("Alexa.Presentation.APL.UserEvent", "Connections.Response", "New.Kind", "AudioPlayer.X"),
)


def fuzz(requests: int, seed: int) -> list[str]:
    """Everything but an answer or a refusal; prints how memory went."""
    dice, faults = random.Random(seed), []
    bugs = _count_bugs()
    with tempfile.TemporaryDirectory() as name:
        clock = Clock()
        app = make_app(Path(name) / "log.db", clock)
        # Made now: what that needs once is no growth.
        app.extensions["steady"].talks.people.log.file.run(lambda file: None, None, create=True)
        alexa = AlexaClient(app, clock)
        http = app.test_client()
        alexa.launch()
        statuses: dict[int, int] = {}
        memory: list[int] = []
        for number in range(requests):
            if number % max(1, requests // 20) == 0:
                memory.append(_rss_kb())
            body, headers = anything(alexa, dice)
            reply = http.post("/alexa", data=body, headers=headers)
            statuses[reply.status_code] = statuses.get(reply.status_code, 0) + 1
            if reply.status_code == 200 and dice.random() < 0.7:
                alexa.attributes = (reply.json or {}).get("sessionAttributes") or {}
            if reply.status_code not in (200, 400, 503):
                faults.append(f"{reply.status_code}: {body[:200]!r}")
    faults += [f"a mistake in the journal: {line}" for line in bugs]
    grown = memory[-1] - memory[len(memory) // 4]
    print(
        f"{requests} requests of any shape: {statuses}, {len(faults)} faults;"
        f" memory {[kb // 1024 for kb in memory]} MB"
    )
    if requests >= 50_000 and grown > 10_000:
        faults.append(f"memory grew by {grown} kB")
    return faults


def anything(alexa: AlexaClient, dice: random.Random) -> tuple[bytes, dict[str, str]]:
    """A request that Alexa would not send: changed somewhere, and signed or not."""
    words = dice.choice(["yes", "no", "i slipped", "help", "stop", "i want to die", "go back"])
    name = dice.choice(["SayIntent", *WORDS])
    slots = {"utterance": {"name": "utterance", "value": words}} if name == "SayIntent" else {}
    request = {"type": dice.choice(TYPES), "intent": {"name": name, "slots": slots}}
    if dice.random() < 0.02:
        alexa.session = None
    around = alexa.envelope(request)
    for _ in range(dice.choice([0, 1, 1, 2, 5])):
        _change(around, dice)
    body = json.dumps(around).encode()
    if dice.random() < 0.5:
        return body, signed(body)
    headers = dict(dice.choice(_SIGNED) if _SIGNED else signed(body))
    if len(_SIGNED) < 50:
        _SIGNED.append(signed(body))
    bytes_ = bytearray(body)
    for _ in range(dice.choice([0, 1, 3])):
        bytes_[dice.randrange(len(bytes_))] = dice.randrange(256)
    key = dice.choice([*headers])
    match dice.randrange(4):
        case 0:
            del headers[key]
        case 1:
            place = dice.randrange(len(headers[key]))
            odd = dice.choice(["%", "/..", "@", ":8", "é", "?x", " "])
            headers[key] = headers[key][:place] + odd + headers[key][place + 1 :]
        case 2:
            headers["Content-Length"] = str(dice.choice([0, 1, len(bytes_) + 1, 10**9]))
    return bytes(bytes_), headers


_SIGNED: list[dict[str, str]] = []


def _change(value: Any, dice: random.Random) -> None:
    """Put something odd somewhere into `value`."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = dice.choice(keys)
        inner = value[key]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.8:
            value = inner
            continue
        if dice.random() < 0.2 and isinstance(value, dict):
            del value[key]
        else:
            value[key] = copy.deepcopy(dice.choice(ODD))
        return


def _count_bugs() -> list[str]:
    """A list that grows with every mistake that the journal tells of."""
    found: list[str] = []

    class Watch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if '"what": "bug"' in record.getMessage():
                found.append(record.getMessage())

    logging.getLogger("skill").addHandler(Watch())
    return found


def _rss_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    faults = fuzz(given.requests, given.seed)
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
