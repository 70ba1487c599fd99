"""The notation in which the lexicon writes down what people say.

The notation is that of the `hassil` package, so far as it is needed here:

    (my|the) boss          one of these
    [really] tired         with or without
    <that> again           whatever the rule `that` says
    hold on {some}         one to six words of any kind (never sampled)
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from sys import intern

from dialogs.frozen import dataclass
from dialogs.hear.normalise import NEVER_HEARD, split, spread

MOST_SENTENCES = 1_000

_TOKEN = re.compile(r"([()\[\]|])|([^()\[\]|<>{}\s]+)|<([a-z_]+)>|(\{some\})|(\S)")
_SIGN, _WORD, _RULE, _GAP, _OTHER = range(1, 6)
_GLUED = re.compile(r"[^()\[\]|<>{}\s][(\[<{]|[)\]>}][^()\[\]|<>{}\s]")
_CLOSES = {"(": ")", "[": "]"}


class PhraseError(ValueError):
    """A template that cannot be read: what is wrong, where, and how to mend it."""

    def __init__(self, template: str, column: int, problem: str, mend: str) -> None:
        cut = max(0, column - 40)
        shown = template[cut : column + 40]
        caret = " " * (column - cut) + "^"
        super().__init__(
            f"column {column + 1}: {problem}\n    {shown}\n    {caret}\n  mend: {mend}"
        )
        self.template = template
        self.column = column
        self.problem = problem
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Word:
    """One written word; `heard` is what it is among the words of an utterance."""

    text: str
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One to six words of any kind."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Alternatives, each a sequence; an empty one makes it optional."""

    ways: "tuple[Pattern, ...]"


Pattern = tuple[Word | Gap | OneOf, ...]


def parse_rules(rules: Mapping[str, str]) -> dict[str, Pattern]:
    """Every rule, parsed once. A rule may use those that are written before it."""
    known: dict[str, Pattern] = {}
    for name, template in rules.items():
        known[name] = parse(template, known)
    return known


def parse(template: str, rules: Mapping[str, Pattern] | None = None) -> Pattern:
    """The template as a sequence of words, gaps and alternatives.

    >>> [sentence for sentence in sentences("(my|the) [big] boss")]
    ['my boss', 'my big boss', 'the boss', 'the big boss']
    >>> parse("(my boss")
    Traceback (most recent call last):
    dialogs.hear.templates.PhraseError: column 1: this bracket is never closed
        (my boss
        ^
      mend: add a ')' where the alternatives end.
    """
    glued = _GLUED.search(template)
    if glued:
        raise PhraseError(template, glued.start(), "a bracket touches a word",
                          "leave a space, and write whole words: (pill|pills).")  # fmt: skip
    pattern = _Parser(template, rules or {}).read()
    if _may_be_empty(pattern):
        raise PhraseError(template, 0, "this accepts saying nothing at all",
                          "leave at least one word outside the square brackets.")  # fmt: skip
    return pattern


def _may_be_empty(pattern: Pattern) -> bool:
    return all(
        isinstance(item, OneOf) and any(_may_be_empty(way) for way in item.ways) for item in pattern
    )


class _Parser:
    def __init__(self, template: str, rules: Mapping[str, Pattern]) -> None:
        self.template = template
        self.rules = rules
        self.tokens = [
            (match.lastindex or 0, match[match.lastindex or 0], match.start(match.lastindex or 0))
            for match in _TOKEN.finditer(template)
        ]
        self.next = 0
        for kind, text, column in self.tokens:
            if kind == _OTHER:
                raise self.error(column, f"{text!r} means nothing here",
                                 "only ( | ) [ ] <rule> and {some} are special.")  # fmt: skip

    def error(self, column: int, problem: str, mend: str) -> PhraseError:
        return PhraseError(self.template, column, problem, mend)

    def read(self) -> Pattern:
        ways = self.ways()
        if self.next < len(self.tokens):
            raise self.error(self.tokens[self.next][2], "this bracket was never opened",
                             "delete it, or open it before.")  # fmt: skip
        if len(ways) > 1:
            raise self.error(0, "alternatives without brackets", "put them in ( ): (a|b).")
        return ways[0]

    def ways(self) -> tuple[Pattern, ...]:
        done: list[Pattern] = []
        items: list[Word | Gap | OneOf] = []
        tokens = self.tokens
        while self.next < len(tokens):
            kind, text, column = tokens[self.next]
            if kind == _SIGN and text in ")]":
                break
            self.next += 1
            if kind == _WORD:
                items.append(_word(text) or self.word_error(text, column))
            elif text == "|":
                done.append(tuple(items))
                items = []
            elif kind == _SIGN:
                items.append(self.bracket(text, column))
            elif kind == _RULE:
                items.extend(self.rule(text, column))
            else:
                items.append(Gap())
        return (*done, tuple(items))

    def bracket(self, sign: str, column: int) -> OneOf:
        ways = self.ways()
        if self.next == len(self.tokens) or self.tokens[self.next][1] != _CLOSES[sign]:
            raise self.error(column, "this bracket is never closed",
                             f"add a {_CLOSES[sign]!r} where the alternatives end.")  # fmt: skip
        self.next += 1
        if not all(ways):
            raise self.error(column, "an empty alternative", "write [a] for 'a or nothing'.")
        return OneOf(((), *ways) if sign == "[" else ways)

    def rule(self, name: str, column: int) -> Pattern:
        if name not in self.rules:
            known = ", ".join(sorted(self.rules)) or "none"
            raise self.error(column, f"there is no rule <{name}>", f"the rules are: {known}.")
        return self.rules[name]

    def word_error(self, text: str, column: int) -> Word:
        raise self.error(column, f"{text!r} holds no word that is ever heard",
                         "hesitations and punctuation are taken out before.")  # fmt: skip


@lru_cache(maxsize=1_024)
def _word(text: str) -> Word | None:
    words = split(text)
    if not words or not NEVER_HEARD.isdisjoint(words):
        return None
    return Word(text, tuple(map(intern, spread(words))))


def sentences(
    template: str, rules: Mapping[str, Pattern] | None = None, most: int = MOST_SENTENCES
) -> Iterator[str]:
    """Every sentence that the template accepts, each once, up to `most`. Gaps are left out.

    >>> list(sentences("i [really] (know|mean it)"))
    ['i know', 'i mean it', 'i really know', 'i really mean it']
    """
    seen: set[str] = set()
    for text in _texts(parse(template, rules), gaps=False):
        if len(seen) == most:
            return
        if text not in seen:
            seen.add(text)
            yield text


def _texts(pattern: Pattern, gaps: bool) -> Iterator[str]:
    if not pattern:
        yield ""
        return
    first, rest = pattern[0], pattern[1:]
    for start in _item_texts(first, gaps):
        for end in _texts(rest, gaps):
            yield f"{start} {end}" if start and end else start or end


def _item_texts(item: Word | Gap | OneOf, gaps: bool) -> Iterator[str]:
    if isinstance(item, Word):
        yield item.text
    elif isinstance(item, OneOf):
        for way in item.ways:
            yield from _texts(way, gaps)
    elif gaps:
        yield "{some}"
