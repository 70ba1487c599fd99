"""The phrases, spoken by the voices of training."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from tools.tiny_model.corpus import Words
from tools.voices import HELD_OUT, Voice, speak, trimmed

ACCENTS = (
    *["en-us"] * 10, "en-us-nyc", "en", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan",
    "en-gb-x-gbcwmd", "en-029",
)  # fmt: skip
TIMBRES = (
    "", "", "", "f1", "f2", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "klatt", "klatt2",
    "klatt3", "klatt4", "klatt5", "klatt6", "Alex", "Alicia", "Andrea", "Andy", "Annie", "adam",
    "anika", "aunty", "belinda", "benjamin", "boris", "caleb", "david", "ed", "edward", "grandma",
    "grandpa", "gustave", "iven", "john", "kaukovalta", "linda", "max", "michel", "miguel",
    "norbert", "paul", "quincy", "rob", "robert", "sandro", "shelby", "steph", "steph2", "travis",
    "victor", "zac", "Gene", "Lee", "Michael", "Mike", "Reed", "Storm",
)  # fmt: skip
RECORDED = {
    Voice("flite", "rms"): 4, Voice("flite", "awb"): 4, Voice("flite", "kal16"): 3,
    Voice("pico", "en-US"): 6, Voice("pico", "en-GB"): 3,
}  # fmt: skip
"""Made of recordings of five people, and how often each speaks; espeak-ng's voices are all made
of formulas. Festival has a kal of the same recordings as flite's: it is not measured."""
SHARE_OF_RECORDED = 0.72
NATURAL = 0.3
"""Of the recorded voices' phrases: as the voice speaks by itself."""

PCM = NDArray[np.int16]


@dataclass(frozen=True)
class Job:
    """One phrase to be spoken, and how; without a rate or a pitch as the voice does by itself."""

    words: Words
    voice: Voice
    rate: int | None
    pitch: int | None


def make_jobs(phrases: Sequence[Words], rng: random.Random) -> list[Job]:
    """Each phrase with a voice drawn for it; none of the voices held out is among them."""
    voices, weights = list(RECORDED), list(RECORDED.values())
    jobs = []
    for words in phrases:
        rate, pitch = rng.randint(115, 205), rng.randint(20, 85)
        if rng.random() >= SHARE_OF_RECORDED:
            accent, timbre = rng.choice(ACCENTS), rng.choice(TIMBRES)
            voice = Voice("espeak", f"{accent}+{timbre}" if timbre else accent)
            jobs.append(Job(words, voice, rate, pitch))
        elif rng.random() < NATURAL:
            jobs.append(Job(words, rng.choices(voices, weights)[0], None, None))
        else:  # stands for a speaker that the synthesiser does not have
            jobs.append(Job(words, rng.choices(voices, weights)[0], rate, pitch))
    assert not {job.voice for job in jobs} & set(HELD_OUT)
    return jobs


def synthesise(jobs: Sequence[Job], processes: int = 2) -> Iterator[PCM]:
    """Each job as 16-bit samples at 16 000 Hz, without silence around it."""
    # Spawned, not forked: a forked espeak-ng waits for a thread that it no longer has.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(_speak, jobs, chunksize=64)


def _speak(job: Job) -> PCM:
    samples = trimmed(speak(job.voice, [" ".join(job.words)], job.rate, job.pitch)[0])
    loudest = max(float(np.abs(samples).max(initial=0)), 1e-6)
    return (samples / loudest * 32_000).astype(np.int16)
