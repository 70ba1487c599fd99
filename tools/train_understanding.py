"""Make the models beside the rules from the lines in `data/`, and say how good they are.

    python tools/train_understanding.py            # write all five, measure two
    python tools/train_understanding.py --measure  # measure what is there
    python tools/train_understanding.py --mistakes # and show what went wrong, but no locked line

Training needs scikit-learn (any version of the last years); the program itself does not.
Locked lines are never trained on, and are only ever looked at as figures: of the
development set those whose SHA-1 begins with a byte under 77, and all of `*_locked.jsonl`.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from dialogs.hear.lexicon import read_lexicon  # noqa: E402
from dialogs.hear.normalise import normalise  # noqa: E402
from dialogs.hear.tables import by_key, write_tables  # noqa: E402
from dialogs.hear.tokens import SELF, read_yaml  # noqa: E402
from dialogs.hear.topics import TOPICS, Topic, TopicListener  # noqa: E402
from dialogs.hear.triggers import CATEGORIES, TriggerListener  # noqa: E402
from tools.vary_answers import vary_stray, vary_yes_no  # noqa: E402
from tools.vary_concepts import vary_concepts  # noqa: E402
from tools.vary_lines import Line, vary_topics, vary_triggers  # noqa: E402

DATA = HERE / "data"
LEXICON = HERE / "dialogs" / "lexicon"
MODELS = HERE / "dialogs" / "hear"
MOST_FEATURES = 25_000
UNKNOWN = "qq"
"""Stands for a word that nobody ever said; no feature that holds it is learned."""
NEGATIONS = ("not", "no", "never", "nothing", "nobody", "cannot")
STRAY_WEIGHS = "2"
"""How much a stray line counts among so many made answers (by cross-validation over passes)."""
LEFT_OUT = 0.3
"""How often a word is made unknown, so that the rest of the line learns to do without it."""


def read(name: str) -> list[Line]:
    """The lines of a file in `data/`."""
    with (DATA / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_locked(text: str) -> bool:
    """Whether a line of the development set is kept for measuring."""
    return hashlib.sha1(text.encode()).digest()[0] < 77


def is_stray_locked(text: str) -> bool:
    """The same for a stray line, which is locked for all questions or for none."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 >= 7


def development(question: str, *, locked: bool) -> list[Line]:
    names = ["answers_dev.jsonl", *sorted(p.name for p in DATA.glob("answers_pass_*.jsonl"))]
    lines = [line for name in names for line in read(name)]
    mine = [d for d in lines if d["question"] == question and is_locked(d["text"]) == locked]
    return mine + [
        d for d in lines if d["question"] == "stray" and is_stray_locked(d["text"]) == locked
    ]


def every_locked(question: str) -> list[Line]:
    """What made lines must not repeat: the locked lines of our own, the development set and all."""
    ours = read(f"{question}s_locked.jsonl") + read("answers_locked.jsonl")
    return development(question, locked=True) + ours


def written(question: str) -> list[Line]:
    """Our own lines, without any that also stands among the locked ones."""
    locked = every_locked(question)
    known = {normalise(line["text"]).text for line in locked}
    return [
        line for line in read(f"{question}s.jsonl") if normalise(line["text"]).text not in known
    ]


def stray_elsewhere(question: str, known: list[Line]) -> list[Line]:
    """What answers neither this question nor the other: devices and broadcasts answer nothing."""
    other = "topic" if question == "trigger" else "trigger"
    texts = {normalise(d["text"]).text for d in known}
    locked = {normalise(d["text"]).text for d in development(question, locked=True)}
    lines = written(other) + development(other, locked=False)
    stray = (d for d in lines if d["answer"] == "nomatch")
    return [d for d in stray if normalise(d["text"]).text not in texts | locked]


def targets(answer: str) -> set[str]:
    """The labels that a line teaches; a denial alone teaches that there is none."""
    if answer == "nomatch":
        return {"stray"}
    return set() if answer.startswith("not:") else set(answer.split("+"))


