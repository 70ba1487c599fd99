"""From the end of what is said to the first sample of the reply, beside the plain way, in one run.

The plain way is that of Vosk's own microphone example: blocks of half a second,
Vosk's endpointer as the model sets it, one open recogniser; then pyttsx3 makes
the reply. Both hear the same synthetic answers on the sound's clock: the wait for
the end of the utterance counts in the sound's time, computing as it is measured.

To reach: at the median at most half of the plain way, under 350 ms for turns
taken early, and no answer taken before its last word. Also printed: what
listening costs, in a quiet room and while somebody speaks.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dialogs.content import load_content
from dialogs.model import Trees
from voice_local.demo import PERSON_VOICE
from voice_local.demo_room import as_spoken
from voice_local.hearing import Hearing
from voice_local.judge import Judge
from voice_local.model import synthetic_model
from voice_local.sound import HEARD_HZ, Sound
from voice_local.voice import PyttsxVoice, VoiceSettings
from voice_local.vosk_ears import VoskEars

BLOCK = 2 * HEARD_HZ // 50
PLAIN_BLOCK = HEARD_HZ
"""Half a second, in bytes."""
REPLY = "You could give that person some distance for now."
QUESTIONS = (
    *("alone", "mixing", "feeling", "tell", "care", "check_back", "now_or_later", "cue"),
    *("stress_kind", "state_before", "days_before", "different", "yes_no", "safe", "body_sign"),
)
ANSWERS_EACH = 6
LEAD, TRAIL = Sound.silence(0.5, HEARD_HZ).pcm, Sound.silence(4.0, HEARD_HZ).pcm
REACHED_SHARE, REACHED_EARLY_MS = 0.5, 350


@dataclass
class Reply:
    """How one answer fared; `ms` from its end to the first sample of the reply."""

    ms: float
    early: bool = False
    cut_off: bool = False
    right: bool = False


def hearing_set(ears: VoskEars, person: PyttsxVoice) -> list[tuple[str, str, Sound]]:
    """Question, answer, and the answer spoken."""
    source = random.Random(7)
    chosen = []
    for question in QUESTIONS:
        answers = list(ears.grammar.answers(question))
        source.shuffle(answers)
        chosen += [(question, answer) for answer in answers[:ANSWERS_EACH]]
    return [(q, answer, as_spoken(person.speak(answer))) for q, answer in chosen]


def careful_questions(trees: Trees) -> frozenset[str]:
    """The questions that touch safety wherever, or mostly, they are asked."""
    asked: dict[str, list[bool]] = {}
    for node in trees.nodes.values():
        if node.ask:
            asked.setdefault(node.ask, []).append(node.clinical or node.ask == "safe")
    return frozenset(name for name, places in asked.items() if 2 * sum(places) > len(places))


def ours(
    hearing: Hearing,
    question: str,
    answer: str,
    sound: Sound,
    voice: PyttsxVoice,
    careful: frozenset[str],
) -> Reply:
    """The product's way: ears, endpointing, voice."""
    hearing.expect(question, question in careful, 8.0)
    pcm, ended = LEAD + sound.pcm + TRAIL, len(LEAD) + len(sound.pcm)
    for at in range(0, len(pcm), BLOCK):
        began = time.perf_counter()
        taken = hearing.hear(pcm[at : at + BLOCK])
        if taken is not None:
            voice.speak(REPLY)
            computed = time.perf_counter() - began
            waited = (at + BLOCK - ended) / (2 * HEARD_HZ)
            judge = hearing.judge
            same = judge.means(question, taken.reading.text) == judge.means(question, answer)
            return Reply(1000 * (waited + computed), taken.early, waited < 0, same)
    return Reply(1000 * len(TRAIL) / (2 * HEARD_HZ))


