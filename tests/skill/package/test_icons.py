"""The icons are what Amazon asks for, and what the name says: level ground."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise

import pytest

from skill.package.icons import draw_icon

Pixel = tuple[int, int, int]


def pixels(png: bytes) -> list[list[Pixel]]:
    """The rows of an 8-bit RGB PNG without filters; every chunk's checksum has to hold."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, size = 8, b"", 0
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            name + body
        )
        if name == b"IHDR":
            size, high, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (size, depth, colour) == (high, 8, 2)
        data += body if name == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(data)
    wide = 1 + 3 * size
    rows = [raw[row * wide : (row + 1) * wide] for row in range(size)]
    assert all(row[0] == 0 for row in rows)
    return [[(row[x], row[x + 1], row[x + 2]) for x in range(1, wide, 3)] for row in rows]


class TestTheIcon:
    @pytest.mark.parametrize("size", [108, 512])
    def test_has_as_many_pixels_as_amazon_asks_for(self, size: int) -> None:
        rows = pixels(draw_icon(size))
        assert {len(rows), *map(len, rows)} == {size}

    def test_shows_ground_that_is_level(self) -> None:
        rows = pixels(draw_icon(108))
        light = [[sum(pixel) for pixel in row] for row in rows]
        darkens = {max(range(107), key=lambda y: light[y][x] - light[y + 1][x]) for x in range(108)}
        assert len(darkens) == 1

    def test_shows_a_sun_in_the_middle(self) -> None:
        rows = pixels(draw_icon(108))
        bright = [[x for x in range(108) if sum(row[x]) > 720] for row in rows]
        widths = [len(found) for found in bright if found]
        assert widths == sorted(widths)
        assert all(found[0] + found[-1] == 107 for found in bright if found)

    def test_is_drawn_the_same_each_time(self) -> None:
        assert draw_icon(108) == draw_icon(108)

    def test_grows_lighter_towards_the_horizon(self) -> None:
        edge = [sum(row[0]) for row in pixels(draw_icon(108))[:60]]
        assert all(above <= below for above, below in pairwise(edge))
