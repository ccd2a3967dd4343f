"""Polygons from lists of positions as JSON gives them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from commonwheel.core.places.areas.boundary_set import AreasAreWrong, Shapes

MOST_VERTICES = 20_000_000
"""Vertices of all outlines of a file; the most detailed districts of the UK have some twelve million."""
_FEWEST_VERTICES = 4
Ring = Callable[[Any], Any]
_FAULTS = (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError, shapely.errors.GEOSException)


def polygons_of(geometries: Sequence[Any], key: str, ring: Ring) -> Shapes:
    """
    Return a polygon for each Polygon or MultiPolygon.

    Args:
        geometries: GeoJSON or TopoJSON geometries.
        key: where they keep their rings: `coordinates` or `arcs`.
        ring: turns what stands for one ring into an array of positions.

    Raises:
        AreasAreWrong: one is something else; it is told by its place in the file.
    """
    found = np.empty(len(geometries), dtype=object)
    for place, geometry in enumerate(geometries):
        try:
            found[place] = _shape(geometry, key, ring)
        except _FAULTS as problem:
            raise AreasAreWrong(
                f"The outline of feature {place + 1} cannot be read ({problem})",
                "Areas are Polygon or MultiPolygon; download or export the file again.",
            ) from problem
    return found


def positions(values: Any) -> Any:
    """Return positions as an array of two columns; what comes after the second number of each is left out."""
    array = np.asarray([each[:2] for each in values], dtype=float)
    if array.ndim != 2 or array.shape[1] != 2:  # noqa: PLR2004  # rows of two numbers
        raise ValueError("a position has not two numbers")
    return array


def _shape(geometry: Mapping[str, Any], key: str, ring: Ring) -> Any:
    kind, rings = geometry["type"], geometry[key]
    if kind == "Polygon":
        return _polygon(rings, ring)
    if kind == "MultiPolygon":
        return shapely.multipolygons([_polygon(each, ring) for each in rings])
    raise ValueError(f"it is a {str(kind)[:40]}")


def _polygon(rings: Sequence[Any], ring: Ring) -> Any:
    outer, *holes = (_line(ring(each)) for each in rings)
    return shapely.polygons(outer, holes) if holes else shapely.polygons(outer)


def _line(points: Any) -> Any:
    if len(points) < _FEWEST_VERTICES:
        raise ValueError("a ring has fewer than four positions")
    return shapely.linearrings(points)
