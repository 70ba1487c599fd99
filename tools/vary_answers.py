"""More lines to learn from, made of the ways of speaking in `data/ways_*.yaml`."""

import random
from pathlib import Path
from typing import Any

from dialogs.hear.lexicon import read_lexicon

Line = dict[str, str]

DATA = Path(__file__).parent.parent / "data"
FILLED = 2
"""How often each phrase that is aired is filled with other parts."""


def vary_yes_no(count: int = 1200, seed: int = 1) -> list[Line]:
    """So many answers of each kind, with what people put before and after."""
    ways = read_lexicon(DATA / "ways_of_answering.yaml")
    before, after = ways["parts"]["SO"], ways["parts"]["END"]
    dice = random.Random(seed)
    made: list[Line] = []
    for answer in ("yes", "no", "unsure"):
        for text in _filled(ways[answer], ways["parts"], count, dice):
            said = f"{dice.choice(before)} {text} {dice.choice(after)}"
            if dice.random() < 0.3:
                said = said.replace("'", "")
            made.append({"text": " ".join(said.split()), "answer": answer})
    return made


def vary_stray(count: int = 900, seed: int = 1) -> list[Line]:
    """Devices, broadcasts, and talk to somebody else: no answer to anything."""
    ways = read_lexicon(DATA / "ways_of_stray.yaml")
    aired = read_lexicon(DATA / "aired.yaml")
    parts = ways["parts"] | aired.pop("parts")
    parts = {name: split(of) if isinstance(of, str) else of for name, of in parts.items()}
    phrases = [phrase for of in aired.values() for phrase in split(of)]
    dice = random.Random(seed)
    texts = _filled(ways["stray"], parts, count, dice)
    texts += _filled(phrases, parts, FILLED * len(phrases), dice)
    return [{"text": text, "answer": "nomatch"} for text in dict.fromkeys(texts)]


def vary_told(count: int = 700, seed: int = 1) -> list[str]:
    """What people tell in the words of commands."""
    ways = read_lexicon(DATA / "ways_of_stray.yaml")
    return list(dict.fromkeys(_filled(ways["told"], ways["parts"], count, random.Random(seed))))


def split(text: str) -> list[str]:
    """The phrases of a list that are parted by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _filled(frames: list[str], parts: dict[str, Any], count: int, dice: random.Random) -> list[str]:
    """Every frame once, then any, each with its parts."""
    made = []
    for at in range(count):
        text = frames[at] if at < len(frames) else dice.choice(frames)
        for name in sorted(parts, key=len, reverse=True):
            while name in text:
                text = text.replace(name, dice.choice(parts[name]), 1)
        made.append(" ".join(text.split()))
    return made
