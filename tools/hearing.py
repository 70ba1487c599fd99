"""How well speech is heard: real Vosk, the small model, voices that its training never heard.

    python tools/hearing.py    measure, print, write docs/hearing.md (below 40 phrases: print)

The ears and the judge are the product's own (`voice_local`); a phrase is heard
right where it comes to the same answer as when it is typed.
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from dialogs.content import LEXICON  # noqa: E402
from dialogs.hear import Context, Ears, normalise  # noqa: E402
from tools.voices import (  # noqa: E402
    HELD_OUT,
    RATE,
    Samples,
    Voice,
    missing,
    speak,
    to_pcm,
    trimmed,
    with_noise,
)
from voice_local.judge import SOME_TIME, Judge  # noqa: E402
from voice_local.model import find_model, synthetic_model  # noqa: E402
from voice_local.vosk_ears import VoskEars  # noqa: E402

PAGE = HERE / "docs" / "hearing.md"
CACHE = HERE / "build" / "hearing"
LEVELS: tuple[float | None, ...] = (None, 20, 10)
"""Decibels of speech over white noise; None is digital silence around clean speech."""
WANTED = {None: 97.0, 20: 95.0, 10: 85.0}
BLOCK = 4_000
LOCKED = ("locked", "locked_11", "locked_12", "locked_13")
UNRELATED_AT = ("yes_no", "alone", "breathing", "trigger", "company", "now_or_later")
DANGER_AT = "yes_no"
DANGER_DB = 20


@dataclass(frozen=True)
class Line:
    """Something to be said while a question is open."""

    question: str
    text: str


@dataclass
class Tally:
    """How many, of how many."""

    good: int = 0
    all: int = 0

    def count(self, good: bool) -> None:
        self.good += good
        self.all += 1

    @property
    def share(self) -> float:
        return 100 * self.good / max(1, self.all)


class Room:
    """Speaks lines into the product's ears."""

    def __init__(self, model: Path) -> None:
        self.ears = VoskEars(model)
        self.meaning = Ears.load(LEXICON)
        self.judge = Judge(self.meaning, self.ears.grammar.phrases)
        self.sounds: dict[tuple[Voice, str], Samples] = {}

    def prepare(self, voices: Sequence[Voice], texts: Iterable[str]) -> None:
        """Let every voice speak every text, once."""
        wanted = sorted(set(texts))
        for voice in voices:
            for text, sound in zip(wanted, _spoken(voice, wanted), strict=True):
                self.sounds[voice, text] = sound

    def hear(self, line: Line, voice: Voice, decibels: float | None) -> tuple[str, str]:
        """What the product takes it for, and what the ear for the question's phrases made of it."""
        sound = trimmed(self.sounds[voice, line.text])
        quiet = np.zeros(int(0.3 * RATE), np.float32), np.zeros(int(0.9 * RATE), np.float32)
        sound = np.concatenate([quiet[0], sound, quiet[1]])
        sound = sound / max(float(np.abs(sound).max()), 1e-6) * 0.35
        if decibels is not None:
            seed = int.from_bytes(hashlib.sha256(f"{voice}{line.text}".encode()).digest()[:4])
            noise = np.random.default_rng(seed).standard_normal(len(sound), dtype=np.float32)
            sound = with_noise(sound, decibels, noise)
        self.ears.expect(line.question)
        pcm = to_pcm(sound)
        for start in range(0, len(pcm), BLOCK):
            self.ears.hear(pcm[start : start + BLOCK])
        words = self.ears.look_ahead()
        return self.judge.read(line.question, words).text, words.expected

    def meant(self, question: str, text: str) -> object:
        """The answer, or the command, that the engine takes this text for; None for neither."""
        heard = normalise(text.replace("[unk]", " "))
        command = self.meaning.command(heard)
        match = self.meaning.answer(question, heard, SOME_TIME, command)
        return match.value if match is not None else command

    def is_danger(self, text: str) -> bool:
        """Whether danger speaks from the text while the question for danger's lines is open."""
        heard = normalise(text)
        match = self.meaning.answer(DANGER_AT, heard, SOME_TIME)
        return self.meaning.danger(heard, Context(DANGER_AT), match) is not None


