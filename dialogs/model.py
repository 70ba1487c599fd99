"""A conversation as frozen data: what a loaded tree is made of.

`load.py` makes these from YAML, `engine.py` only reads them. Nothing here
knows a file, a channel or a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from dialogs.frozen import dataclass

if TYPE_CHECKING:
    from dialogs.hear import Ears

# A condition is parsed once, at load time, into a small tuple tree (see conditions.py).
Condition = tuple[object, ...]

Source = tuple[str, int, int]
"""File, line and column, for messages to authors; two things that differ only in it are equal."""

NOWHERE: Source = ("", 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that may be spoken."""

    id: str
    """Stable, `tree.node.slot` or `tree.node.slot.alternative`."""
    text: str
    """May hold `{placeholders}`: a number's key, or a fact."""
    condition: Condition | None = None
    source: Source = field(default=NOWHERE, compare=False, repr=False)
    condition_source: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Go:
    """Where to go on, and under which condition."""

    to: str
    """`tree/node`, or one of the reserved words `return`, `end`, `repeat`, `park`."""
    condition: Condition | None = None
    source: Source = field(default=NOWHERE, compare=False, repr=False)
    condition_source: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer to a question leads to."""

    choice: str
    go: tuple[Go, ...]
    say: Line | None = None
    set: Mapping[str, str] = field(default_factory=dict)
    source: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of hours since the slip. `to_hours` is None for the open end."""

    from_hours: float
    to_hours: float | None
    go: str
    caution: int
    """Where an interval touches several windows, the highest caution is taken."""
    source: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shrink:
    """The question made small: a yes/no question, and the choice that each word stands for."""

    say: Line
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who has read a clinical text. `by` is None until a person has; no program writes it."""

    by: str | None = None
    on: str | None = None
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a conversation. A node with `ask` is a question and ends the turn."""

    place: str
    """`tree/node`"""
    say: tuple[Line, ...] = ()
    """The first one whose condition holds is spoken."""
    shorter: Line | None = None
    slower: Line | None = None
    help: Line | None = None
    silence: Line | None = None
    """The soft presence; leaves with the prompt as its reprompt."""
    shrink: Shrink | None = None
    no_match: tuple[Line, ...] = ()
    ask: str | None = None
    """`yes_no`, `consent`, `trigger`, `when`, `substances`, `opening`, `words`, or a choice set."""
    save: str | None = None
    """The variable that the answer fills; a question's default is its own slug."""
    also: tuple[str, ...] = ()
    """Variables that may be filled from the same utterance: `when`, `substances`, `trigger`."""
    again: bool = False
    """Ask even where the variable is known already."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    otherwise: str | None = None
    """Where to go when the person declines, or the question stays unanswered."""
    go: tuple[Go, ...] = ()
    call: str | None = None
    """A tree to go through before `go`."""
    windows: tuple[Window, ...] = ()
    set: Mapping[str, str] = field(default_factory=dict)
    effect: str | None = None
    """Something only the engine can do, by name: see `engine.py`."""
    patience_seconds: float = 8.0
    barge_in: bool = True
    clinical: bool = False
    review: Review = Review()
    source: Source = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)
    """Where each key of the node stands."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One conversation."""

    name: str
    about: str
    start: str
    """`tree/node`"""
    topic: str | None = None
    danger: str | None = None
    """The category that a danger tree answers, or `check` for the soft tier."""
    stop: Line | None = None
    """In a danger tree: the line that holds the number when the person says stop."""
    closing: Line | None = None
    """In a danger tree: the line that holds the number when silence parks it."""
    migrate: Mapping[str, str] = field(default_factory=dict)
    source: Source = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)
    """Where each of its keys stands."""


@dataclass(frozen=True, slots=True)
class Number:
    """A help line. Only a person fills in `dialled_on`."""

    key: str
    spoken: str
    service: str
    source: str
    source_read_on: str
    dialled_on: str
    place: Source = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Trees:
    """Everything that can be said, loaded and checked, with the hash of it all."""

    trees: Mapping[str, Tree]
    nodes: Mapping[str, Node]
    lines: Mapping[str, Line]
    """The engine's own lines, by their key in `trees/system.yaml`."""
    numbers: Mapping[str, Number]
    hash: str
    language: str = "en"
    topics: Mapping[str, str] = field(default_factory=dict)
    """Topic to the name of the tree that holds it."""
    dangers: Mapping[str, str] = field(default_factory=dict)
    """Danger category to the name of its tree."""
    ears: Ears | None = field(default=None, repr=False)
    """How people say things; `content.py` puts it in. Too much to be shown."""
