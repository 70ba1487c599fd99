"""Training, with CTC: the sounds in their order, without knowing when each is said."""

import math
import random
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from tools.tiny_model.network import LEFT, RIGHT, SUBSAMPLING, Net
from tools.tiny_model.pronounce import Pronunciations
from tools.tiny_model.sound import Features, in_a_room, mfcc
from tools.tiny_model.synthesise import PCM

SECONDS_PER_BATCH = 90
HELD_BACK = 300
"""Utterances, of voices that are trained on, by which the loss is watched."""


class Spoken(Dataset[tuple[Features, list[int]]]):
    """Utterances as features; each was taken in several rooms, and every epoch asks for another."""

    def __init__(
        self,
        rooms: list[list[Features]],
        words: list[tuple[str, ...]],
        lexicon: Mapping[str, Pronunciations],
    ) -> None:
        self.rooms, self.words, self.lexicon = rooms, words, lexicon
        self.ids = {phone: number for number, phone in enumerate(phones_of(lexicon), 1)}

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, key: tuple[int, int]) -> tuple[Features, list[int]]:
        epoch, index = key
        features = self.rooms[epoch % len(self.rooms)][index].astype(np.float32)
        pick = random.Random(epoch * 1_000_003 + index)
        ways = (pick.choice(self.lexicon[word]) for word in self.words[index])
        return features, [self.ids[phone] for way in ways for phone in way]

    def seconds(self, index: int) -> float:
        """How long the utterance is."""
        return len(self.rooms[0][index]) / 100


def take_features(sounds: list[PCM], rooms: int, processes: int = 2) -> list[list[Features]]:
    """Every sound as features in so many rooms, kept in half precision."""
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


def phones_of(lexicon: Mapping[str, Pronunciations]) -> list[str]:
    """Every phone that the words are made of, in order; the first has id 1."""
    return sorted({phone for ways in lexicon.values() for way in ways for phone in way})


def make_batches(data: Spoken, chosen: list[int], epoch: int) -> list[list[tuple[int, int]]]:
    """Which utterances go together: of like length, and no more than so many seconds."""
    rng = random.Random(epoch)
    ordered = sorted(chosen, key=lambda index: data.seconds(index) * rng.uniform(0.85, 1.15))
    batches: list[list[tuple[int, int]]] = [[]]
    for index in ordered:
        batch = batches[-1]
        if batch and (len(batch) + 1) * data.seconds(index) > SECONDS_PER_BATCH:
            batches.append(batch := [])
        batch.append((epoch, index))
    rng.shuffle(batches)
    return batches


def train(data: Spoken, width: int, epochs: int, threads: int, to: Path) -> None:
    """Train a network and keep it in `to`, after every epoch."""
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    everything = list(range(len(data)))
    held, chosen = everything[-HELD_BACK:], everything[:-HELD_BACK]
    mean, deviation = _statistics(data)
    net = Net(width, len(data.ids))
    loss_of = nn.CTCLoss(zero_infinity=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
    per_epoch = len(make_batches(data, chosen, 0))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 3e-3, total_steps=int(epochs * per_epoch * 1.05) + 10, pct_start=0.15
    )
    collate = _Collate(mean, deviation)

    def load(epoch: int, which: list[int]) -> DataLoader[Any]:
        batches = make_batches(data, which, epoch)
        return DataLoader(data, batch_sampler=batches, collate_fn=collate)

    begun = time.monotonic()
    for epoch in range(epochs):
        net.train()
        losses = []
        for frames, lengths, targets, counts in load(epoch, chosen):
            frames = _masked(frames) if epoch else frames
            loss = loss_of(net(frames).transpose(0, 1), targets, lengths, counts)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        watched = _watch(net, loss_of, load(0, held))
        minutes = (time.monotonic() - begun) / 60
        print(
            f"epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.3f}, held back {watched:.3f}, "
            f"{minutes:.1f} minutes",
            flush=True,
        )
        torch.save(
            {"net": net.state_dict(), "mean": mean, "deviation": deviation, "width": width}, to
        )


def _watch(net: Net, loss_of: nn.CTCLoss, batches: DataLoader[Any]) -> float:
    net.eval()
    with torch.no_grad():
        return float(
            np.mean(
                [
                    loss_of(net(frames).transpose(0, 1), targets, lengths, counts).item()
                    for frames, lengths, targets, counts in batches
                ]
            )
        )


def _masked(frames: Tensor) -> Tensor:
    """SpecAugment in time alone, for cepstra have no bands: up to two gaps of up to 0.12 s."""
    frames = frames.clone()
    for row in frames:
        for _ in range(random.randint(0, 2)):
            start = random.randrange(max(1, len(row) - 12))
            row[start : start + random.randint(2, 12)] = 0
    return frames


def _statistics(data: Spoken) -> tuple[Features, Features]:
    frames = np.concatenate(data.rooms[0][:600]).astype(np.float32)
    return frames.mean(0), frames.std(0) + 1e-3


class _Collate:
    def __init__(self, mean: Features, deviation: Features) -> None:
        self.mean, self.deviation = mean, deviation

    def __call__(
        self, batch: list[tuple[Features, list[int]]]
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        longest = max(len(frames) for frames, _ in batch)
        padded = [
            # Kaldi repeats the first and the last frame where the context is missing.
            np.pad(
                (frames - self.mean) / self.deviation,
                ((LEFT, RIGHT + longest - len(frames)), (0, 0)),
                mode="edge",
            )
            for frames, _ in batch
        ]
        return (
            torch.from_numpy(np.stack(padded).astype(np.float32)),
            torch.tensor([math.ceil(len(frames) / SUBSAMPLING) for frames, _ in batch]),
            torch.tensor([phone for _, phones in batch for phone in phones]),
            torch.tensor([len(phones) for _, phones in batch]),
        )
