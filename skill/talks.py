"""The conversation of one request: the state from the session, the person's log, one turn.

Nothing has to be remembered here between two requests but what could not be
written yet; the states that are, are only there not to be read twice. The state
travels in the session, so that any number of sessions of one person stay apart;
answers are in the log before they are replied to.
"""

from __future__ import annotations

import hmac
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from dialogs.conversation import Conversation
from dialogs.events import Action, Event, Heard, HungUp, Launched, Say
from dialogs.frozen import dataclass
from dialogs.log import LogFailed, SqliteLog
from dialogs.model import Trees
from dialogs.state import State
from skill.attributes import KEY, Damaged, read_state, write_state
from skill.pair import NOT_PAIRED, PAIRED, code_in
from skill.people import People
from skill.to_event import opens_the_talk, to_event

CUT_OFF_AFTER = timedelta(minutes=2)
"""A session that was cut off says nothing more; one that goes on speaks within a minute."""
MOST_STATES = 256
"""States kept as they were given out, so that they need not be read when they come back."""
MOST_OWING = 200
"""Conversations whose last turns could not be written, kept in memory until they can."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be done about one request, and what is to be given back with the next."""

    actions: tuple[Action, ...]
    attributes: Mapping[str, str]
    """The session's, which hold the state; empty once the talk has ended."""
    note: str | None = None
    """What was odd about the request, for the journal."""


class Talks:
    """All conversations of one skill. May be shared between threads."""

    def __init__(
        self, trees: Trees, log: SqliteLog, zone: tzinfo | None, pairing: bool = False
    ) -> None:
        self.trees = trees
        self.people = People(log, pairing)
        self.zone = zone
        self._given: OrderedDict[str, State] = OrderedDict()
        self._owing: OrderedDict[tuple[str, str], Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, envelope: Any, event: Event | None = None) -> Answer | None:
        """The turn that a request leads to; None where it ends a session that never began."""
        event = event or to_event(envelope.request, self.moment(envelope.request))
        session = envelope.session
        state, note = None, None
        try:
            state = self._read(session)
        except Damaged as damage:
            note = f"state: {damage}"
        if state is None and isinstance(event, HungUp):
            return None
        talk = self._conversation(envelope, event.at, state)
        code = self._code_in(event, state)
        if code is not None:
            talk, actions = self._pair(envelope, event, talk, code)
        elif isinstance(event, Launched) and state is not None:
            talk, actions = self._begin_again(envelope, event, talk)
        elif state is None and opens_the_talk(event, getattr(envelope.request, "intent", None)):
            actions = talk.begin(event.at)
        else:
            actions = talk.take(event)
        if note is not None:
            lost = self.trees.lines["lost_thread"]
            actions = (Say(lost.id, lost.text), *actions)
        self._remember_debts(_user(envelope), talk)
        return Answer(actions, self._give(talk), note)

    def repeat(self, envelope: Any) -> Answer | None:
        """The open question once more, for a request that says nothing; None without a talk."""
        try:
            state = self._read(envelope.session)
        except Damaged:
            return None
        if state is None:
            return None
        return self.answer(envelope, Heard("repeat", self.moment(envelope.request)))

    def forget(self, envelope: Any) -> None:
        """Forget a person who has left Alexa; what is also somebody's at home stays there."""
        user = _user(envelope)
        if user and not self.people.unpair(user):
            log = self.people.log_of(user)
            log.forget("everything", "", self.moment(envelope.request))

    def _code_in(self, event: Event, state: State | None) -> str | None:
        """The pairing code that was said, where it may be; never out of a danger or a cover."""
        if not self.people.pairing or not isinstance(event, Heard):
            return None
        if state is not None and (state.danger or state.mode == "discreet"):
            return None
        return code_in(event.text)

    def _pair(
        self, envelope: Any, event: Event, talk: Conversation, code: str
    ) -> tuple[Conversation, tuple[Action, ...]]:
        """Pair, and go on with whatever is parked for the one that both are now."""
        try:
            right = self.people.pair(_user(envelope), code, event.at)
        except LogFailed:
            right = False
        if not right:
            asked = talk.take(Heard("repeat", event.at))
            return talk, (NOT_PAIRED, *asked)
        talk, actions = self._begin_again(envelope, event, talk)
        return talk, (PAIRED, *actions)

    def _begin_again(
        self, envelope: Any, event: Event, talk: Conversation
    ) -> tuple[Conversation, tuple[Action, ...]]:
        """Opened once more in the middle of a talk: that one is parked, and offered."""
        talk.take(HungUp(event.at))
        talk = self._conversation(envelope, event.at, None)
        return talk, talk.begin(event.at)

    def _read(self, session: Any) -> State | None:
        attributes = getattr(session, "attributes", None)
        text = attributes.get(KEY) if isinstance(attributes, dict) else None
        if isinstance(text, str):
            with self._lock:
                given = self._given.get(text)
            if given is not None:
                return given
        return read_state(attributes, self.trees)

    def _give(self, talk: Conversation) -> Mapping[str, str]:
        if talk.state.ended:
            return {}
        text = talk.state_text
        with self._lock:
            self._given[text] = talk.state
            while len(self._given) > MOST_STATES:
                self._given.popitem(last=False)
        return {KEY: text}

    def moment(self, request: Any) -> datetime:
        """When the request was sent, on the clock of the person as far as we know it."""
        at = getattr(request, "timestamp", None)
        if not isinstance(at, datetime):
            at = datetime.now(UTC)
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(self.zone)

    def _conversation(self, envelope: Any, at: datetime, state: State | None) -> Conversation:
        user = _user(envelope)
        session = str(getattr(envelope.session, "session_id", None) or "")

        def new_id(seed: str) -> str:
            """The same request always names the same conversation; only Alexa knows the key."""
            named = f"{session}/{seed or at.isoformat()}"
            return hmac.digest(_bytes(user), _bytes(named), "sha256").hex()[:32]

        if state is not None:
            with self._lock:
                owing = self._owing.pop((user, state.conversation), None)
            if owing is not None:
                owing.state = state
                return owing
        return Conversation(
            self.trees,
            self.people.log_of(user),
            "alexa",
            state=state,
            new_id=new_id,
            cut_off_after=CUT_OFF_AFTER,
            write_state=write_state,
        )

    def _remember_debts(self, user: str, talk: Conversation) -> None:
        if not talk.owes:
            return
        with self._lock:
            self._owing[user, talk.state.conversation] = talk
            while len(self._owing) > MOST_OWING:
                self._owing.popitem(last=False)


def _user(envelope: Any) -> str:
    """Alexa's id of the user: from the context, which every request has, else the session."""
    system = getattr(envelope.context, "system", None)
    for holder in (system, envelope.session):
        user = getattr(getattr(holder, "user", None), "user_id", None)
        if isinstance(user, str) and user:
            return user
    return ""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
