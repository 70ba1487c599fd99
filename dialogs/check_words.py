"""Words that no prompt may say: shame, false comfort, false help, numbers written out.

The phrases stand in lexicon/never_say.yaml, with the reason beside them. Every
line is looked at, also the engine's own and those after an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from dialogs.check_lines import Spoken, spoken
from dialogs.hear.normalise import normalise, spread
from dialogs.hear.phrases import Phrases
from dialogs.load_values import PLACEHOLDER
from dialogs.model import Trees
from dialogs.problems import Problem, problem
from dialogs.source import Block, Items, read_source

LEXICON = Path(__file__).parent / "lexicon" / "never_say.yaml"

_CODES = {"shame": "T056", "never": "T057", "leading": "T058"}
_SENTENCE = re.compile(r"[^.?!]+[.?!]*")
_TOKEN = re.compile(r"\{\w+\}|[A-Za-z0-9]+(?:['\u2019][A-Za-z]+)*")
_DIGITS = re.compile(
    r"(?<![\w{])(?:\d[\s().-]*){6,}\d(?!\w)|(?<!\w)(?:911|988|211|311|741741)(?!\w)"
)
_DIGIT_WORDS = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN_DIGITS = re.compile(
    rf"\bnine[ -](?:one[ -]one|eight[ -]eight)\b|\b{_DIGIT_WORDS}(?:[ ,-]+{_DIGIT_WORDS}){{6,}}\b",
    re.IGNORECASE,
)


class Ban(NamedTuple):
    """Why a phrase is not said, and after which words it may be."""

    section: str
    why: str
    unless_after: frozenset[str]
    unless_with: frozenset[str]
    only_in: tuple[str, ...]

    def allows(self, line_id: str, before: list[str], sentence: list[str]) -> bool:
        """Whether the phrase may be said there after all."""
        if self.unless_after.intersection(before) or self.unless_with.intersection(sentence):
            return True
        return bool(self.only_in) and not line_id.startswith(self.only_in)


def check_words(trees: Trees) -> Iterator[Problem]:
    """What is said and must not be (T056 shame, T057 never, T058 leading questions)."""
    if trees.language != "en":
        return
    bans = read_bans()
    for one in spoken(trees):
        for sentence in _SENTENCE.findall(one.line.text):
            yield from _find_banned(one, sentence, bans)


def check_written_numbers(trees: Trees) -> Iterator[Problem]:
    """Telephone numbers that stand in the text instead of coming from the numbers file (T059)."""
    for one in spoken(trees):
        for pattern in (_DIGITS, _SPOKEN_DIGITS):
            for match in pattern.finditer(PLACEHOLDER.sub("", one.line.text)):
                digits = match[0].strip()
                yield problem("T059", one.line.source, digits, digits=digits)


def _find_banned(one: Spoken, sentence: str, bans: Phrases[Ban]) -> Iterator[Problem]:
    words: list[str] = []
    tokens: list[re.Match[str]] = []
    for token in _TOKEN.finditer(sentence):
        for word in _words_of(token[0]):
            words.append(word)
            tokens.append(token)
    at = 0
    while at < len(words):
        found = bans.prefix(words, at)
        if found is None:
            at += 1
            continue
        at = found.end
        ban = found.value
        if ban.allows(one.line.id, words[: found.start], words):
            continue
        if ban.section == "leading" and not sentence.rstrip().endswith("?"):
            continue
        said = sentence[tokens[found.start].start() : tokens[found.end - 1].end()]
        yield problem(_CODES[ban.section], one.line.source, said, said=said, why=ban.why)


@lru_cache(maxsize=20_000)
def _words_of(token: str) -> tuple[str, ...]:
    """The words that a token is heard as; a prompt says the same few words over and over."""
    return tuple(spread(normalise(token).words))


@cache
def read_bans(path: Path = LEXICON) -> Phrases[Ban]:
    """The phrases of the lexicon, each with its reason."""
    block, faults = read_source(path)
    if faults:
        raise ValueError(f"{path}: {faults[0].what}")
    entries: list[tuple[str, Ban]] = []
    for section, rules in block.items():
        assert isinstance(rules, Items), "never_say.yaml: a section is a list"
        for rule in rules:
            assert isinstance(rule, Block), "never_say.yaml: a rule has why and phrases"
            ban = Ban(
                str(section),
                str(rule.value("why")),
                frozenset(map(str, rule.value("unless_after") or ())),
                frozenset(map(str, rule.value("unless_with") or ())),
                tuple(map(str, rule.value("only_in") or ())),
            )
            entries += [(str(phrase), ban) for phrase in rule.value("phrases") or ()]
    return Phrases(entries)
