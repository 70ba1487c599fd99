"""Where a conversation stands: small, frozen, JSON-able, and all that the engine remembers.

A channel keeps it between turns: in memory, in the Alexa session, or parked in
the log. It carries the hash of the trees it was born under, so that an old
state is recognised under new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from dialogs.events import Record
from dialogs.frozen import dataclass

Value = str | tuple[str, ...]

MOST_STEPS_BACK = 12
"""How many answers can be taken back one by one; keeps the state small."""


class Frame(NamedTuple):
    """A place to come back to."""

    place: str
    why: str
    """`call` (go on behind that node), `again` (ask it again), `danger`, `resume`, or `moved`
    (to resume, where the trees have changed meanwhile)."""


class Step(NamedTuple):
    """One answered question, with what is needed to take it back."""

    place: str
    turn: int
    stack: tuple[Frame, ...]
    before: Mapping[str, Value | None]
    """The variables that it changed, as they were before."""
    slip_before: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One conversation between two turns."""

    conversation: str = ""
    trees_hash: str = ""
    place: str = ""
    """The open question, `tree/node`; empty before the first turn."""
    turn: int = 0
    stack: tuple[Frame, ...] = ()
    variables: Mapping[str, Value] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    """Questions that were declined or stayed unanswered, by variable; not asked again."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The person's own words; they leave memory only by a second, separate yes."""
    words_kept: bool = False
    steps: tuple[Step, ...] = ()
    no_input: int = 0
    no_match: int = 0
    shrunk: bool = False
    """The open question stands in its small form, yes or no."""
    consent: str = "ask"
    """May answers be kept: `ask` (not yet known), `yes` or `no`."""
    held: tuple[Record, ...] = ()
    """Answers given before the person was asked about keeping."""
    slip: tuple[int, int] | None = None
    """When the slip was: earliest and latest, in seconds since 1970."""
    window: tuple[str, int] | None = None
    """The last choice made by the hours since the slip: the node, and which window."""
    danger: str | None = None
    """The category of the danger that is not yet settled, or `check`."""
    soft_hits: int = 0
    mode: str = "talk"
    """`talk`, `paused` or `discreet`."""
    slow: bool = False
    said: tuple[str, ...] = ()
    """Ids of the lines last spoken, for `repeat`."""
    waiting: str = ""
    """What the log has been asked and has not answered yet."""
    ended: bool = False
