"""Values taken out of a YAML mapping one by one, with a note of all that does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.conditions import ConditionError, parse_condition
from dialogs.frozen import dataclass
from dialogs.model import NOWHERE, Condition, Line, Source
from dialogs.problems import Notes, nearest
from dialogs.source import Block, Items, Text, Value, plain

SLUG = re.compile(r"[a-z][a-z0-9_]*\Z")
PLACEHOLDER = re.compile(r"\{(\w*)\}")
_KINDS = {Text: "text", Block: "keys with values", Items: "a list"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a tree may refer to: gathered from all files before any tree is built."""

    starts: Mapping[str, str]
    """Tree to the place where it starts."""
    places: frozenset[str]
    unread: frozenset[str]
    """Trees whose file cannot be read: what goes there is not a fault of its own."""
    choices: Mapping[str, tuple[str, ...]]
    """Kinds of questions and choice sets, with the choices of each."""
    placeholders: frozenset[str]


class Reader:
    """Reads the values of one file."""

    def __init__(self, path: str, note: Notes) -> None:
        self.path = path
        self.note = note

    def at(self, value: Value | None) -> Source:
        """Where a value stands."""
        return NOWHERE if value is None else (self.path, value.line, value.column)

    def expect_keys(self, block: Block, allowed: tuple[str, ...], what: str) -> None:
        """Note every key that means nothing in `what`."""
        for key in block:
            if key not in allowed:
                self.note(
                    "T004",
                    self.at(key),
                    key,
                    key=key,
                    what=what,
                    maybe=nearest(key, allowed),
                    allowed=", ".join(allowed),
                )

    def need(self, block: Block, key: str, what: str, source: Source) -> bool:
        """Whether the key is there; a note when it is not."""
        if key in block:
            return True
        self.note("T005", source, "", key=key, what=what)
        return False

    def text(self, block: Block, key: str) -> Text | None:
        """The text under a key, or None."""
        value = block.value(key)
        if value is None or isinstance(value, Text):
            return value
        self.wrong(value, key, "text")
        return None

    def block(self, block: Block, key: str) -> Block | None:
        """The mapping under a key, or None."""
        value = block.value(key)
        if value is None or isinstance(value, Block):
            return value
        self.wrong(value, key, "keys with values")
        return None

    def wrong(self, value: Value, key: str, expected: str) -> None:
        """Note that a value is of another kind than its key wants."""
        found = _KINDS[type(value)]
        if isinstance(value, Text):
            found = f"the text '{value}'" if value else "nothing"
        self.note("T006", self.at(value), "", key=key, expected=expected, found=found)

    def one_of(self, block: Block, key: str, allowed: tuple[str, ...]) -> str | None:
        """The text under a key, when it is one of the allowed ones."""
        value = self.text(block, key)
        if value is None:
            return None
        if value in allowed:
            return str(value)
        self.odd(value, key, "one of " + ", ".join(allowed), nearest(value, allowed))
        return None

    def odd(self, value: Text, key: str, expected: str, maybe: str = "") -> None:
        """Note that a text is not of the form that its key wants."""
        self.note(
            "T019", self.at(value), value, key=key, expected=expected, found=value, maybe=maybe
        )

    def flag(self, block: Block, key: str, default: bool) -> bool:
        """`true` or `false`."""
        value = self.one_of(block, key, ("true", "false"))
        return default if value is None else value == "true"

    def number(self, block: Block, key: str, default: float) -> float:
        """A number of at least 0."""
        value = self.text(block, key)
        if value is None:
            return default
        if re.fullmatch(r"\d+(\.\d+)?", value):
            return float(value)
        self.odd(value, key, "a number")
        return default

    def words(self, block: Block, key: str) -> dict[str, str]:
        """A flat mapping of names to texts."""
        inner = self.block(block, key)
        found: dict[str, str] = {}
        for name, value in (inner or {}).items():
            if isinstance(value, Text):
                found[plain(name)] = plain(value)
            else:
                self.wrong(value, name, "text")
        return found

    def condition(self, block: Block) -> Condition | None:
        """The condition under `if`."""
        value = self.text(block, "if")
        if value is None:
            return None
        try:
            return parse_condition(str(value))
        except ConditionError as error:
            words = error.words or value
            self.note("T010", self.at(value), words, condition=value, what=error.message)
            return None

    def line(self, id_: str, value: Text, known: Known, inside: Block | None = None) -> Line:
        """One thing that may be spoken; `inside` is the mapping that holds its condition."""
        source = self.at(value)
        if "{" in value or "}" in value:
            for name in PLACEHOLDER.findall(value):
                if name not in known.placeholders:
                    maybe = nearest(name, known.placeholders)
                    words = "{" + name + "}"
                    self.note("T011", source, words, placeholder=words, maybe=maybe)
            rest = PLACEHOLDER.sub("", value)
            if brace := "{" if "{" in rest else "}" if "}" in rest else "":
                self.note("T011", source, brace, placeholder=brace, maybe="")
        text = " ".join(value.split())
        if inside is None:
            return Line(id_, text, None, source)
        return Line(id_, text, self.condition(inside), source, self.at(inside.value("if")))
