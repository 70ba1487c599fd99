"""Conditions of the trees: `when is unknown and not (substances has any alcohol benzo)`.

A condition is parsed once, when the trees are loaded, into nested tuples, and
looked at in every turn. `not` binds closest, then `and`, then `or`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from dialogs.model import Condition

Variables = Mapping[str, str | tuple[str, ...]]

_TOKEN = re.compile(r"\s*([A-Za-z0-9_./-]+|[()])")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_NO_VALUES = ("and", "or", "not", "is", "has", "(", ")")
_RESERVED = (*_NO_VALUES, "known", "any")


class ConditionError(ValueError):
    """What is wrong with a condition, and where in it (`offset` counts from 0)."""

    def __init__(self, message: str, offset: int, words: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.words = words


def parse_condition(text: str) -> Condition:
    """The condition as nested tuples, for `holds`.

    >>> parse_condition("told is yes or not when known")
    ('or', ('is', 'told', 'yes'), ('not', ('known', 'when')))

    >>> parse_condition("told is")
    Traceback (most recent call last):
    dialogs.conditions.ConditionError: expected a value after 'is'
    """
    parser = _Parser(text)
    condition = parser.either()
    if parser.word:
        parser.fail(f"expected 'and' or 'or' before '{parser.word}'")
    return condition


def holds(condition: Condition, variables: Variables) -> bool:
    """Whether the condition is true of what is known so far.

    A variable may hold several values. `has` asks whether one is among them,
    `is` whether it is the only one.

    >>> holds(parse_condition("substances has any alcohol benzo"), {"substances": ("kratom",)})
    False
    >>> holds(parse_condition("not (told is yes)"), {})
    True
    """
    kind = condition[0]
    if kind == "is":
        value = variables.get(condition[1])  # type: ignore[call-overload]
        return bool(value == condition[2] or value == (condition[2],))
    if kind == "has":
        value = variables.get(condition[1])  # type: ignore[call-overload]
        if not value:
            return False
        wanted = condition[2]
        if isinstance(value, str):
            return value in wanted  # type: ignore[operator]
        return any(one in wanted for one in value)  # type: ignore[operator]
    if kind == "known":
        return bool(variables.get(condition[1]))  # type: ignore[call-overload]
    if kind == "not":
        return not holds(condition[1], variables)  # type: ignore[arg-type]
    if kind == "and":
        return holds(condition[1], variables) and holds(condition[2], variables)  # type: ignore[arg-type]
    return holds(condition[1], variables) or holds(condition[2], variables)  # type: ignore[arg-type]


def describe_condition(condition: Condition) -> str:
    """The condition as words, for a document.

    >>> describe_condition(parse_condition("not (substances has any alcohol benzo) and when known"))
    'not (substances has alcohol or benzo) and when is known'
    """
    kind, *rest = condition
    if kind in ("and", "or"):
        parts = [describe_condition(part) for part in rest]  # type: ignore[arg-type]
        inner = [f"({text})" if part[0] == "or" and kind == "and" else text  # type: ignore[index]
                 for part, text in zip(rest, parts, strict=True)]  # fmt: skip
        return f" {kind} ".join(inner)
    if kind == "not":
        return f"not ({describe_condition(rest[0])})"  # type: ignore[arg-type]
    name = str(rest[0]).replace("_", " ")
    if kind == "known":
        return f"{name} is known"
    if kind == "is":
        return f"{name} is {rest[1]}"
    return f"{name} has {' or '.join(rest[1])}"  # type: ignore[arg-type]


def facts_asked(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each variable that a condition looks at, with the values it compares it to.

    >>> list(facts_asked(parse_condition("a is b and not c known")))
    [('a', ('b',)), ('c', ())]
    """
    kind, *rest = condition
    if kind == "is":
        yield str(rest[0]), (str(rest[1]),)
    elif kind == "has":
        yield str(rest[0]), rest[1]  # type: ignore[misc]
    elif kind == "known":
        yield str(rest[0]), ()
    else:
        for inner in rest:
            yield from facts_asked(inner)  # type: ignore[arg-type]


class _Parser:
    """One token of foresight over the words of a condition."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.word = ""
        self.next_offset = 0
        self.step()

    def step(self) -> str:
        """The word that was the current one; the next one becomes current."""
        word, rest = self.word, self.text[self.next_offset :]
        match = _TOKEN.match(rest)
        if match is None:
            self.offset = self.next_offset + len(rest) - len(rest.lstrip())
            self.word = ""
            if rest.strip():
                self.fail(f"'{rest.strip()[0]}' means nothing in a condition", rest.strip()[0])
            self.offset = self.next_offset
        else:
            self.word = match.group(1)
            self.offset = self.next_offset + match.start(1)
            self.next_offset += match.end()
        return word

    def fail(self, message: str, words: str | None = None) -> NoReturn:
        raise ConditionError(message, self.offset, self.word if words is None else words)

    def either(self) -> Condition:
        left = self.both()
        while self.word == "or":
            self.step()
            left = ("or", left, self.both())
        return left

    def both(self) -> Condition:
        left = self.single()
        while self.word == "and":
            self.step()
            left = ("and", left, self.single())
        return left

    def single(self) -> Condition:
        if self.word == "not":
            self.step()
            return ("not", self.single())
        if self.word == "(":
            self.step()
            inner = self.either()
            if self.word != ")":
                self.fail("expected ')' to close the parenthesis")
            self.step()
            return inner
        return self.comparison()

    def comparison(self) -> Condition:
        if not _NAME.match(self.word) or self.word in _RESERVED:
            self.fail("expected the name of a variable")
        name = self.step()
        if self.word == "known":
            self.step()
            return ("known", name)
        if self.word == "is":
            self.step()
            return ("is", name, self.value("is"))
        if self.word == "has":
            self.step()
            return ("has", name, self.values())
        self.fail(f"expected 'is', 'has' or 'known' after '{name}'")

    def values(self) -> tuple[str, ...]:
        if self.word != "any":
            return (self.value("has"),)
        self.step()
        found = [self.value("has any")]
        while self.word and self.word not in _NO_VALUES:
            found.append(self.step())
        return tuple(found)

    def value(self, after: str) -> str:
        if not self.word or self.word in _NO_VALUES:
            self.fail(f"expected a value after '{after}'")
        return self.step()
