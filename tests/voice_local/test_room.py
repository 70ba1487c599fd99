"""The installed command in a room: its own microphone and loudspeaker, and a person who speaks.

The room is PulseAudio with sinks that nobody hears; the person is synthetic, and
so is what the speech model understands.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.model import Trees
from tests.voice_local.pulse_room import MISSING, PulseRoom
from voice_local.demo import PERSON_VOICE
from voice_local.demo_room import as_spoken
from voice_local.voice import PyttsxVoice, VoiceSettings

pytestmark = pytest.mark.skipif(
    MISSING and not os.environ.get("CI"),
    reason="no PulseAudio: apt-get install pulseaudio pulseaudio-utils",
)
STEADY = str(Path(sys.executable).parent / "steady")
GONE_BY = 20


class Talk:
    """`steady talk`, running in a room."""

    def __init__(self, room: PulseRoom, model: Path, person: PyttsxVoice) -> None:
        self.room = room
        self._person = person
        self.printed = room.folder / "printed"
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                [STEADY, "talk", "--model", str(model), "--consent", "yes"],
                env={**room.environ, "STEADY_RATE": "280"},  # less to wait for
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def say(self, line: str) -> None:
        """The person hears the product out, then says this."""
        self.room.wait_for_speech_to_end()
        self.room.say(as_spoken(self._person.speak(line)))

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    @property
    def lines(self) -> list[str]:
        return self.printed.read_text("utf-8").splitlines()

    def wait_for(self, text: str, seconds: float = 40) -> None:
        """Wait until this has been printed."""
        until = time.monotonic() + seconds
        while not any(text in line for line in self.lines):
            assert time.monotonic() < until, f"{text!r} never came: {self.lines}"
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(GONE_BY)


@pytest.fixture(scope="module")
def person() -> Iterator[PyttsxVoice]:
    voice = PyttsxVoice(VoiceSettings(voice=PERSON_VOICE))
    yield voice
    voice.close()


@pytest.fixture
def room(request: pytest.FixtureRequest) -> Iterator[PulseRoom]:
    with PulseRoom(echo=getattr(request, "param", False)) as room:
        yield room


@pytest.fixture
def talk(room: PulseRoom, model: Path, person: PyttsxVoice) -> Iterator[Talk]:
    talk = Talk(room, model, person)
    with talk.process:
        yield talk
        talk.process.kill()


def left_running(room: PulseRoom) -> list[str]:
    """Programs that still live in this room, but for the room's own."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(room.folder).encode() in environ and "steady" in command + "voice_process":
            found.append(command)
    return [command for command in found if "voice_local" in command or "talk" in command]


def answers(room: PulseRoom) -> dict[str, object]:
    command = [STEADY, "answers", "--json"]
    done = subprocess.run(command, env=room.environ, capture_output=True, check=True)
    return {row["name"]: row["choices"] for row in json.loads(done.stdout)}


class TestTalk:
    def test_a_spoken_talk_is_answered_kept_and_parked(self, talk: Talk) -> None:
        talk.say("i'm safe")
        talk.wait_for("Are you alone")
        talk.say("i'm alone")
        talk.wait_for("Keep your phone in reach")
        talk.room.wait_for_speech_to_end(0.3)
        assert talk.end() == 0
        assert "keep our place" in talk.lines[-1]
        kept = answers(talk.room)
        assert kept["safe"] == ["yes"]
        assert kept["alone"] == ["yes"]
        assert left_running(talk.room) == []

    def test_danger_said_over_the_prompt_stops_it_and_is_answered(self, talk: Talk) -> None:
        talk.wait_for("This is Steady Ground")
        time.sleep(1.5)  # the recogniser is loaded while the first words are spoken
        talk.room.say(as_spoken(talk._person.speak("i want to kill myself")))
        talk.wait_for("988")
        assert talk.end() == 0

    @pytest.mark.parametrize("room", [True], indirect=True)
    def test_it_does_not_answer_itself(self, talk: Talk, trees: Trees) -> None:
        hello = trees.nodes["front_door/hello"]
        assert hello.silence is not None
        talk.wait_for(hello.silence.text)
        talk.room.wait_for_speech_to_end(1.0)
        of_the_model = ("synthetic voices", "the model lacks")
        spoken = [line for line in talk.lines if not any(m in line for m in of_the_model)]
        assert spoken == [hello.say[-1].text, hello.silence.text]
        assert talk.end(signal.SIGINT) == 0


class TestLostDevices:
    def test_a_microphone_that_comes_back_is_heard_again(self, talk: Talk) -> None:
        talk.room.wait_for_speech_to_end(0.5)
        talk.room.unplug_microphone()
        talk.wait_for("The microphone is gone")
        talk.room.plug_microphone_in()
        talk.wait_for("The microphone is back")
        time.sleep(0.5)
        talk.room.say(as_spoken(talk._person.speak("i'm safe")))
        talk.wait_for("Are you alone")
        assert talk.end() == 0

    def test_when_the_sound_server_dies_the_talk_goes_on_in_writing(self, talk: Talk) -> None:
        talk.room.wait_for_speech_to_end(0.5)
        talk.room.die()
        talk.wait_for("The microphone is gone")
        talk.type("i'm safe")
        talk.wait_for("Are you alone")
        assert talk.end() == 0
        assert answers(talk.room)["safe"] == ["yes"]
        assert left_running(talk.room) == []
