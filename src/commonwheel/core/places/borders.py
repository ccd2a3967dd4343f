"""In which areas a position may lie, by the postcodes around it: one, several near a border, or not known."""

from commonwheel.core.places.grid import Spot, grid_of_spot
from commonwheel.core.places.postcode_table import PostcodeTable
from commonwheel.core.places.responsibility import Area

REACH = 5_000
"""Metres around a position in which postcodes are looked for."""
NEAR_BORDER = 100
"""Metres: a postcode is the middle of some fifteen addresses, which lie about so far around it."""
_EAST, _NORTH = 700_000, 1_300_000


def areas_at(table: PostcodeTable, spot: Spot) -> tuple[Area, ...]:
    """
    Return the areas that a spot may lie in, the likeliest first; none where that cannot be said.

    The nearest postcode tells the area. Another area is as possible where its nearest postcode is less than
    twice as far away, and 100 metres: a border lies half way between two postcodes or not far from there, and
    the fewer postcodes there are around, the less is known of where it runs.
    """
    easting, northing = grid_of_spot(spot)
    if not (0 < easting < _EAST and 0 < northing < _NORTH):
        return ()
    near = [each for each in table.areas_around(easting, northing, reach=REACH) if each.district]
    if not near:
        return ()
    farthest = 2 * near[0].metres + NEAR_BORDER
    return tuple(Area(each.district, each.county) for each in near if each.metres <= farthest)