def plain(recogniser: object, sound: Sound, voice: PyttsxVoice) -> Reply:
    """Vosk's example, then pyttsx3."""
    pcm, ended = LEAD + sound.pcm + TRAIL, len(LEAD) + len(sound.pcm)
    for at in range(0, len(pcm), PLAIN_BLOCK):
        began = time.perf_counter()
        over = recogniser.AcceptWaveform(pcm[at : at + PLAIN_BLOCK])  # type: ignore[attr-defined]
        if over and json.loads(recogniser.Result())["text"]:  # type: ignore[attr-defined]
            voice.speak(REPLY)
            computed = time.perf_counter() - began
            waited = (at + PLAIN_BLOCK - ended) / (2 * HEARD_HZ)
            return Reply(1000 * (waited + computed), cut_off=waited < 0)
    return Reply(1000 * len(TRAIL) / (2 * HEARD_HZ))


def show(name: str, replies: list[Reply]) -> float:
    times = [reply.ms for reply in replies]
    if len(times) < 2:
        print(f"{name:<34} {len(times)} turns")
        return 0.0
    p90 = statistics.quantiles(times, n=10)[-1]
    cut = sum(reply.cut_off for reply in replies)
    print(
        f"{name:<34} median {statistics.median(times):5.0f} ms   p90 {p90:5.0f} ms   "
        f"worst {max(times):5.0f} ms   cut off {cut}   ({len(times)} turns)"
    )
    return statistics.median(times)


def cost_of_listening(hearing: Hearing, pcm: bytes, name: str) -> float:
    """The share of one core that listening to this takes."""
    hearing.expect("yes_no", False, 8.0)
    began = time.process_time()
    for at in range(0, len(pcm), BLOCK):
        hearing.hear(pcm[at : at + BLOCK])
    share = (time.process_time() - began) / (len(pcm) / (2 * HEARD_HZ))
    print(f"{name:<34} {100 * share:.1f} % of one core")
    return share


def main() -> None:
    named = os.environ.get("STEADY_TEST_MODEL")
    ears = VoskEars(Path(named) if named else synthetic_model())
    trees = load_content()
    assert trees.ears is not None
    careful = careful_questions(trees)
    hearing = Hearing(ears, Judge(trees.ears, ears.grammar.phrases))
    person, voice = PyttsxVoice(VoiceSettings(voice=PERSON_VOICE)), PyttsxVoice()
    try:
        answers = hearing_set(ears, person)
        open_ear = ears.open_recogniser()
        for question, answer, sound in answers[:3]:
            ours(hearing, question, answer, sound, voice, careful)
            plain(open_ear, sound, voice)
        ours_, plain_ = [], []
        for question, answer, sound in answers:
            ours_.append(ours(hearing, question, answer, sound, voice, careful))
            open_ear.Reset()
            plain_.append(plain(open_ear, sound, voice))
    finally:
        person.close()
        voice.close()
    theirs = show("the plain way", plain_)
    median = show("ours", ours_)
    early = show("  of these, taken early", [reply for reply in ours_ if reply.early])
    show("  of these, with time to go on", [reply for reply in ours_ if not reply.early])
    right = sum(reply.right for reply in ours_)
    print(f"ours / plain: {median / theirs:.2f}   answers heard right: {right} of {len(ours_)}")
    speech = b"".join(sound.pcm for _, _, sound in answers[:20])
    idle = cost_of_listening(hearing, bytes(60 * 2 * HEARD_HZ), "listening to a quiet room")
    cost_of_listening(hearing, speech, "listening to somebody who speaks")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if _is_mac() else 1e3)
    print(f"{'memory, with the model':<34} {memory:.0f} MB")
    reached = median <= theirs * REACHED_SHARE and early < REACHED_EARLY_MS and idle < 0.03
    reached = reached and not any(reply.cut_off for reply in ours_)
    print("reached" if reached else "NOT reached")
    sys.exit(not reached)


def _is_mac() -> bool:
    return sys.platform == "darwin"


if __name__ == "__main__":
    main()
