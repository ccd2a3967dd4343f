"""Postcodes as the places of residents: in which block each is, and which other blocks are near.

A postcode is some fifteen addresses. Its share of the people of its block is the same as that of every other postcode
there. Source of the figures: docs/sources.md#population-demand-and-cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.local.geography import Block, Geography
from commonwheel.core.places.local.span import Span

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

NEAR = 1_000.0
"""Metres: a resident no farther from a border is counted as spilling over it."""
OUTLINE_ERROR = 200.0
"""Metres by which a generalised outline may run beside the border (super-generalised ones of ONS)."""
POSTCODE_ERROR = 0.1
"""Kilometres that a home may lie from the spot of its postcode."""
_REACHES = (NEAR - OUTLINE_ERROR, NEAR, NEAR + OUTLINE_ERROR)


@dataclass(frozen=True)
class Homes:
    """
    The postcodes of a region.

    Attributes:
        easting, northing: metres of each.
        block: the place of the block that each is in.
        near_home, near_block, metres: postcodes and other blocks that are near, and how far away each is; a pair a row.
    """

    easting: Floats
    northing: Floats
    block: Places
    near_home: Places
    near_block: Places
    metres: Floats

    def counts(self, blocks: int) -> Floats:
        """Return how many postcodes each block has."""
        return np.bincount(self.block, minlength=blocks).astype(np.float64)

    def people(self, values: Floats) -> Floats:
        """Return the people of each postcode: an even share of its block's."""
        shares: Floats = values[self.block] / self.counts(len(values))[self.block]
        return shares


def homes_in(
    blocks: Sequence[Block], shapes: npt.NDArray[np.object_], easting: Floats, northing: Floats, district: Places
) -> Homes:
    """
    Return the postcodes of a region in its blocks.

    The district of a postcode is what its table says, which is more often right than an outline; of several wards of
    the district, the nearest outline holds it.

    Args:
        shapes: the outline of each block, metres of the National Grid.
        district: of each postcode, the place of the first block of its district.
    """
    points = shapely.points(easting, northing)
    owner = _owners(blocks, shapes, points, district)
    tree = shapely.STRtree(shapes)
    home, near = tree.query(points, predicate="dwithin", distance=NEAR + OUTLINE_ERROR)
    others = owner[home] != near
    home, near = home[others].astype(np.int64), near[others].astype(np.int64)
    metres = shapely.distance(points[home], shapes[near]) if len(home) else np.empty(0)
    return Homes(easting, northing, owner, home, near, metres)


def parts_of_blocks(geography: Geography, blocks: Sequence[Block]) -> Places:
    """Return, for each block, the place of the part that holds it."""
    place = {code: number for number, part in enumerate(geography.parts) for code in part.blocks}
    return np.array([place[block.code] for block in blocks], dtype=np.int64)


def spillover(homes: Homes, parts: Places, people: Floats) -> tuple[Span, tuple[Span, ...]]:
    """
    Return the share of residents near a border to another part, of the region and of each part.

    Only borders between parts count: the outer border of a region is the same for every geography. The range comes
    from the outlines: the same borders, `OUTLINE_ERROR` nearer and farther.

    Args:
        parts: the part of each block.
        people: of each postcode.
    """
    own = parts[homes.block]
    crossing = own[homes.near_home] != parts[homes.near_block]
    count = int(parts.max()) + 1
    all_people = np.bincount(own, weights=people, minlength=count).astype(np.float64)
    found: list[Floats] = []
    for reach in _REACHES:
        near = np.zeros(len(people), dtype=bool)
        near[homes.near_home[crossing & (homes.metres <= reach)]] = True
        found.append(np.bincount(own, weights=people * near, minlength=count).astype(np.float64))
    whole = [float(each.sum() / all_people.sum()) for each in found]
    shares = [_shares(each, all_people) for each in found]
    return Span(*whole), tuple(Span(*each) for each in zip(*shares, strict=True))


def distance(
    homes: Homes, parts: Places, people: Floats, points: tuple[Floats, Floats], held_by: Places
) -> Span | None:
    """
    Return the mean kilometres, as the crow flies, from residents to the nearest service point of their own part.

    Args:
        points: eastings and northings, metres.
        held_by: the place of the block in which each point is.

    Returns:
        None where a part with residents has no point.
    """
    own, theirs = parts[homes.block], parts[held_by]
    total = 0.0
    for part in np.unique(own).tolist():
        here, open_ones = own == part, theirs == part
        if not open_ones.any():
            return None
        tree = shapely.STRtree(shapely.points(points[0][open_ones], points[1][open_ones]))
        spots = shapely.points(homes.easting[here], homes.northing[here])
        (home, _), metres = tree.query_nearest(spots, all_matches=False, return_distance=True)
        total += float((people[here][home] * metres).sum())
    mean = total / float(people.sum()) / 1_000
    return Span(max(0.0, mean - POSTCODE_ERROR), mean, mean + POSTCODE_ERROR)


def nearest_block(shapes: npt.NDArray[np.object_], easting: Floats, northing: Floats) -> tuple[Places, Floats]:
    """Return the nearest block of each spot and how many metres away it is; 0 inside."""
    spots = shapely.points(easting, northing)
    (_, block), metres = shapely.STRtree(shapes).query_nearest(spots, all_matches=False, return_distance=True)
    return block.astype(np.int64), metres


def _owners(
    blocks: Sequence[Block], shapes: npt.NDArray[np.object_], points: npt.NDArray[np.object_], district: Places
) -> Places:
    owner = district.copy()
    held: dict[str, list[int]] = {}
    for place, block in enumerate(blocks):
        held.setdefault(block.district, []).append(place)
    for places in held.values():
        these = np.flatnonzero(district == places[0])
        if len(places) == 1 or not len(these):
            continue
        wards = np.array(places, dtype=np.int64)
        (_, found) = shapely.STRtree(shapes[wards]).query_nearest(points[these], all_matches=False)
        owner[these] = wards[found]
    return owner


def _shares(near: Floats, people: Floats) -> list[float]:
    return [share / whole if whole else 0.0 for share, whole in zip(near.tolist(), people.tolist(), strict=True)]
