"""TopoJSON: areas whose shared borders are kept once, as arcs. Source: docs/sources.md#boundaries."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from commonwheel.core.places.areas.boundary_set import AreasAreWrong
from commonwheel.core.places.areas.layer import DEGREES, Choice, Layer, pick_layer
from commonwheel.core.places.areas.rings import MOST_VERTICES, polygons_of, positions

Arc = npt.NDArray[np.float64]


def read_topojson(document: Mapping[str, Any], choice: Choice) -> Layer:
    """
    Return the chosen layer of a topology.

    Raises:
        AreasAreWrong: there is no such layer, or an arc or an outline in it is none.
    """
    objects = document.get("objects")
    if not isinstance(objects, dict) or not isinstance(document.get("arcs"), list):
        raise AreasAreWrong("It is no topology: it has no objects or no arcs", "Download the file again.")
    name = pick_layer(sorted(objects), choice)
    geometries = objects[name].get("geometries") if isinstance(objects[name], dict) else None
    if not isinstance(geometries, list) or not all(isinstance(each, dict) for each in geometries):
        raise AreasAreWrong(f"The layer {name!r} is no collection of areas", "Download the file again.")
    arcs = _Arcs(_decoded(document))
    shapes = polygons_of(geometries, "arcs", arcs.ring)
    properties = [_properties(each) for each in geometries]
    return Layer(name, properties, shapes, DEGREES)


def _properties(geometry: Mapping[str, Any]) -> Mapping[str, Any]:
    found = geometry.get("properties")
    return {**({"id": geometry["id"]} if "id" in geometry else {}), **(found if isinstance(found, dict) else {})}


def _decoded(document: Mapping[str, Any]) -> list[Arc]:
    """Return the arcs in degrees: quantised ones are whole steps, each counted from the one before."""
    try:
        arcs = [positions(arc) for arc in document["arcs"]]
        transform = document.get("transform")
        if transform is None:
            return arcs
        scale, move = positions([transform["scale"]])[0], positions([transform["translate"]])[0]
        return [np.cumsum(arc, axis=0) * scale + move for arc in arcs]
    except (TypeError, ValueError, KeyError, OverflowError) as problem:
        raise AreasAreWrong(f"An arc cannot be read ({problem})", "Download the file again.") from problem


class _Arcs:
    """Puts rings together, and stops where a small file unfolds into too many vertices."""

    def __init__(self, arcs: list[Arc]) -> None:
        self._arcs = arcs
        self._left = MOST_VERTICES

    def ring(self, numbers: Sequence[int]) -> Arc:
        parts = [self._arcs[number] if number >= 0 else self._arcs[~number][::-1] for number in numbers]
        self._left -= sum(len(part) for part in parts)
        if self._left < 0:
            raise ValueError(f"the outlines have more than {MOST_VERTICES:,} vertices")
        # The last position of an arc is the first of the next.
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
