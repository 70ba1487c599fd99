"""Lines to sound, sentence by sentence; text where there is no sound to be had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dialogs.events import Say
from voice_local.ports import DeviceLost, Loudspeaker, Voice, VoiceLost
from voice_local.sound import SPOKEN_HZ, Sound
from voice_local.speech import BETWEEN_GROUPS_SECONDS, Sentence, sentences


class Speaking:
    """Speaks lines, which stand on the screen already, through a voice and a loudspeaker.

    When they begin not to be spoken, `tell` gets why, and the line once more.
    """

    def __init__(self, voice: Voice, loudspeaker: Loudspeaker, tell: Callable[[str], None]) -> None:
        self._voice = voice
        self._loudspeaker = loudspeaker
        self._tell = tell
        self._mute = False
        self._current = ""
        self._again = False

    def speak(self, say: Say, last: bool = False) -> Iterator[Sentence]:
        """Begin each sentence in turn; wait until `speaking` is over before you take the next.

        Behind the last one of the `last` line there is no pause: people answer at once.
        """
        self._current = say.text
        waiting = list(sentences(say))
        if last and waiting:
            waiting[-1] = replace(waiting[-1], pause_seconds=0.0)
        ahead: Sound | None = None
        while waiting:
            sentence = waiting.pop(0)
            sound = ahead or self._sound(sentence)
            begun = sound is not None and self._play(sound)
            # The next sentence is made while this one is heard.
            ahead = self._sound(waiting[0]) if waiting and begun else None
            yield sentence
            if self._again:
                waiting.insert(0, sentence)
                self._again, ahead = False, None

    @property
    def speaking(self) -> bool:
        """Whether a sentence is being spoken."""
        try:
            return self._loudspeaker.playing
        except DeviceLost as lost:
            self._lose(str(lost))
            return False

    def stop(self) -> None:
        """Fall silent within 50 ms."""
        self._loudspeaker.stop()

    def resume(self) -> None:
        """Say the sentence that was broken off once more, and what follows it."""
        self._again = True

    def close(self) -> None:
        self._loudspeaker.close()
        self._voice.close()

    def _sound(self, sentence: Sentence) -> Sound | None:
        pause = Sound.silence(BETWEEN_GROUPS_SECONDS, SPOKEN_HZ).pcm
        after = Sound.silence(sentence.pause_seconds, SPOKEN_HZ).pcm
        try:
            parts = [self._voice.speak(part, sentence.pace) for part in sentence.parts]
        except VoiceLost as lost:
            self._lose(str(lost))
            return None
        return Sound(pause.join(part.at(SPOKEN_HZ).pcm for part in parts) + after, SPOKEN_HZ)

    def _play(self, sound: Sound) -> bool:
        for _ in range(2):
            try:
                self._loudspeaker.play(sound)
            except DeviceLost as lost:
                problem = str(lost)
                self._loudspeaker.close()
                continue
            self._mute = False
            return True
        self._lose(problem)
        return False

    def _lose(self, problem: str) -> None:
        """From here on it is read; nobody knows how much of this line was heard."""
        if not self._mute:
            self._mute = True
            self._tell(problem)
            self._tell(self._current)
