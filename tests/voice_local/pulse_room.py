"""A room on a machine without sound hardware: PulseAudio with two sinks that nobody hears.

What is played into `mouth` is what the product's microphone hears; what the
product plays goes to `ear`. `echo=True` lets the microphone hear that too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

from voice_local.sound import HEARD_HZ, Sound, level

MISSING = shutil.which("pulseaudio") is None or shutil.which("pacat") is None
"""Whether this machine lacks PulseAudio; `apt-get install pulseaudio pulseaudio-utils` mends it."""


class PulseRoom:
    """A private sound server, with a person who speaks into it and an ear that records it."""

    def __init__(self, echo: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="steady-room-"))
        self._echo = echo
        self._server: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None
        self._heard = bytearray()
        self._lock = threading.Lock()

    @property
    def environ(self) -> dict[str, str]:
        """What a program needs in its environment to be in this room."""
        own = {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder / "pulse"),
            "PULSE_STATE_PATH": str(self.folder / "state"),
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "HOME": str(self.folder),
            "STEADY_HOME": str(self.folder / "steady"),
            "DBUS_SESSION_BUS_ADDRESS": "",
        }
        return {**os.environ, **own}

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def open(self) -> None:
        """Start the server; may be called again after `die`."""
        modules = [
            "module-native-protocol-unix",
            "module-null-sink sink_name=mouth rate=16000 channels=1",
            "module-null-sink sink_name=ear rate=22050 channels=1",
            "module-remap-source source_name=mic master=mouth.monitor",
        ]
        if self._echo:
            modules.append("module-loopback source=ear.monitor sink=mouth latency_msec=20")
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no"]
        for module in modules:
            command += ["-L", module]
        self._server = subprocess.Popen(
            command, env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 10
        while self._control("set-default-source", "mic").returncode:
            assert time.monotonic() < until, "pulseaudio does not start"
            time.sleep(0.1)
        self._control("set-default-sink", "ear")
        self._recorder = subprocess.Popen(
            ["pacat", "--record", "-d", "ear.monitor", "--latency-msec=20", *FORMAT],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._record, args=(self._recorder,), daemon=True).start()

    def die(self) -> None:
        """The sound server is gone, at once."""
        assert self._server is not None
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()
        for left in (self.folder / "pulse").glob("*"):
            left.unlink()

    def close(self) -> None:
        for process in (self._recorder, self._server):
            if process is not None:
                process.kill()
                process.wait()

    def unplug_microphone(self) -> None:
        """No more sound comes from the microphone."""
        self._control("suspend-sink", "mouth", "1")

    def plug_microphone_in(self) -> None:
        self._control("suspend-sink", "mouth", "0")

    def say(self, sound: Sound) -> None:
        """Somebody in the room says this; returns when it is said."""
        subprocess.run(
            ["pacat", "--playback", "-d", "mouth", "--latency-msec=40", *FORMAT],
            env=self.environ,
            input=sound.at(HEARD_HZ).pcm,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    def heard(self) -> bytes:
        """What came out of the loudspeaker so far: int16, mono, 16 000 Hz."""
        with self._lock:
            return bytes(self._heard)

    def wait_for_speech_to_end(self, quiet_seconds: float = 1.0, most_seconds: float = 40) -> None:
        """Wait until the product has spoken and then been quiet for so long."""
        until = time.monotonic() + most_seconds
        window = 2 * round(quiet_seconds * HEARD_HZ)
        begin = len(self.heard())
        while time.monotonic() < until:
            pcm = self.heard()[begin:]
            if level(pcm) > 30 and len(pcm) > window and level(pcm[-window:]) < 10:
                return
            time.sleep(0.05)
        raise AssertionError("the product does not stop, or never began, to speak")

    def _record(self, recorder: subprocess.Popen[bytes]) -> None:
        assert recorder.stdout is not None
        with recorder.stdout as stream:
            while more := os.read(stream.fileno(), 4096):
                with self._lock:
                    self._heard.extend(more)

    def _control(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["pactl", *words], env=self.environ, capture_output=True, check=False, timeout=10
        )


FORMAT = ("--raw", "--format=s16le", "--channels=1", f"--rate={HEARD_HZ}")
