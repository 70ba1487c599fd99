"""What the model learns to hear: phrases from the lexicon, the trees and the lines of `data/`.

Nothing is typed in by hand: a word that the conversations gain is in the next
model. Blind and locked lines are left out, so that they can measure it.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dialogs.hear.normalise import split
from dialogs.hear.templates import Gap, Pattern, PhraseError, Word, parse, parse_rules

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "dialogs" / "lexicon"
TREES = ROOT / "dialogs" / "trees"
DATA = ROOT / "data"
NOT_TEMPLATES = {"danger.yaml", "danger_words.yaml", "never_say.yaml"}
NEVER_READ = ("blind", "locked")
SPOKEN_SLOTS = ("say", "shorter", "slower", "help", "silence", "no_match")
_SPELT = re.compile(r"[a-z]+(?:'[a-z]+)*")
LONGEST = 12
"""Words of one spoken phrase; a longer line is said in pieces, as people breathe."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """What is said: `templates` to sample from, and whole `lines` by where they come from."""

    templates: list[Pattern]
    answers: list[Words]
    dangers: list[Words]
    prompts: list[Words]

    @property
    def lines(self) -> list[Words]:
        """Every whole line."""
        return [*self.answers, *self.dangers, *self.prompts]


def read_corpus() -> Corpus:
    """All that may be said to or by the product, as words that a voice can read."""
    answers, dangers = [], []
    for path in sorted(DATA.glob("*.jsonl")):
        if any(part in path.name for part in NEVER_READ):
            continue
        into = dangers if path.name.startswith("danger") else answers
        for line in path.read_text(encoding="utf-8").splitlines():
            into.append(spoken(json.loads(line)["text"]))
    prompts = [
        spoken(sentence)
        for path in sorted(TREES.rglob("*.yaml"))
        for text in _prompts(yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader))
        for sentence in re.split(r"[.?!:;]", text)
    ]
    keep = [[words for words in lines if words] for lines in (answers, dangers, prompts)]
    return Corpus(list(_templates()), *keep)


def count_words(corpus: Corpus, rng: random.Random, samples: int = 60_000) -> Counter[str]:
    """How often each word is said in the lines and in sampled phrases."""
    counts = Counter(word for line in corpus.lines for word in line)
    counts.update(
        word for _ in range(samples) for word in sample(rng.choice(corpus.templates), rng)
    )
    return counts


def vocabulary(corpus: Corpus, counts: Counter[str], known: Container[str]) -> list[str]:
    """The words to hear: those of the lexicon and the prompts, and others said at least twice.

    Words that the dictionary does not know have to be said three times: most of
    them are misspellings that the lexicon forgives, and would only be heard in
    place of the right word. `dont` is `don't`.
    """
    wanted = {word for pattern in corpus.templates for word in _words(pattern)}
    wanted.update(word for line in corpus.prompts for word in line)
    wanted.update(word for word, count in counts.items() if count > 1)
    lines = Counter(word for line in corpus.lines for word in line)
    bare = {word.replace("'", "") for word in wanted if "'" in word}
    return sorted(
        word
        for word in wanted
        if _SPELT.fullmatch(word) and (word in known or (lines[word] >= 3 and word not in bare))
    )


def sample(pattern: Pattern, rng: random.Random) -> Words:
    """One way of saying the template; a gap stays empty."""
    words: list[str] = []
    for item in pattern:
        if isinstance(item, Word):
            words += spoken(item.text)
        elif not isinstance(item, Gap):
            words += sample(rng.choice(item.ways), rng)
    return tuple(words)


def utterances(
    corpus: Corpus, vocabulary: list[str], how_many: int, rng: random.Random
) -> Iterator[Words]:
    """Phrases to be spoken in training: what is meant, and words in no order at all.

    The last teach the sounds themselves, so that unrelated speech is not forced
    into the sentences that happen to be in the data.
    """
    known = set(vocabulary)
    made = 0
    while made < how_many:
        roll = rng.random()
        if roll < 0.40:
            words = sample(rng.choice(corpus.templates), rng)
        elif roll < 0.52:
            words = rng.choice(corpus.answers)
        elif roll < 0.72:
            words = rng.choice(corpus.dangers)
        elif roll < 0.78:
            words = rng.choice(corpus.prompts)
        else:
            words = tuple(rng.choice(vocabulary) for _ in range(rng.randint(1, 4)))
        words = tuple(word for word in words if word in known)
        if len(words) > LONGEST:
            start = rng.randrange(len(words) - LONGEST + 1)
            words = words[start : start + LONGEST]
        if words:
            made += 1
            yield words


def sentences(corpus: Corpus, samples: int = 20_000) -> list[Words]:
    """Everything from which to count how words follow each other."""
    rng = random.Random(2)
    sampled = (sample(rng.choice(corpus.templates), rng) for _ in range(samples))
    return [*corpus.lines, *(words for words in sampled if words)]


def spoken(text: str) -> Words:
    """The words of a text as they are said: numbers in words, everything else as it is heard.

    >>> spoken("At 10 pm, call 988")
    ('at', 'ten', 'pm', 'call', 'nine', 'eight', 'eight')
    """
    words: list[str] = []
    for word in split(text.replace("{some}", " ").replace("-", " ")):
        if word[0].isdigit() or any(c.isdigit() for c in word):
            for digits, letters in re.findall(r"([0-9]+)|([a-z']+)", word):
                words += number_words(digits) if digits else [letters]
        else:
            words.append(word)
    return tuple(words)


_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_words(digits: str) -> list[str]:
    """A number as it is said; from three digits on digit by digit, as telephone numbers are.

    >>> number_words("45"), number_words("911")
    (['forty', 'five'], ['nine', 'one', 'one'])
    """
    if len(digits) > 2 or (len(digits) == 2 and digits[0] == "0"):
        return [_SMALL[int(digit)] for digit in digits]
    number = int(digits)
    if number < 20:
        return [_SMALL[number]]
    return [_TENS[number // 10], *([_SMALL[number % 10]] if number % 10 else [])]


def _templates() -> Iterator[Pattern]:
    for path in sorted(LEXICON.glob("*.yaml")):
        if path.name in NOT_TEMPLATES:
            continue
        lexicon: dict[str, Any] = dict(
            yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        )
        kinds = {name: f"({'|'.join(words.split())})" for name, words in _kinds(lexicon).items()}
        rules = parse_rules({**kinds, **lexicon.pop("rules", {})})
        for text in _texts(lexicon):
            try:
                yield parse(text, rules)
            except PhraseError:
                continue  # a word list or a number, not a template


def _kinds(lexicon: dict[str, Any]) -> dict[str, str]:
    return {name: str(words) for name, words in lexicon.pop("kinds", {}).items()}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif "|" in value and "\n" not in value.strip():
        yield value
    else:
        yield from (line for line in str(value).splitlines() if line.strip())


def _words(pattern: Pattern) -> Iterator[str]:
    for item in pattern:
        if isinstance(item, Word):
            yield from spoken(item.text)
        elif not isinstance(item, Gap):
            for way in item.ways:
                yield from _words(way)


def _prompts(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for slot, value in tree.items():
            if slot in SPOKEN_SLOTS:
                yield from _texts(value)
            elif isinstance(value, dict):
                yield from _prompts(value)
