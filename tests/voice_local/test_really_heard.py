"""A dozen transcripts with nothing fake but the air: really spoken, really heard by Vosk.

What the product says, the answers that it keeps and the dangers that it notes
are those of the transcript. Times are left out: a spoken turn takes as long as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dialogs.conversation import Conversation
from dialogs.events import Action, Event
from dialogs.log import SqliteLog
from dialogs.model import Trees
from dialogs.transcript import action_lines, read_event
from tests.test_transcripts import HERE
from voice_local.demo import PERSON_VOICE
from voice_local.demo_room import DemoRoom, ScriptOver, as_spoken
from voice_local.hearing import Hearing
from voice_local.judge import Judge
from voice_local.loop import Loop, Watch
from voice_local.speaking import Speaking
from voice_local.voice import PyttsxVoice, VoiceSettings
from voice_local.vosk_ears import VoskEars

CHOSEN = (
    *("danger/about_to_use_alone", "danger/friend_overdose", "front_door/denial"),
    *("opioid_restart/missed_methadone", "quit/drinking_no_shakes", "quit/kratom_one_thing"),
    *("urge/nobody_to_call", "front_door/strike_and_forget", "trusted_person/a_friend"),
    *("check_in/no_to_everything", "same_point_again/not_wanted"),
    "trigger_questions/an_old_friend",
)
ENOUGH = 10
"""A small model mishears now and then, and the transcripts change; danger is never let off."""


@pytest.fixture(scope="module")
def voices() -> Iterator[tuple[PyttsxVoice, PyttsxVoice]]:
    both = PyttsxVoice(VoiceSettings(voice=PERSON_VOICE)), PyttsxVoice()
    yield both
    for voice in both:
        voice.close()


@pytest.fixture(scope="module")
def hearing(model: Path, trees: Trees) -> Hearing:
    assert trees.ears is not None
    recogniser = VoskEars(model)
    return Hearing(recogniser, Judge(trees.ears, recogniser.grammar.phrases))


class Noted(Conversation):
    """A conversation that writes down what it does."""

    def __init__(self, trees: Trees, log: SqliteLog) -> None:
        super().__init__(trees, log, "voice")
        self.lines: list[str] = []

    def take(self, event: Event) -> tuple[Action, ...]:
        actions = super().take(event)
        self.lines += action_lines(actions)
        return actions


def without_times(lines: list[str]) -> list[str]:
    kept = [line for line in lines if line[:2] in ("< ", "= ", "! ")]
    return [line for line in kept if not line.startswith("= when:")]


def test_a_dozen_transcripts_are_really_heard(
    trees: Trees, voices: tuple[PyttsxVoice, PyttsxVoice], hearing: Hearing, tmp_path: Path
) -> None:
    other = {}
    for name in CHOSEN:
        script = (HERE / "transcripts" / f"{name}.txt").read_text("utf-8").splitlines()
        written = without_times(script)
        played = really_play(script, trees, voices, hearing, tmp_path / f"{name[:4]}{len(name)}.db")
        came = without_times(played)
        assert dangers(came) == dangers(written), name
        if came != written:
            other[name] = [line for line in came if line not in written]
    assert len(CHOSEN) - len(other) >= ENOUGH, other


def dangers(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("! ")]


def really_play(
    script: list[str],
    trees: Trees,
    voices: tuple[PyttsxVoice, PyttsxVoice],
    hearing: Hearing,
    database: Path,
) -> list[str]:
    """What comes of a transcript's lines when they are spoken, as lines of a transcript."""
    person, voice = voices
    said = [line[2:] for line in script if line.startswith("> ") and not line.startswith("> (")]
    room = DemoRoom([(line, as_spoken(person.speak(line))) for line in said])
    (start,) = (line[2:] for line in script if line.startswith("@ "))
    room.began_at = datetime.fromisoformat(start)
    launch = read_event(next(line[2:] for line in script if line.startswith("> (")), room.clock())
    conversation = Noted(trees, SqliteLog(database))
    screen = Quiet()
    watch = Watch(listening=room.listening)
    speaking = Speaking(voice, room, screen.show)
    loop = Loop(conversation, room, speaking, lambda: hearing, screen, room.clock, watch=watch)
    try:
        loop.talk(getattr(launch, "consent", "ask"))
    except ScriptOver:
        pass
    finally:
        conversation.log.close()
    return conversation.lines


class Quiet:
    """A terminal that nobody looks at."""

    can_type = False

    def show(self, text: str) -> None: ...

    def typed(self) -> str | None:
        return None

    def wait(self, seconds: float) -> bool:
        return False
