"""Which area a spot is in, or near: one spot in microseconds, a million in seconds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.areas.boundary_set import About, Area, Shapes
from commonwheel.core.places.areas.cells import Cells
from commonwheel.core.places.areas.nearness import Band, band_of

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

NOWHERE = -1
"""The place of a spot that is in no area."""
_POINTS_AT_ONCE = 65_536
# Degrees: outlines that are drawn one by one may leave a gap where they meet.
_BESIDE = 0.002
# Of a degree of latitude, anywhere.
_LEAST_METRES = 110_000


@dataclass(frozen=True, slots=True)
class Hit:
    """
    The area that a spot is in or near.

    Attributes:
        area: of several that share the spot as their border, the first by code.
        metres: 0 inside; else how far away its border is (right to half a hundredth).
        others: the other areas on whose border, or in whose outline, the spot also lies.
    """

    area: Area
    metres: float = 0.0
    others: tuple[Area, ...] = ()


@dataclass(frozen=True)
class AreaSet:
    """
    A boundary set, over memory that somebody else opened and keeps open.

    Attributes:
        about: its level, its days, its source.
        areas: in the order of their codes. A place in this order stands for an area below.
        boxes: west, south, east and north of each, degrees.
    """

    about: About
    areas: tuple[Area, ...]
    boxes: Floats
    cells: Cells
    starts: npt.NDArray[np.uint64]
    outlines: npt.NDArray[np.uint8]
    _shapes: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    _bands: dict[int, Band] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        """Return how many areas there are."""
        return len(self.areas)

    def find(self, longitude: float, latitude: float, *, reach: float = 0) -> Hit | None:
        """
        Return the area that a spot is in, or the nearest; None where there is none.

        Args:
            longitude, latitude: degrees, WGS 84; anywhere.
            reach: metres around a spot in no area within which the nearest one is looked for.
        """
        holding = self._holding(longitude, latitude)
        if holding:
            others = tuple(self.areas[place] for place in holding[1:])
            return Hit(self.areas[holding[0]], others=others)
        if not reach:
            return None
        place, metres = self.nearest(np.array([longitude]), np.array([latitude]), reach=reach)
        return None if place[0] == NOWHERE else Hit(self.areas[place[0]], float(metres[0]))

    def places_of(self, longitudes: Floats, latitudes: Floats) -> Places:
        """Return the place of the area that each spot is in (the first by code); `NOWHERE` for none."""
        found = np.full(len(longitudes), NOWHERE, dtype=np.int64)
        for begin in range(0, len(longitudes), _POINTS_AT_ONCE):
            part = slice(begin, begin + _POINTS_AT_ONCE)
            found[part] = self._places(longitudes[part], latitudes[part])
        return found

    def nearest(self, longitudes: Floats, latitudes: Floats, *, reach: float) -> tuple[Places, Floats]:
        """Return the place of the nearest area of each spot and how many metres away; `NOWHERE`, NaN beyond `reach`."""
        places = np.full(len(longitudes), NOWHERE, dtype=np.int64)
        metres = np.full(len(longitudes), math.nan)
        near = np.flatnonzero(self._are_near(longitudes, latitudes, reach))
        bands = band_of(latitudes[near])
        for band in np.unique(bands).tolist():
            these = near[bands == band]
            places[these], metres[these] = self._band(band).nearest(longitudes[these], latitudes[these], reach=reach)
        return places, metres

    def around(self, longitude: float, latitude: float, *, reach: float) -> tuple[Hit, ...]:
        """Return every area that a spot is in or at most so many metres from, the nearest first, then by code."""
        west, south, east, north = self._box
        wide = _degrees(reach)
        if not (west - wide <= longitude <= east + wide and south - wide <= latitude <= north + wide):
            return ()
        places, metres = self._band(int(band_of(latitude))).around(longitude, latitude, reach=reach)
        found = sorted(zip(metres.tolist(), places.tolist(), strict=True))
        return tuple(Hit(self.areas[place], away) for away, place in found)

    def alone_around(self, longitude: float, latitude: float, *, reach: float) -> int | None:
        """
        Return the place of the one area in which a spot lies with all that is around it, up to so many metres.

        The cells tell it in microseconds, without an outline; `NOWHERE` where no area is so near, None where they
        cannot tell, which says nothing.
        """
        frame, numbers = self.cells.frame, self._numbers
        wide, high = _degrees(reach) / frame.width, reach / _LEAST_METRES / frame.height
        column, row = (longitude - frame.west) / frame.width, (latitude - frame.south) / frame.height
        if not (wide <= column < frame.columns - wide and high <= row < frame.rows - high):
            return None
        rows, first, last = range(int(row - high), int(row + high) + 1), int(column - wide), int(column + wide)
        found = {
            number
            for each in rows
            for number in numbers[each * frame.columns + first : each * frame.columns + last + 1]
        }
        number = found.pop()
        return None if found or number > len(self.areas) else number - 1

    def metres_to_border(self, code: str, longitude: float, latitude: float) -> float:
        """Return how far a spot in or near an area of the set is from its outline; at most `FARTHEST` is right."""
        band = self._band(int(band_of(latitude)))
        return band.metres_to_border(self._by_code[code], longitude, latitude)

    def beside(self, places: Sequence[int]) -> list[int]:
        """Return the places of the areas that lie beside some: not more than 200 metres or so from one of them."""
        near: set[int] = set()
        for place in places:
            west, south, east, north = self.boxes[place]
            apart = (self.boxes[:, 0] > east + _BESIDE) | (self.boxes[:, 2] < west - _BESIDE)
            apart |= (self.boxes[:, 1] > north + _BESIDE) | (self.boxes[:, 3] < south - _BESIDE)
            candidates = (each for each in np.flatnonzero(~apart).tolist() if each not in near)
            near.update(each for each in candidates if shapely.dwithin(self.shape(place), self.shape(each), _BESIDE))
        return sorted(near.difference(places))

    def shape(self, place: int) -> Any:
        """Return the outline of an area as a shapely polygon, longitude and latitude in degrees."""
        shape = self._shapes.get(place)
        if shape is None:
            begin, end = int(self.starts[place]), int(self.starts[place + 1])
            shape = shapely.from_wkb(self.outlines[begin:end].tobytes())
            shapely.prepare(shape)
            self._shapes[place] = shape
        return shape

    def shapes(self) -> Shapes:
        """Return the outlines of all areas, in their order."""
        found = np.empty(len(self.areas), dtype=object)
        found[:] = [self.shape(place) for place in range(len(self.areas))]
        return found

    def place_of(self, code: str) -> int | None:
        """Return the place of an area by its code; None where it is not in the set."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {area.code: place for place, area in enumerate(self.areas)}

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        west, south = self.boxes[:, :2].min(axis=0).tolist()
        east, north = self.boxes[:, 2:].max(axis=0).tolist()
        return west, south, east, north

    @cached_property
    def _numbers(self) -> memoryview:
        # One number of a memoryview costs a third of one of an array.
        return self.cells.numbers.data

    @cached_property
    def _lists(self) -> list[list[int]]:
        starts, lists = self.cells.list_starts.tolist(), self.cells.lists.tolist()
        return [lists[begin:end] for begin, end in pairwise(starts)]

    def _holding(self, longitude: float, latitude: float) -> list[int]:
        frame, areas = self.cells.frame, len(self.areas)
        column, row = (longitude - frame.west) / frame.width, (latitude - frame.south) / frame.height
        if not (0 <= column < frame.columns and 0 <= row < frame.rows):
            return []
        number = self._numbers[int(row) * frame.columns + int(column)]
        if number <= areas:
            return [number - 1] if number else []
        candidates = self._lists[number - areas - 1]
        return [place for place in candidates if shapely.intersects_xy(self.shape(place), longitude, latitude)]

    def _places(self, longitudes: Floats, latitudes: Floats) -> Places:
        cells = self.cells.frame.cells_of(longitudes, latitudes)
        numbers = np.where(cells >= 0, self.cells.numbers[cells], 0).astype(np.int64)
        found = np.where(numbers <= len(self.areas), numbers - 1, NOWHERE)
        open_ones = np.flatnonzero(numbers > len(self.areas))
        which = numbers[open_ones] - len(self.areas) - 1
        begins, ends = self.cells.list_starts[which].astype(int), self.cells.list_starts[which + 1].astype(int)
        count = ends - begins
        spot = np.repeat(open_ones, count)
        within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        area = self.cells.lists[np.repeat(begins, count) + within].astype(np.int64)
        # From the last area to the first, so that of several the first stays.
        order = np.argsort(-area, kind="stable")
        bounds = np.flatnonzero(np.diff(area[order])) + 1
        for these in np.split(order, bounds) if len(order) else ():
            spots = spot[these]
            shape = self.shape(int(area[these[0]]))
            inside = shapely.intersects_xy(shape, longitudes[spots], latitudes[spots])
            found[spots[inside]] = area[these[0]]
        return found

    def _are_near(self, longitudes: Floats, latitudes: Floats, reach: float) -> npt.NDArray[np.bool_]:
        """Say which spots are near the whole set, so that others cost nothing."""
        west, south, east, north = self._box
        wide = _degrees(reach)
        inside: npt.NDArray[np.bool_] = (longitudes >= west - wide) & (longitudes <= east + wide)
        inside &= (latitudes >= south - wide) & (latitudes <= north + wide)
        return inside

    def _band(self, number: int) -> Band:
        if number not in self._bands:
            self._bands[number] = Band(number, self.boxes, self.shape)
        return self._bands[number]


def _degrees(metres: float) -> float:
    """Return at least so many metres in degrees of longitude, up to 74 degrees north; no spot of ours is beyond."""
    return metres / 30_000
