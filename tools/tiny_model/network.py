"""The network: a factorised time-delay net, the same in training and in Kaldi.

A block goes from the frames that it joins through a narrow layer without a
nonlinearity, joins what comes of it again, and adds to what it was given
(TDNN-F, Povey et al. 2018, without the constraint on the narrow layer). So it
is deep for its size. The first layer computes every third frame alone.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from tools.tiny_model.mfcc import CEPSTRA

SUBSAMPLING = 3
WIDTH, NARROW = 256, 88
SPLICE = tuple(range(-4, 5))
BLOCKS = (
    ((-3, 0), (0, 3)),
    ((-3, 0), (0, 3)),
    ((-3, 0), (0, 3)),
    ((-6, 0), (0, 3)),
    ((-6, 0), (0, 3)),
    ((-6, 0), (-3, 0)),
    ((-6, 0), (-3, 0)),
    ((-6, 0), (-3, 0)),
)
"""Frames of 10 ms that the two layers of each block join. More of the past than of what is to
come: waiting for what comes after is time that the person waits for an answer."""
LEFT = -SPLICE[0] - sum(offsets[0] for block in BLOCKS for offsets in block)
RIGHT = SPLICE[-1] + sum(offsets[-1] for block in BLOCKS for offsets in block)


class Block(nn.Module):
    """(batch, time, WIDTH) to the same with less time, for the frames that it joins."""

    def __init__(self, offsets: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
        super().__init__()
        self.offsets = offsets
        self.narrow = nn.Linear(WIDTH * len(offsets[0]), NARROW, bias=False)
        self.wide = nn.Linear(NARROW * len(offsets[1]), WIDTH, bias=False)
        self.norm = nn.BatchNorm1d(WIDTH)

    def forward(self, frames: Tensor) -> Tensor:
        out = self.wide(_joined(self._narrowed(frames), self.offsets[1]))
        out = torch.relu(self.norm(out.flatten(0, 1)).view_as(out))
        start = -(self.offsets[0][0] + self.offsets[1][0]) // SUBSAMPLING
        return out + frames[:, start : start + out.shape[1]]

    def _narrowed(self, frames: Tensor) -> Tensor:
        """The narrow layer of the joined frames: joined behind it, where less is to be copied."""
        parts = self.narrow.weight.view(NARROW, -1, WIDTH).transpose(0, 1).flatten(0, 1)
        out = functional.linear(frames, parts).unflatten(2, (-1, NARROW))
        steps, count = _steps(frames, self.offsets[0])
        return sum(out[:, step : step + count, at] for at, step in enumerate(steps))


class Net(nn.Module):
    """Features to log probabilities of phones; 0 is the blank of CTC."""

    def __init__(self, phones: int) -> None:
        super().__init__()
        self.first = nn.Linear(CEPSTRA * len(SPLICE), WIDTH, bias=False)
        self.norm = nn.BatchNorm1d(WIDTH)
        self.blocks = nn.ModuleList(Block(offsets) for offsets in BLOCKS)
        self.out = nn.Linear(WIDTH, phones + 1)

    def forward(self, frames: Tensor) -> Tensor:
        """(batch, LEFT + time + RIGHT, 24) to (batch, time / 3 rounded up, phones + 1)."""
        seen = frames.unfold(1, len(SPLICE), SUBSAMPLING).transpose(2, 3).flatten(2)
        out = self.first(seen)
        frames = torch.relu(self.norm(out.flatten(0, 1)).view_as(out))
        for block in self.blocks:
            frames = block(frames)
        result: Tensor = self.out(frames).log_softmax(2)
        return result


def _joined(frames: Tensor, offsets: tuple[int, ...]) -> Tensor:
    steps, count = _steps(frames, offsets)
    return torch.cat([frames[:, step : step + count] for step in steps], dim=2)


def _steps(frames: Tensor, offsets: tuple[int, ...]) -> tuple[list[int], int]:
    steps = [(offset - offsets[0]) // SUBSAMPLING for offset in offsets]
    return steps, frames.shape[1] - steps[-1]
