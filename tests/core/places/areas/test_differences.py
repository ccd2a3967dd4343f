"""What differs between two vintages of areas."""

from dataclasses import replace
from datetime import date

import numpy as np
import shapely

from commonwheel.core.places.areas.area_file import pack_areas, read_areas
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area, make_boundaries
from commonwheel.core.places.areas.differences import Differences, Moved, compare

ABOUT = About("district", date(2022, 4, 1), None, "by hand", "")
ALLERDALE, CARLISLE, CUMBERLAND = (
    Area("E07000026", "Allerdale"),
    Area("E07000028", "Carlisle"),
    Area("E06000063", "Cumberland"),
)
TEWKESBURY, NORTH = Area("E07000083", "Tewkesbury"), Area("E07000083", "North Gloucestershire")


def held(*areas: tuple[Area, float, float]) -> AreaSet:
    shapes = np.empty(len(areas), dtype=object)
    shapes[:] = [shapely.box(-3 + west, 54, -3 + east, 54.5) for _, west, east in areas]
    return read_areas(pack_areas(make_boundaries([area for area, *_ in areas], shapes), ABOUT))


def test_a_merger_is_told_with_what_became_of_each() -> None:
    before = held((ALLERDALE, 0, 1), (CARLISLE, 1, 2), (TEWKESBURY, 3, 4))
    after = held((CUMBERLAND, 0, 2), (NORTH, 3, 4))
    assert compare(before, after) == Differences(
        gone=(ALLERDALE, CARLISLE),
        new=(CUMBERLAND,),
        renamed=((TEWKESBURY, NORTH),),
        moved=(Moved(ALLERDALE, CUMBERLAND, 1.0), Moved(CARLISLE, CUMBERLAND, 1.0)),
    )


def test_a_border_that_moved_is_told_by_its_share_and_a_sliver_is_not() -> None:
    before = held((ALLERDALE, 0, 1), (CARLISLE, 1, 2))
    assert compare(before, held((ALLERDALE, 0, 0.75), (CARLISLE, 0.75, 2))).moved == (Moved(ALLERDALE, CARLISLE, 0.25),)
    assert compare(before, held((ALLERDALE, 0, 0.995), (CARLISLE, 0.995, 2))) == Differences((), (), (), ())


def test_a_split_tells_the_largest_part_first() -> None:
    before = held((CUMBERLAND, 0, 2))
    after = held((ALLERDALE, 0, 0.5), (CARLISLE, 0.5, 2))
    assert [(each.after, each.share) for each in compare(before, after).moved] == [(CARLISLE, 0.75), (ALLERDALE, 0.25)]


def test_what_is_the_same_does_not_differ() -> None:
    one = held((ALLERDALE, 0, 1))
    assert compare(one, replace(one, about=replace(ABOUT, holds_from=date(2023, 4, 1)))) == Differences((), (), (), ())
