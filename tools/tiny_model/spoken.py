"""The phrases as training hears them: in another room in every epoch."""

import math
import pickle
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from tools.tiny_model.mfcc import MEL_BINS, Features, mfcc
from tools.tiny_model.network import LEFT, RIGHT, SUBSAMPLING
from tools.tiny_model.pronounce import Pronunciations
from tools.tiny_model.room import in_a_room
from tools.tiny_model.synthesise import RECORDED
from tools.voices import Samples

OTHERS = 3
"""How many talk in the background, where anybody does."""
SIZES = {True: (0.80, 1.28), False: (0.88, 1.14)}
"""How far a speaker is made larger or smaller, by whether the voice is of recordings. There are
five such voices in training and sixty of the others, so theirs are stretched further."""

Batch = tuple[Tensor, Tensor, Tensor, Tensor]


class Spoken:
    """The utterances in a folder; they stay on disk until they are asked for."""

    def __init__(self, folder: Path) -> None:
        lexicon, jobs = pickle.loads((folder / "spoken.pickle").read_bytes())
        self.lexicon: Mapping[str, Pronunciations] = lexicon
        self.lengths = [int(n) for n in (folder / "lengths.txt").read_text("ascii").split()]
        self.words = [job.words for job in jobs[: len(self.lengths)]]
        self.recorded = [job.voice in RECORDED for job in jobs]
        self.starts = np.cumsum([0, *self.lengths])
        self.sounds = np.memmap(folder / "sounds.s16", "<i2", mode="r")
        self.indices = range(len(self.lengths))
        self.ids = {phone: number for number, phone in enumerate(phones_of(lexicon), 1)}
        some = np.concatenate([self.features(0, index) for index in range(300)])
        self.mean, self.deviation = some.mean(0), some.std(0) + 1e-3

    def seconds(self, index: int) -> float:
        """About how long the utterance will be."""
        return self.lengths[index] / 16_000 + 0.8

    def batch(self, epoch: int, indices: list[int]) -> Batch:
        """Features, their lengths in frames of the output, phones, and their counts."""
        said = [self.features(epoch, index) for index in indices]
        longest = max(map(len, said))
        frames = [
            # Kaldi repeats the first and the last frame where the context is missing.
            np.pad(
                (one - self.mean) / self.deviation,
                ((LEFT, RIGHT + longest - len(one)), (0, 0)),
                mode="edge",
            )
            for one in said
        ]
        phones = [self._phones(epoch, index) for index in indices]
        return (
            torch.from_numpy(np.stack(frames)),
            torch.tensor([math.ceil(len(one) / SUBSAMPLING) for one in said]),
            torch.tensor([phone for line in phones for phone in line]),
            torch.tensor([len(line) for line in phones]),
        )

    def features(self, epoch: int, index: int) -> Features:
        """The utterance in the room of this epoch, now and then with some bands lost."""
        rng = np.random.default_rng((epoch, index))
        others = [self._sound(int(rng.integers(len(self.lengths)))) for _ in range(OTHERS)]
        heard = in_a_room(self._sound(index), others, SIZES[self.recorded[index]], rng)
        low = int(rng.integers(MEL_BINS))
        lost = slice(low, low + int(rng.integers(1, 6))) if rng.random() < 0.3 else slice(0)
        return mfcc(heard, lost)

    def _sound(self, index: int) -> Samples:
        start = self.starts[index]
        return self.sounds[start : start + self.lengths[index]].astype(np.float32) / 32_768

    def _phones(self, epoch: int, index: int) -> list[int]:
        """The utterance's phones; a word that is said in several ways is learned in each."""
        pick = random.Random(epoch * 1_000_003 + index)
        ways = (pick.choice(self.lexicon[word]) for word in self.words[index])
        return [self.ids[phone] for way in ways for phone in way]


def phones_of(lexicon: Mapping[str, Pronunciations]) -> list[str]:
    """Every phone that the words are made of, in order; the first has id 1."""
    return sorted({phone for ways in lexicon.values() for way in ways for phone in way})
