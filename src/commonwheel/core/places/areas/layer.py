"""A layer of a file of boundaries: features with what is said of them, turned into the areas of a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely

from commonwheel.core.places.areas.boundary_set import Area, AreasAreWrong, Boundaries, Shapes, make_boundaries
from commonwheel.core.places.grid_arrays import spots_of_grid

DEGREES, NATIONAL_GRID = 4326, 27700
_LIKE_DEGREES = {4326, 4258, 4937, 4979}
_PREFIXES = "LAD|LTLA|UTLA|CTYUA|CTY|MCTY|CAUTH|RGN|CTRY|WD|PARNCP|PAR|NPARK|NP"
_OF_YEAR = re.compile(rf"(?:{_PREFIXES})([0-9]{{2}})CD", re.ASCII | re.IGNORECASE)
# Code column and the name column that goes with it, lower case. Source: docs/sources.md#boundaries.
_PAIRS = {"areacd": "areanm", "gss_code": "name", "gss": "name", "area_code": "area_name", "code": "name", "id": "name"}
_MOST_SHOWN = 12
_FEWEST_METRES = 1_000
_YEAR_BEGINS = (4, 1)


@dataclass(frozen=True, slots=True)
class Layer:
    """
    Features of a file, as they stand in it.

    Attributes:
        name: of the layer; "" where the file has but one.
        properties: of each feature.
        shapes: polygons, one for each feature, in the file's own coordinates.
        crs: EPSG number of the coordinates.
    """

    name: str
    properties: Sequence[Mapping[str, Any]]
    shapes: Shapes
    crs: int


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What the person who imports a file said of it; "" and None for what the file is to tell.

    Attributes:
        code, name: the columns of the areas' codes and names.
        layer: the layer, where the file has several.
        crs: EPSG number of the coordinates, over what the file says.
        vintage: the day whose areas are wanted.
    """

    code: str = ""
    name: str = ""
    layer: str = ""
    crs: int | None = None
    vintage: date | None = None


def pick_layer(names: Sequence[str], choice: Choice) -> str:
    """
    Return the layer to read.

    Raises:
        AreasAreWrong: there is none of that name, or several and none was chosen.
    """
    if choice.layer in names:
        return choice.layer
    if len(names) == 1 and not choice.layer:
        return names[0]
    what = f"no layer {choice.layer!r}" if choice.layer else f"{len(names):,} layers"
    raise AreasAreWrong(f"The file has {what}", f"Name one with --layer: {_listed(names)}.")


def boundaries_of(layer: Layer, choice: Choice) -> tuple[Boundaries, date]:
    """
    Return the areas of a layer on the chosen day, and the day from which they hold.

    Where features tell the years they began and ended (`start`, `end`: the last year), those in being on the day
    count. Years begin on 1 April, as councils do. Without a chosen day, the year in the code column's name tells it.

    Raises:
        AreasAreWrong: no column of codes is found, no day is known, or the outlines are not as they should be.
    """
    columns = _columns(layer)
    code = _find(columns, choice.code, [*_year_columns(columns), *_known(columns)], layer)
    vintage = choice.vintage or _day_in(code)
    if vintage is None:
        raise AreasAreWrong(f"Nothing in the file tells its day (column {code})", "Give it: --vintage 2025-04-01.")
    kept = [place for place, each in enumerate(layer.properties) if _is_in_being(each, vintage)]
    name = _find(columns, choice.name, [_name_for(code, columns), ""], layer)
    areas = [_area(layer.properties[place], code, name) for place in kept]
    return make_boundaries(areas, in_degrees(layer.shapes[kept], choice.crs or layer.crs)), vintage


def in_degrees(shapes: Shapes, crs: int) -> Shapes:
    """
    Return outlines in longitude and latitude (WGS 84).

    Raises:
        AreasAreWrong: the coordinates are of another kind than degrees or the National Grid.
    """
    if crs in _LIKE_DEGREES or not len(shapes):
        return shapes
    if crs != NATIONAL_GRID:
        raise AreasAreWrong(
            f"Its coordinates are of EPSG:{crs}, which is not read here",
            "Export it as WGS 84 (EPSG:4326) or British National Grid (EPSG:27700).",
        )
    flat = shapely.force_2d(shapes)
    if np.abs(shapely.total_bounds(flat)).max() < _FEWEST_METRES:
        raise AreasAreWrong("Its numbers are degrees, not metres of the National Grid", "Leave out --crs.")
    return np.asarray(shapely.transform(flat, lambda metres: np.column_stack(spots_of_grid(*metres.T))), dtype=object)


def _columns(layer: Layer) -> list[str]:
    seen: dict[str, None] = {}
    for each in layer.properties:
        seen.update(dict.fromkeys(each))
    return list(seen)


def _year_columns(columns: Sequence[str]) -> list[str]:
    return [column for column in columns if _OF_YEAR.fullmatch(column)]


def _known(columns: Sequence[str]) -> list[str]:
    return [column for known in _PAIRS for column in columns if column.lower() == known]


def _find(columns: Sequence[str], chosen: str, usual: Sequence[str], layer: Layer) -> str:
    """Return the chosen column, else of the usual ones the first in which no value comes twice, else the first."""
    if chosen:
        if chosen not in columns:
            raise AreasAreWrong(f"There is no column {chosen!r}", f"Its columns: {_listed(columns)}.")
        return chosen
    if not usual:
        raise AreasAreWrong("No column of codes was found", f"Name it with --code: {_listed(columns)}.")
    values = {column: [str(each.get(column)) for each in layer.properties] for column in usual}
    return next((column for column in usual if len(set(values[column])) == len(values[column])), usual[0])


def _name_for(code: str, columns: Sequence[str]) -> str:
    wanted = _PAIRS.get(code.lower(), f"{code[:-2]}NM".lower())
    return next((column for column in columns if column.lower() == wanted), "")


def _area(properties: Mapping[str, Any], code: str, name: str) -> Area:
    return Area(_text(properties.get(code)), _text(properties.get(name)) if name else "")


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _day_in(code: str) -> date | None:
    found = _OF_YEAR.fullmatch(code)
    return date(2000 + int(found[1]), *_YEAR_BEGINS) if found else None


def _is_in_being(properties: Mapping[str, Any], day: date) -> bool:
    year = day.year if (day.month, day.day) >= _YEAR_BEGINS else day.year - 1
    start, end = properties.get("start"), properties.get("end")
    return not ((isinstance(start, int) and start > year) or (isinstance(end, int) and end < year))


def _listed(names: Sequence[str]) -> str:
    more = " …" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more or "none"
