"""The network as Kaldi writes it: `am/final.mdl`, binary, with the weights in a byte each.

Kaldi reads a compressed matrix wherever it expects a matrix, so the file is a
quarter of its size in floats (`CompressedMatrix` with column headers in Kaldi's
`matrix/compressed-matrix.h`). Batch norms are folded into the layers.
"""

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.tiny_model.mfcc import CEPSTRA, HIGHEST_HZ, LOWEST_HZ, MEL_BINS
from tools.tiny_model.network import BLOCKS, LEFT, NARROW, RIGHT, SPLICE, SUBSAMPLING, WIDTH

Matrix = NDArray[np.float64]

MFCC = f"""--sample-frequency=16000
--use-energy=false
--num-mel-bins={MEL_BINS}
--num-ceps={CEPSTRA}
--low-freq={LOWEST_HZ}
--high-freq={HIGHEST_HZ}
--dither=0
--allow-downsample=true
"""
DECODING = f"""--min-active=200
--max-active=2000
--beam=13.0
--lattice-beam=2.0
--phone-determinize=false
--acoustic-scale=1.0
--frame-subsampling-factor={SUBSAMPLING}
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
BLANK_COST = 3.0
"""What a frame of blank costs, as if it were e^3 times as common as any sound. Training with CTC
leaves most frames to the blank; where the network doubts, in noise or with a voice that it does
not know, it would drop the sounds and then the words."""
_EPSILON = 1e-5
"""PyTorch's default in `BatchNorm1d`."""


def write_acoustic_model(weights: dict[str, Any], to: Path) -> None:
    """Write `am/final.mdl` and the files of `conf/` into the folder `to`."""
    for name in ("am", "conf"):
        (to / name).mkdir(parents=True, exist_ok=True)
    (to / "conf" / "mfcc.conf").write_text(MFCC, encoding="ascii")
    (to / "conf" / "model.conf").write_text(DECODING, encoding="ascii")
    outputs = weights["net"]["out.weight"].shape[0]
    model = b"\0B" + transition_model(outputs) + _network(weights, outputs)
    (to / "am" / "final.mdl").write_bytes(model)


def transition_model(outputs: int) -> bytes:
    """One state with a loop for each phone; phone 1 is the blank, and stands for silence.

    Phone p has the transition ids 2p - 1 (stay) and 2p (leave).
    """
    phones = list(range(1, outputs + 1))
    half = (_int(0) + _float(0.5)) + (_int(1) + _float(0.5))
    entry = _int(2) + _int(0) + _int(2) + half + _int(-1) + _int(0)
    topology = _ints(phones) + _ints([-1] + [0] * outputs) + _int(1) + entry
    triples = b"".join(_int(phone) + _int(0) + _int(phone - 1) for phone in phones)
    log_probs = _vector(np.array([0.0] + [math.log(0.5)] * (2 * outputs)))
    return b"".join((
        b"<TransitionModel> <Topology> ", topology, b"</Topology> <Triples> ", _int(outputs),
        triples, b"</Triples> <LogProbs> ", log_probs, b"</LogProbs> </TransitionModel> ",
    ))  # fmt: skip


