"""What the conversation asks of a log, so that another database can follow.

The conversation's edge knows only `AnswerLog`. It writes nothing before the
person has said yes to keeping; `NoLog` is what stands there when nothing may be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from dialogs.events import Action, End, Event, Park
from dialogs.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Conversation:
    """Which conversation a turn belongs to; on which channel and under which trees it is now."""

    id: str
    started_at: datetime
    channel: str
    trees_hash: str
    language: str = "en"


class Parked(NamedTuple):
    """A conversation that can be taken up again."""

    conversation: str
    state: str
    at: datetime
    status: str = "parked"
    """`parked`, or `open`: cut off, or still going on elsewhere."""


class AnswerLog(Protocol):
    """Keeps what a person agreed to keep, and forgets it when asked.

    Every method may raise `LogFailed`; the conversation then goes on without.
    """

    @property
    def notices(self) -> list[str]:
        """For the person at the keyboard, e.g. that a damaged file was set aside. Never spoken."""

    def write_turn(
        self,
        conversation: Conversation,
        event: Event,
        turn: int,
        place: str | None,
        outcome: str | None,
        actions: Sequence[Action],
        state: str | None,
        status: str | None = None,
    ) -> bool:
        """True when the turn is on disk for good; False when another one stands in its place.

        `state` is where to go on; None where that may not be kept. `status` is
        `open`, `parked` or `ended`; None reads it from the actions.
        """

    def latest_parked(self) -> Parked | None:
        """The newest conversation that was parked, or cut off, and has not ended."""

    def recall(self, what: str, at: datetime | None = None) -> dict[str, str]:
        """Facts about what is `kept`, or the `patterns` in it, in words fit to be spoken."""

    def strike(self, conversation: str, turns: Sequence[int]) -> int:
        """How many answers of these turns were deleted for good."""

    def forget(self, scope: str, conversation: str, at: datetime) -> int:
        """How many answers were deleted: of this `conversation`, of `today`, or `everything`."""

    def close(self) -> None:
        """Let go of the file."""


class NoLog:
    """A log that keeps nothing.

    >>> NoLog().recall("kept")["kept_any"]
    'no'
    """

    def __init__(self) -> None:
        self.notices: list[str] = []

    def write_turn(
        self,
        conversation: Conversation,
        event: Event,
        turn: int,
        place: str | None,
        outcome: str | None,
        actions: Sequence[Action],
        state: str | None,
        status: str | None = None,
    ) -> bool:
        """False: it is not kept."""
        return False

    def latest_parked(self) -> Parked | None:
        """None: nothing is kept."""
        return None

    def recall(self, what: str, at: datetime | None = None) -> dict[str, str]:
        """The facts about nothing."""
        from dialogs.log.patterns import find_facts

        return find_facts(what, None, at or datetime.now(UTC))

    def strike(self, conversation: str, turns: Sequence[int]) -> int:
        """None were kept, so none were deleted."""
        return 0

    def forget(self, scope: str, conversation: str, at: datetime) -> int:
        """None were kept, so none were deleted."""
        return 0

    def close(self) -> None:
        """There is nothing to let go of."""


def status_after(actions: Sequence[Action]) -> str:
    """Where these actions leave the conversation: `open`, `parked` or `ended`.

    >>> status_after([End("completed")]), status_after([Park(), End("stopped")]), status_after([])
    ('ended', 'parked', 'open')
    """
    if any(isinstance(action, Park) for action in actions):
        return "parked"
    for action in actions:
        if isinstance(action, End):
            return "parked" if action.reason in ("parked", "hung_up") else "ended"
    return "open"
