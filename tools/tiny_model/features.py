"""Every sound as it reaches a microphone, in several rooms, as features."""

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from tools.tiny_model.sound import Features, in_a_room, mfcc
from tools.tiny_model.synthesise import PCM


def take_features(sounds: list[PCM], rooms: int, processes: int = 2) -> list[list[Features]]:
    """For each room the features of every sound, kept in half precision."""
    taken = []
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for room in range(rooms):
            rng = random.Random(room)
            jobs = ((room, i, pcm, rng.sample(sounds, 4)) for i, pcm in enumerate(sounds))
            taken.append(list(pool.map(_take, jobs, chunksize=50)))
    return taken


def _take(job: tuple[int, int, PCM, list[PCM]]) -> Features:
    room, index, pcm, others = job
    rng = np.random.default_rng((room, index))
    scaled = [sound.astype(np.float32) / 32_768 for sound in (pcm, *others)]
    return mfcc(in_a_room(scaled[0], scaled[1:], rng)).astype(np.float16)
