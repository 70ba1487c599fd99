"""Train the second opinion on commands: `dialogs/hear/commands_model.json`.

The lexicon decides first. This model hears what the lexicon has no phrase for,
and only where it is nearly sure. It learns from the tuned part of the lines in
`data/`, from sentences sampled out of the lexicon, and, as speech that steers
nothing, from all lines about something else. Needs numpy, which the program
itself never does. The same data always gives the same file.
"""

import base64
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dialogs.content import LEXICON
from dialogs.hear.commands import MODEL, CommandListener, features
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import normalise, spread
from dialogs.hear.templates import parse_rules, sentences

sys.path.insert(0, str(Path(__file__).parent))
from understanding import DATA, FILES, is_locked

NOT_LEARNT = {"next", "go_on", "cover", "uncover"}
LEAST_OFTEN = 3
ROUNDS = 10
MOST_FEATURES = 5_000
"""The weightiest are kept; the rest changes no verdict and would only be read at every start."""
NONE = "none"

Example = tuple[str, str, float]


def from_data() -> Iterator[Example]:
    """The tuned lines, each with its command or `none`, and its weight."""
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if is_locked(row["text"]):
                continue
            is_command = row["question"] == "command" and row["answer"] != "none"
            yield (row["text"], row["answer"], 3.0) if is_command else (row["text"], NONE, 2.0)
    for path in sorted(DATA.glob("danger*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if not is_locked(text):
                yield text, NONE, 2.0


def from_lexicon() -> Iterator[Example]:
    """Some sentences of every template."""
    lexicon = read_lexicon(LEXICON / "commands.yaml")
    rules = parse_rules(lexicon["rules"])
    chance = random.Random(1)
    for command, templates in lexicon["commands"].items():
        if command in NOT_LEARNT:
            continue
        for template in templates:
            some = list(sentences(template, rules, 3_000))
            chance.shuffle(some)
            for text in some[: max(6, template.count("|") // 2)]:
                yield text, command, 0.5


def train(examples: list[Example]) -> None:
    """Write the model: one logistic regression a label, over the same features."""
    seen = [(list(dict.fromkeys(features(spread(normalise(t).words)))), a, w)
            for t, a, w in examples]  # fmt: skip
    often = Counter(name for names, _, _ in seen for name in names)
    at = {name: i for i, name in enumerate(n for n, c in often.items() if c >= LEAST_OFTEN)}
    labels = sorted({answer for _, answer, _ in seen})
    rows = [np.array([at[n] for n in names if n in at], dtype=int) for names, _, _ in seen]
    wanted = np.array([[answer == label for label in labels] for _, answer, _ in seen], float)
    weights, biases = np.zeros((len(at), len(labels))), np.zeros(len(labels))
    gradients = np.full_like(weights, 1e-2)
    chance = np.random.default_rng(0)
    for _ in range(ROUNDS):
        for i in chance.permutation(len(rows)):
            row = rows[i]
            if not len(row):
                continue
            share = 1 / np.sqrt(len(row))
            sums = weights[row].sum(0) * share + biases
            error = (1 / (1 + np.exp(-sums)) - wanted[i]) * seen[i][2]
            step = share * error + 1e-4 * weights[row]
            gradients[row] += step**2
            weights[row] -= 0.3 * step / np.sqrt(gradients[row])
            biases -= 0.01 * error
    kept = np.sort(np.argsort(-np.abs(weights).max(1), kind="stable")[:MOST_FEATURES])
    names = list(at)
    weights = weights[kept]
    scales = np.abs(weights).max(0) / 32_000
    whole = np.rint(weights / scales).astype("<i2")
    content = {
        "labels": labels,
        "features": "\n".join(names[i] for i in kept),
        "rows": base64.b64encode(whole.tobytes()).decode(),
        "scales": [float(f"{s:.6g}") for s in scales],
        "biases": [round(float(b), 4) for b in biases],
    }
    MODEL.write_text(json.dumps(content), encoding="utf-8")
    print(f"{len(examples)} sentences, {len(kept)} features, {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    by_rule = CommandListener.load(LEXICON, model=None)
    train([
        example
        for example in (*from_data(), *from_lexicon())
        if example[1] != NONE or by_rule.hear(normalise(example[0])) is None
    ])  # fmt: skip
