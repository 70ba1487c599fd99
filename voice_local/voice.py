"""The product's voice: pyttsx3 in a process of its own, watched, killed and started again.

On Linux the voice is espeak-ng from the package `espeakng-loader`; on macOS and
Windows it is the platform's own (not tried by the authors).
"""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from voice_local.ports import VoiceLost
from voice_local.sound import SPOKEN_HZ, Sound

MEND = "mend: pip install 'steady-ground[voice]'; on Linux without it: apt-get install espeak-ng"
START_SECONDS = 15.0
ANSWER_SECONDS = 5.0
"""A sentence takes some 20 ms. A driver that takes this long hangs."""
LONGEST_PIECE = 400
"""Letters that are asked for at once: of 20,000 espeak dies, and long before it takes too long."""
RETRY_SECONDS = 30.0
"""How long a voice that failed twice is left alone."""
SLOW = 0.65
"""The share of the usual rate when somebody asked for it slower."""
SAID_AS = {
    "naloxone": "nal oxone",
    "samhsa": "samsa",
    "fentanyl": "fentanil",
    "buprenorphine": "beupre norfeen",
}
"""Words that help, which espeak would stress so that nobody knows them again in a pharmacy."""
_SAID_AS = re.compile(rf"\b({'|'.join(SAID_AS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How it speaks: `rate` in words a minute, `volume` 0 to 1, `voice` as pyttsx3 names it."""

    rate: int = 150
    volume: float = 1.0
    voice: str = "gmw/en-us" if sys.platform == "linux" else ""

    @classmethod
    def from_environment(
        cls, voice: str | None = None, environ: Mapping[str, str] = os.environ
    ) -> VoiceSettings:
        """From STEADY_RATE, STEADY_VOLUME and STEADY_VOICE; raises `ValueError` telling which.

        `voice` is the one to take where none is named.
        """
        usual = cls()
        return cls(
            int(_number(environ, "STEADY_RATE", usual.rate, 60, 400)),
            _number(environ, "STEADY_VOLUME", usual.volume, 0, 1),
            environ.get("STEADY_VOICE") or voice or usual.voice,
        )


def _number(
    environ: Mapping[str, str], name: str, usual: float, lowest: float, highest: float
) -> float:
    given = environ.get(name) or str(usual)
    try:
        number = float(given)
    except ValueError:
        number = lowest - 1
    if not lowest <= number <= highest:
        raise ValueError(f"{name}={given!r} is not a number from {lowest:g} to {highest:g}")
    return number


class _Refused(VoiceLost):
    """This text cannot be spoken; another one can."""


class PyttsxVoice:
    """Speaks through the process of `voice_process.py`."""

    def __init__(
        self, settings: VoiceSettings | None = None, command: tuple[str, ...] | None = None
    ) -> None:
        self.settings = settings or VoiceSettings()
        self._command = command or (sys.executable, "-m", "voice_local.voice_process")
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[tuple[dict[str, Any], bytes] | None] = queue.Queue()
        self._ready = False
        self._lost_at: float | None = None
        self.answer_seconds = ANSWER_SECONDS

    @property
    def identity(self) -> str:
        """What the sound depends on beside the text."""
        chosen = self.settings
        said_as = " ".join(SAID_AS.values())
        return f"{sys.platform} {chosen.voice} {chosen.rate} {chosen.volume} {SPOKEN_HZ} {said_as}"

    def start(self) -> None:
        """Start the process without waiting for it."""
        if self._process is None:
            self._answers = queue.Queue()
            try:
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    # Ctrl-C at the terminal is for the talk, which then closes the voice.
                    start_new_session=True,
                )
            except OSError as error:
                raise VoiceLost(f"The voice does not start ({error.strerror}). {MEND}") from error
            self._ready = False
            threading.Thread(
                target=_read_answers, args=(self._process, self._answers), daemon=True
            ).start()

    def speak(self, text: str, pace: str = "normal") -> Sound:
        """The spoken text. A voice that hangs is killed and tried once more, then `VoiceLost`."""
        chosen = self.settings
        request = {
            "rate": round(chosen.rate * SLOW) if pace == "slow" else chosen.rate,
            "volume": chosen.volume,
            "voice": chosen.voice,
        }
        try:
            pieces = (
                Sound.from_wav(self._ask_twice({**request, "text": piece})).at(SPOKEN_HZ)
                for piece in textwrap.wrap(_as_said(text), LONGEST_PIECE)
            )
            spoken = Sound(b"".join(piece.pcm for piece in pieces), SPOKEN_HZ)
        except ValueError as error:
            raise VoiceLost(f"The voice made no sound ({error}). {MEND}") from error
        return spoken.trimmed(keep_seconds=0.01)

    def voices(self) -> list[str]:
        """The voices that may stand in `VoiceSettings.voice`."""
        found: list[str] = json.loads(self._ask_twice({"voices": True}))
        return found

    def close(self) -> None:
        """End the process, by force if it does not go by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _ask_twice(self, request: dict[str, Any]) -> bytes:
        if self._lost_at is not None and time.monotonic() - self._lost_at < RETRY_SECONDS:
            raise VoiceLost(f"The voice is not there. {MEND}")
        try:
            answer = self._ask(request)
        except VoiceLost:
            self._kill()
            try:
                answer = self._ask(request)
            except VoiceLost as lost:
                self._kill()
                if not isinstance(lost, _Refused):
                    self._lost_at = time.monotonic()
                raise
        self._lost_at = None
        return answer

    def _ask(self, request: dict[str, Any]) -> bytes:
        self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        if not self._ready:
            self._next_answer(START_SECONDS)
            self._ready = True
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise VoiceLost(f"The voice is gone. {MEND}") from error
        return self._next_answer(self.answer_seconds)

    def _next_answer(self, seconds: float) -> bytes:
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise VoiceLost(f"The voice hangs. {MEND}") from None
        if answer is None:
            raise VoiceLost(f"The voice is gone. {MEND}")
        head, body = answer
        if "error" in head:
            said = f"The voice says: {head['error']}. {MEND}"
            raise _Refused(said) if self._ready else VoiceLost(said)
        return body

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self.close()


def _as_said(text: str) -> str:
    """The text as the driver has to get it to say it right."""
    text = text.replace("\0", " ")
    if sys.platform != "linux":
        return text
    return _SAID_AS.sub(lambda word: SAID_AS[word[0].lower()], text)


def _read_answers(
    process: subprocess.Popen[bytes],
    answers: queue.Queue[tuple[dict[str, Any], bytes] | None],
) -> None:
    """Hand over each answer of the process, and None at its end."""
    assert process.stdout is not None
    with process.stdout as stream:
        while line := stream.readline():
            head = json.loads(line)
            answers.put((head, stream.read(head["bytes"])))
    answers.put(None)
