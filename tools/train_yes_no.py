"""Train the second opinion on yes and no: `dialogs/hear/yes_no.model`.

The lexicon decides first. What it has no phrase for is weighed by this model, which
learns from the tuned part of the lines in `data/`, from the lexicon's own sentences
and from ways of answering by telling (`vary_answers.py`). As no answer at all it
learns stray speech, and what people say to other questions. Needs scikit-learn.
"""

import json
import random
from collections.abc import Iterator

from dialogs.content import LEXICON
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import normalise
from dialogs.hear.templates import parse_rules, sentences
from dialogs.hear.yes_no import MODEL, YesNoListener
from tools.train_understanding import DATA, Line, train
from tools.understanding import LEARNT, is_locked
from tools.vary_answers import vary_stray, vary_yes_no

KINDS = {"yes": "yes", "agree": "yes", "no": "no", "unsure": "unsure"}
LABELS = ("yes", "no", "unsure", "stray")
ELSEWHERE = {"trigger": 700, "topic": 900, "command": 700, "when": 60}
"""How many answers to other questions stand for what is none to this one."""


def from_data() -> Iterator[Line]:
    for path in LEARNT:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["question"] == "yes_no" and not is_locked(row["text"]):
                answer = {"nomatch": "nomatch"}.get(row["answer"], row["answer"])
                yield from [{"text": row["text"], "answer": answer}] * 3


def from_lexicon() -> Iterator[Line]:
    lexicon = read_lexicon(LEXICON / "yes_no.yaml")
    rules = parse_rules(lexicon["rules"])
    chance = random.Random(1)
    for kind, answer in KINDS.items():
        for template in lexicon[kind]:
            some = list(sentences(template, rules, 400))
            chance.shuffle(some)
            for text in some[:12]:
                yield {"text": text, "answer": answer}


def stray() -> Iterator[Line]:
    chance = random.Random(2)
    by_question: dict[str, list[str]] = {name: [] for name in ELSEWHERE}
    for path in (*LEARNT, DATA / "triggers.jsonl", DATA / "topics.jsonl", DATA / "when_own.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["question"] == "stray" and not is_locked(row["text"]):
                yield {"text": row["text"], "answer": "nomatch"}
            if row["question"] not in ELSEWHERE or is_locked(row["text"]):
                continue
            if row["answer"] in ("nomatch", "none") and row["question"] != "when":
                yield {"text": row["text"], "answer": "nomatch"}
            else:
                by_question[row["question"]].append(row["text"])
    for question, texts in by_question.items():
        chance.shuffle(texts)
        for text in texts[: ELSEWHERE[question]]:
            yield {"text": text, "answer": "nomatch"}


def train_yes_no() -> None:
    """Write the model."""
    listener = YesNoListener.load(LEXICON, model=None)
    lines = [*from_data(), *from_lexicon(), *vary_yes_no()]
    known = {line["text"] for line in lines}
    lines += [line for line in (*stray(), *vary_stray()) if line["text"] not in known]
    lines = [line for line in lines if normalise(line["text"]).words]
    train(lines, LABELS, lambda text: listener.see(normalise(text).full), MODEL, most=8_000)


if __name__ == "__main__":
    train_yes_no()
