"""Lines of two languages, each in a voice of its own: not every line is translated yet."""

from __future__ import annotations

from dialogs.model import Trees
from voice_local.ports import Voice
from voice_local.sound import Sound
from voice_local.voice_cache import fixed_parts


class TwoVoices:
    """Speaks what `translated` has in its language with one voice, and all else with the other."""

    def __init__(self, voice: Voice, translated: Trees, other: Voice, originals: Trees) -> None:
        self._voice = voice
        self._other = other
        self._translated = fixed_parts(translated) - fixed_parts(originals)

    def speak(self, text: str, pace: str = "normal") -> Sound:
        """The spoken text. Raises `VoiceLost`."""
        voice = self._voice if text in self._translated else self._other
        return voice.speak(text, pace)

    def close(self) -> None:
        self._voice.close()
        self._other.close()
