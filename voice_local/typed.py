"""The conversation by keyboard, or over a pipe: one line is one utterance, an empty one is silence.

Bad bytes, endless lines, a terminal that goes away: the person gets a clear
word or a parked conversation, and never loses what was agreed to be kept.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import BinaryIO

from dialogs.content import give_ears
from dialogs.conversation import Conversation
from dialogs.events import (
    Action,
    End,
    Event,
    Heard,
    HungUp,
    Launched,
    Listen,
    Say,
    Silence,
)
from dialogs.transcript import action_lines, event_line

LONGEST_LINE = 65_536
"""Bytes taken of one line; what follows up to the line's end is dropped."""

Clock = Callable[[], datetime]


class Gone(Exception):
    """The person or the terminal is gone: end of file, Ctrl-C, a closed pipe, a signal to end."""


def local_now() -> datetime:
    """This moment, with the time zone of this machine."""
    return datetime.now().astimezone()


def talk(
    conversation: Conversation, consent: str, *, repro: bool = False, clock: Clock = local_now
) -> None:
    """Hold one conversation over standard input and output, to its end or to the parked place."""
    stdin = sys.stdin.buffer
    by_hand = sys.stdin.isatty() and sys.stdout.isatty()
    transcript: list[str] = []
    begun = clock()
    over = False
    with signals_as_gone():
        # Twice, for a terminal that closes ends the file and sends a signal on top of that.
        with suppress(Gone):
            with suppress(Gone):
                actions = conversation.begin(begun, consent)
                first = event_line(Launched(begun, consent))
                transcript += [f"@ {begun.isoformat()}", f"> {first}", *action_lines(actions)]
                over = show(conversation, actions, by_hand)
                # The first words are out; now, while the person takes them in, learn to hear.
                conversation.trees = give_ears(conversation.trees)
                while not over:
                    event = next_event(stdin, actions, by_hand, clock)
                    actions = conversation.take(event)
                    transcript += [f"> {event_line(event)}", *action_lines(actions)]
                    over = show(conversation, actions, by_hand)
            heed_no_more_signals()
        if not over:
            leave(conversation, clock())
    if repro:
        print("\n".join(transcript))


def show(conversation: Conversation, actions: tuple[Action, ...], by_hand: bool) -> bool:
    """Print what is said; True when the conversation is over."""
    try:
        for notice in conversation.log.notices:
            print(notice, file=sys.stderr)
        conversation.log.notices.clear()
        for act in actions:
            if isinstance(act, Say):
                print(act.text)
        if by_hand:
            print()
        sys.stdout.flush()
    except OSError as error:
        raise Gone from error
    return any(isinstance(act, End) for act in actions)


def next_event(stdin: BinaryIO, actions: tuple[Action, ...], by_hand: bool, clock: Clock) -> Event:
    """What the person does next. At a terminal, a danger turn also hears the silence."""
    listen = next((act for act in actions if isinstance(act, Listen)), None)
    patience = listen.patience_seconds if listen is not None else 8.0
    if by_hand:
        print("> ", end="", flush=True)
        if listen is not None and listen.urgent and _nothing_typed(patience):
            print()
            return Silence(patience, clock())
    line = read_line(stdin)
    if not line.strip():
        return Silence(patience, clock())
    return Heard(line, clock())


def _nothing_typed(seconds: float) -> bool:
    if os.name != "posix":
        return False
    return not select.select([sys.stdin], [], [], seconds)[0]


def read_line(stdin: BinaryIO) -> str:
    """One line as text, without control characters; raises `Gone` at the end of the file."""
    try:
        raw = stdin.readline(LONGEST_LINE)
        rest = raw
        while rest and not rest.endswith(b"\n") and len(rest) == LONGEST_LINE:
            rest = stdin.readline(LONGEST_LINE)
    except OSError as error:
        raise Gone from error
    if not raw:
        raise Gone
    text = raw.decode("utf-8", errors="replace")
    return "".join(c if c.isprintable() else " " for c in text).strip()


def leave(conversation: Conversation, at: datetime) -> None:
    """Park what may be kept, and say so if anybody can still read it."""
    said = [act.text for act in conversation.take(HungUp(at)) if isinstance(act, Say)]
    try:
        print("", *said, sep="\n", flush=True)
    except OSError:
        # Nobody reads any more: keep the interpreter from tripping over it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def heed_no_more_signals() -> None:
    """So that the leaving that is under way is not disturbed."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def signals_as_gone() -> Iterator[None]:
    """Ctrl-C, a closed terminal and a polite kill all end the talk in the same orderly way."""

    def gone(number: int, frame: object) -> None:
        heed_no_more_signals()
        raise Gone

    before = {number: signal.signal(number, gone) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
