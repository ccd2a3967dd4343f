"""GeoJSON: a feature collection of areas. Source: docs/sources.md#boundaries (RFC 7946, and its forerunner's `crs`)."""

import re
from collections.abc import Mapping
from typing import Any

from commonwheel.core.places.areas.boundary_set import AreasAreWrong
from commonwheel.core.places.areas.layer import DEGREES, Layer
from commonwheel.core.places.areas.rings import polygons_of, positions

_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{4,6})", re.ASCII)


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


def _crs(document: Mapping[str, Any]) -> int:
    """Return the EPSG number that files older than the standard tell; the standard itself knows degrees only."""
    try:
        found = _EPSG.fullmatch(document["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return DEGREES
    return int(found[1]) if found else DEGREES
