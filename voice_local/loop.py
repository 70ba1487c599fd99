"""The conversation by voice: speak, listen, give the engine what happened, and so on.

Everything it needs of the world comes through ports. Its time is the sound's:
it counts the samples that the microphone gives, so the same loop runs in a
room, and faster than real time where the room is made of numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dialogs.conversation import Conversation
from dialogs.events import Action, End, Event, Heard, HungUp, Listen, Say, Silence
from voice_local.echo import Echo
from voice_local.hearing import Hearing, Taken
from voice_local.lasting_microphone import LastingMicrophone
from voice_local.ports import Clock, Microphone, Screen
from voice_local.sound import HEARD_HZ
from voice_local.speaking import Speaking

LONGEST_INTERRUPTION = 5.0
"""Seconds for which somebody who speaks over a prompt is waited for."""
MOST_SAID_AGAIN = 2
"""How often in a turn a noise of words has a sentence said again; it may be the product's echo."""
STOPS_SPEECH = ("stop", "pause", "repeat", "skip", "help", "cover")
"""What may be said over a prompt, beside its answer, where speaking over it is possible."""

KEY = Say("voice.key", "I keep hearing myself. Press Enter and then speak, or use headphones.")
"""Said where it has heard itself again and again."""


@dataclass
class Options:
    """How this loop behaves."""

    barge_in: bool = False
    """Answers and stop words are taken while the product speaks (headphones, echo cancelling)."""


@dataclass
class Watch:
    """What somebody who measures wants to be told; nothing by default."""

    taken: Callable[[Taken], None] = field(default=lambda taken: None)
    ignored: Callable[[str, str], None] = field(default=lambda text, why: None)
    listening: Callable[[], None] = field(default=lambda: None)


