"""The skill's icon: level ground, and the sun coming up over it. Drawn here, pixel by pixel.

Nothing is rendered from a file, so no drawing library is needed, and the same
picture comes out everywhere. Edges are softened by how far a pixel's middle
lies from them.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from functools import cache

SIZES = {"small": 108, "large": 512}
"""What Amazon asks for, in pixels."""

Colour = tuple[float, float, float]

_SKY_TOP: Colour = (38, 70, 98)
_SKY_LOW: Colour = (246, 205, 160)
_GLOW: Colour = (255, 226, 178)
_SUN: Colour = (255, 241, 214)
_HILL: Colour = (74, 108, 112)
_GROUND: Colour = (35, 62, 72)
_LIGHT: Colour = (214, 182, 140)

_HORIZON = 0.655
_SUN_RADIUS = 0.185
_HILL_TOP = 0.07


@cache
def draw_icon(size: int) -> bytes:
    """The icon as a PNG file of `size` by `size` pixels, 8-bit RGB."""
    rows = b"".join(b"\0" + bytes(_row(y, size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _row(row: int, size: int) -> Iterator[int]:
    y = (row + 0.5) / size
    draw = _sky if y < _HORIZON else _ground
    for column in range(size):
        for part in draw((column + 0.5) / size, y, 1 / size):
            yield round(part)


def _sky(x: float, y: float, pixel: float) -> Colour:
    """The colour at a point of the unit square; `pixel` is how wide a pixel is there."""
    from_sun = math.hypot(x - 0.5, y - _HORIZON)
    colour = _mix(_SKY_TOP, _SKY_LOW, (y / _HORIZON) ** 1.6)
    colour = _mix(colour, _GLOW, 0.75 * math.exp(-((from_sun / 0.34) ** 2)))
    colour = _mix(colour, _SUN, _inside(_SUN_RADIUS - from_sun, pixel))
    if y < _HORIZON - _HILL_TOP:
        return colour
    hill = _HORIZON - 0.045 + 0.02 * math.cos(2 * math.pi * (x - 0.18))
    behind_sun = _inside(from_sun - _SUN_RADIUS, pixel)
    return _mix(colour, _HILL, 0.55 * _inside(y - hill, pixel) * behind_sun)


def _ground(x: float, y: float, _: float) -> Colour:
    """The sun's light lies on the ground in a band that widens towards us and fades."""
    depth = (y - _HORIZON) / (1 - _HORIZON)
    aside = abs(x - 0.5) / (0.10 + 0.22 * depth)
    return _mix(_GROUND, _LIGHT, 0.85 * math.exp(-(aside**2) * 2.2 - 2.4 * depth))


def _inside(distance: float, pixel: float) -> float:
    """How much of a pixel lies inside an edge that is `distance` away (positive: inside)."""
    return min(1.0, max(0.0, distance / pixel + 0.5))


def _mix(under: Colour, over: Colour, share: float) -> Colour:
    return (
        under[0] + (over[0] - under[0]) * share,
        under[1] + (over[1] - under[1]) * share,
        under[2] + (over[2] - under[2]) * share,
    )
