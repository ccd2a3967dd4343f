"""Postcodes as the places of residents: in which piece each is, and which other pieces are near.

A postcode is some fifteen addresses. Its share of the people of its piece is the same as that of every other postcode
there. Source of the figures: docs/sources.md#population-demand-and-cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.local.geography import Geography, Piece
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
        piece: the place of the piece that each is in.
        near_home, near_piece, metres: postcodes and other pieces that are near, and how far away each is; a pair a row.
    """

    easting: Floats
    northing: Floats
    piece: Places
    near_home: Places
    near_piece: Places
    metres: Floats

    def counts(self, pieces: int) -> Floats:
        """Return how many postcodes each piece has."""
        return np.bincount(self.piece, minlength=pieces).astype(np.float64)

    def people(self, values: Floats) -> Floats:
        """Return the people of each postcode: an even share of its piece's."""
        shares: Floats = values[self.piece] / self.counts(len(values))[self.piece]
        return shares


def homes_in(
    pieces: Sequence[Piece], shapes: npt.NDArray[np.object_], easting: Floats, northing: Floats, district: Places
) -> Homes:
    """
    Return the postcodes of a region in its pieces.

    The district of a postcode is what its table says, which is more often right than an outline; of several wards of
    the district, the nearest outline holds it.

    Args:
        shapes: the outline of each piece, metres of the National Grid.
        district: of each postcode, the place of the first piece of its district.
    """
    points = shapely.points(easting, northing)
    owner = _owners(pieces, shapes, points, district)
    tree = shapely.STRtree(shapes)
    home, near = tree.query(points, predicate="dwithin", distance=NEAR + OUTLINE_ERROR)
    others = owner[home] != near
    home, near = home[others].astype(np.int64), near[others].astype(np.int64)
    metres = shapely.distance(points[home], shapes[near]) if len(home) else np.empty(0)
    return Homes(easting, northing, owner, home, near, metres)


def parts_of_pieces(geography: Geography, pieces: Sequence[Piece]) -> Places:
    """Return, for each piece, the place of the part that holds it."""
    place = {code: number for number, part in enumerate(geography.parts) for code in part.pieces}
    return np.array([place[piece.code] for piece in pieces], dtype=np.int64)


def spillover(homes: Homes, parts: Places, people: Floats) -> tuple[Span, tuple[Span, ...]]:
    """
    Return the share of residents near a border to another part, of the region and of each part.

    Only borders between parts count: the outer border of a region is the same for every geography. The range comes
    from the outlines: the same borders, `OUTLINE_ERROR` nearer and farther.

    Args:
        parts: the part of each piece.
        people: of each postcode.
    """
    own = parts[homes.piece]
    crossing = own[homes.near_home] != parts[homes.near_piece]
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
        held_by: the place of the piece in which each point is.

    Returns:
        None where a part with residents has no point.
    """
    own, theirs = parts[homes.piece], parts[held_by]
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


def nearest_piece(shapes: npt.NDArray[np.object_], easting: Floats, northing: Floats) -> tuple[Places, Floats]:
    """Return the nearest piece of each spot and how many metres away it is; 0 inside."""
    spots = shapely.points(easting, northing)
    (_, piece), metres = shapely.STRtree(shapes).query_nearest(spots, all_matches=False, return_distance=True)
    return piece.astype(np.int64), metres


def _owners(
    pieces: Sequence[Piece], shapes: npt.NDArray[np.object_], points: npt.NDArray[np.object_], district: Places
) -> Places:
    owner = district.copy()
    held: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        held.setdefault(piece.district, []).append(place)
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
