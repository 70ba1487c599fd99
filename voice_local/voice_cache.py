"""Sound of the product's own fixed lines, kept on disk so that the first one is there at once.

A file's name is the digest of all that its sound depends on. Only sentences of
the shipped lines are kept, never words of a person. Safe to delete at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import platformdirs

from dialogs.events import Say
from dialogs.model import Line, Number, Trees
from voice_local.ports import Voice
from voice_local.sound import SPOKEN_HZ, Sound
from voice_local.speech import sentences

MOST_BYTES = 24_000_000
"""About nine minutes of speech."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def cache_folder() -> Path:
    """Where the sound is kept: below STEADY_HOME where that is set, else the user's caches."""
    home = os.environ.get("STEADY_HOME")
    return Path(home) / "speech" if home else platformdirs.user_cache_path("steady-ground")


def fixed_parts(trees: Trees) -> frozenset[str]:
    """Everything that the voice is asked for in lines that hold no words of a person."""
    lines = [*trees.lines.values()]
    for tree in trees.trees.values():
        lines += [line for line in (tree.stop, tree.closing) if line is not None]
    for node in trees.nodes.values():
        lines += [*node.say, *node.no_match]
        lines += [a.say for a in node.answers.values() if a.say is not None]
        lines += [x for x in (node.shorter, node.slower, node.help, node.silence) if x is not None]
        lines += [node.shrink.say] if node.shrink is not None else []
    return frozenset(_parts_of(lines, trees.numbers))


def _parts_of(lines: Iterable[Line], numbers: Mapping[str, Number]) -> Iterator[str]:
    for line in lines:
        keys = _PLACEHOLDER.findall(line.text)
        if numbers.keys() >= set(keys):
            text = line.text
            for key in keys:
                text = text.replace(f"{{{key}}}", numbers[key].spoken)
            spoken = tuple(numbers[key].spoken for key in keys)
            for sentence in sentences(Say(line.id, text, spoken)):
                yield from sentence.parts


class CachedVoice:
    """A voice that says again from disk what it has said before."""

    def __init__(
        self,
        voice: Voice,
        identity: str,
        fixed: Callable[[], frozenset[str]],
        folder: Path | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._voice = voice
        self._identity = identity
        self._fixed = fixed
        self._folder = folder or cache_folder()
        self._most_bytes = most_bytes
        self._bytes: int | None = None

    def speak(self, text: str, pace: str = "normal") -> Sound:
        """The spoken text, from disk where it is there. Raises `VoiceLost`."""
        path = self._folder / f"{self._digest(text, pace)}.pcm"
        try:
            pcm = path.read_bytes()
            if pcm and len(pcm) % 2 == 0:
                return Sound(pcm, SPOKEN_HZ)
        except OSError:
            pass
        sound = self._voice.speak(text, pace)
        if text not in self._fixed():
            return sound
        # A cache that cannot be written is only slower.
        with contextlib.suppress(OSError):
            self._keep(path, sound.at(SPOKEN_HZ).pcm)
        return sound

    def close(self) -> None:
        self._voice.close()

    def _digest(self, text: str, pace: str) -> str:
        return hashlib.sha256(f"1\n{self._identity}\n{pace}\n{text}".encode()).hexdigest()[:32]

    def _keep(self, path: Path, pcm: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(pcm)
        Path(name).replace(path)
        if self._bytes is None:
            self._bytes = sum(file.stat().st_size for file in self._folder.glob("*.pcm"))
        else:
            self._bytes += len(pcm)
        if self._bytes > self._most_bytes:
            self._drop_the_oldest()

    def _drop_the_oldest(self) -> None:
        """Make room: the longest unwritten go first, down to three quarters."""
        files = sorted(self._folder.glob("*.pcm"), key=lambda file: file.stat().st_mtime)
        left = sum(file.stat().st_size for file in files)
        for file in files:
            if left <= self._most_bytes * 3 // 4:
                break
            left -= file.stat().st_size
            file.unlink(missing_ok=True)
        self._bytes = left
