"""The file of a boundary set, to be mapped into memory and asked where it lies.

Numbers are little-endian. Its bytes:

    8   `CWAREA01`
    4   CRC-32 of all that follows
    4   bytes of the description, padded with spaces to a multiple of 8
    …   the description: JSON in UTF-8, of the set, its areas, its frame and how many bytes each part has
    …   the parts, each padded to a multiple of 8: boxes (4 doubles an area: west, south, east, north), where
        each outline begins (and the end), cells, lists, where each list begins, outlines (WKB, degrees)

A wrong byte anywhere is found when the file is opened: reading it whole once takes some milliseconds.
"""

import json
import struct
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area, Boundaries
from commonwheel.core.places.areas.cells import Cells, Frame, make_cells
from commonwheel.core.problems import Failure

_MAGIC = b"CWAREA01"
_HEADER = struct.Struct("<8sII")
_CHECKED_FROM = 12
_TYPES = {"boxes": "<f8", "starts": "<u8", "cells": "<u4", "lists": "<u4", "list_starts": "<u4", "outlines": "u1"}
_NARROW = 2**16


class AreaFileIsBroken(Failure):
    """The bytes are no boundary set, or not all of it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The file of areas cannot be read: {why}. Make it again with `commonwheel places import`.")
        self.why = why


def pack_areas(boundaries: Boundaries, about: About) -> bytes:
    """Return the bytes of a boundary set."""
    cells = make_cells(boundaries.shapes)
    outlines = [bytes(each) for each in shapely.to_wkb(boundaries.shapes, byte_order=1)]
    numbers = cells.numbers.astype("<u2") if int(cells.numbers.max()) < _NARROW else cells.numbers
    parts: dict[str, npt.NDArray[Any]] = {
        "boxes": shapely.bounds(boundaries.shapes).ravel(),
        "starts": np.cumsum([0, *(len(each) for each in outlines)]).astype("<u8"),
        "cells": numbers,
        "lists": cells.lists,
        "list_starts": cells.list_starts,
        "outlines": np.frombuffer(b"".join(outlines), dtype="u1"),
    }
    described = json.dumps(
        {
            "about": asdict(about),
            "areas": [[area.code, area.name] for area in boundaries.areas],
            "frame": asdict(cells.frame),
            "parts": {name: part.nbytes for name, part in parts.items()},
            "cell_bytes": numbers.itemsize,
        },
        default=str,
        ensure_ascii=False,
    ).encode()
    described = _padded(described, b" ")
    length = struct.pack("<I", len(described))
    body = b"".join([length, described, *(_padded(part.tobytes(), b"\0") for part in parts.values())])
    return struct.pack("<8sI", _MAGIC, zlib.crc32(body)) + body


def read_areas(data: bytes | memoryview) -> AreaSet:
    """
    Return the set over bytes or mapped memory, without copying it.

    Raises:
        AreaFileIsBroken: it is something else, cut short, or has a wrong byte.
    """
    if len(data) < _HEADER.size:
        raise AreaFileIsBroken("it is too short")
    magic, check, length = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise AreaFileIsBroken("it is not a file of areas of this version")
    body = memoryview(data)[_HEADER.size :]
    if zlib.crc32(memoryview(data)[_CHECKED_FROM:]) != check:
        raise AreaFileIsBroken("it is not whole, or a byte in it is wrong")
    return _opened(json.loads(bytes(body[:length])), body[length:])


def read_about(head: bytes) -> About:
    """
    Return what a set says of itself, from the first bytes of its file, however many come.

    Raises:
        AreaFileIsBroken: they are something else.
    """
    try:
        magic, _, length = _HEADER.unpack_from(head)
        described = json.loads(head[_HEADER.size : _HEADER.size + length])["about"]
    except (struct.error, ValueError, KeyError, TypeError) as problem:
        raise AreaFileIsBroken("its description cannot be read") from problem
    if magic != _MAGIC:
        raise AreaFileIsBroken("it is not a file of areas of this version")
    return _about(described)


def _opened(described: dict[str, Any], data: memoryview) -> AreaSet:
    parts: dict[str, npt.NDArray[Any]] = {}
    begin = 0
    for name, length in described["parts"].items():
        kind = f"<u{described['cell_bytes']}" if name == "cells" else _TYPES[name]
        parts[name] = np.frombuffer(data[begin : begin + length], dtype=kind)
        begin += length + -length % 8
    return AreaSet(
        about=_about(described["about"]),
        areas=tuple(Area(*each) for each in described["areas"]),
        boxes=parts["boxes"].reshape(-1, 4),
        cells=Cells(Frame(**described["frame"]), parts["cells"], parts["lists"], parts["list_starts"]),
        starts=parts["starts"],
        outlines=parts["outlines"],
    )


def _about(described: dict[str, Any]) -> About:
    days = {name: described[name] and date.fromisoformat(described[name]) for name in ("holds_from", "holds_until")}
    return About(**{**described, **days})


def _padded(data: bytes, padding: bytes) -> bytes:
    return data + padding * (-len(data) % 8)