def _spoken(voice: Voice, texts: Sequence[str]) -> list[Samples]:
    """The sounds of the texts, kept on disk: Festival takes its time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256("\n".join([str(voice), *texts]).encode()).hexdigest()[:16]
    kept = CACHE / f"{voice.synthesiser}_{key}.npz"
    if not kept.exists():
        sounds = speak(voice, texts)
        with tempfile.NamedTemporaryFile(dir=CACHE, suffix=".npz", delete=False) as fresh:
            np.savez(fresh, *sounds)
        Path(fresh.name).replace(kept)
    with np.load(kept) as arrays:
        return [arrays[f"arr_{number}"] for number in range(len(texts))]


# --- what is said -------------------------------------------------------------------


def phrase_lines(room: Room, how_many: int, rng: random.Random) -> list[Line]:
    """Phrases of every question, in turn, each with an answer of its own."""
    questions = [*sorted(room.ears.grammar._choices), "yes_no", "safe", "trigger"]
    drawn = {q: list(dict.fromkeys(room.ears.grammar._answers(q))) for q in questions}
    drawn["trigger"] = list(room.ears.grammar.phrases("trigger"))
    lines: list[Line] = []
    for phrases in drawn.values():
        rng.shuffle(phrases)
    while len(lines) < how_many and any(drawn.values()):
        for question in questions:
            while drawn[question]:
                text = drawn[question].pop()
                known = all(room.ears.knows(word) for word in text.split())
                if known and room.meant(question, text) is not None:
                    lines.append(Line(question, text))
                    break
    return sorted(lines[:how_many], key=lambda line: line.question)


def unrelated_lines(room: Room, how_many: int, rng: random.Random) -> list[Line]:
    """Speech that is for somebody else, and that is no answer when it is typed."""
    texts = [
        entry["text"]
        for path in sorted((HERE / "data").glob("answers*.jsonl"))
        for entry in _read(path)
        if entry["answer"] == "none" and entry["question"] in ("stray", "command")
    ]
    lines = [Line(rng.choice(UNRELATED_AT), text) for text in dict.fromkeys(texts)]
    rng.shuffle(lines)
    silent = (line for line in lines if room.meant(line.question, line.text) is None)
    chosen = [line for line, _ in zip(silent, range(how_many), strict=False)]
    return sorted(chosen, key=lambda line: line.question)


def danger_lines(how_many: int, rng: random.Random) -> list[Line]:
    """Dangers from the lines that neither the listener nor the model learned from."""
    texts = [
        entry["text"]
        for name in LOCKED
        for entry in _read(HERE / "data" / f"danger_{name}.jsonl")
        if entry["category"] != "none"
    ]
    return [Line(DANGER_AT, text) for text in rng.sample(texts, min(how_many, len(texts)))]


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# --- measuring ----------------------------------------------------------------------


def measure(
    model: Path, phrases: int, unrelated: int, dangers: int, show: Callable[[str], None]
) -> list[str]:
    """The page's tables, line by line, also shown as they come."""
    room, rng = Room(model), random.Random(11)
    voices = [voice for voice in HELD_OUT if missing(voice.synthesiser) is None]
    gone = {voice.synthesiser for voice in HELD_OUT} - {voice.synthesiser for voice in voices}
    lines = phrase_lines(room, phrases, rng)
    strays = unrelated_lines(room, unrelated, rng)
    alarms = danger_lines(dangers, rng)
    room.prepare(voices, [line.text for line in (*lines, *strays, *alarms)])
    table: list[str] = []

    def add(*cells: str) -> None:
        table.append(f"| {' | '.join(cells)} |" if cells else "")
        show(table[-1])

    right: dict[tuple[Voice, float | None], Tally] = defaultdict(Tally)
    closed: dict[float | None, Tally] = defaultdict(Tally)
    for line in lines:
        meant = room.meant(line.question, line.text)
        for voice in voices:
            for level in LEVELS:
                text, expected = room.hear(line, voice, level)
                good = room.meant(line.question, text) == meant
                right[voice, level].count(good)
                closed[level].count(room.meant(line.question, expected) == meant)
    add("choices heard right, %", "clean", "20 dB", "10 dB")
    add("---", "---", "---", "---")
    for voice in voices:
        add(str(voice), *(f"{right[voice, level].share:.1f}" for level in LEVELS))
    for group, made in (("espeak", "of formulas"), ("", "of recordings")):
        some = [v for v in voices if (v.synthesiser == "espeak") == bool(group)]
        if some:
            cells = (np.mean([right[v, level].share for v in some]) for level in LEVELS)
            add(f"voices made {made}", *(f"{cell:.1f}" for cell in cells))
    mean = {level: np.mean([right[v, level].share for v in voices]) for level in LEVELS}
    worst = {level: min(right[v, level].share for v in voices) for level in LEVELS}
    add("all of them", *(f"{mean[level]:.1f}" for level in LEVELS))
    add("the worst", *(f"{worst[level]:.1f}" for level in LEVELS))
    add("the grammar's ear alone", *(f"{closed[level].share:.1f}" for level in LEVELS))
    add("aimed at", *(f"{WANTED[level]:.0f}" for level in LEVELS))
    add()
    taken: dict[float | None, Tally] = defaultdict(Tally)
    for line in strays:
        for voice in voices:
            for level in LEVELS:
                text, _ = room.hear(line, voice, level)
                taken[level].count(room.meant(line.question, text) is not None)
    add("unrelated speech taken for an answer or a command, %", "clean", "20 dB", "10 dB")
    add("---", "---", "---", "---")
    add("all voices", *(f"{taken[level].share:.1f}" for level in LEVELS))
    add("aimed at", "< 5", "< 5", "< 5")
    add()
    typed = Tally()
    heard: dict[Voice, Tally] = defaultdict(Tally)
    for line in alarms:
        typed.count(room.is_danger(line.text))
        for voice in voices:
            heard[voice].count(room.is_danger(room.hear(line, voice, DANGER_DB)[0]))
    add("danger found while a yes/no question is open, %", "20 dB")
    add("---", "---")
    add("typed", f"{typed.share:.1f}")
    for voice in voices:
        add(str(voice), f"{heard[voice].share:.1f}")
    add("all of them", f"{np.mean([heard[voice].share for voice in voices]):.1f}")
    add("aimed at", f"{typed.share - 5:.1f}")
    add()
    sizes = f"{len(lines)} phrases of {len({line.question for line in lines})} questions, "
    sizes += f"{len(strays)} unrelated lines, {len(alarms)} dangers, {len(voices)} voices."
    table.append(sizes)
    show(sizes)
    for synthesiser in sorted(gone):
        table.append(f"Not measured for want of it: {synthesiser} (`{missing(synthesiser)}`).")
        show(table[-1])
    return table


INTRODUCTION = """# How well speech is heard

Written by `make hearing`. Real Vosk with the synthetic model of
[`voice_local/synthetic_speech_model`](../voice_local/synthetic_speech_model/CARD.md), the two ears
and the judge of the product, and synthetic voices that the training of the model never heard;
of Festival it heard nothing at all. **No human voice is in these figures**: they say that the
product's way of listening works, and nothing of how it hears people. White noise over the whole
utterance; the ratio is that of the powers of the speech and the noise.
"""


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--phrases", type=int, default=150)
    parser.add_argument("--unrelated", type=int, default=40)
    parser.add_argument("--dangers", type=int, default=60)
    asked = parser.parse_args()
    model = find_model(asked.model) if asked.model else synthetic_model()
    table = measure(
        model, asked.phrases, asked.unrelated, asked.dangers, lambda text: print(text, flush=True)
    )
    if model == synthetic_model() and asked.phrases >= 40:
        PAGE.write_text("\n".join([INTRODUCTION, *table]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