def _network(weights: dict[str, Any], outputs: int) -> bytes:
    state = {name: tensor.double().numpy() for name, tensor in weights["net"].items()}
    config = [f"input-node name=input dim={CEPSTRA}"]
    components: list[tuple[str, bytes]] = []

    def add(name: str, component: bytes, seen: str) -> str:
        components.append((name, component))
        config.append(f"component-node name={name} component={name} input={seen}")
        return name

    # The input is normalised by the first layer.
    mean = np.tile(weights["mean"].astype(np.float64), len(SPLICE))
    deviation = np.tile(weights["deviation"].astype(np.float64), len(SPLICE))
    scale, shift = _norm(state, "norm")
    linear = state["first.weight"] / deviation * scale[:, None]
    at = add("first", _affine(linear, shift - linear @ mean), _append("input", SPLICE))
    at = add("first_relu", _plain("RectifiedLinearComponent", WIDTH), at)
    for number, (before, after) in enumerate(BLOCKS):
        block = f"blocks.{number}"
        narrow = state[f"{block}.narrow.weight"]
        inner = add(f"narrow{number}", _affine(narrow, np.zeros(NARROW)), _append(at, before))
        scale, shift = _norm(state, f"{block}.norm")
        wide = state[f"{block}.wide.weight"] * scale[:, None]
        inner = add(f"wide{number}", _affine(wide, shift), _append(inner, after))
        inner = add(f"relu{number}", _plain("RectifiedLinearComponent", WIDTH), inner)
        at = add(f"sum{number}", _sum(WIDTH), f"Sum({inner}, {at})")
    at = add("out", _affine(state["out.weight"], state["out.bias"]), at)
    at = add("probabilities", _plain("LogSoftmaxComponent", outputs), at)
    config.append(f"output-node name=output input={at} objective=linear")
    parts = b"".join(b"<ComponentName> " + name.encode() + b" " + part for name, part in components)
    return b"".join((
        b"<Nnet3> \n", "\n".join(config).encode(), b"\n\n<NumComponents> ", _int(len(components)),
        parts, b"</Nnet3> <LeftContext> ", _int(LEFT), b"<RightContext> ", _int(RIGHT),
        b"<Priors> ", _vector(np.exp([BLANK_COST] + [0.0] * (outputs - 1))),
    ))  # fmt: skip


def _norm(state: dict[str, Matrix], name: str) -> tuple[Matrix, Matrix]:
    """What a batch norm multiplies by, and adds."""
    scale = state[f"{name}.weight"] / np.sqrt(state[f"{name}.running_var"] + _EPSILON)
    return scale, state[f"{name}.bias"] - state[f"{name}.running_mean"] * scale


def _append(node: str, offsets: tuple[int, ...]) -> str:
    return f"Append({', '.join(f'Offset({node}, {at})' if at else node for at in offsets)})"


def _affine(linear: Matrix, bias: Matrix) -> bytes:
    return (
        b"<FixedAffineComponent> <LinearParams> " + compressed(linear)
        + b"<BiasParams> " + _vector(bias) + b"</FixedAffineComponent> "
    )  # fmt: skip


def _sum(dim: int) -> bytes:
    """A component that gives on what it gets: the sum is made on the way in."""
    return (
        b"<NoOpComponent> <Dim> " + _int(dim) + b"<BackpropScale> " + _float(1)
        + b"</NoOpComponent> "
    )  # fmt: skip


def _plain(kind: str, dim: int) -> bytes:
    """A component without weights, and without the statistics that only training needs."""
    nothing = _vector(np.zeros(0))
    return (
        f"<{kind}> <Dim> ".encode() + _int(dim) + b"<ValueAvg> " + nothing
        + b"<DerivAvg> " + nothing + b"<Count> " + _float(0) + f"</{kind}> ".encode()
    )  # fmt: skip


def compressed(matrix: Matrix) -> bytes:
    """The matrix in a byte a value; each column has quartiles of its own to be placed between."""
    low, span = float(matrix.min()), float(np.ptp(matrix)) or 1e-6
    places = np.percentile(matrix, (0, 25, 75, 100), axis=0)
    header = np.clip(np.rint((places - low) / span * 65_535), 0, 65_535)
    # The quartiles have to be apart, or there is nothing to place between them.
    for at in (1, 2, 3):
        header[at] = np.maximum(header[at], header[at - 1] + 1)
    over = np.maximum(header[3] - 65_535, 0)
    header = (header - over).astype(np.uint16)
    marks = low + span * header.astype(np.float64) / 65_535
    columns = []
    for column, (p0, p25, p75, p100) in zip(matrix.T, marks.T, strict=True):
        values = np.interp(column, (p0, p25, p75, p100), (0, 64, 192, 255))
        columns.append(np.rint(values).astype(np.uint8).tobytes())
    rows, cols = matrix.shape
    return (
        b"CM " + struct.pack("<ffii", low, span, rows, cols)
        + header.T.astype("<u2").tobytes() + b"".join(columns)
    )  # fmt: skip


def _vector(values: Matrix) -> bytes:
    return b"FV " + _int(len(values)) + values.astype("<f4").tobytes()


def _ints(values: list[int]) -> bytes:
    return b"\4" + struct.pack("<i", len(values)) + np.array(values, "<i4").tobytes()


def _int(value: int) -> bytes:
    return b"\4" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    return b"\4" + struct.pack("<f", value)
