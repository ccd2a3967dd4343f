"""Files of boundaries on disk: GeoJSON and TopoJSON, plain or gzipped, and GeoPackage."""

import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from commonwheel.core.places.areas.boundary_set import LEVELS, About, AreasAreWrong, Boundaries, level_of_codes
from commonwheel.core.places.areas.geojson import read_geojson
from commonwheel.core.places.areas.geopackage import read_blob
from commonwheel.core.places.areas.layer import Choice, Layer, boundaries_of, pick_layer
from commonwheel.core.places.areas.topojson import read_topojson
from commonwheel.core.problems import Failure

MOST_JSON = 300_000_000
"""Bytes of JSON, unpacked: reading takes some ten times as much memory. Larger sets come as GeoPackage."""
_MOST_ROWS = 200_000
SQLITE = b"SQLite format 3\0"
_COLUMN_KINDS = re.compile(r"(?i)text|int|date|real|double|float|bool")
LICENCE = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right"
)
"""What is shown with boundaries that ONS publishes, which nearly all are."""


class BoundaryFileIsWrong(Failure):
    """A file of boundaries cannot be taken in."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


def read_boundaries(path: Path, choice: Choice, *, level: str = "") -> tuple[Boundaries, About]:
    """
    Return the areas of a file and what is known of them.

    Args:
        path: the file; what it is, is told by its content.
        choice: what to take from it.
        level: one of `LEVELS`; "" for what the codes tell.

    Raises:
        BoundaryFileIsWrong: it cannot be read, or what it holds is not as it should be.
    """
    try:
        layer = _layer(path, choice)
        boundaries, day = boundaries_of(layer, choice)
        found = level or _level(boundaries)
    except AreasAreWrong as problem:
        raise BoundaryFileIsWrong(path, str(problem)) from problem
    source = f"{path.name}, layer {layer.name}" if layer.name else path.name
    return boundaries, About(found, day, None, source, LICENCE)


def _level(boundaries: Boundaries) -> str:
    found = level_of_codes(boundaries.areas)
    if not found:
        raise AreasAreWrong("Its codes do not tell which level of area it holds", f"Give it: --level {LEVELS[0]}.")
    return found


def _layer(path: Path, choice: Choice) -> Layer:
    with path.open("rb") as file:
        begin = file.read(len(SQLITE))
    if begin == SQLITE:
        return _from_geopackage(path, choice)
    document = _json(_text(path))
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        return read_topojson(document, choice)
    if kind == "FeatureCollection":
        return read_geojson(document)
    raise AreasAreWrong(
        f"It is neither GeoJSON nor TopoJSON (its type is {str(kind)[:40]!r})",
        "Export the areas as a FeatureCollection, or as a GeoPackage.",
    )


def _text(path: Path) -> bytes:
    """Return the file's bytes, unpacked, and never more than what can be read."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            data = file.read(MOST_JSON + 1)
    except (gzip.BadGzipFile, zlib.error, EOFError) as problem:
        raise AreasAreWrong(f"It cannot be unpacked ({problem})", "Download it again.") from problem
    if len(data) > MOST_JSON:
        raise AreasAreWrong(
            f"It has more than {MOST_JSON:,} bytes", "Take the generalised version, or give it as a GeoPackage."
        )
    if not data.strip():
        raise AreasAreWrong("It is empty", "Download it again.")
    return data


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError as problem:
        raise AreasAreWrong("It is nested too deeply", "No file of boundaries is; download it again.") from problem
    except ValueError as problem:
        raise AreasAreWrong(f"It is not whole, or no JSON ({problem})", "Download it again.") from problem


def _from_geopackage(path: Path, choice: Choice) -> Layer:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return _table(database, choice)
    except sqlite3.Error as problem:
        raise AreasAreWrong(f"It is no whole GeoPackage ({problem})", "Export it again.") from problem


def _table(database: sqlite3.Connection, choice: Choice) -> Layer:
    found = dict(database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns LIMIT 1000"))
    name = pick_layer(sorted(found), choice)
    columns = [column for _, column, kind, *_ in database.execute(f"PRAGMA table_info({_quoted(name)})")
               if column != found[name] and _COLUMN_KINDS.search(kind)]  # fmt: skip
    asked = ", ".join(_quoted(column) for column in [found[name], *columns])
    rows = list(_rows(database, f"SELECT {asked} FROM {_quoted(name)} LIMIT {_MOST_ROWS + 1}"))  # noqa: S608  # quoted
    shapes, systems = np.empty(len(rows), dtype=object), set()
    for place, (blob, *_) in enumerate(rows):
        shapes[place], system = read_blob(blob, row=place + 1)
        systems.add(system)
    properties = [dict(zip(columns, values, strict=True)) for _, *values in rows]
    layer = Layer(name, properties, shapes, 0)
    return replace(layer, crs=_crs(database, systems)) if rows else layer


def _rows(database: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(database.execute(query)):
        if number == _MOST_ROWS:
            raise AreasAreWrong(f"It has more than {_MOST_ROWS:,} rows", "No level of areas has; give another layer.")
        yield row


def _crs(database: sqlite3.Connection, systems: set[int]) -> int:
    """Return the EPSG number of the one coordinate system that all rows have."""
    if len(systems) > 1:
        raise AreasAreWrong("Its rows have different coordinate systems", "Export it in one.")
    query = "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    organisation, number = database.execute(query, tuple(systems)).fetchone() or ("", 0)
    return int(number) if str(organisation).upper() == "EPSG" else 0


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
