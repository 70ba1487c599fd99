"""The thin edge between the pure engine and the log, the same for every channel.

A turn's rows are durable before its prompt is given. Where the log cannot be
written the conversation goes on without it, says so once, and what could not
be written is tried again with the next turn.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.codec import NotDecodable, state_from_json, state_to_json
from dialogs.engine import Turn, new_state, take_turn
from dialogs.engine.walking import RESUME
from dialogs.events import (
    Action,
    Alarm,
    End,
    Event,
    Forget,
    Launched,
    Listen,
    Recall,
    Recalled,
    Record,
    Resumed,
    Say,
)
from dialogs.log import AnswerLog, Forgotten, LogFailed, NoLog, Parked
from dialogs.log import Conversation as Kept
from dialogs.model import Trees
from dialogs.state import State

MOST_UNWRITTEN = 500
"""Turns kept in memory while the log cannot be written."""

UNKEPT = {
    "system.parked": "parked_unkept",
    "system.stopped": "stopped_unkept",
    "front_door.keep.say": "keep_later",
}
"""Lines that promise to keep, and what is said instead while nothing can be written."""


def random_id(seed: str) -> str:
    """An id that nothing leads back from."""
    return uuid.uuid4().hex


class Conversation:
    """One person's talk: its state, its trees and its log.

    `new_id` names a conversation by what it comes of (nothing, or another one's id and
    turn). A channel that may deliver the same request twice gives one that answers the
    same each time. `cut_off_after` is how long an open talk has to be quiet until it is
    taken for cut off; before that, another device may be in the middle of it.
    `write_state` gives the text of `state_to_json`, by whatever way is fastest there.
    """

    def __init__(
        self,
        trees: Trees,
        log: AnswerLog,
        channel: str,
        *,
        state: State | None = None,
        new_id: Callable[[str], str] = random_id,
        cut_off_after: timedelta = timedelta(0),
        write_state: Callable[[State], str] = state_to_json,
    ) -> None:
        self.trees = trees
        self.log = log
        self.channel = channel
        self.state: State = new_state(trees, new_id("")) if state is None else state
        self._new_id = new_id
        self._cut_off_after = cut_off_after
        self._write_state = write_state
        self._began: datetime | None = None
        self._unwritten: list[tuple[Event, State, Turn, str | None]] = []
        self._written: tuple[State, str] | None = None
        self._told = False
        self._notices: list[str] = []

    def begin(self, at: datetime, consent: str = "ask") -> tuple[Action, ...]:
        """The first words: welcome back where a place is parked, else the front door."""
        parked = self._parked()
        if parked is None:
            return self.take(Launched(at, consent))
        state = _read(parked)
        if state is None:
            return self.take(Launched(at, consent))
        if parked.at == at.replace(microsecond=0) and state.place.startswith(RESUME):
            # This very launch is in the log already: answered the same, and not written again.
            self.state = state
            return take_turn(self.trees, state, Resumed(at)).actions
        if parked.status == "open" and at - parked.at < self._cut_off_after:
            return self.take(Launched(at, consent))
        self.state = state
        return self.take(Resumed(at))

    def take(self, event: Event) -> tuple[Action, ...]:
        """What the channel must do about one event; all that was consented to is on disk by then.

        The actions hold also what was sent to the log, for those who show it.
        """
        self._began = self._began or event.at
        actions: list[Action] = []
        pending: Event | None = event
        while pending is not None:
            before = self.state
            turn = take_turn(self.trees, before, pending)
            self.state = turn.state
            self._write(pending, before, turn)
            actions.extend(turn.actions)
            pending = self._ask_log(turn.actions, event.at)
        if self._notices or self._unwritten:
            actions = self._take_notices(actions) + [self._honest(act) for act in actions]
        return tuple(actions)

    @property
    def state_text(self) -> str:
        """The state as JSON, all that a channel has to give back for the next turn."""
        return self._text(self.state)

    def _text(self, state: State) -> str:
        """The state as JSON, written out once a turn."""
        if self._written is None or self._written[0] is not state:
            self._written = state, self._write_state(state)
        return self._written[1]

    @property
    def owes(self) -> bool:
        """True while something that the person agreed to keep could not be written."""
        return bool(self._unwritten)

    def _honest(self, act: Action) -> Action:
        """The action, without a promise to keep what could not be written."""
        if isinstance(act, Say) and self._unwritten and act.line in UNKEPT:
            line = self.trees.lines[UNKEPT[act.line]]
            return Say(line.id, line.text)
        return act

    # --- the log -----------------------------------------------------------------

    def _parked(self) -> Parked | None:
        """What waits in the log."""
        try:
            return self.log.latest_parked()
        except LogFailed:
            self._tell_of_loss()
            return None

    def _write(self, event: Event, before: State, turn: Turn) -> None:
        state = turn.state
        if state.consent != "yes":
            return
        if before.consent == "yes" and before.conversation != state.conversation:
            self._unwritten.append((event, before, replace(turn, actions=()), "ended"))
        self._unwritten.append((event, state, turn, None))
        self._flush()

    def _write_row(self, event: Event, state: State, turn: Turn, status: str | None) -> bool:
        """False where another turn stands in its place in the log."""
        told = [act.at for act in turn.actions if isinstance(act, Record | Alarm)]
        kept = Kept(
            state.conversation,
            min(self._began or event.at, *told, event.at),
            self.channel,
            self.trees.hash,
            self.trees.language,
        )
        if status is None and state.ended:
            status = "ended"
        text = self._text(state)
        if state.words and not state.words_kept:
            text = self._write_state(replace(state, words={}))
        return self.log.write_turn(
            kept, event, turn.state.turn, state.place, turn.outcome, turn.actions, text, status
        )

    def _flush(self) -> None:
        """Write what is not written yet, oldest first; what fails is tried again next time."""
        while self._unwritten:
            event, state, turn, status = self._unwritten[0]
            try:
                written = self._write_row(event, state, turn, status)
            except Forgotten:
                # All of it was forgotten elsewhere meanwhile: the yes to keeping went with it.
                self._unwritten.clear()
                self.state = replace(self.state, consent="no", held=(), words_kept=False)
                return
            except LogFailed:
                self._tell_of_loss()
                del self._unwritten[:-MOST_UNWRITTEN]
                return
            if not written and status is None and not isinstance(self.log, NoLog):
                self._part_ways()
                continue
            del self._unwritten[0]

    def _part_ways(self) -> None:
        """Another program goes on with this conversation: from here it is one of our own.

        Both took up the same parked place. Nothing that either of them is told is lost.
        """
        _, state, turn, _ = self._unwritten[0]
        own = self._new_id(f"{state.conversation}/{turn.state.turn}")
        self._unwritten = [
            (event, replace(state, conversation=own), turn, status)
            for event, state, turn, status in self._unwritten
        ]
        self.state = replace(self.state, conversation=own)

    def _ask_log(self, actions: tuple[Action, ...], at: datetime) -> Event | None:
        """Do what only the log can; its answer goes back to the engine as an event."""
        answer: Event | None = None
        for act in actions:
            if isinstance(act, Forget):
                facts = self._forget(act.scope, at)
                if act.scope == "everything":
                    answer = Recalled(act.scope, at, facts)
                elif facts["ok"] == "no":
                    self._notices.append("not_forgotten")
            elif isinstance(act, Recall):
                answer = Recalled(act.what, at, self._recall(act.what, at))
        return answer

    def _forget(self, scope: str, at: datetime) -> dict[str, str]:
        self._unwritten.clear()
        try:
            count = self.log.forget(scope, self.state.conversation, at)
        except LogFailed:
            return {"ok": "no", "forgotten_count": "0"}
        # What comes after is another conversation: nothing ties it to what was forgotten.
        gone = f"{self.state.conversation}/{self.state.turn}"
        self.state = replace(self.state, conversation=self._new_id(gone))
        return {"ok": "yes", "forgotten_count": str(count)}

    def _recall(self, what: str, at: datetime) -> dict[str, str]:
        try:
            return {"ok": "yes", **self.log.recall(what, at)}
        except LogFailed:
            return {"ok": "no"}

    def _tell_of_loss(self) -> None:
        if not self._told:
            self._told = True
            self._notices.append("log_lost")

    def _take_notices(self, actions: Sequence[Action]) -> list[Action]:
        """Calm sentences about what could not be written or deleted, each once.

        Nothing comes before the number of a help line: that answers are lost can wait.
        """
        number = any(isinstance(act, Say) and act.numbers for act in actions)
        later = [key for key in self._notices if number and key == "log_lost"]
        lines = [self.trees.lines[key] for key in self._notices if key not in later]
        self._notices = later
        return [Say(line.id, line.text) for line in lines]


def _read(parked: Parked) -> State | None:
    """The parked state; None where another version wrote it, or it is damaged.

    The answers stay, only the place is lost.
    """
    try:
        return state_from_json(parked.state)
    except NotDecodable:
        return None


def spoken(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """The actions that a channel has to carry out itself."""
    return tuple(act for act in actions if isinstance(act, Say | Listen | End))