def with_unknown_words(lines: list[Line], seed: int = 1) -> list[Line]:
    """The lines once more, with some words unknown, but none that only hold others together."""
    dice = random.Random(seed)
    kept = SELF.union(read_lexicon(LEXICON / "hesitations.yaml")["nothing_told"], NEGATIONS)
    made: dict[str, Line] = {}
    for line in lines:
        words = normalise(line["text"]).words
        told = [w if w in kept or "'" in w or dice.random() >= LEFT_OUT else UNKNOWN for w in words]
        if UNKNOWN in told:
            text = " ".join(told)
            made.setdefault(text, line | {"text": text})
    return list(made.values())


def train(
    lines: list[Line],
    labels: tuple[str, ...],
    look: Callable[[str], Iterable[str]],
    path: Path,
    most: int = MOST_FEATURES,
    freedom: float = 30.0,
) -> None:
    """Write the model that tells `labels` by what `look` sees in a text.

    Of the features only the weightiest are kept, `most` of them: the rest would
    change no verdict, and only be read at every start. With less `freedom` the
    model holds on less to single lines.
    """
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = DictVectorizer()
    seen = [dict.fromkeys(look(d["text"]), 1.0) for d in lines]
    counts = vectoriser.fit_transform([{f: 1.0 for f in of if UNKNOWN not in f} for of in seen])
    often = np.asarray((counts > 0).sum(0)).ravel() >= 2
    counts = counts[:, often].tocsr()
    names = np.array(vectoriser.feature_names_)[often]
    share = 1 / np.sqrt(np.maximum(1, np.asarray(counts.sum(1)).ravel()))
    counts = counts.multiply(share[:, None]).tocsr()
    sample = [float(line.get("weight", 1.0)) for line in lines]
    fitted = []
    for label in labels:
        wanted = [label in targets(line["answer"]) for line in lines]
        model = LogisticRegression(C=freedom, max_iter=400, solver="liblinear", random_state=1)
        fitted.append(model.fit(counts, wanted, sample_weight=sample))
    weightiest = np.abs(np.array([model.coef_[0] for model in fitted])).max(0)
    kept = np.sort(np.argsort(-weightiest, kind="stable")[:most])
    columns, scales, biases = [], [], []
    for model in fitted:
        weights = model.coef_[0][kept]
        scale = float(np.abs(weights).max() / 32_767)
        columns.append(np.rint(weights / scale).astype(int))
        scales.append(scale)
        biases.append(round(float(model.intercept_[0]), 5))
    about = {
        "made_by": "tools/train_understanding.py",
        "labels": list(labels),
        "scales": scales,
        "biases": biases,
    }
    rows = by_key(dict(zip(names[kept], np.array(columns).T.tolist(), strict=True)))
    write_tables(path, about, {"features": (rows, f"{len(labels)}h")})
    print(f"{path.name}: {len(lines)} lines, {len(kept)} features, {path.stat().st_size} bytes")


def right_trigger(heard: tuple[str, ...] | None, line: Line) -> bool:
    answer = line["answer"]
    if answer.startswith("not:"):
        return answer[4:] not in (heard or ())
    if answer == "nomatch":
        return heard is None
    return heard is not None and set(heard) == set(answer.split("+"))


def right_topic(heard: Topic | None, line: Line) -> bool:
    if line["answer"] == "nomatch":
        return heard is None
    substances = (line["substance"],) if line.get("substance") else ()
    return heard == Topic(line["answer"], substances)


