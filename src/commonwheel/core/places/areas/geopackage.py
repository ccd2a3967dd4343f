"""The geometry of a GeoPackage: a short header before WKB. Source: docs/sources.md#boundaries."""

import struct
from typing import Any

import shapely

from commonwheel.core.places.areas.boundary_set import AreasAreWrong

_MAGIC, _HEAD = b"GP", 8
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def read_blob(blob: bytes, *, row: int) -> tuple[Any, int]:
    """
    Return the polygon of a row and the number of its coordinate system in the file's own table.

    Args:
        blob: the column's value.
        row: which row, for the message; 1 for the first.

    Raises:
        AreasAreWrong: it is no polygon.
    """
    try:
        flags = blob[3]
        (srs,) = struct.unpack_from("<i" if flags & 1 else ">i", blob, 4)
        shape = shapely.from_wkb(blob[_HEAD + _ENVELOPE_BYTES[flags >> 1 & 7] :])
        _require(blob, shape.geom_type)
    except (TypeError, ValueError, IndexError, KeyError, struct.error, shapely.errors.GEOSException) as problem:
        raise AreasAreWrong(
            f"The outline of row {row:,} cannot be read ({problem})",
            "Areas are polygons; export the GeoPackage again.",
        ) from problem
    return shapely.force_2d(shape), srs


def _require(blob: bytes, kind: str) -> None:
    if not blob.startswith(_MAGIC):
        raise ValueError("it does not begin with GP")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"it is a {kind}")
