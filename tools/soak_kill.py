"""Kill the talk at random points, and look whether anything that was promised is missing.

First one talk is held in peace, line by line, to learn what is printed and what
the log holds after each line. Then the same talk is held at full speed and killed
with `kill -9` somewhere in it, many times. Each time every answer whose next
prompt was printed must be in the log, none may be there that was never given,
and the database must pass its integrity check.

    python tools/soak_kill.py                      # 200 times, `steady talk --typed`
    python tools/soak_kill.py --rounds 20 --seed 7
    python tools/soak_kill.py --command "python my_channel.py {db}" --lines my_lines.txt
"""

from __future__ import annotations

import argparse
import os
import random
import select
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LINES = """\
yes
i slipped last night
yes
no
i don't know
skip
stress
back
pain and stress
no i meant sleep
yes
help
no

what
yes
okay
my sister
no
yes
repeat
slower
no
start over
yes
it was this morning
no
yes
skip
yes
""".splitlines()

QUIET_SECONDS = 0.25
"""How long nothing may be printed until a turn counts as over, when the talk is held in peace."""

ANSWERS = "SELECT turn, name, place, outcome, choices, how FROM answers ORDER BY rowid"
RETRACTIONS = "SELECT turn, retracted_turn, why FROM retractions ORDER BY rowid"

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Kept:
    """What a log holds, without what differs from talk to talk."""

    answers: Rows
    retractions: Rows

    def begins_with(self, other: Kept) -> bool:
        """True when all that `other` holds is here, in the same order."""
        return (
            self.answers[: len(other.answers)] == other.answers
            and self.retractions[: len(other.retractions)] == other.retractions
        )


@dataclass(frozen=True)
class Step:
    """Where the output stood, and what the log held, before the next line was typed."""

    printed: int
    kept: Kept


class SoakFailed(Exception):
    """A promise was broken, or the soak could not prove anything."""


def look_into(db: Path) -> Kept:
    """What the log holds now; raises `SoakFailed` where the file is not whole."""
    if not db.exists() or db.stat().st_size == 0:
        return Kept([], [])
    connection = sqlite3.connect(db)
    try:
        for check, whole in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            if (found := connection.execute(f"PRAGMA {check}").fetchall()) != whole:
                raise SoakFailed(f"{check} of {db} says {found[:3]}")
        begun = "SELECT 1 FROM sqlite_master WHERE name = 'told'"
        if connection.execute(begun).fetchone() is None:
            return Kept([], [])
        return Kept(
            connection.execute(ANSWERS).fetchall(), connection.execute(RETRACTIONS).fetchall()
        )
    finally:
        connection.close()


def start(command: str, db: Path) -> subprocess.Popen[bytes]:
    """The talk as a process, its output not held back."""
    words = [word.format(db=db, python=sys.executable) for word in shlex.split(command)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "STEADY_HOME": str(db.parent)}
    return subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
    )


def read_until_quiet(talk: subprocess.Popen[bytes], patience_seconds: float) -> bytes:
    """What is printed until nothing comes for a while. The first word may take longer."""
    assert talk.stdout is not None
    printed = b""
    while True:
        wait = QUIET_SECONDS if printed else patience_seconds
        if not select.select([talk.stdout], [], [], wait)[0]:
            return printed
        piece = os.read(talk.stdout.fileno(), 65_536)
        if not piece:
            return printed
        printed += piece


def hold_in_peace(command: str, lines: list[str], db: Path) -> tuple[bytes, list[Step]]:
    """All that is printed in one whole talk, and its steps."""
    talk = start(command, db)
    assert talk.stdin is not None
    printed = read_until_quiet(talk, patience_seconds=20)
    steps = [Step(len(printed), look_into(db))]
    for line in lines:
        try:
            talk.stdin.write(f"{line}\n".encode())
        except BrokenPipeError:
            break  # the talk has come to its end
        printed += read_until_quiet(talk, patience_seconds=2)
        steps.append(Step(len(printed), look_into(db)))
    talk.kill()
    talk.communicate()
    if not steps[-1].kept.answers:
        raise SoakFailed("the talk gave no answers to keep, so that nothing can be proved")
    return printed, steps


def hold_and_kill(command: str, lines: list[str], db: Path, at: int, delay: float) -> bytes:
    """What was printed of a talk that was killed `delay` seconds after its `at`th byte."""
    talk = start(command, db)
    assert talk.stdin is not None
    assert talk.stdout is not None
    talk.stdin.write("".join(f"{line}\n" for line in lines).encode())
    printed = b""
    while len(printed) < at:
        piece = os.read(talk.stdout.fileno(), at - len(printed))
        if not piece:
            break
        printed += piece
    time.sleep(delay)
    talk.kill()
    rest, _ = talk.communicate()
    return printed + rest


def check_round(printed: bytes, whole: bytes, steps: list[Step], kept: Kept) -> int:
    """How many prompts were printed; raises `SoakFailed` where an answer before them is missing."""
    common = min(len(printed), len(whole))
    if printed[:common] != whole[:common]:
        raise SoakFailed(f"the talk went another way: ...{printed[max(0, common - 300) :]!r}")
    if not steps[-1].kept.begins_with(kept):
        raise SoakFailed(f"the log held what was never answered: {kept}")
    before = 0
    for number, step in enumerate(steps):
        if len(printed) <= before:
            return number
        if not kept.begins_with(step.kept):
            raise SoakFailed(
                f"prompt {number} was printed, but of {step.kept} the log held only {kept}"
            )
        before = step.printed
    return len(steps)


def soak(command: str, lines: list[str], rounds: int, seed: int) -> str:
    """One sentence that says what was proved."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        whole, steps = hold_in_peace(command, lines, Path(folder, "peace", "answers.db"))
        reached = []
        for round in range(rounds):
            db = Path(folder, f"round-{round}", "answers.db")
            at = chance.randrange(len(whole) + 1)
            printed = hold_and_kill(command, lines, db, at, chance.uniform(0, 0.01))
            try:
                reached.append(check_round(printed, whole, steps, look_into(db)))
            except SoakFailed as failure:
                raise SoakFailed(f"round {round}, killed at byte {at}: {failure}") from failure
            if sys.stderr.isatty():
                print(f"\r{round + 1}/{rounds}", end="", file=sys.stderr, flush=True)
    return (
        f"killed {rounds} times, after {min(reached)} to {max(reached)} of {len(steps)} prompts:"
        f" every answer whose next prompt was printed was there, and every database was whole"
        f" ({len(steps[-1].kept.answers)} answers in the whole talk, seed {seed})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    steady = Path(sys.executable).with_name("steady")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--lines", type=Path, help="what is typed, one utterance a line")
    parser.add_argument(
        "--command",
        default=f"{shlex.quote(str(steady))} talk --typed --consent yes --db {{db}}",
        help="the talk to kill; {db} is the log and {python} this interpreter",
    )
    given = parser.parse_args()
    lines = given.lines.read_text("utf-8").splitlines() if given.lines else LINES
    try:
        print(soak(given.command, lines, given.rounds, given.seed))
    except SoakFailed as failure:
        sys.exit(f"{failure}\n  run it again with: --seed {given.seed}")


if __name__ == "__main__":
    main()
