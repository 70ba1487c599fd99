"""A spoken talk at this machine: what it needs, put together so that the first words come soon."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dialogs.content import TREES, give_ears
from dialogs.conversation import Conversation
from dialogs.load import load_trees
from dialogs.model import Trees
from voice_local.hearing import Hearing
from voice_local.judge import Judge
from voice_local.loop import Loop, Options
from voice_local.loudspeaker import MiniaudioLoudspeaker
from voice_local.microphone import MiniaudioMicrophone
from voice_local.ports import Voice, VoiceLost
from voice_local.speaking import Speaking
from voice_local.terminal import Terminal
from voice_local.two_voices import TwoVoices
from voice_local.typed import local_now
from voice_local.voice import PyttsxVoice, VoiceSettings
from voice_local.voice_cache import CachedVoice, fixed_parts

ENGLISH = "en"


@dataclass(frozen=True)
class Devices:
    """What a spoken talk needs of the machine."""

    microphone: MiniaudioMicrophone
    loudspeaker: MiniaudioLoudspeaker
    voice: PyttsxVoice
    _opening: Future[None]

    def wait(self) -> None:
        """Wait until the microphone is open. Raises `DeviceLost` where there is none.

        A loudspeaker or a voice that is missing is no hindrance: then its part is read.
        """
        self._opening.result()

    @classmethod
    @contextmanager
    def opened(cls, settings: VoiceSettings) -> Iterator[Devices]:
        """The devices, on their way to be open, and closed in the end; see `wait`."""
        pool = ThreadPoolExecutor(1)
        microphone = MiniaudioMicrophone()
        opening = pool.submit(microphone.open)
        devices = cls(microphone, MiniaudioLoudspeaker(), PyttsxVoice(settings), opening)
        try:
            with suppress(VoiceLost):
                devices.voice.start()
            yield devices
        finally:
            pool.shutdown()
            devices.microphone.close()
            devices.loudspeaker.close()
            devices.voice.close()


class LaterEars:
    """The recogniser and the listeners, loaded while the first words are spoken.

    Called, it gives the hearing or None; the first call begins the loading. The
    words that the model lacks are told once, when it is there. It raises
    `RuntimeError` where the model cannot be loaded.
    """

    def __init__(
        self, conversation: Conversation, model: Path, tell: Callable[[str], None]
    ) -> None:
        self._conversation = conversation
        self._tell = tell
        self._lacking = ""
        self._model = model
        self._thread: threading.Thread | None = None
        self._hearing: Hearing | None = None
        self._error: RuntimeError | None = None

    def __call__(self) -> Hearing | None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._load, daemon=True)
            self._thread.start()
        if self._error is not None:
            raise self._error
        if self._hearing is not None and self._lacking:
            self._tell(self._lacking)
            self._lacking = ""
        return self._hearing

    def _load(self) -> None:
        from voice_local.vosk_ears import VoskEars

        try:
            recogniser = VoskEars(self._model)
            trees = give_ears(self._conversation.trees)
            assert trees.ears is not None
            self._conversation.trees = trees
            self._lacking = recogniser.grammar.lacking_told()
            self._hearing = Hearing(recogniser, Judge(trees.ears, recogniser.grammar.phrases))
        except RuntimeError as error:
            self._error = error
        except Exception as error:
            self._error = RuntimeError(f"The listeners cannot be loaded: {error}")
            raise


def talk(
    conversation: Conversation,
    devices: Devices,
    model: Path,
    consent: str,
    barge_in: bool,
) -> None:
    """Hold one conversation by voice, to its end or to the parked place.

    Raises `RuntimeError` where the model cannot be loaded.
    """
    terminal = Terminal()
    with closing(_voice_of(conversation.trees, devices.voice)) as voice:
        speaking = Speaking(voice, devices.loudspeaker, terminal.show)
        ears = LaterEars(conversation, model, terminal.show)
        options = Options(barge_in)
        loop = Loop(conversation, devices.microphone, speaking, ears, terminal, local_now, options)
        with _signals_end(loop):
            loop.talk(consent)


def _voice_of(trees: Trees, voice: PyttsxVoice) -> Voice:
    """The voice, with what it has said before on disk; and a second one for a second language."""
    cached = CachedVoice(voice, voice.identity, lambda: fixed_parts(trees))
    if trees.language == ENGLISH:
        return cached
    english = PyttsxVoice(VoiceSettings.from_environment())
    originals = load_trees(TREES, language=ENGLISH)
    other = CachedVoice(english, english.identity, lambda: fixed_parts(originals))
    return TwoVoices(cached, trees, other, originals)


@contextmanager
def _signals_end(loop: Loop) -> Iterator[None]:
    """Ctrl-C, a closed terminal and a polite kill park the place at the next block of sound."""

    def leave(number: int, frame: object) -> None:
        loop.leaving = True

    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
