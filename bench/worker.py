"""What a served worker takes: the time to import it, and its memory, beside the packages it needs.

The packages alone (flask, ask-sdk-core, cryptography) and the whole skill are imported in
turn, in processes of their own, so that what else the machine does falls on both alike.
Then a worker as `steady serve` runs it answers signed requests of a talk over HTTP.
Everything is compiled beforehand, as it is after `pip install`.

    python bench/worker.py [--rounds 15] [--turns 200] [--python PYTHON]

PYTHON may be that of an environment into which the wheel was installed: where it is
installed to be edited, the machinery for that takes two megabytes and a few milliseconds.

To reach: import in 220 ms where the packages take 165, memory under 65 MB where they take 48.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

interpreter = sys.executable

PACKAGES = "import flask, ask_sdk_core.skill_builder, cryptography.x509"
SKILL = "import skill.app"
GOALS = {PACKAGES: (165, 48), SKILL: (220, 65)}
RSS = "int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0]) / 1024"
TIMED = "import time; b, c = time.perf_counter(), time.process_time(); {}; print(" + (
    f"(time.perf_counter() - b) * 1e3, (time.process_time() - c) * 1e3, {RSS})"
)
STEPS = {
    "Python itself": "pass",
    "the packages": PACKAGES,
    "PyYAML, sqlite3 and orjson": "import yaml, sqlite3, orjson",
    "our own code": SKILL,
    "what is said (trees)": "from dialogs.load import load_trees; trees = load_trees()",
    "how people say things (lexicon and models)": (
        "from dialogs.hear import Ears; ears = Ears.load(Path('dialogs/lexicon'))"
    ),
}
SERVED = """
import sys
from pathlib import Path
from skill import create_app
from skill.serve import serve, write_journal
folder = Path(sys.argv[1])
write_journal()
app = create_app(
    skill_id=sys.argv[2],
    database=folder / "log.db",
    trust_roots=(folder / "root.pem").read_bytes(),
    fetch_chain=lambda _: (folder / "chain.pem").read_bytes(),
)
serve(app, "127.0.0.1", 0, 4)
"""


def python(*arguments: str | Path, compiled: Path) -> subprocess.Popen[str]:
    """A process that finds what it imports compiled, as it is once installed."""
    asked = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [interpreter, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**asked, "PYTHONPYCACHEPREFIX": str(compiled)},
    )


def compile_all(compiled: Path) -> None:
    """What pip does after it has put the files in their places."""
    for folder in ("dialogs", "skill"):
        python("-m", "compileall", "-q", ROOT / folder, compiled=compiled).wait()


def imported(code: str, compiled: Path) -> tuple[float, float, float]:
    """Milliseconds of an import, those of them on the processor, and the megabytes after it."""
    told, _ = python("-c", TIMED.format(code), compiled=compiled).communicate()
    wall, cpu, megabytes = map(float, told.split())
    return wall, cpu, megabytes


def show_imports(rounds: int, compiled: Path) -> None:
    seen: dict[str, list[tuple[float, float, float]]] = {PACKAGES: [], SKILL: []}
    for _ in range(rounds):
        for code, told in seen.items():
            told.append(imported(code, compiled))
    print(f"{'medians of ' + str(rounds):<62}  wall ms   CPU ms       MB")
    for code, told in seen.items():
        wall, cpu, megabytes = map(statistics.median, zip(*told, strict=True))
        print(f"{code:<62} {wall:8.0f} {cpu:8.0f} {megabytes:8.1f}   to reach: {GOALS[code]}")
    ratio = [ours[1] / theirs[1] for ours, theirs in zip(seen[SKILL], seen[PACKAGES], strict=True)]
    print(
        f"{'the whole by the packages, on the processor':<62} {statistics.median(ratio):17.2f}",
        end="",
    )
    print(f"            to reach: {220 / 165:.2f}")


def show_parts(compiled: Path) -> None:
    code = "from pathlib import Path\n" + "\n".join(
        f"{step}\nprint({RSS})" for step in STEPS.values()
    )
    told, _ = python("-c", code, compiled=compiled).communicate()
    print(f"\n{'what holds it, one after another':<62}        MB")
    before = 0.0
    for label, megabytes in zip(STEPS, map(float, told.split()), strict=True):
        print(f"  {label:<60} {megabytes - before:9.1f}")
        before = megabytes
    models = sum(path.stat().st_size for path in (ROOT / "dialogs" / "hear").glob("*.model"))
    print(f"  {'  of it the models':<60} {models / 2**20:9.1f}")


@contextmanager
def served(folder: Path, compiled: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A worker that serves, and its port."""
    from bench.alexa_apps import SKILL_ID

    worker = python("-c", SERVED, folder, SKILL_ID, compiled=compiled)
    assert worker.stdout is not None
    said = (json.loads(line) for line in worker.stdout)
    yield worker, next(one["port"] for one in said if one["what"] == "serving")
    worker.terminate()
    worker.communicate()


def megabytes_of(pid: int) -> dict[str, float]:
    """What the process holds, and how much of it nobody else can share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    told = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return {"MB": told["Rss"], "its own": told["Private_Dirty"]}


def show_worker(turns: int, folder: Path, compiled: Path) -> None:
    from bench.alexa_apps import requests
    from tests.skill.keys import good_chain

    chain = good_chain()
    (folder / "chain.pem").write_bytes(chain.served)
    (folder / "root.pem").write_bytes(chain.root)
    asked = requests(chain.key)
    *_, body, headers = next(asked)
    print(f"\n{'a worker of steady serve':<62}        MB  its own")
    with served(folder, compiled) as (worker, port):
        line = http.client.HTTPConnection("127.0.0.1", port)
        for turn in range(turns + 1):
            if turn in (0, 1, turns):
                told = megabytes_of(worker.pid)
                print(f"  after {turn:>4} turns {'':<45} {told['MB']:8.1f} {told['its own']:8.1f}")
            line.request("POST", "/alexa", body, {"Content-Type": "application/json", **headers})
            answer = line.getresponse()
            *_, body, headers = asked.send(json.loads(answer.read()))


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--turns", type=int, default=200)
    options.add_argument("--python", default=sys.executable)
    given = options.parse_args()
    global interpreter
    interpreter = given.python
    with tempfile.TemporaryDirectory() as name:
        compiled = Path(name) / "compiled"
        compile_all(compiled)
        show_imports(given.rounds, compiled)
        show_parts(compiled)
        show_worker(given.turns, Path(name), compiled)


if __name__ == "__main__":
    main()
