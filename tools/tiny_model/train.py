"""Training, with CTC: the sounds in their order, without knowing when each is said.

Several processes share the work: each trains on its part of the batches, and now
and then they go on from the mean of their weights. So none waits for another
at every step, which counts where the machine has other things to do.
"""

import os
import random
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, distributed, multiprocessing, nn

from tools.tiny_model.network import Net
from tools.tiny_model.spoken import Spoken

SECONDS_PER_BATCH = 20
"""Of each process."""
FASTEST = 2.2e-3
STEPS_ALONE = 12
"""Batches of each process between two meetings."""
FIRST_ROOM_OF_A_SECOND_ROUND = 1_000
"""So that a second round does not hear the rooms of the first again."""
HELD_BACK = 300
"""Utterances, of voices that are trained on, by which the loss is watched."""


def make_batches(data: Spoken, chosen: list[int], epoch: int, processes: int) -> list[list[int]]:
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
    return batches[: len(batches) // processes * processes]


def train(data: Spoken, epochs: int, to: Path, begin: Path | None, processes: int) -> None:
    """Train a network and keep it in `to`, after every epoch; `begin` with these weights."""
    with tempfile.TemporaryDirectory() as folder:
        meeting = f"file://{folder}/meeting"
        multiprocessing.start_processes(
            _train, (processes, meeting, data, epochs, to, begin), processes, start_method="fork"
        )


def _train(
    rank: int,
    processes: int,
    meeting: str,
    data: Spoken,
    epochs: int,
    to: Path,
    begin: Path | None,
) -> None:
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=processes)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    random.seed(rank)
    everything = list(data.indices)
    random.Random(0).shuffle(everything)
    held, chosen = everything[:HELD_BACK], everything[HELD_BACK:]
    net = Net(len(data.ids))
    if begin is not None:
        earlier = torch.load(begin, weights_only=False)
        net.load_state_dict(earlier["net"])
        data.mean, data.deviation = earlier["mean"], earlier["deviation"]
    first = 0 if begin is None else FIRST_ROOM_OF_A_SECOND_ROUND
    loss_of = nn.CTCLoss(zero_infinity=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
    rounds = [
        make_batches(data, chosen, epoch, processes) for epoch in range(first, first + epochs)
    ]
    steps = sum(map(len, rounds)) // processes
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, FASTEST, total_steps=steps + 1, pct_start=0.1
    )
    begun = time.monotonic()
    for epoch, batches in enumerate(rounds, first):
        net.train()
        losses = []
        for indices in batches[rank::processes]:
            frames, lengths, targets, counts = data.batch(epoch, indices)
            frames = _masked(frames) if epoch else frames
            loss = loss_of(net(frames).transpose(0, 1), targets, lengths, counts)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            if len(losses) % STEPS_ALONE == 0:
                _agree(net, processes)
        _agree(net, processes)
        if rank == 0:
            watched = _watch(net, loss_of, data, held)
            minutes = (time.monotonic() - begun) / 60
            print(
                f"epoch {epoch - first + 1}/{epochs}: loss {np.mean(losses):.3f}, "
                f"held back {watched:.3f}, {minutes:.1f} minutes, "
                f"{time.process_time() / 60:.1f} of this core",
                flush=True,
            )
            kept = {"mean": data.mean, "deviation": data.deviation}
            torch.save({"net": net.state_dict(), **kept}, to)
    distributed.destroy_process_group()


def _agree(net: Net, processes: int) -> None:
    """Let every process go on with the mean of all their weights."""
    parts = [part for part in net.state_dict().values() if part.is_floating_point()]
    flat = torch.cat([part.flatten() for part in parts])
    distributed.all_reduce(flat)
    flat /= processes
    for part, agreed in zip(parts, flat.split([part.numel() for part in parts]), strict=True):
        part.copy_(agreed.view_as(part))


def _watch(net: Net, loss_of: nn.CTCLoss, data: Spoken, held: list[int]) -> float:
    net.eval()
    losses = []
    with torch.no_grad():
        for indices in make_batches(data, held, 0, 1):
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
