"""The whole loop for real, with no sound hardware: `steady demo`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dialogs.content import load_content
from dialogs.conversation import Conversation
from dialogs.events import HungUp, Say
from dialogs.log import open_log
from voice_local.demo_room import DemoRoom, Heard, ScriptOver, as_spoken
from voice_local.hearing import Hearing, Taken
from voice_local.judge import Judge
from voice_local.loop import Loop, Watch
from voice_local.sound import Sound
from voice_local.speaking import Speaking
from voice_local.voice import PyttsxVoice, VoiceSettings
from voice_local.vosk_ears import VoskEars

PERSON_VOICE = "gmw/en-us+f3"
"""Another voice than the product's."""
DEFAULT_SCRIPT = Path(__file__).with_name("demo_script.txt")
LONGEST_LINE = 2_000
"""Letters of one line: more than two minutes of speech without a pause."""


class NotAScript(Exception):
    """The script cannot be spoken; the message says which line, and what to do."""


@dataclass(frozen=True)
class Result:
    """What came of a demo."""

    turns: list[Heard]
    room: DemoRoom
    computed_seconds: float


def read_script(script: bytes) -> list[str]:
    """The lines that are spoken: one utterance a line; `#` begins a comment.

    Raises `NotAScript`.

    >>> read_script(b"# hello\\n\\nyes\\n")
    ['yes']
    """
    try:
        text = script.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = script.count(b"\n", 0, error.start) + 1
        raise NotAScript(f"line {number} is not UTF-8. Save the file as UTF-8 text.") from error
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = " ".join("".join(c if c.isprintable() else " " for c in raw).split())
        if len(line) > LONGEST_LINE:
            raise NotAScript(
                f"line {number} has {len(line):,} letters, and {LONGEST_LINE:,} are the most for "
                "one utterance. Make several lines of it."
            )
        if line and not line.startswith("#"):
            lines.append(line)
    return lines


def run_demo(
    lines: list[str],
    model: Path,
    db: Path | None,
    noise_snr_db: float | None,
    show: Callable[[str], None],
    tell: Callable[[Heard], None],
) -> Result:
    """Hold the conversation; `show` gets what the product says, `tell` each turn when it is over.

    Raises `VoiceLost` where nothing can be spoken, `RuntimeError` where nothing can be heard.
    """
    person = PyttsxVoice(VoiceSettings(rate=150, voice=PERSON_VOICE))
    voice = PyttsxVoice(VoiceSettings.from_environment())
    voice.start()
    try:
        spoken = [(line, _speak(person, line)) for line in lines]
        room = DemoRoom(spoken, noise_snr_db)
        return _talk(room, voice, model, db, show, tell)
    finally:
        person.close()
        voice.close()


def _speak(person: PyttsxVoice, line: str) -> Sound:
    return as_spoken(person.speak(line))


def _talk(
    room: DemoRoom,
    voice: PyttsxVoice,
    model: Path,
    db: Path | None,
    show: Callable[[str], None],
    tell: Callable[[Heard], None],
) -> Result:
    trees = load_content()
    assert trees.ears is not None
    ears = VoskEars(model)
    hearing = Hearing(ears, Judge(trees.ears, ears.grammar.phrases))
    screen = _Screen(room, show, tell)

    def taken(utterance: Taken) -> None:
        turn = room.turns[-1]
        turn.heard = f"{turn.heard} {utterance.reading.text}".strip()
        turn.early = utterance.early

    watch = Watch(taken=taken, listening=screen.listening)
    begin = time.perf_counter()
    while True:
        lines_left = room.lines_left
        log = open_log(db)
        conversation = Conversation(trees, log, "voice")
        speaking = Speaking(voice, room, screen.show)
        loop = Loop(conversation, room, speaking, lambda: hearing, screen, room.clock, watch=watch)
        try:
            loop.talk()
        except ScriptOver:
            for act in conversation.take(HungUp(room.clock())):
                if isinstance(act, Say):
                    screen.show(act.text)
        log.close()
        screen.finish()
        # The person comes back while there is more to say, and as long as it can be said.
        if not room.lines_left or room.lines_left == lines_left:
            break
    return Result(room.turns, room, time.perf_counter() - begin)


class _Screen:
    """Shows what the product says as it says it, and each turn when the reply has begun."""

    def __init__(
        self, room: DemoRoom, show: Callable[[str], None], tell: Callable[[Heard], None]
    ) -> None:
        self._room, self._show, self._tell = room, show, tell
        self._told = 0

    def show(self, text: str) -> None:
        self._room.spoken.append(text)
        if len(self._room.turns) > self._told:
            # The reply follows the line that it answers; its latency is told when it has begun.
            self._room.turns[-1].said = " ".join(self._room.spoken)
        else:
            self._show(text)

    def listening(self) -> None:
        self.finish()
        self._room.listening()

    def finish(self) -> None:
        """Tell of the turns that are over."""
        for turn in self._room.turns[self._told :]:
            self._tell(turn)
        self._told = len(self._room.turns)

    can_type = False

    def typed(self) -> str | None:
        return None

    def wait(self, seconds: float) -> bool:
        return False


def as_json(number: int, turn: Heard) -> str:
    """One turn as one line of JSON."""
    return json.dumps(
        {
            "turn": number,
            "asked": turn.asked,
            "expected": turn.line,
            "heard": turn.heard,
            "said": turn.said,
            "latency_ms": turn.latency_ms,
            "early": turn.early,
        },
        ensure_ascii=False,
    )