class Loop:
    """One conversation at one microphone and one loudspeaker."""

    def __init__(
        self,
        conversation: Conversation,
        microphone: Microphone,
        speaking: Speaking,
        hearing: Callable[[], Hearing | None],
        screen: Screen,
        clock: Clock,
        options: Options | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.conversation = conversation
        self._microphone = LastingMicrophone(microphone, screen, clock)
        self._speaking = speaking
        self._hearing = hearing
        self._screen = screen
        self._clock = clock
        self._options = options or Options()
        self._watch = watch or Watch()
        self.echo = Echo()
        self.leaving = False
        """Set by a signal: the place is parked at the next block of sound."""
        self._expected: Listen | None = None
        """What the ears have been told to listen for."""
        self._before_ears: list[bytes] = []
        """What was said while they were loading."""
        self._said_again = 0

    def talk(self, consent: str = "ask") -> None:
        """Hold the conversation to its end, or to the parked place."""
        actions = self.conversation.begin(self._clock(), consent)
        while not any(isinstance(act, End) for act in actions):
            actions = self.conversation.take(self.perform(actions))
        self._say(actions)

    def perform(self, actions: tuple[Action, ...]) -> Event:
        """Speak what is to be spoken, listen, and return what happened."""
        self._microphone.begin()
        for notice in self.conversation.log.notices:
            self._screen.show(notice)
        self.conversation.log.notices.clear()
        listen = next((act for act in actions if isinstance(act, Listen)), Listen("any"))
        return self._say(actions, listen) or self._listen(listen)

    # --- speaking ----------------------------------------------------------------

    def _say(self, actions: tuple[Action, ...], listen: Listen | None = None) -> Event | None:
        """Speak; returns the event that broke it off, if one did."""
        says = [act for act in actions if isinstance(act, Say)]
        hearing: Hearing | None = None
        self._said_again = 0
        self.echo.begin(" ".join(say.text for say in says))
        for say in says:
            self._screen.show(say.text)
            if self.leaving:
                continue
            for begun in self._speaking.speak(say, last=say is says[-1]):
                self.echo.spoken(begun.text)
                while self._speaking.speaking:
                    # Asked for only now: the ears may have to be loaded, and speech goes first.
                    if listen is not None and hearing is None and (hearing := self._hearing()):
                        self._expect(hearing, listen)
                        self._microphone.give_back(self._before_ears)
                    event = self._while_speaking(listen, hearing)
                    if event is not None or self.leaving:
                        self._speaking.stop()
                        return event or HungUp(self._clock())
        return None

    def _while_speaking(self, listen: Listen | None, hearing: Hearing | None) -> Event | None:
        """Hear one block while the product speaks; what is said then is heard for danger."""
        pcm = self._read()
        if pcm is None:
            self._screen.wait(0.05)
            return self._typed()
        self.echo.while_speaking(pcm, hearing.gate.floor or 0.0 if hearing else 0.0)
        if listen is None:
            return self._typed()
        if hearing is None:
            self._before_ears.append(pcm)
            return self._typed()
        danger, taken, rest = self._hear_over(hearing, listen, pcm)
        if danger is not None:
            return danger
        reading = taken.reading if taken else hearing.reading
        if self._options.barge_in and listen.barge_in and rest:
            if hearing.judge.is_command(rest) in STOPS_SPEECH:
                self._speaking.stop()
                return Heard(rest, self._clock())
            sound = rest == reading.text and not hearing.judge.is_ghost(reading)
            if sound and self._said_again < MOST_SAID_AGAIN:
                return self._hear_out(hearing, taken)
        return self._typed()

    def _hear_over(
        self, hearing: Hearing, listen: Listen, pcm: bytes
    ) -> tuple[Event | None, Taken | None, str]:
        """The danger that is said over the product's voice; and what else is, without its words."""
        taken = hearing.hear(pcm)
        rest = self.echo.without_own((taken.reading if taken else hearing.reading).text)
        if not hearing.judge.is_danger(listen.question, rest):
            return None, taken, rest
        self._speaking.stop()
        return self._danger(hearing, taken, rest), taken, rest

    def _danger(self, hearing: Hearing, taken: Taken | None, so_far: str) -> Event:
        """The whole of an utterance in which danger was heard, without our own words."""
        taken = self._to_its_end(hearing, taken)
        rest = self.echo.without_own(taken.reading.text) if taken else so_far
        text = rest if hearing.judge.is_danger("any", rest) else so_far
        return Heard(text, self._clock())

    def _hear_out(self, hearing: Hearing, taken: Taken | None) -> Event | None:
        """What somebody says over the prompt; where it was nothing, the sentence is said again."""
        self._speaking.stop()
        taken = self._to_its_end(hearing, taken)
        if taken is not None and (taken.reading.danger or hearing.judge.is_answer(taken.reading)):
            self._watch.taken(taken)
            return Heard(taken.reading.text, self._clock())
        self._said_again += 1
        self._speaking.resume()
        return None

    def _to_its_end(self, hearing: Hearing, taken: Taken | None) -> Taken | None:
        """The utterance that is being said, when it is over."""
        waited = 0.0
        while taken is None and waited < LONGEST_INTERRUPTION and (pcm := self._read()) is not None:
            waited += len(pcm) / (2 * HEARD_HZ)
            taken = hearing.hear(pcm)
        return taken

    # --- listening ---------------------------------------------------------------

    def _expect(self, hearing: Hearing, listen: Listen) -> None:
        self._expected = listen
        slow = listen.reprompt is not None and listen.reprompt.pace == "slow"
        hearing.expect(listen.question, listen.careful, listen.patience_seconds, slow)

    def _listen(self, listen: Listen) -> Event:
        hearing = self._wait_for_ears()
        if hearing is None:
            return HungUp(self._clock())
        self.echo.end()
        self._watch.listening()
        waited, in_tail, goes_on = 0.0, True, False
        while not self.leaving:
            pcm = self._read()
            typed = self._typed()
            if typed is not None:
                return typed
            if pcm is None:
                if not self._microphone.wait(lambda: self.leaving):
                    break
                hearing.forget()
                continue
            waited += len(pcm) / (2 * HEARD_HZ)
            if self.echo.in_tail(pcm, hearing.gate.floor or 0.0):
                if self._expected is listen:
                    danger, _, _ = self._hear_over(hearing, listen, pcm)
                    if danger is not None:
                        return danger
                continue
            if in_tail:
                in_tail, goes_on = False, self._goes_on(hearing, listen)
                if not goes_on:
                    self._expect(hearing, listen)
            taken = hearing.hear(pcm)
            if taken is not None:
                if goes_on and self.echo.is_heard:
                    rest = self.echo.without_own(taken.reading.text)
                    taken = replace(taken, reading=replace(taken.reading, text=rest))
                goes_on = False
                why = self._why_not(hearing, listen.question, taken, waited)
                if why is None:
                    self.echo.answered()
                    self._watch.taken(taken)
                    return Heard(taken.reading.text, self._clock())
                self._watch.ignored(taken.reading.text, why)
            elif waited >= listen.patience_seconds and not hearing.reading.text:
                return Silence(listen.patience_seconds, self._clock())
        return HungUp(self._clock())

    def _goes_on(self, hearing: Hearing, listen: Listen) -> bool:
        """Whether somebody who began to speak over the prompt still does: it is not cut in two."""
        if self._expected is not listen or not hearing.somebody_speaks:
            return False
        return not self.echo.is_heard or bool(self.echo.without_own(hearing.reading.text))

    def _why_not(self, hearing: Hearing, question: str, taken: Taken, waited: float) -> str | None:
        """Why an utterance is none of the person's, or None where it is."""
        reading = taken.reading
        began = waited - taken.lasted_seconds
        answers = hearing.judge.may_be_read_aloud(question, reading)
        if self.echo.is_own(reading.text, began, answers):
            if hearing.judge.is_danger("any", self.echo.without_own(reading.text)):
                return None
            if self.echo.heard_itself() and self._screen.can_type:
                self._say((KEY,))
                self.echo.end()
            return "own words"
        if hearing.judge.is_ghost(reading):
            return "a lone function word"
        if self.echo.needs_a_key and self._screen.can_type and not reading.danger:
            return "no key was pressed"
        return None

    def _typed(self) -> Event | None:
        """What was typed meanwhile; an empty line says that the person is about to speak."""
        if self._hearing() is None:
            return None  # nothing can be understood yet; the line waits
        line = self._screen.typed()
        if line is None:
            return None
        if line.strip():
            return Heard(line, self._clock())
        self.echo.key_pressed()
        return None

    def _read(self) -> bytes | None:
        """The next block of sound, or None while there is no microphone."""
        pcm = self._microphone.read()
        self.leaving = self.leaving or self._microphone.slept
        return pcm

    def _wait_for_ears(self) -> Hearing | None:
        """The recogniser, which may still be loading; None where the person left meanwhile."""
        self._before_ears.clear()
        while (hearing := self._hearing()) is None and not self.leaving:
            pcm = self._read()
            if pcm is None:
                self._screen.wait(0.1)
            else:
                self._before_ears.append(pcm)
        self._microphone.give_back(self._before_ears)
        return hearing
