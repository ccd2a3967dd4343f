"""What differs between two vintages of the areas of one level."""

from dataclasses import dataclass

import numpy as np
import shapely

from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import Area

LEAST_SHARE = 0.01
"""Of an area: less is not told, because outlines are drawn anew from year to year."""


@dataclass(frozen=True, slots=True)
class Moved:
    """
    A part of an area that lies in another one later.

    Attributes:
        before, after: the two areas.
        share: of the area before, from `LEAST_SHARE` to 1.
    """

    before: Area
    after: Area
    share: float


@dataclass(frozen=True, slots=True)
class Differences:
    """
    What differs between two sets.

    Attributes:
        gone: areas whose code is not there later.
        new: areas whose code was not there before.
        renamed: areas whose code stayed and whose name did not, before and after.
        moved: parts that changed to an area of another code, the largest of each area first.
    """

    gone: tuple[Area, ...]
    new: tuple[Area, ...]
    renamed: tuple[tuple[Area, Area], ...]
    moved: tuple[Moved, ...]


def compare(before: AreaSet, after: AreaSet) -> Differences:
    """Return what differs between two sets, of which the second is the later."""
    old, new = ({area.code: area for area in each.areas} for each in (before, after))
    return Differences(
        gone=tuple(area for code, area in old.items() if code not in new),
        new=tuple(area for code, area in new.items() if code not in old),
        renamed=tuple((area, new[code]) for code, area in old.items() if code in new and area.name != new[code].name),
        moved=tuple(_moved(before, after)),
    )


def _moved(before: AreaSet, after: AreaSet) -> list[Moved]:
    shapes, later = before.shapes(), after.shapes()
    first, second = shapely.STRtree(later).query(shapes, predicate="intersects")
    differ = np.array(
        [before.areas[a].code != after.areas[b].code for a, b in zip(first, second, strict=True)], dtype=bool
    )
    first, second = first[differ], second[differ]
    # A part and its whole lie on the same latitude, near enough, so degrees will do for their ratio.
    shares = shapely.area(shapely.intersection(shapes[first], later[second])) / shapely.area(shapes[first])
    found = [
        Moved(before.areas[a], after.areas[b], min(1.0, round(float(share), 4)))
        for a, b, share in zip(first, second, shares, strict=True)
        if share >= LEAST_SHARE
    ]
    return sorted(found, key=lambda each: (each.before.code, -each.share, each.after.code))
