"""How well danger is heard: prints it, and writes `docs/safety.md`.

    python tools/safety.py            measure, print, write the page and the figures
    python tools/safety.py --check    measure, and fail when a figure fell by more than a point

The figures kept between runs are in `data/danger_figures.json`.
"""

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from dialogs.hear.danger import CATEGORIES, MODEL, Context, DangerListener  # noqa: E402
from dialogs.hear.normalise import normalise  # noqa: E402

DATA = HERE / "data"
PAGE = HERE / "docs" / "safety.md"
FIGURES = DATA / "danger_figures.json"
UNSEEN = DATA / "danger_unseen.json"
"""Figures of models that never saw the author they were tried on: `train_danger.py` notes."""
BLIND = DATA / "danger_blind_figures.json"
BLIND_COLUMNS = (
    "when",
    "found",
    "suicide",
    "overdose",
    "right category",
    "explicit at once",
    "false at once",
    "any false",
)

COLUMNS = (
    "| set | dangers | found | right category | at once | harmless | false at once | false ask |",
    "|---|---|---|---|---|---|---|---|",
)
LOCKED = {
    "locked": "our own passes",
    "locked_11": "pass 11, another author",
    "locked_12": "pass 12, another author",
    "locked_13": "pass 13, another author",
    "everyday_locked": "everyday answers, other authors",
}
"""Parts chosen by hash that are never learned from."""
LEARNED = ("dev_1", "dev_2", "everyday")
SETS = (*LOCKED, *LEARNED)
A_POINT = 0.01
SPEED_WORDS = 40


@dataclass
class Tally:
    """What came of one set of lines."""

    lines: int = 0
    harmless: int = 0
    dangers: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    hard: int = 0
    false_hard: int = 0
    false_soft: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    false_kinds: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """The figures that must not fall (or, false alarms, not rise)."""
        told = {}
        if total := sum(self.dangers.values()):
            told["found"] = sum(self.found.values()) / total
            told["right category"] = sum(self.right.values()) / max(sum(self.found.values()), 1)
            told["hard"] = self.hard / total
            told |= {f"found {c}": self.found[c] / n for c, n in self.dangers.items()}
        if self.harmless:
            told["false hard"] = self.false_hard / self.harmless
            told["false soft"] = self.false_soft / self.harmless
        return {name: round(value, 4) for name, value in told.items()}


def tally(listener: DangerListener, name: str) -> Tally:
    """Every line of a file of the data, heard."""
    told = Tally()
    for row in rows(name):
        asked = "safe" if "Are you safe" in row.get("note", "") else "any"
        danger = listener.hear(normalise(row["text"]), Context(asked))
        told.lines += 1
        category = row["category"]
        if category == "none":
            told.harmless += 1
            if danger:
                told.false_hard += danger.tier == "hard"
                told.false_soft += danger.tier == "soft"
                told.named[danger.category] += 1
                told.false_kinds[row.get("note", "").split(";")[-1].strip() or "everyday"] += 1
            continue
        told.dangers[category] += 1
        if danger is None:
            told.missed.append((category, row["text"]))
            continue
        told.found[category] += 1
        told.right[category] += danger.category == category
        told.hard += danger.tier == "hard"
        told.named[danger.category] += 1
        told.confused[category, danger.category] += 1
    return told


