"""How well danger is heard: prints it, and writes `docs/safety.md`.

    python tools/safety.py            measure, print, write the page and the figures
    python tools/safety.py --check    measure, and fail when a figure fell by more than a point
    python tools/safety.py --blind    only count the blind lines, and print the counts
    python tools/safety.py --blind --keep NOTE    ... and keep them for the page

The figures kept between runs are in `data/danger_figures.json`.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from safety_page import BLIND, LEARNED, LOCKED, SPEED_WORDS, page, percent  # noqa: E402
from safety_tally import blind, rows, tally  # noqa: E402

from dialogs.hear.danger import DangerListener  # noqa: E402
from dialogs.hear.normalise import normalise  # noqa: E402

DATA = HERE / "data"
PAGE = HERE / "docs" / "safety.md"
FIGURES = DATA / "danger_figures.json"
SETS = (*LOCKED, *LEARNED)
A_POINT = 0.01


def speed() -> tuple[float, float, float]:
    """Microseconds an utterance (median, 99th in a hundred), milliseconds to load."""
    begun = time.thread_time()
    listener = DangerListener.load(HERE / "dialogs" / "lexicon")
    loaded = (time.thread_time() - begun) * 1000
    took = []
    said = [normalise(row["text"]) for name in LEARNED for row in rows(name)]
    for utterance in said:
        if len(utterance.words) <= SPEED_WORDS:
            begun = time.thread_time()
            listener.hear(utterance)
            took.append((time.thread_time() - begun) * 1e6)
    return statistics.median(took), statistics.quantiles(took, n=100)[98], loaded


def fallen(before: dict[str, dict[str, float]], now: dict[str, dict[str, float]]) -> list[str]:
    """What got worse by more than a point."""
    worse = []
    for name, figures in before.items():
        for figure, value in figures.items():
            change = now[name][figure] - value
            if (change if figure.startswith("false") else -change) > A_POINT:
                worse.append(
                    f"{name}: {figure} was {percent(value)}, is {percent(now[name][figure])}"
                )
    return worse


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--blind", action="store_true")
    asked.add_argument("--keep", metavar="NOTE")
    options = asked.parse_args()
    listener = DangerListener.load(HERE / "dialogs" / "lexicon")
    if options.blind:
        counts = blind(listener)
        print(*[f"{name}: {count}" for name, count in counts.items()], sep="\n")
        if options.keep:
            kept = json.loads(BLIND.read_text(encoding="utf-8"))
            when = f"{datetime.now():%d %B %Y, %H:%M}, {options.keep}"
            BLIND.write_text(json.dumps([*kept, {"when": when} | counts], indent=1) + "\n")
        return 0
    told = {name: tally(listener, name) for name in SETS}
    now = {name: t.figures() for name, t in told.items()}
    for name, figures in now.items():
        print(name, *[f"{figure} {percent(value)}" for figure, value in figures.items()], sep="  ")
    if options.check:
        worse = fallen(json.loads(FIGURES.read_text(encoding="utf-8")), now)
        print(*worse, sep="\n")
        return bool(worse)
    PAGE.write_text(page(told, speed()), encoding="utf-8")
    FIGURES.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
