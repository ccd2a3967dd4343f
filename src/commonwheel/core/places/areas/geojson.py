"""GeoJSON: a feature collection of areas read, and an outline written.

Source: docs/sources.md#boundaries (RFC 7946, and its forerunner's `crs`).
"""

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from commonwheel.core.places.areas.boundary_set import AreasAreWrong
from commonwheel.core.places.areas.layer import DEGREES, Layer
from commonwheel.core.places.areas.rings import polygons_of, positions

_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{4,6})", re.ASCII)

_METRES = 111_320.0
"""Of a degree of latitude."""
_DECIMALS = 6


def read_geojson(document: Mapping[str, Any]) -> Layer:
    """
    Return the features of a feature collection.

    Raises:
        AreasAreWrong: it is none, or an outline in it is none.
    """
    features = document.get("features")
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise AreasAreWrong("It has no list of features", "Export the areas as a GeoJSON FeatureCollection.")
    properties = [each.get("properties") for each in features]
    shapes = polygons_of([each.get("geometry") for each in features], "coordinates", positions)
    return Layer("", [each if isinstance(each, dict) else {} for each in properties], shapes, _crs(document))


def geometry_of(shape: Any, *, tolerance: float = 0) -> dict[str, Any]:
    """
    Return an outline as a GeoJSON geometry: outer rings anticlockwise, six decimals (0.1 m).

    Args:
        shape: a shapely polygon or multipolygon, longitude and latitude in degrees.
        tolerance: metres by which it may be simplified; no part of it gets lost by that.
    """
    written: dict[str, Any] = shapely.geometry.mapping(
        shapely.orient_polygons(_rounded(simplified(shape, tolerance)), exterior_cw=False)
    )
    return written


def simplified(shape: Any, tolerance: float) -> Any:
    """Return an outline with fewer corners, none moved farther than so many metres; itself for 0."""
    if not tolerance:
        return shape
    _, south, _, north = shape.bounds
    flat = np.array([math.cos(math.radians((south + north) / 2)), 1])
    metres = shapely.transform(shape, lambda degrees: degrees * flat * _METRES)
    fewer = shapely.simplify(metres, tolerance, preserve_topology=True)
    return shapely.transform(fewer, lambda each: each / flat / _METRES)


def _rounded(shape: Any) -> Any:
    return shapely.transform(shape, lambda degrees: np.round(degrees, _DECIMALS))


def _crs(document: Mapping[str, Any]) -> int:
    """Return the EPSG number that files older than the standard tell; the standard itself knows degrees only."""
    try:
        found = _EPSG.fullmatch(document["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return DEGREES
    return int(found[1]) if found else DEGREES
