"""How long hearing danger takes, and that it grows with the length of the utterance and no faster.

Prints the time to load, the median and 99th percentile of lines of up to 40 words, and the time
a word of ever longer utterances that many rules try their best on. All in time of this thread, so
that what else the machine does is not measured.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from dialogs.hear.danger import DangerListener
from dialogs.hear.normalise import normalise

HERE = Path(__file__).parent.parent
FILES = ("danger_dev_1", "danger_dev_2", "danger_everyday")
WORST = ("he can not wake up and ", "i want to kill myself not alone ", "over dosed clone a pin ")
LENGTHS = (40, 100, 200, 400)
"""In words; `normalise` hears no more than some 500 of what is said at once."""


def main() -> None:
    begun = time.thread_time()
    listener = DangerListener.load(HERE / "dialogs" / "lexicon")
    print(f"load                {(time.thread_time() - begun) * 1e3:8.0f} ms")
    rows = [line for f in FILES for line in (HERE / "data" / f"{f}.jsonl").read_text().splitlines()]
    said = [normalise(json.loads(row)["text"]) for row in rows]
    took = []
    for utterance in said:
        if len(utterance.words) <= 40:
            begun = time.thread_time()
            listener.hear(utterance)
            took.append((time.thread_time() - begun) * 1e6)
    cuts = statistics.quantiles(took, n=100)
    print(f"up to 40 words      {statistics.median(took):8.0f} us median {cuts[98]:8.0f} us p99")
    for piece in WORST:
        for length in LENGTHS:
            utterance = normalise(piece * (length // len(piece.split())))
            begun = time.thread_time()
            listener.hear(utterance)
            each = (time.thread_time() - begun) * 1e6 / max(len(utterance.words), 1)
            print(f"{len(utterance.words):6} words        {each:8.1f} us a word   {piece!r}")


if __name__ == "__main__":
    main()
