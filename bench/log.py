"""How long the answer log takes, with a thousand rows and with a million.

The cost of writing a turn and of finding the parked place must not grow with
the log. Looking for patterns reads all slips and may.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from dialogs.events import Heard, Record
from dialogs.log import Conversation, SqliteLog
from dialogs.log.opening import open_for_writing

AT = datetime(2026, 1, 5, 21, tzinfo=UTC)
TURNS_A_TALK = 10
ROUNDS = 300

FILL = (
    """INSERT INTO conversations (id, started_at, channel, trees_hash, language)
    SELECT printf('%08x-old', value * 2654435761 % 4294967296),
        strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + value * 600, 'unixepoch'),
        'typed', 'a1b2c3', 'en'
    FROM numbers WHERE value < :talks""",
    """INSERT INTO turns
    SELECT id, value, started_at, 'trigger_questions/trigger', 'heard', 'answered',
        'typed', 'a1b2c3'
    FROM conversations JOIN numbers ON value < :turns""",
    """INSERT INTO answers
    SELECT conversation, turn, CASE turn WHEN 0 THEN 'came_for' WHEN 1 THEN 'trigger'
            ELSE 'answer_' || turn END, place, 'answered',
        CASE turn WHEN 0 THEN '["slip"]' ELSE '["stress"]' END, 'matched'
    FROM turns""",
    """INSERT INTO places (conversation, at, state, status) SELECT id, started_at, '{}',
        CASE rowid % 100 WHEN 0 THEN 'parked' ELSE 'ended' END FROM conversations""",
)


def fill(path: Path, rows: int) -> None:
    """Write `rows` answers, each in a turn of its own."""
    connection = open_for_writing(path, 2.0, create=True)
    assert connection is not None
    talks = rows // TURNS_A_TALK
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TEMP TABLE numbers (value INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT INTO numbers WITH RECURSIVE up (n) AS"
        " (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n < ?) SELECT n FROM up",
        (max(talks, TURNS_A_TALK),),
    )
    connection.execute("BEGIN")
    for statement in FILL:
        connection.execute(statement, {"talks": talks, "turns": TURNS_A_TALK})
    connection.execute("COMMIT")
    connection.close()


def measure(work: Callable[[int], object], rounds: int = ROUNDS) -> list[float]:
    """The seconds that each of `rounds` calls took."""
    taken = []
    for number in range(rounds):
        begun = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - begun)
    return taken


def show(name: str, seconds: list[float]) -> None:
    """One line: the median and the 99th percentile."""
    cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 99
    median, p99 = statistics.median(seconds) * 1e3, cuts[98] * 1e3
    print(f"  {name:<34} median {median:9.3f} ms   p99 {p99:9.3f} ms")


def bench(rows: int) -> None:
    """Print what each call takes on a log of `rows` answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.db")
        begun = time.perf_counter()
        fill(path, rows)
        size = path.stat().st_size / 1e6
        print(f"{rows:,} answers, {size:.1f} MB, filled in {time.perf_counter() - begun:.1f} s")

        def open_and_close(number: int) -> None:
            with SqliteLog(path) as log:
                log.open()

        show("open", measure(open_and_close))
        with SqliteLog(path) as log:

            def write(number: int) -> None:
                id = f"{number // TURNS_A_TALK:08x}-new"
                record = Record(number, AT, "a/b", "trigger", "answered", ("pain",))
                told = Conversation(id, AT, "typed", "a1b2c3")
                log.write_turn(told, Heard("", AT), number, "a/b", "answered", [record], "{}")

            show("write_turn, synced to disk", measure(write, 3 * ROUNDS))
            show("latest_parked", measure(lambda number: log.latest_parked()))
            show("recall kept", measure(lambda number: log.recall("kept", AT), 3))
            show("recall patterns", measure(lambda number: log.recall("patterns", AT), 3))
            show("forget one talk", measure(lambda n: log.forget("conversation", "x", AT), 2))


if __name__ == "__main__":
    for rows in (1_000, 1_000_000):
        bench(rows)
