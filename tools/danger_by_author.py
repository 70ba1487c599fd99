"""How well danger is heard in authors it never learned from: `python tools/danger_by_author.py`.

The yardstick to choose by. Each author who saw no rule and no other file is left out in
turn, with a fifth of the everyday answers; the rest is learned, and the whole listener is
tried on what was left out, with the thresholds that are shipped. The rules were written
after reading these files, so the figures flatter; they are there to be compared.

Writes `data/danger_authors.json`, which `docs/safety.md` shows. Needs what
`train_danger.py` needs, and five times as long.
"""

import json
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from safety_tally import Tally, rows, tally_of
from threadpoolctl import threadpool_limits
from train_danger import AUTHORS, DATA, LEXICON, Table, fit, lines, most_telling, names, write

from dialogs.hear.danger import DangerListener

OUT = DATA / "danger_authors.json"
EVERYDAY = "everyday"


def fold(text: str) -> int:
    """Which author this everyday answer is left out with."""
    return int(sha256(text.encode()).hexdigest(), 16) % len(AUTHORS)


def without(author: str, folder: Path) -> DangerListener:
    """The listener that never met this author nor a fifth of the everyday answers."""
    number = AUTHORS.index(author)
    told = {name: lines(name) for name in names() if name != author}
    for name in told:
        if name.startswith(EVERYDAY):
            told[name] = [line for line in told[name] if fold(line[0]) != number]
    table = Table.bare()
    kept = most_telling(table, told)
    path = folder / f"{author}.model"
    write(path, table, fit(table, told, kept), kept)
    return DangerListener.load(LEXICON, path)


def main() -> None:
    found: dict[str, Tally] = {}
    every = [row for name in names() if name.startswith(EVERYDAY) for row in rows(name)]
    left = Tally()
    with TemporaryDirectory() as folder, threadpool_limits(1):
        for number, author in enumerate(AUTHORS):
            listener = without(author, Path(folder))
            found[author] = tally_of(listener, rows(author))
            those = tally_of(listener, [row for row in every if fold(row["text"]) == number])
            left.harmless += those.harmless
            left.false_hard += those.false_hard
            left.false_soft += those.false_soft
            print(author, found[author].figures(), flush=True)
    found[EVERYDAY] = left
    told = {
        name: {"dangers": sum(t.dangers.values()), "harmless": t.harmless} | t.figures()
        for name, t in found.items()
    }
    print(told[EVERYDAY])
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
