"""A grid of cells over areas: most cells lie wholly inside one area, and answer without their outline.

A cell's number is 0 where no area is, `place + 1` of the area it is wholly inside, and beyond the number of
areas a list of the areas that may hold a spot in it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.areas.boundary_set import Shapes

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_MOST_CELLS = 2_000_000
_CELLS_A_VERTEX = 32
_FEWEST_CELLS = 1_024
_SEGMENTS_AT_ONCE = 200_000
# An edge counts as in a cell also a millionth of the cell's width beside it: more than arithmetic can be wrong.
_MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Frame:
    """
    How spots become cells.

    Attributes:
        west, south: degrees, of the corner from which cells are counted.
        width, height: degrees, of one cell.
        columns, rows: how many cells.
    """

    west: float
    south: float
    width: float
    height: float
    columns: int
    rows: int

    def cells_of(self, longitudes: Floats, latitudes: Floats) -> Whole:
        """Return the number of the cell of each spot; -1 outside."""
        column = np.floor((longitudes - self.west) / self.width)
        row = np.floor((latitudes - self.south) / self.height)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        return np.where(inside, np.where(inside, row, 0) * self.columns + np.where(inside, column, 0), -1).astype(int)


@dataclass(frozen=True, slots=True)
class Cells:
    """
    The grid with its answers.

    Attributes:
        numbers: one for each cell, row by row from the south.
        lists: the areas of each list, one after the other.
        list_starts: where each list begins in `lists`, and where the last one ends.
    """

    frame: Frame
    numbers: npt.NDArray[np.uint32]
    lists: npt.NDArray[np.uint32]
    list_starts: npt.NDArray[np.uint32]


def make_cells(shapes: Shapes) -> Cells:
    """Return the cells of areas; of which those that an edge runs through have lists."""
    frame = _frame(shapes)
    touched = _touched(shapes, frame)
    cells = frame.columns * frame.rows
    edge = np.zeros(cells, dtype=bool)
    edge[touched // len(shapes)] = True
    first_of_run = ~edge & np.concatenate([[True], edge[:-1]])
    first_of_run[:: frame.columns] |= ~edge[:: frame.columns]
    asked = np.flatnonzero(edge | first_of_run)
    held = _held(shapes, frame, asked)
    pairs = np.unique(np.concatenate([touched, held]))
    numbers, lists, starts = _number(pairs, len(shapes), cells, edge)
    # Between two edges of a row nothing changes, so what holds of the first cell of a run holds of all of it.
    begin = np.maximum.accumulate(np.where(first_of_run | edge, np.arange(cells), 0))
    return Cells(frame, numbers[begin], lists, starts)


def _frame(shapes: Shapes) -> Frame:
    west, south, east, north = (float(each) for each in shapely.total_bounds(shapes))
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    number = min(_MOST_CELLS, max(_FEWEST_CELLS, vertices * _CELLS_A_VERTEX))
    # A degree of longitude is some 0.6 of one of latitude here; cells should be about square.
    high, wide = north - south, (east - west) * 0.6
    rows = int(min(max(1, round((number * high / wide) ** 0.5)), number))
    columns = max(1, number // rows)
    grow = 1 + 1e-9
    return Frame(west, south, (east - west) / columns * grow, (north - south) / rows * grow, columns, rows)


def _touched(shapes: Shapes, frame: Frame) -> Whole:
    """Return `cell * areas + area` for each cell that an edge of an area runs through, sorted."""
    parts, area_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    coordinates = (coordinates - (frame.west, frame.south)) / (frame.width, frame.height)
    same = np.flatnonzero(ring[:-1] == ring[1:])
    found = []
    for begin in range(0, len(same), _SEGMENTS_AT_ONCE):
        these = same[begin : begin + _SEGMENTS_AT_ONCE]
        segment, cell = _cells_of_segments(coordinates[these], coordinates[these + 1], frame)
        found.append(np.unique(cell * len(shapes) + area_of_part[part_of_ring[ring[these[segment]]]]))
    return np.unique(np.concatenate(found))


def _cells_of_segments(begins: Floats, ends: Floats, frame: Frame) -> tuple[Whole, Whole]:
    """Return pairs of a segment's place and a cell it runs through; both in units of cells."""
    low, high = np.minimum(begins, ends), np.maximum(begins, ends)
    segment, row = _spread(low[:, 1], high[:, 1], frame.rows)
    begin, end = begins[segment], ends[segment]
    rise = end[:, 1] - begin[:, 1]
    flat = np.abs(rise) < _MARGIN
    slope = (end[:, 0] - begin[:, 0]) / np.where(flat, 1.0, rise)
    at_bottom = np.where(flat, begin[:, 0], begin[:, 0] + (row - _MARGIN - begin[:, 1]) * slope)
    at_top = np.where(flat, end[:, 0], begin[:, 0] + (row + 1 + _MARGIN - begin[:, 1]) * slope)
    west = np.maximum(np.minimum(at_bottom, at_top), low[segment, 0])
    east = np.minimum(np.maximum(at_bottom, at_top), high[segment, 0])
    piece, column = _spread(west, east, frame.columns)
    return segment[piece], row[piece] * frame.columns + column


def _spread(low: Floats, high: Floats, most: int) -> tuple[Whole, Whole]:
    """Return for each interval its place with each whole number it reaches, from 0 to below `most`."""
    first = np.clip(np.floor(low - _MARGIN), 0, most - 1).astype(np.int64)
    last = np.clip(np.floor(high + _MARGIN), 0, most - 1).astype(np.int64)
    number = last - first + 1
    place = np.repeat(np.arange(len(low)), number)
    within = np.arange(int(number.sum())) - np.repeat(np.cumsum(number) - number, number)
    return place, first[place] + within


def _held(shapes: Shapes, frame: Frame, cells: Whole) -> Whole:
    """Return `cell * areas + area` for each of the cells whose middle lies in an area."""
    longitudes = frame.west + (cells % frame.columns + 0.5) * frame.width
    latitudes = frame.south + (cells // frame.columns + 0.5) * frame.height
    found = []
    for area, (west, south, east, north) in enumerate(shapely.bounds(shapes)):
        begin, end = np.searchsorted(latitudes, (south, north))
        column = longitudes[begin:end]
        near = begin + np.flatnonzero((column >= west) & (column <= east))
        shapely.prepare(shapes[area])
        inside = shapely.intersects_xy(shapes[area], longitudes[near], latitudes[near])
        shapely.destroy_prepared(shapes[area])
        found.append(cells[near[inside]] * len(shapes) + area)
    return np.concatenate(found)


def _number(
    pairs: Whole, areas: int, cells: int, edge: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return the number of each cell, and the lists, each kept once."""
    numbers = np.zeros(cells, dtype=np.uint32)
    cell, first, count = np.unique(pairs // areas, return_index=True, return_counts=True)
    alone = (count == 1) & ~edge[cell]
    numbers[cell[alone]] = pairs[first[alone]] % areas + 1
    known: dict[tuple[int, ...], int] = {}
    members = (pairs % areas).tolist()
    several = np.flatnonzero(~alone)
    for place, begin, number in zip(
        cell[several].tolist(), first[several].tolist(), count[several].tolist(), strict=True
    ):
        numbers[place] = areas + 1 + known.setdefault(tuple(members[begin : begin + number]), len(known))
    lists = np.array([area for each in known for area in each], dtype=np.uint32)
    starts = np.cumsum([0, *(len(each) for each in known)]).astype(np.uint32)
    return numbers, lists, starts
