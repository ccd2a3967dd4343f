"""Areas drawn: their outlines as the paths of an SVG picture, with only what can be seen of them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

WIDTH = 600
"""Of every picture, in its own units."""
_HIGHEST, _LOWEST = 720, 300
AROUND = 0.2
"""How much of a picture is around what it shows, where nothing else is said."""
# Lines outside the picture are cut off a little beyond its edges, so that no cut can be seen.
_BEYOND = 10
_FINEST = 0.6
_LEAST_AREA, _LEAST_TO_LABEL = 2.0, 500.0
_DEGREE = 111_320.0

Box = tuple[float, float, float, float]
Coordinates = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """
    What a picture shows: it has a scale and a middle, and north is up.

    Attributes:
        longitude, latitude: of the middle, degrees.
        scale: units of the picture for each metre.
        height: of the picture; it is `WIDTH` wide.
    """

    longitude: float
    latitude: float
    scale: float
    height: int

    def place(self, degrees: Coordinates) -> Coordinates:
        """Return where longitudes and latitudes, in rows, are in the picture."""
        metres = (degrees - [self.longitude, self.latitude]) * [
            _DEGREE * math.cos(math.radians(self.latitude)),
            _DEGREE,
        ]
        placed: Coordinates = metres * [self.scale, -self.scale] + [WIDTH / 2, self.height / 2]
        return placed

    def spot(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a spot is in the picture, to a tenth."""
        across, down = self.place(np.array([[longitude, latitude]]))[0].round(1).tolist()
        return across, down


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    An outline in a picture.

    Attributes:
        path: as SVG writes it; "" where nothing of it can be seen.
        label: where a short text has room in it; None where none has.
    """

    path: str
    label: tuple[float, float] | None


def frame_around(boxes: Iterable[Box], around: float = AROUND) -> Frame:
    """
    Return the frame that shows some boxes and what is around.

    Args:
        boxes: west, south, east, north; degrees; at least one.
        around: how much is shown on each side of them, as a share of their size.
    """
    west, south, east, north = (
        pick(values) for pick, values in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)
    )
    middle = ((west + east) / 2, (south + north) / 2)
    across = max((east - west) * _DEGREE * math.cos(math.radians(middle[1])), 1) * (1 + 2 * around)
    down = max((north - south) * _DEGREE, 1) * (1 + 2 * around)
    scale = min(WIDTH / across, _HIGHEST / down)
    return Frame(*middle, scale, round(max(down * scale, _LOWEST)))


def draw(shapes: Sequence[Any], frame: Frame) -> Drawn:
    """Return polygons (longitude and latitude in degrees) as one outline that the frame shows, to a tenth of a unit."""
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(list(shapes))
    placed = shapely.transform(whole, frame.place)
    cut = shapely.clip_by_rect(placed, -_BEYOND, -_BEYOND, WIDTH + _BEYOND, frame.height + _BEYOND)
    fewer = shapely.simplify(cut, _FINEST)
    parts = [part for part in shapely.get_parts(fewer) if shapely.area(part) >= _LEAST_AREA]
    return Drawn("".join(_path(part) for part in parts), _label(parts, frame))


def _path(polygon: Any) -> str:
    return "".join(_ring(ring) for ring in (polygon.exterior, *polygon.interiors))


def _ring(ring: Any) -> str:
    corners = shapely.get_coordinates(ring)[:-1].round(1).tolist()
    return "M" + "L".join(f"{across:g} {down:g}" for across, down in corners) + "Z"


def _label(parts: list[Any], frame: Frame) -> tuple[float, float] | None:
    seen = [shapely.clip_by_rect(part, _BEYOND, _BEYOND, WIDTH - _BEYOND, frame.height - _BEYOND) for part in parts]
    largest = max(seen, key=shapely.area, default=None)
    if largest is None or shapely.area(largest) < _LEAST_TO_LABEL:
        return None
    across, down = shapely.get_coordinates(shapely.point_on_surface(largest))[0].round(1).tolist()
    return across, down
