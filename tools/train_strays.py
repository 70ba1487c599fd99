"""Train what tells stray speech from answers: `dialogs/hear/strays.model`.

It learns from the tuned lines of all questions in `data/`, with times of day the most,
and from ways of stray speech (`vary_answers.py`). Needs scikit-learn.
"""

import json
from collections.abc import Iterator

from dialogs.hear.normalise import normalise
from dialogs.hear.strays import MODEL, see
from tools.train_understanding import Line, read, train, written
from tools.understanding import LEARNT, is_locked
from tools.vary_answers import vary_stray


def from_data() -> Iterator[Line]:
    """Every tuned line once; what steers nothing may still be an answer, and is left out."""
    texts = [path.read_text(encoding="utf-8") for path in LEARNT]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    rows = [d for d in rows if not is_locked(d["text"], d["question"])]
    rows = [d for d in rows if (d["question"], d["answer"]) != ("command", "none")]
    when = [d | {"question": "when"} for d in read("when_own.jsonl")]
    for row in (*rows, *when, *written("trigger"), *written("topic"), *vary_stray()):
        yield {
            "text": row["text"],
            "answer": "nomatch" if row["answer"] == "nomatch" else "said",
            "weight": "3" if row.get("question") == "when" else "1",
        }


def train_strays() -> None:
    """Write the model."""
    lines: dict[str, Line] = {}
    for line in from_data():
        lines.setdefault(line["text"], line)
    train(
        list(lines.values()), ("stray",), lambda text: see(normalise(text).full), MODEL,
        most=6_000, freedom=8.0,
    )  # fmt: skip


if __name__ == "__main__":
    train_strays()
