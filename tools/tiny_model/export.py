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

from tools.tiny_model.network import LEFT, OFFSETS, RIGHT, SUBSAMPLING, is_residual
from tools.tiny_model.sound import CEPSTRA, HIGHEST_HZ, LOWEST_HZ, MEL_BINS

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
    width = weights["width"]
    config = [f"input-node name=input dim={CEPSTRA}"]
    components: list[tuple[str, bytes]] = []
    # The input is normalised by the first layer.
    mean = np.tile(weights["mean"].astype(np.float64), len(OFFSETS[0]))
    deviation = np.tile(weights["deviation"].astype(np.float64), len(OFFSETS[0]))
    before = "input"
    for number, offsets in enumerate(OFFSETS):
        linear = state[f"layers.{number}.weight"]
        bias = np.zeros(width)
        if number == 0:
            bias = -linear @ (mean / deviation)
            linear = linear / deviation
        norm = {part: state[f"norms.{number}.{part}"] for part in
                ("weight", "bias", "running_mean", "running_var")}  # fmt: skip
        scale = norm["weight"] / np.sqrt(norm["running_var"] + _EPSILON)
        linear = linear * scale[:, None]
        bias = (bias - norm["running_mean"]) * scale + norm["bias"]
        seen = ", ".join(f"Offset({before}, {at})" if at else before for at in offsets)
        components.append((f"affine{number}", _affine(linear, bias)))
        components.append((f"relu{number}", _plain("RectifiedLinearComponent", width)))
        config.append(f"component-node name=affine{number} component=affine{number} "
                      f"input=Append({seen})")  # fmt: skip
        config.append(
            f"component-node name=relu{number} component=relu{number} input=affine{number}"
        )
        if is_residual(number):
            components.append((f"sum{number}", _sum(width)))
            config.append(f"component-node name=sum{number} component=sum{number} "
                          f"input=Sum(relu{number}, {before})")  # fmt: skip
            before = f"sum{number}"
        else:
            before = f"relu{number}"
    components.append(("out", _affine(state["out.weight"], state["out.bias"])))
    components.append(("probabilities", _plain("LogSoftmaxComponent", outputs)))
    config += [
        f"component-node name=out component=out input={before}",
        "component-node name=probabilities component=probabilities input=out",
        "output-node name=output input=probabilities objective=linear",
    ]
    parts = b"".join(b"<ComponentName> " + name.encode() + b" " + part for name, part in components)
    return b"".join((
        b"<Nnet3> \n", "\n".join(config).encode(), b"\n\n<NumComponents> ", _int(len(components)),
        parts, b"</Nnet3> <LeftContext> ", _int(LEFT), b"<RightContext> ", _int(RIGHT),
        b"<Priors> ", _vector(np.zeros(0)),
    ))  # fmt: skip


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
