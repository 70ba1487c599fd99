"""The process that pyttsx3 runs in: requests in on standard input, WAV files out.

It stands alone because pyttsx3's drivers can hang, print and crash; whoever
started it can kill it. It ends by itself when its standard input closes, so
it never outlives the talk. One request is one line of JSON; its answer is a
line of JSON with the number of bytes that follow.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO


def main() -> None:
    """Answer requests until there are none."""
    answers = os.fdopen(os.dup(1), "wb")
    # The drivers print to standard output: that goes nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    try:
        engine = _open_engine()
    except Exception as error:  # whatever a driver raises, the parent has to be told
        _answer(answers, {"error": f"{type(error).__name__}: {error}"})
        return
    with tempfile.TemporaryDirectory(prefix="steady-voice-") as folder:
        _answer(answers, {"ready": True})
        was: dict[str, Any] = {}
        while line := sys.stdin.buffer.readline():
            request = json.loads(line)
            try:
                _answer(answers, {}, _speak(engine, request, was, Path(folder) / "speech.wav"))
            except Exception as error:
                _answer(answers, {"error": f"{type(error).__name__}: {error}"})


def _open_engine() -> Any:
    if sys.platform == "linux":
        _load_bundled_espeak()
        _make_espeak_wait()
    import pyttsx3

    return pyttsx3.init()


def _load_bundled_espeak() -> None:
    """Put espeak-ng of the package `espeakng-loader` where pyttsx3 will find it.

    pyttsx3 asks for `libespeak-ng.so.1` by name; a library of that name that is
    in memory already is taken. So no system package is needed.
    """
    try:
        import espeakng_loader
    except ImportError:
        return
    library = Path(espeakng_loader.get_library_path()).parent / "libespeak-ng.so.1"
    if library.exists():
        os.environ.setdefault("ESPEAK_DATA_PATH", str(Path(espeakng_loader.get_data_path()).parent))
        ctypes.CDLL(str(library), mode=ctypes.RTLD_GLOBAL)


def _make_espeak_wait() -> None:
    """Mend pyttsx3's driver for espeak (2.99).

    It lets espeak speak in a thread of its own and does not wait for it: files are read half
    written, and the rate of one request ends up in the next.
    """
    from pyttsx3.drivers import _espeak, espeak

    class PatientDriver(espeak.EspeakDriver):  # type: ignore[misc]
        def _start_synthesis(self, text: str) -> None:
            super()._start_synthesis(text)
            _espeak.Synchronize()
            self._text_to_say = None

        def stop(self) -> None:
            if self._speaking:
                super().stop()

    espeak.buildDriver = PatientDriver


def _speak(engine: Any, request: dict[str, Any], was: dict[str, Any], path: Path) -> bytes:
    if request.get("voices"):
        return json.dumps([voice.id for voice in engine.getProperty("voices")]).encode()
    for name in ("voice", "rate", "volume"):
        if request[name] != was.get(name, ""):
            engine.setProperty(name, request[name])
            was[name] = request[name]
    path.unlink(missing_ok=True)
    engine.save_to_file(request["text"], str(path))
    engine.runAndWait()
    return path.read_bytes()


def _answer(answers: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    answers.write(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
    answers.flush()


if __name__ == "__main__":
    main()
