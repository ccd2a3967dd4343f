"""In which district, county and combined authority many places were on a day, by postcode or by point.

A postcode beats an outline, because outlines are generalised; but a table that is newer than the day
would name councils that were not there yet, so then the outlines of the day answer, where they are held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import shapely

from commonwheel.core.places.areas.area_set import NOWHERE, AreaSet
from commonwheel.core.places.grid_arrays import Floats, spots_of_grid
from commonwheel.core.places.postcode_keys import NO_KEY, keys_of
from commonwheel.core.places.postcode_table import PostcodeTable, month_of
from commonwheel.core.places.vintages import recoded

REACH = 500.0
"""Metres from a generalised outline within which a spot is taken to be in the nearest area; it is said."""
_MOST_EAST, _MOST_NORTH = 700_000, 1_300_000
_NOT_A_POSTCODE = "This is not a postcode."
_NOT_A_NUMBER = "This is not a position: a number is missing, or is none."
_SWAPPED = "Latitude and longitude look exchanged."
_NO_COUNCIL = "The postcode file names no council for this postcode."
_NO_OUTLINES = "No boundaries of districts are held for this day."
_NOWHERE = f"In no district, nor within {REACH:.0f} metres of one: in the sea, or outside the United Kingdom."
_OFF_THE_GRID = "This is not on the National Grid."

Codes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Parents:
    """The county and the combined authority of a district; "" for none."""

    county: str = ""
    combined_authority: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """
    What is held of a day.

    Attributes:
        on: the day.
        table: the postcodes to ask; None for none.
        districts: the outlines of the districts of the day; None for none.
        parents: of each district by its code on the day.
    """

    on: date
    table: PostcodeTable | None
    districts: AreaSet | None
    parents: Mapping[str, Parents]


@dataclass(frozen=True, slots=True)
class Located:
    """The districts of some places ("" for none), and what is to be said of each ("" for nothing)."""

    districts: Codes
    problems: Codes


def parents_of(
    on: date,
    *,
    table: PostcodeTable | None,
    districts: AreaSet | None,
    counties: AreaSet | None,
    combined_authorities: AreaSet | None,
) -> Mapping[str, Parents]:
    """
    Return the county and the combined authority of each district, by the outlines of the day and by the postcodes.

    Counties and combined authorities are made of whole districts, so a spot inside a district tells its own.
    """
    codes = recoded(on)
    inside = _spots_inside(districts) if districts else (np.zeros(0), np.zeros(0))
    names = [codes.get(area.code, area.code) for area in districts.areas] if districts else []
    above = [_codes_at(one, *inside) for one in (counties, combined_authorities)]
    found = {name: Parents(str(county), str(other)) for name, county, other in zip(names, *above, strict=True)}
    if table is None or (table.holds_from > on and districts is not None):
        return found
    for code, county in table.counties_by_district().items():
        name = codes.get(code, code)
        known = found.get(name, Parents())
        found[name] = Parents(county or known.county, known.combined_authority)
    return found


def locate_postcodes(sources: Sources, texts: Sequence[str]) -> Located:
    """Return the districts of postcodes as somebody wrote them."""
    table = sources.table
    if table is None:
        return _all(len(texts), "No postcodes are held.")
    keys = keys_of(texts)
    rows = table.places_of(keys)
    codes = recoded(sources.on)
    districts = np.array([codes.get(code, code) for code in table.codes_in("districts", rows)], dtype=object)
    problems = np.full(len(texts), "", dtype=object)
    problems[rows < 0] = f"This postcode is not in the postcode file ({table.source})."
    problems[keys == NO_KEY] = _NOT_A_POSTCODE
    if len(table):
        _by_outline(sources, table, rows, districts, problems)
        _say_ended(table, rows, problems)
    return Located(districts, problems)


def locate_points(sources: Sources, longitudes: Floats, latitudes: Floats) -> Located:
    """Return the districts of spots in degrees (WGS 84); what is no number is not a spot."""
    areas = sources.districts
    if areas is None:
        return _all(len(longitudes), _NO_OUTLINES)
    places = areas.places_of(longitudes, latitudes)
    problems = np.full(len(places), "", dtype=object)
    outside = np.flatnonzero(places == NOWHERE)
    if len(outside):
        places[outside], metres = areas.nearest(longitudes[outside], latitudes[outside], reach=REACH)
        problems[outside] = [_said_of(each) for each in metres]
        problems[(latitudes < 4) & (longitudes > 48)] = _SWAPPED  # noqa: PLR2004  # degrees, around the UK
        problems[~(np.isfinite(longitudes) & np.isfinite(latitudes))] = _NOT_A_NUMBER
    codes = recoded(sources.on)
    names = np.array([*(codes.get(area.code, area.code) for area in areas.areas), ""], dtype=object)
    return Located(names[places], problems)


def locate_grid(sources: Sources, eastings: Floats, northings: Floats) -> Located:
    """Return the districts of positions in metres on the British National Grid."""
    on_grid = (eastings >= 0) & (eastings < _MOST_EAST) & (northings >= 0) & (northings < _MOST_NORTH)
    spots = spots_of_grid(np.where(on_grid, eastings, np.nan), np.where(on_grid, northings, np.nan))
    found = locate_points(sources, *spots)
    if sources.districts is not None:
        found.problems[~on_grid & np.isfinite(eastings) & np.isfinite(northings)] = _OFF_THE_GRID
    return found


def _by_outline(
    sources: Sources, table: PostcodeTable, rows: npt.NDArray[np.int64], districts: Codes, problems: Codes
) -> None:
    """Let the outlines answer for postcodes of which the table names no council, or only later ones."""
    is_later = table.holds_from > sources.on
    asked = np.flatnonzero((rows >= 0) & ((districts == "") | is_later))
    if not len(asked):
        return
    problems[asked[districts[asked] == ""]] = _NO_COUNCIL
    asked = asked[table.rows["eastings"][rows[asked]] > 0]
    if sources.districts is None or not len(asked):
        return
    position = table.rows[rows[asked]]
    found = locate_grid(sources, position["eastings"].astype(float), position["northings"].astype(float))
    answered = found.districts != ""
    districts[asked[answered]], problems[asked[answered]] = found.districts[answered], found.problems[answered]


def _say_ended(table: PostcodeTable, rows: npt.NDArray[np.int64], problems: Codes) -> None:
    ended = np.where(rows >= 0, table.rows["ended"][rows], 0)
    for place in np.flatnonzero(ended).tolist():
        said = f"This postcode ended in {month_of(int(ended[place]))}."
        problems[place] = f"{said} {problems[place]}".rstrip()


def _said_of(metres: float) -> str:
    return _NOWHERE if np.isnan(metres) else f"In no district's outline; the nearest is {metres:.0f} metres away."


def _spots_inside(areas: AreaSet) -> tuple[Floats, Floats]:
    x, y = shapely.get_coordinates(shapely.point_on_surface(areas.shapes())).T
    return x, y


def _codes_at(areas: AreaSet | None, longitudes: Floats, latitudes: Floats) -> Codes:
    if areas is None:
        return np.full(len(longitudes), "", dtype=object)
    names = np.array([*(area.code for area in areas.areas), ""], dtype=object)
    found: Codes = names[areas.places_of(longitudes, latitudes)]
    return found


def _all(number: int, problem: str) -> Located:
    return Located(np.full(number, "", dtype=object), np.full(number, problem, dtype=object))
