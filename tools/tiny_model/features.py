"""Every sound as it reaches a microphone, from speakers of several sizes, as features."""

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from tools.tiny_model.sound import Features, in_a_room, mfcc
from tools.tiny_model.synthesise import PCM
from tools.voices import RATE, resample

OTHERS = 3
"""How many talk in the background, where anybody does."""
SIZES = {True: (0.82, 1.32), False: (0.92, 1.10)}
"""How far a speaker is made larger or smaller, by whether the voice is of recordings. There are
three such voices in training and sixty of the others, so theirs are stretched further."""
VERSIONS = {True: 4, False: 1}
"""And they are heard more often, or the network learns espeak-ng alone."""


@dataclass(frozen=True)
class Take:
    """One sound in one room; `size` scales the speaker: 1.1 is a shorter throat."""

    index: int
    seed: int
    size: float


def make_takes(recorded: list[bool], rng: random.Random) -> list[Take]:
    """Which sounds are heard, how often and how, in no order."""
    takes = [
        Take(index, rng.randrange(1 << 30), rng.uniform(*SIZES[natural]))
        for index, natural in enumerate(recorded)
        for _ in range(VERSIONS[natural])
    ]
    rng.shuffle(takes)
    return takes


def take_features(sounds: list[PCM], takes: list[Take], processes: int = 2) -> list[Features]:
    """The features of each take, in half precision."""
    rng = random.Random(0)
    jobs = ((take, sounds[take.index], rng.sample(sounds, OTHERS)) for take in takes)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(_take, jobs, chunksize=50))


def _take(job: tuple[Take, PCM, list[PCM]]) -> Features:
    take, pcm, others = job
    voice, *talk = (sound.astype(np.float32) / 32_768 for sound in (pcm, *others))
    rng = np.random.default_rng(take.seed)
    return mfcc(in_a_room(resample(voice, RATE * take.size), talk, rng)).astype(np.float16)
