"""Lines of the data heard one by one, and what came of them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dialogs.hear.danger import Context, DangerListener
from dialogs.hear.normalise import normalise

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "data"


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
    return tally_of(listener, rows(name))


def tally_of(listener: DangerListener, lines: Iterable[dict[str, str]]) -> Tally:
    """Every one of these lines, heard."""
    told = Tally()
    for row in lines:
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


def blind(listener: DangerListener) -> dict[str, str]:
    """Counts of the lines that nobody who works on the listener has read; never the lines."""
    told, explicit, at_once = Tally(), 0, 0
    for row in map(json.loads, BLIND_LINES.read_text(encoding="utf-8").splitlines()):
        danger, category = listener.hear(normalise(row["text"])), row["category"]
        if category == "none":
            told.harmless += 1
            told.false_hard += bool(danger and danger.tier == "hard")
            told.false_soft += bool(danger and danger.tier == "soft")
            continue
        told.dangers[category] += 1
        told.found[category] += danger is not None
        told.right[category] += bool(danger and danger.category == category)
        explicit += bool(row.get("explicit"))
        at_once += bool(row.get("explicit") and danger and danger.tier == "hard")
    found, dangers = sum(told.found.values()), sum(told.dangers.values())
    return {
        "found": f"{found} of {dangers} ({found / dangers:.1%})",
        "suicide": f"{told.found['suicide']} of {told.dangers['suicide']}",
        "overdose": f"{told.found['overdose']} of {told.dangers['overdose']}",
        "right category": f"{sum(told.right.values()) / max(found, 1):.0%}",
        "explicit at once": f"{at_once} of {explicit}",
        "false at once": f"{told.false_hard} of {told.harmless}",
        "any false": f"{told.false_hard + told.false_soft} of {told.harmless}",
    }


BLIND_LINES = DATA / "blind_danger.jsonl"