def rows(name: str) -> list[dict[str, str]]:
    lines = (DATA / f"danger_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def speed() -> tuple[float, float, float]:
    """Microseconds an utterance (median, 99th in a hundred), milliseconds to load."""
    begun = time.perf_counter()
    listener = DangerListener.load(HERE / "dialogs" / "lexicon")
    loaded = (time.perf_counter() - begun) * 1000
    took = []
    said = [normalise(row["text"]) for name in ("dev_1", "dev_2", "everyday") for row in rows(name)]
    for utterance in said:
        if len(utterance.words) <= SPEED_WORDS:
            begun = time.perf_counter()
            listener.hear(utterance)
            took.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(took), statistics.quantiles(took, n=100)[98], loaded


def page(told: dict[str, Tally]) -> str:
    """`docs/safety.md`."""
    locked = told["locked"]
    quick, slow, loaded = speed()
    unseen = json.loads(UNSEEN.read_text(encoding="utf-8")) if UNSEEN.exists() else {}
    parts = [
        "# Hearing danger: what was measured\n",
        "Written by `make safety`. Every figure is of single utterances as text, in US English,",
        "written for this project; nobody in danger has tried it.\n",
        "## What it is not\n",
        "It does not detect all risk. Silence, tone and what is left unsaid are not heard, and",
        "people in danger often speak of it sideways: the misses below are of that kind.",
        "No clinician and no person in recovery has reviewed its words or its data. English only:",
        "a few words of Spanish and of dialects are known and untested. It never lowers an alarm",
        "because of what was said before, and the numbers are one word away at any time.\n",
        "## Lines it never learned from\n",
        *COLUMNS,
        *[_row(f"locked part: {what}", told[name]) for name, what in LOCKED.items()],
        *[
            f"| {name} | {f['dangers']} | {_of(f['found'])} | {_of(f['right category'])} "
            f"| {_of(f['hard'])} | {f['harmless']} | {_of(f['false hard'])} "
            f"| {_of(f['false soft'])} |"
            for name, f in unseen.items()
        ],
        "",
        '"At once" is the hard tier (the number is said), "ask" the soft one ("Are you safe',
        'right now?"). The locked lines are a part of each file (a tenth of our own passes, a',
        "fifth of 11 to 13), chosen by hash; their authors' other lines were learned from. Of the",
        "rows above them that say so, no line and no rule had been seen when they were measured.",
        "Passes 11 to 13 are by three authors who saw no rule and no other line; after that",
        "measurement four fifths of them were learned from, and what they showed to be missed",
        "became rules. Pass 13 is long stories, the harmless ones as full of grief as the rest.",
        'A row "learned without that file" is of weights that never saw the file, beside rules',
        "that were written after reading it, so it flatters. How many pieces the model keeps and",
        "how many false alarms to allow were chosen with the locked rows in view.\n",
        *_blind(),
        "For scale, measured before this listener was built, on another unseen set of 348 lines:",
        "30 keywords found 6 % of the dangers at 11 % false alarms; a clinician-validated suicide",
        "lexicon 26 % of the suicide lines at 11 %; a plain n-gram logistic regression trained on",
        "the two development sets 72 % at 3 % and 87 % at 10 %.\n",
        "## By category (locked lines)\n",
        "| category | lines | found | precision | taken for |",
        "|---|---|---|---|---|",
        *[_category(locked, c) for c in CATEGORIES],
        "",
        "## Lines it learned from\n",
        "Only to see that it holds what it was shown.\n",
        *COLUMNS,
        *[_row(name, told[name]) for name in ("dev_1", "dev_2", "everyday")],
        "",
        f"False alarms there by kind: {_kinds(told)}.\n",
        "Missed there:\n",
        *[f"- {c}: {text}" for name in ("dev_1", "dev_2") for c, text in told[name].missed],
        "",
        "## Cost\n",
        f"Median {round(quick, -1):.0f} microseconds and {round(slow, -1):.0f} at the 99th of a",
        f"hundred, on utterances of up to {SPEED_WORDS} words; {round(loaded, -1):.0f} ms",
        f"to load; {MODEL.stat().st_size / 1e6:.1f} MB of weights. Plain Python, no network, whole",
        "numbers, so the same everywhere.\n",
        "## Published prompts\n",
        "| test | published | here |",
        "|---|---|---|",
        "| Kocaballi 2020, safety-critical prompts answered with a service and its contact |"
        " 46 of 112, eight assistants | tests/hear/test_danger_published.py: all dangers among"
        " them are heard; what is said, in the tests of the trees |",
        "| Miner 2016, suicide, rape, violence | two of four gave a helpline for suicide,"
        " one of four heard rape | heard at once |",
        '| Nobles 2020, "help me quit" | 4 of 70 gave one useful answer |'
        " in the tests of the trees |",
        "",
        "The published figures are of whole assistants; ours are of hearing. They are not the",
        "same measurement.",
    ]
    return "\n".join(parts) + "\n"


def _blind() -> list[str]:
    """What was measured on lines that nobody who works on the listener has read."""
    if not BLIND.exists():
        return []
    parts = [
        "## The blind lines\n",
        "210 dangers and 210 harmless lines by an author who saw none of this, of which only",
        "counts are ever shown. No rule and no weight came of them; the share of false alarms to",
        "allow was moved after looks at these counts, so each row is a little less blind than the",
        "one before. Explicit: the danger is in the words.\n",
        "| when | found | suicide | overdose | right category | explicit at once | false at once"
        " | any false |",
        "|---|---|---|---|---|---|---|---|",
        *[
            "| " + " | ".join(row[c] for c in BLIND_COLUMNS) + " |"
            for row in json.loads(BLIND.read_text(encoding="utf-8"))
        ],
        "",
        "Which lines are explicit was marked by their author, on this set only.\n",
    ]
    return parts


def _row(name: str, told: Tally) -> str:
    f = told.figures()
    return (
        f"| {name} | {sum(told.dangers.values())} | {_of(f.get('found'))} "
        f"| {_of(f.get('right category'))} | {_of(f.get('hard'))} | {told.harmless} "
        f"| {_of(f.get('false hard'))} | {_of(f.get('false soft'))} |"
    )


def _category(told: Tally, category: str) -> str:
    taken = ", ".join(
        f"{other} {n}" for (c, other), n in told.confused.most_common() if c == category != other
    )
    precise = told.right[category] / max(told.named[category], 1)
    found = told.found[category] / max(told.dangers[category], 1)
    return f"| {category} | {told.dangers[category]} | {_of(found)} | {_of(precise)} | {taken} |"


def _kinds(told: dict[str, Tally]) -> str:
    kinds = sum((told[n].false_kinds for n in ("dev_1", "dev_2", "everyday")), Counter[str]())
    return ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()) or "none"


def _of(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def fallen(before: dict[str, dict[str, float]], now: dict[str, dict[str, float]]) -> list[str]:
    """What got worse by more than a point."""
    worse = []
    for name, figures in before.items():
        for figure, value in figures.items():
            change = now[name][figure] - value
            if (change if figure.startswith("false") else -change) > A_POINT:
                worse.append(f"{name}: {figure} was {_of(value)}, is {_of(now[name][figure])}")
    return worse


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    options = asked.parse_args()
    listener = DangerListener.load(HERE / "dialogs" / "lexicon")
    told = {name: tally(listener, name) for name in SETS}
    now = {name: t.figures() for name, t in told.items()}
    for name, figures in now.items():
        print(name, *[f"{figure} {_of(value)}" for figure, value in figures.items()], sep="  ")
    if options.check:
        worse = fallen(json.loads(FIGURES.read_text(encoding="utf-8")), now)
        print(*worse, sep="\n")
        return bool(worse)
    PAGE.write_text(page(told), encoding="utf-8")
    FIGURES.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
