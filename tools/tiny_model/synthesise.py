"""The phrases, spoken by the voices of training."""

import random
from collections.abc import Sequence
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
FLITE = ("kal16", "rms", "awb")
"""Made of recordings of people; espeak-ng's voices are all made of formulas."""
SHARE_OF_FLITE = 0.35

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
    jobs = []
    for words in phrases:
        rate, pitch = rng.randint(115, 205), rng.randint(20, 85)
        if rng.random() >= SHARE_OF_FLITE:
            accent, timbre = rng.choice(ACCENTS), rng.choice(TIMBRES)
            voice = Voice("espeak", f"{accent}+{timbre}" if timbre else accent)
            jobs.append(Job(words, voice, rate, pitch))
        elif rng.random() < 0.5:
            jobs.append(Job(words, Voice("flite", rng.choice(FLITE)), None, None))
        else:  # stands for a speaker that flite does not have
            jobs.append(Job(words, Voice("flite", rng.choice(FLITE)), rate, pitch))
    assert not {job.voice for job in jobs} & set(HELD_OUT)
    return jobs


def synthesise(jobs: Sequence[Job], processes: int = 2) -> list[PCM]:
    """Each job as 16-bit samples at 16 000 Hz, without silence around it."""
    # Spawned, not forked: a forked espeak-ng waits for a thread that it no longer has.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(_speak, jobs, chunksize=64))


def _speak(job: Job) -> PCM:
    samples = trimmed(speak(job.voice, [" ".join(job.words)], job.rate, job.pitch)[0])
    loudest = max(float(np.abs(samples).max(initial=0)), 1e-6)
    return (samples / loudest * 32_000).astype(np.int16)
