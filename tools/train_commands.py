"""Train the second opinion on commands: `dialogs/hear/commands.model`.

The lexicon decides first. This model hears what the lexicon has no phrase for,
and only where it is nearly sure. It learns from the tuned part of the lines in
`data/`, from sentences sampled out of the lexicon, and, as speech that steers
nothing, from all lines about something else. Needs scikit-learn, which the
program itself never does. The same data always gives the same file.
"""

import json
import random
from collections.abc import Iterator

from dialogs.content import LEXICON
from dialogs.hear.commands import MODEL, CommandListener
from dialogs.hear.lexicon import read_lexicon
from dialogs.hear.normalise import normalise
from dialogs.hear.templates import parse_rules, sentences
from tools.train_understanding import DATA, Line, train
from tools.understanding import LEARNT, is_locked
from tools.vary_answers import vary_stray, vary_told

NOT_LEARNT = {"next", "go_on", "cover", "uncover"}
MOST = 8_000
"""So many features are kept."""
NONE = "none"

DANGER = [
    DATA / f"danger_{name}.jsonl" for name in ("dev_1", "dev_2", "everyday", "pass_1", "pass_4")
]
Example = tuple[str, str, float]


def from_data() -> Iterator[Example]:
    """The tuned lines, each with its command or `none`, and its weight."""
    for path in LEARNT:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if is_locked(row["text"]):
                continue
            is_command = row["question"] == "command" and row["answer"] != "none"
            yield (row["text"], row["answer"], 3.0) if is_command else (row["text"], NONE, 2.0)
    for path in (DATA / "triggers.jsonl", DATA / "topics.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if not is_locked(text):
                yield text, NONE, 1.0
    for text in vary_told():
        yield text, NONE, 2.0
    for line in vary_stray():
        yield line["text"], NONE, 1.0
    for path in DANGER:
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
            for text in some[: max(12, template.count("|"))]:
                yield text, command, 0.5


def from_answers() -> Iterator[Example]:
    """What is said to a question with choices of its own steers nothing."""
    chance = random.Random(3)
    for choices in read_lexicon(LEXICON / "choices.yaml").values():
        for templates in choices.values():
            for template in templates:
                if not template.startswith("<"):
                    some = list(sentences(template, {}, 500))
                    chance.shuffle(some)
                    for text in some[:40]:
                        yield text, NONE, 2.0


def train_commands() -> None:
    """Write the model."""
    by_rule = CommandListener.load(LEXICON, model=None)
    lines: dict[str, Line] = {}
    for text, answer, weight in (*from_data(), *from_lexicon(), *from_answers()):
        utterance = normalise(text)
        if answer != NONE or by_rule.hear(utterance) is None:
            line = {"text": text, "answer": answer, "weight": str(weight)}
            lines.setdefault(utterance.text, line)
    labels = tuple(sorted({line["answer"] for line in lines.values()}))
    train(list(lines.values()), labels, lambda text: by_rule.see(normalise(text).full), MODEL, MOST)


if __name__ == "__main__":
    train_commands()
