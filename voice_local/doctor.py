"""`steady doctor`: everything a spoken talk needs, looked at before it is needed."""

from __future__ import annotations

import difflib
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from voice_local.ports import DeviceLost, Voice, VoiceLost
from voice_local.sound import HEARD_HZ, Sound, level

OK, POOR, FAILS = "ok", "poor", "FAILS"
QUIET_ROOM = 300.0
"""Above this root mean square of noise a room is loud."""
LISTEN_SECONDS = 2.0
NEEDED_BYTES = 50_000_000
PHRASES = 20
RIGHT_ENOUGH = 0.8


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `mend` tells what to do where it is not well."""

    name: str
    state: str
    text: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.state:<5}  {self.name:<12} {self.text}"
        return f"{line}\n       {'':<12} mend: {self.mend}" if self.mend else line


@click.command()
@click.option("--model", help="The speech model to look at, by name or folder.")
@click.option(
    "--db", type=click.Path(path_type=Path), help="The answer log; default: your data folder."
)
@click.option("--silent", is_flag=True, help="Play nothing: the echo is not measured.")
def doctor(model: str | None, db: Path | None, silent: bool) -> None:
    """Look at all that a spoken talk needs: microphone, loudspeaker, voice, model, log, disk.

    It measures the noise of the room, how long the loudspeaker rings in the
    microphone, and how often the answers to a question are heard right when
    the product's own voice speaks them straight to the recogniser.

    Exit code 0: all is there. 3: something is missing; its line says how to mend it.
    """
    failed = False
    for finding in examine(model, db, silent):
        failed = failed or finding.state == FAILS
        click.echo(str(finding))
    if failed:
        click.echo("\nUntil that is mended, `steady talk` goes on by keyboard or in writing.")
        sys.exit(3)


def examine(model: str | None, db: Path | None, silent: bool) -> Iterator[Finding]:
    """What is well and what is not, one after another."""
    from voice_local.voice import PyttsxVoice, VoiceSettings

    try:
        voice = PyttsxVoice(VoiceSettings.from_environment())
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        test = None
        try:
            test = voice.speak("This is how I sound.")
            yield _judge_voice(voice.settings.voice, voice.voices())
        except VoiceLost as lost:
            yield _failed("voice", str(lost))
        yield from _examine_devices(None if silent else test)
        yield from _examine_model(model, voice if test else None)
    finally:
        voice.close()
    yield from _examine_log(db)


def _judge_voice(named: str, there: list[str]) -> Finding:
    """Whether the voice that is named is there; behind a plus stands only its timbre."""
    base = named.partition("+")[0]
    if not named or base in there:
        return Finding("voice", OK, named or "the system voice")
    near = difflib.get_close_matches(base, there) or there[:3]
    return Finding(
        "voice", POOR, f"there is no '{named}' here, another one speaks",
        f"STEADY_VOICE={' or '.join(near)}",
    )  # fmt: skip


def _failed(name: str, problem: str) -> Finding:
    text, _, mend = problem.partition(" mend: ")
    return Finding(name, FAILS, text, mend)


# --- sound -------------------------------------------------------------------------


def _examine_devices(test: Sound | None) -> Iterator[Finding]:
    from voice_local.loudspeaker import MiniaudioLoudspeaker
    from voice_local.microphone import MiniaudioMicrophone

    microphone, loudspeaker = MiniaudioMicrophone(), MiniaudioLoudspeaker()
    try:
        floor = None
        try:
            microphone.open()
            floor = _noise(microphone.read)
            yield _judge_noise(floor)
        except DeviceLost as lost:
            yield _failed("microphone", str(lost))
        try:
            loudspeaker.open()
            yield Finding("loudspeaker", OK, "opens")
            if test is not None and floor is not None:
                yield _echo(microphone, loudspeaker, test, floor)
        except DeviceLost as lost:
            yield _failed("loudspeaker", str(lost))
    finally:
        microphone.close()
        loudspeaker.close()


def _noise(read: Callable[[], bytes]) -> float:
    """The usual loudness of the room over two seconds, as root mean square."""
    levels = [level(read()) for _ in range(round(LISTEN_SECONDS / 0.02))]
    return statistics.median(levels)


def _judge_noise(floor: float) -> Finding:
    if floor > QUIET_ROOM:
        return Finding(
            "microphone", POOR, f"hears, in a loud room (noise {floor:.0f} of 32767)",
            "turn off fans and television, come closer, or lower the microphone's gain",
        )  # fmt: skip
    if floor == 0:
        return Finding(
            "microphone", POOR, "opens, but gives digital silence",
            "see that it is not muted and that the right one is chosen",
        )  # fmt: skip
    return Finding("microphone", OK, f"hears; noise of the room {floor:.0f} of 32767")


def _echo(microphone: object, loudspeaker: object, test: Sound, floor: float) -> Finding:
    """How loud the loudspeaker is in the microphone, and how long behind its end."""
    from voice_local.loudspeaker import MiniaudioLoudspeaker
    from voice_local.microphone import MiniaudioMicrophone

    assert isinstance(microphone, MiniaudioMicrophone)
    assert isinstance(loudspeaker, MiniaudioLoudspeaker)
    loudest, tail, ended = 0.0, 0.0, 0.0
    loudspeaker.play(test)
    began = time.monotonic()
    while time.monotonic() - began < test.seconds + 2:
        loudness = level(microphone.read())
        if loudspeaker.playing:
            loudest, ended = max(loudest, loudness), time.monotonic()
        elif loudness > max(loudest * 0.2, floor * 3):
            tail = time.monotonic() - ended
    if loudest < floor * 3 + 20:
        return Finding("echo", OK, "the microphone does not hear the loudspeaker: use --barge-in")
    if tail > 1.2:
        return Finding(
            "echo", POOR, f"the room rings for {tail:.1f} s",
            "turn the loudspeaker down or away from the microphone, or use headphones",
        )  # fmt: skip
    return Finding("echo", OK, f"heard at {loudest:.0f} of 32767, for {tail:.2f} s behind its end")


# --- the model ---------------------------------------------------------------------


def _examine_model(named: str | None, voice: Voice | None) -> Iterator[Finding]:
    from voice_local.model import NoModel, find_model
    from voice_local.vosk_ears import VoskEars

    try:
        folder = find_model(named)
        began = time.monotonic()
        ears = VoskEars(folder)
    except NoModel as missing:
        first, _, mend = str(missing).partition("\n")
        ways = [" ".join(way.split()) for way in mend.splitlines()]
        yield Finding("model", FAILS, first, "; ".join(way[0].lower() + way[1:] for way in ways))
        return
    except (RuntimeError, ImportError) as error:
        yield Finding("model", FAILS, str(error), "pip install 'steady-ground[voice]', or "
                      "`steady model get` once more")  # fmt: skip
        return
    yield Finding("model", OK, f"{folder.name}, loaded in {time.monotonic() - began:.1f} s")
    if not ears.takes_grammar:
        yield Finding("model", POOR, "it cannot be told what answers to expect",
                      "steady model get: the small model can")  # fmt: skip
    yield from _judge_words(ears)
    if voice is not None:
        yield _judge_answers(ears, voice)


def _judge_words(ears: object) -> Iterator[Finding]:
    """The words of the questions that the model lacks."""
    from voice_local.vosk_ears import VoskEars

    assert isinstance(ears, VoskEars)
    lacking = ears.grammar.lacking()
    if lacking:
        yield Finding(
            "words", OK if len(lacking) < 40 else POOR,
            ears.grammar.lacking_told(),
            "other ways to say the same are heard; a larger model knows more",
        )  # fmt: skip


def _judge_answers(ears: object, voice: Voice) -> Finding:
    """How often answers are heard right when the product's own voice speaks them."""
    from dialogs.content import load_content
    from voice_local.judge import Judge
    from voice_local.vosk_ears import VoskEars

    assert isinstance(ears, VoskEars)
    content = load_content()
    assert content.ears is not None
    judge = Judge(content.ears, ears.grammar.phrases)
    source = random.Random(1)
    questions = source.sample(sorted(content.ears.choices.sets), PHRASES)
    right = 0
    for question in questions:
        phrase = source.choice(ears.grammar.answers(question) or ("yes",))
        ears.expect(question)
        for pcm in (voice.speak(phrase).at(HEARD_HZ).pcm, bytes(2 * HEARD_HZ)):
            words = ears.hear(pcm)
        right += judge.means(question, judge.read(question, words).text) == (
            judge.means(question, phrase)
        )
    share = right / PHRASES
    return Finding(
        "answers", OK if share >= RIGHT_ENOUGH else POOR,
        f"{right} of {PHRASES} heard right, spoken by the product's own voice",
        "" if share >= RIGHT_ENOUGH else "a public model hears people, not this voice; try it "
        "with your own: steady talk",
    )  # fmt: skip


# --- the log -----------------------------------------------------------------------


def _examine_log(db: Path | None) -> Iterator[Finding]:
    from dialogs.log import LogFailed, open_log
    from dialogs.log.place import find_log

    path = find_log(db)
    try:
        log = open_log(db)
        try:
            log.latest_parked()
            yield Finding("log", OK, f"{path}{'' if path.exists() else ' (not made yet)'}")
        finally:
            log.close()
    except LogFailed as failure:
        yield _failed("log", " ".join(str(failure).split()))
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        yield Finding("disk", FAILS, f"{free / 1e6:.0f} MB free", f"make room in {folder}")
    else:
        yield Finding("disk", OK, f"{free / 1e9:.1f} GB free")
