"""What can happen in a turn, and what the channel must then do.

In: one `Event` a turn. Out: a tuple of `Action`. Both are frozen data with one
JSON codec (`dialogs.codec`), so that a whole conversation can be written down
and replayed. Time comes in with the event (`at`, with its time zone); the
engine has no clock.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from dialogs.frozen import dataclass

# --- in ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Launched:
    """A person opened the conversation, and nothing is parked."""

    at: datetime
    consent: str = "ask"
    """`ask`, `yes` or `no`: whether answers may be kept, where it is known beforehand."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The person said something."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unheard:
    """The person said something, and no words of it arrived; what it was may have been danger."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was said for `seconds` after the prompt and its reprompt."""

    seconds: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Resumed:
    """A person opened the conversation, and a parked state was found."""

    at: datetime


@dataclass(frozen=True, slots=True)
class HungUp:
    """The person or the channel is gone; nothing more can be said."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the log answers to a `Recall` or a `Forget`."""

    what: str
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    """Words for the placeholders of the lines that follow; `ok` is `yes` or `no`."""


Event = Launched | Heard | Unheard | Silence | Resumed | HungUp | Recalled

# --- out ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """Speak one line."""

    line: str
    """The line's stable id, `tree.node.slot`."""
    text: str
    numbers: tuple[str, ...] = ()
    """The telephone numbers that stand in `text`, each to be spoken digit by digit."""
    pace: str = "normal"
    """`normal` or `slow`."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for an answer. The reprompt leaves with the prompt."""

    question: str
    """What is asked: `yes_no`, `trigger`, ... or the name of a choice set."""
    reprompt: Say | None = None
    patience_seconds: float = 8.0
    """How long a silence may last before it is reported as `Silence`."""
    barge_in: bool = True
    urgent: bool = False
    """True in a danger turn: the silence is reported even where it usually is not."""
    careful: bool = False
    """True where the answer touches safety: it is given time, even where it seems to be whole."""


@dataclass(frozen=True, slots=True)
class Record:
    """Keep one answer. Sent only where the person has said yes to keeping."""

    turn: int
    at: datetime
    place: str
    """`tree/node` of the question."""
    name: str
    """The variable that the answer fills."""
    outcome: str
    """`answered`, `declined` or `unanswered`. What was not asked has no record."""
    choices: tuple[str, ...] = ()
    how: str = "matched"
    """`matched`, `corrected`, `volunteered` or `words` (the person's own, by a second yes)."""


@dataclass(frozen=True, slots=True)
class Retract:
    """Mark the answers of these turns as taken back; never overwrite them."""

    turns: tuple[int, ...]
    turn: int
    at: datetime
    why: str = "back"
    """`back`, `corrected` or `struck`."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Keep that danger was heard: category and rule, never the words."""

    turn: int
    at: datetime
    category: str
    tier: str
    rule: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Keep what the person said about keeping: `what` is `answers` or `words`."""

    turn: int
    at: datetime
    what: str
    given: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """Ask the log for facts; the channel's edge answers with `Recalled`."""

    what: str
    """`kept` (what is known about me), `patterns`, or `last` (the last talk about a slip)."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete for good; the edge answers with `Recalled(what=scope)`."""

    scope: str
    """`everything`, `today` or `conversation`."""


@dataclass(frozen=True, slots=True)
class Park:
    """Keep the place, where the person agreed to that; the conversation can be resumed."""


@dataclass(frozen=True, slots=True)
class End:
    """Close the channel. `reason` is `completed`, `stopped`, `parked` or `hung_up`."""

    reason: str


Action = Say | Listen | Record | Retract | Alarm | Consent | Recall | Forget | Park | End