def measure(question: str, *, mistakes: bool) -> None:
    """Print how many lines of each part are understood."""
    listener = (TriggerListener if question == "trigger" else TopicListener).load(LEXICON)
    right = right_trigger if question == "trigger" else right_topic
    parts = {
        "trained": written(question),
        "tuned dev": development(question, locked=False),
        "locked dev": development(question, locked=True),
        "locked own": read(f"{question}s_locked.jsonl"),
    }
    known = {normalise(line["text"]).text for line in parts["trained"]}
    known |= {normalise(line["text"]).text for line in parts["tuned dev"]}
    seconds = []
    for name, lines in parts.items():
        good: dict[bool, list[bool]] = {True: [], False: []}
        for line in lines:
            utterance = normalise(line["text"])
            before = time.perf_counter()
            heard = listener.hear(utterance)  # type: ignore[attr-defined]
            seconds.append(time.perf_counter() - before)
            fits = right(heard, line)  # type: ignore[operator]
            good[line["answer"] == "nomatch"].append(fits)
            if mistakes and not fits and name == "tuned dev":
                print(
                    "   ", line["answer"], line.get("substance", ""), "|", line["text"], "|", heard
                )
        answers, stray = good[False], good[True]
        taken = f"stray taken {len(stray) - sum(stray)}/{len(stray)}"
        print(
            f"{question} {name}: {sum(answers)}/{len(answers)} "
            f"{100 * sum(answers) / max(1, len(answers)):.1f} %, {taken}"
        )
    seconds.sort()
    print(
        f"{question}: median {1e6 * statistics.median(seconds):.0f} us, "
        f"p99 {1e6 * seconds[int(len(seconds) * 0.99)]:.0f} us"
    )


def trigger_lines(lines: list[Line]) -> list[Line]:
    """What the model of triggers learns from, made of these lines of persons."""
    stray = stray_elsewhere("trigger", lines)
    known = {normalise(d["text"]).text for d in [*lines, *stray, *every_locked("trigger")]}
    made = [d for d in vary_concepts() if normalise(d["text"]).text not in known]
    plain = [*lines, *vary_triggers(lines), *vary_stray(), *stray]
    plain += [*made, *vary_triggers(made, seed=7)]
    heavy = [d | {"weight": STRAY_WEIGHS} if d["answer"] == "nomatch" else d for d in plain]
    return heavy + with_unknown_words(heavy)


def train_triggers() -> None:
    """Write the model of what was going on before."""
    listener = TriggerListener(read_yaml(LEXICON / "triggers.yaml"), None)  # type: ignore[arg-type]
    train(
        trigger_lines(written("trigger") + development("trigger", locked=False)),
        (*CATEGORIES, "none", "stray"),
        lambda text: listener.see(normalise(text)).features,
        MODELS / "triggers.model",
        most=30_000,
        freedom=8.0,
    )


def topic_lines(lines: list[Line]) -> list[Line]:
    """What the model of topics learns from; a bare yes or no opens nothing."""
    known = {line["text"] for line in lines}
    bare = [{"text": d["text"], "answer": "nomatch"} for d in vary_yes_no(40)]
    locked = {normalise(d["text"]).text for d in every_locked("topic")}
    made = [d for d in vary_topics() if normalise(d["text"]).text not in locked]
    plain = [*lines, *made, *vary_stray(), *stray_elsewhere("topic", lines)]
    plain += [d for d in bare if d["text"] not in known]
    return [d | {"weight": "1.5"} if d["answer"] == "nomatch" else d for d in plain]


def train_topics() -> None:
    """Write the model of what a person opens with."""
    from dialogs.hear.substances import SubstanceListener

    substances = SubstanceListener.load(LEXICON)
    listener = TopicListener(read_yaml(LEXICON / "topics.yaml"), substances, None)  # type: ignore[arg-type]
    train(
        topic_lines(written("topic") + development("topic", locked=False)),
        (*TOPICS, "stray"),
        lambda text: listener.see(normalise(text))[0],
        MODELS / "topics.model",
        freedom=16.0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--measure", action="store_true", help="train nothing")
    parser.add_argument("--mistakes", action="store_true", help="show the tuned lines gone wrong")
    chosen = parser.parse_args()
    if not chosen.measure:
        from tools.train_commands import train_commands
        from tools.train_strays import train_strays
        from tools.train_yes_no import train_yes_no

        train_strays()
        train_triggers()
        train_topics()
        train_commands()
        train_yes_no()
    for question in ("trigger", "topic"):
        measure(question, mistakes=chosen.mistakes)


if __name__ == "__main__":
    main()
