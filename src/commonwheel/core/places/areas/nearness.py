"""The nearest area in metres, in bands of a quarter of a degree of latitude.

In a band a degree of longitude is taken to have as many metres as in its middle, so that outlines
can be stretched once and asked by their tree. It is wrong by 0.4 % at most in these latitudes.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_BANDS_A_DEGREE = 4
# Metres of a degree of latitude, and of one of longitude divided by its cosine, at 55 degrees north (WGS 84).
_NORTH, _EAST = 111_320.0, 111_570.0
FARTHEST = 20_000.0
"""Metres beyond which a nearest area is not looked for."""


def band_of(latitudes: Floats | float) -> Whole:
    """Return the number of the band of each latitude."""
    found: Whole = np.floor(np.multiply(latitudes, _BANDS_A_DEGREE)).astype(np.int64)
    return found


class Band:
    """The areas in and around one band, stretched to metres."""

    def __init__(self, number: int, boxes: Floats, shape: Callable[[int], Any]) -> None:
        middle = (number + 0.5) / _BANDS_A_DEGREE
        self._stretch = np.array([_EAST * math.cos(math.radians(middle)), _NORTH])
        around = FARTHEST / _NORTH
        south, north = number / _BANDS_A_DEGREE - around, (number + 1) / _BANDS_A_DEGREE + around
        self._places = np.flatnonzero((boxes[:, 3] >= south) & (boxes[:, 1] <= north))
        window = shapely.box(-180, south, 180, north)
        cut = [shapely.intersection(shape(int(place)), window) for place in self._places]
        stretched = shapely.transform(np.array(cut, dtype=object), lambda degrees: degrees * self._stretch)
        self._tree = shapely.STRtree(stretched)

    def nearest(self, longitudes: Floats, latitudes: Floats, *, reach: float) -> tuple[Whole, Floats]:
        """Return the place of each spot's nearest area and the metres to it; -1 and NaN beyond `reach`."""
        spots = shapely.points(np.column_stack([longitudes, latitudes]) * self._stretch)
        (spot, found), metres = self._tree.query_nearest(
            spots, max_distance=min(reach, FARTHEST), return_distance=True, all_matches=False
        )
        places, distances = np.full(len(spots), -1, dtype=np.int64), np.full(len(spots), math.nan)
        places[spot], distances[spot] = self._places[found], metres
        return places, distances

    def around(self, longitude: float, latitude: float, *, reach: float) -> tuple[Whole, Floats]:
        """Return the places of all areas at most `reach` metres from a spot, in no order, and the metres to each."""
        spot = self._stretched(longitude, latitude)
        near = self._tree.query(spot, predicate="dwithin", distance=min(reach, FARTHEST))
        return self._places[near], shapely.distance(self._tree.geometries[near], spot)

    def metres_to_border(self, place: int, longitude: float, latitude: float) -> float:
        """Return the metres from a spot to an area's outline, from either side of it."""
        spot = self._stretched(longitude, latitude)
        shape = self._tree.geometries[int(np.flatnonzero(self._places == place)[0])]
        return float(shapely.distance(shapely.boundary(shape), spot))

    def _stretched(self, longitude: float, latitude: float) -> Any:
        wide, high = self._stretch.tolist()
        return shapely.points(longitude * wide, latitude * high)
