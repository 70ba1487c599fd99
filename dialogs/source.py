"""YAML as values that know where they stand, and in which nothing is guessed.

YAML's own loader turns `yes` into True, `12:30` into 750 and drops the first of
two equal keys without a word. Here every scalar stays the text that was
written, a key written twice is a fault, and each value carries its line and
column, so that a message can point at it.
"""

from collections.abc import Iterator
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import yaml

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml where PyYAML was built with it: five times as fast."""

_DEEPEST = 12
"""Mappings and lists inside one another; trees need six."""


class Text(str):
    """A scalar as it was written. Lines and columns count from 1."""

    __slots__ = ("column", "line")
    line: int
    column: int


def plain(text: str) -> str:
    """The text without its place; the same word is the same string, wherever it is written."""
    return intern(str(text))


class Block(dict[Text, "Value"]):
    """A mapping."""

    __slots__ = ("column", "line")
    line: int
    column: int

    def value(self, key: str) -> "Value | None":
        """What stands under a key, or None."""
        return self.get(key)  # type: ignore[call-overload, no-any-return]


class Items(list["Value"]):
    """A sequence."""

    __slots__ = ("column", "line")
    line: int
    column: int


Value = Text | Block | Items


class Fault(NamedTuple):
    """Something that makes a file, or one key of it, unreadable."""

    kind: str
    """`syntax` (what follows is lost) or `duplicate` (the first one counts)."""
    what: str
    line: int
    column: int


class _Unreadable(Exception):
    def __init__(self, what: str, event: yaml.Event) -> None:
        self.fault = Fault("syntax", what, *_position(event))


def read_source(path: Path) -> tuple[Block, list[Fault]]:
    """The mapping that a file holds, and what is wrong with it as YAML.

    A file that cannot be read at all gives an empty mapping and one fault.
    """
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        return _empty(), [Fault("syntax", "the file is not UTF-8 text", line, column)]
    return parse_source(written)


def parse_source(written: str) -> tuple[Block, list[Fault]]:
    """The mapping that a text holds, and what is wrong with it as YAML.

    >>> block, faults = parse_source("yes: 12:30\\nno: [on, off]")
    >>> block
    {'yes': '12:30', 'no': ['on', 'off']}
    >>> (block["no"].line, block["no"].column)
    (2, 5)

    >>> parse_source("a: 1\\na: 2")[1]
    [Fault(kind='duplicate', what='a', line=2, column=1)]
    """
    faults: list[Fault] = []
    try:
        block = _read_document(yaml.parse(written, Loader=_LOADER), faults)
    except _Unreadable as error:
        return _empty(), [*faults, error.fault]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "this is not YAML"
        where = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return _empty(), [*faults, Fault("syntax", what, *where)]
    except yaml.reader.ReaderError as error:
        line = written.count("\n", 0, error.position) + 1
        return _empty(), [Fault("syntax", f"the file holds a {error.reason}", line, 1)]
    return block, faults


def _read_document(events: Iterator[yaml.Event], faults: list[Fault]) -> Block:
    block: Block | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if block is not None:
                raise _Unreadable("a second document begins here; one file holds one", event)
            first = next(events)
            found = _read_value(first, events, faults)
            if not isinstance(found, Block):
                raise _Unreadable("expected keys with values at the top of the file", first)
            block = found
    return _empty() if block is None else block


def _read_value(
    event: yaml.Event, events: Iterator[yaml.Event], faults: list[Fault], depth: int = 0
) -> Value:
    if isinstance(event, yaml.ScalarEvent):
        return _text(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Unreadable("anchors and aliases are not used here: write the value out", event)
    if depth == _DEEPEST:
        raise _Unreadable("this is nested too deeply", event)
    if isinstance(event, yaml.SequenceStartEvent):
        items = Items()
        items.line, items.column = _position(event)
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_read_value(inner, events, faults, depth + 1))
        return items
    block = Block()
    block.line, block.column = _position(event)
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        if not isinstance(inner, yaml.ScalarEvent):
            raise _Unreadable("a key must be one plain word", inner)
        key = _text(inner)
        value = _read_value(next(events), events, faults, depth + 1)
        if key in block:
            faults.append(Fault("duplicate", str(key), key.line, key.column))
        else:
            block[key] = value
    return block


def _text(event: yaml.ScalarEvent) -> Text:
    text = Text(event.value)
    text.line, text.column = _position(event)
    return text


def _position(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None, "PyYAML gives every event its mark"
    return mark.line + 1, mark.column + 1


def _empty() -> Block:
    block = Block()
    block.line = block.column = 1
    return block
