"""Training, with CTC: the sounds in their order, without knowing when each is said.

Two processes share the work: each takes half of every batch, and they agree on
the gradient after it.
"""

import math
import os
import random
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, distributed, multiprocessing, nn

from tools.tiny_model.network import LEFT, RIGHT, SUBSAMPLING, Net
from tools.tiny_model.pronounce import Pronunciations
from tools.tiny_model.sound import Features

PROCESSES = 2
SECONDS_PER_BATCH = 45
"""Of each process."""
HELD_BACK = 300
"""Utterances, of voices that are trained on, by which the loss is watched."""

Batch = tuple[Tensor, Tensor, Tensor, Tensor]


class Spoken:
    """Utterances as features, with the words that were said."""

    def __init__(
        self,
        features: list[Features],
        words: list[tuple[str, ...]],
        lexicon: Mapping[str, Pronunciations],
    ) -> None:
        self.features, self.words, self.lexicon = features, words, lexicon
        self.ids = {phone: number for number, phone in enumerate(phones_of(lexicon), 1)}
        some = np.concatenate(features[:600]).astype(np.float32)
        self.mean, self.deviation = some.mean(0), some.std(0) + 1e-3

    def seconds(self, index: int) -> float:
        """How long the utterance is."""
        return len(self.features[index]) / 100

    def batch(self, epoch: int, indices: list[int]) -> Batch:
        """Features, their lengths in frames of the output, phones, and their counts."""
        said = [self.features[index] for index in indices]
        longest = max(map(len, said))
        frames = [
            # Kaldi repeats the first and the last frame where the context is missing.
            np.pad(
                (one.astype(np.float32) - self.mean) / self.deviation,
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

    def _phones(self, epoch: int, index: int) -> list[int]:
        """The utterance's phones; a word that is said in several ways is learned in each."""
        pick = random.Random(epoch * 1_000_003 + index)
        ways = (pick.choice(self.lexicon[word]) for word in self.words[index])
        return [self.ids[phone] for way in ways for phone in way]


def phones_of(lexicon: Mapping[str, Pronunciations]) -> list[str]:
    """Every phone that the words are made of, in order; the first has id 1."""
    return sorted({phone for ways in lexicon.values() for way in ways for phone in way})


def make_batches(data: Spoken, chosen: list[int], epoch: int) -> list[list[int]]:
    """Which utterances go together: of like length, and no more than so many seconds."""
    rng = random.Random(epoch)
    ordered = sorted(chosen, key=lambda index: data.seconds(index) * rng.uniform(0.85, 1.15))
    batches: list[list[int]] = [[]]
    for index in ordered:
        batch = batches[-1]
        if batch and (len(batch) + 1) * data.seconds(index) > SECONDS_PER_BATCH:
            batches.append(batch := [])
        batch.append(index)
    rng.shuffle(batches)
    # The same number for each process, or one would wait for ever.
    return batches[: len(batches) // PROCESSES * PROCESSES]


def train(data: Spoken, width: int, epochs: int, to: Path, begin: Path | None = None) -> None:
    """Train a network and keep it in `to`, after every epoch; `begin` with these weights."""
    with tempfile.TemporaryDirectory() as folder:
        meeting = f"file://{folder}/meeting"
        multiprocessing.start_processes(
            _train, (meeting, data, width, epochs, to, begin), PROCESSES, start_method="fork"
        )


def _train(
    rank: int,
    meeting: str,
    data: Spoken,
    width: int,
    epochs: int,
    to: Path,
    begin: Path | None,
) -> None:
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=PROCESSES)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    random.seed(rank)
    everything = list(range(len(data.words)))
    random.Random(0).shuffle(everything)
    held, chosen = everything[:HELD_BACK], everything[HELD_BACK:]
    net = Net(width, len(data.ids))
    if begin is not None:
        earlier = torch.load(begin, weights_only=False)
        net.load_state_dict(earlier["net"])
        data.mean, data.deviation = earlier["mean"], earlier["deviation"]
    loss_of = nn.CTCLoss(zero_infinity=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
    steps = sum(len(make_batches(data, chosen, epoch)) for epoch in range(epochs)) // PROCESSES
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 4e-3, total_steps=steps + 1, pct_start=0.15
    )
    begun = time.monotonic()
    for epoch in range(epochs):
        net.train()
        losses = []
        for indices in make_batches(data, chosen, epoch)[rank::PROCESSES]:
            frames, lengths, targets, counts = data.batch(epoch, indices)
            frames = _masked(frames) if epoch else frames
            loss = loss_of(net(frames).transpose(0, 1), targets, lengths, counts)
            optimiser.zero_grad()
            loss.backward()
            _agree(list(net.parameters()))
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if rank == 0:
            watched = _watch(net, loss_of, data, held)
            minutes = (time.monotonic() - begun) / 60
            print(
                f"epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.3f}, "
                f"held back {watched:.3f}, {minutes:.1f} minutes",
                flush=True,
            )
            kept = {"mean": data.mean, "deviation": data.deviation, "width": width}
            torch.save({"net": net.state_dict(), **kept}, to)
    distributed.destroy_process_group()


def _agree(parameters: list[nn.Parameter]) -> None:
    """Let every process have the mean of all their gradients."""
    gradients = [part.grad for part in parameters if part.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(flat)
    flat /= PROCESSES
    for gradient, agreed in zip(
        gradients, flat.split([part.numel() for part in gradients]), strict=True
    ):
        gradient.copy_(agreed.view_as(gradient))


def _watch(net: Net, loss_of: nn.CTCLoss, data: Spoken, held: list[int]) -> float:
    net.eval()
    losses = []
    with torch.no_grad():
        for indices in make_batches(data, held, 0):
            frames, lengths, targets, counts = data.batch(0, indices)
            out = net(frames).transpose(0, 1)
            losses.append(loss_of(out, targets, lengths, counts).item())
    return float(np.mean(losses))


def _masked(frames: Tensor) -> Tensor:
    """SpecAugment in time alone, for cepstra have no bands: up to two gaps of up to 0.12 s."""
    for row in frames:
        for _ in range(random.randint(0, 2)):
            start = random.randrange(max(1, len(row) - 12))
            row[start : start + random.randint(2, 12)] = 0
    return frames
