"""The network: a time-delay net with residual layers, the same in training and in Kaldi.

Each layer sees the layer before at some offsets in time. The first computes
every third frame alone, so that all the rest costs a third.
"""

import torch
from torch import Tensor, nn

from tools.tiny_model.sound import CEPSTRA

SUBSAMPLING = 3
OFFSETS = (
    (-4, -3, -2, -1, 0, 1, 2, 3, 4),
    (-3, 0, 3),
    (-3, 0, 3),
    (-3, 0, 3),
    (-6, -3, 0, 3),
    (-6, -3, 0, 3),
)
"""Frames of 10 ms that each layer joins. More of the past than of what is to come: waiting for
what comes after is time that the person waits for an answer."""
LEFT = -sum(offsets[0] for offsets in OFFSETS)
RIGHT = sum(offsets[-1] for offsets in OFFSETS)


class Net(nn.Module):
    """Features to log probabilities of phones; 0 is the blank of CTC."""

    def __init__(self, width: int, phones: int) -> None:
        super().__init__()
        sizes = [CEPSTRA] + [width] * len(OFFSETS)
        self.layers = nn.ModuleList(
            nn.Linear(size * len(offsets), width, bias=False)
            for size, offsets in zip(sizes, OFFSETS, strict=False)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in OFFSETS)
        self.out = nn.Linear(width, phones + 1)

    def forward(self, frames: Tensor) -> Tensor:
        """(batch, LEFT + time + RIGHT, 24) to (batch, time / 3 rounded up, phones + 1)."""
        for number, (offsets, layer, norm) in enumerate(
            zip(OFFSETS, self.layers, self.norms, strict=True)
        ):
            step, stride = (SUBSAMPLING, 1) if number else (1, SUBSAMPLING)
            at = [(offset - offsets[0]) // step for offset in offsets]
            count = (frames.shape[1] - at[-1] - 1) // stride + 1
            seen = [frames[:, a : a + (count - 1) * stride + 1 : stride] for a in at]
            out = layer(torch.cat(seen, dim=2))
            out = torch.relu(norm(out.flatten(0, 1)).view_as(out))
            frames = out + seen[offsets.index(0)] if is_residual(number) else out
        result: Tensor = self.out(frames).log_softmax(2)
        return result


def is_residual(number: int) -> bool:
    """Whether the layer adds to what it was given: all but the first do."""
    return number > 0
