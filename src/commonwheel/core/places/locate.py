"""In which district, county and combined authority many places were on a day, by postcode or by point.

A postcode beats an outline, because outlines are generalised. Codes of another day are carried to the day
asked for by the register of authorities; where a district was divided otherwise on that day, only outlines
of that day can tell, where they are held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from commonwheel.core.places.areas.area_set import NOWHERE, AreaSet
from commonwheel.core.places.grid_arrays import Floats, spots_of_grid
from commonwheel.core.places.postcode_keys import NO_KEY, keys_of
from commonwheel.core.places.postcode_table import PostcodeTable, month_of
from commonwheel.core.places.register.register import Register, Standing

REACH = 500.0
"""Metres from a generalised outline within which a spot is taken to be in the nearest area; it is said."""
# London's authority is none of them, though the register has it among its like.
_COMBINED = "E47"
_MOST_EAST, _MOST_NORTH = 700_000, 1_300_000
_NOT_A_POSTCODE = "This is not a postcode."
_NOT_A_NUMBER = "This is not a position: a number is missing, or is none."
_SWAPPED = "Latitude and longitude look exchanged."
_DIVIDED = "The district here was divided otherwise on this day; only boundaries of that day can tell."
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
        table: the postcodes to ask; None for none.
        districts: the outlines of the districts to ask; None for none.
        codes: for each code of a district that those two have, the one of the day; "" where it may be several.
        parents: of each district by its code on the day.
    """

    table: PostcodeTable | None
    districts: AreaSet | None
    codes: Mapping[str, str]
    parents: Mapping[str, Parents]


@dataclass(frozen=True, slots=True)
class Located:
    """The districts of some places ("" for none), and what is to be said of each ("" for nothing)."""

    districts: Codes
    problems: Codes


def sources_on(on: date, *, register: Register, table: PostcodeTable | None, districts: AreaSet | None) -> Sources:
    """Return what is held, with what the register tells of each of its districts on a day."""
    held = {area.code for area in districts.areas} if districts else set()
    held.update(table.district_codes() if table else ())
    codes, parents = {}, {}
    for code in held:
        standings = register.standing(code, on=on)
        codes[code] = standings[0].lowest.code_on(on) if len(standings) == 1 else "" if standings else code
        if len(standings) == 1:
            parents[codes[code]] = _parents(standings[0], on)
    return Sources(table, districts, codes, parents)


def locate_postcodes(sources: Sources, texts: Sequence[str]) -> Located:
    """Return the districts of postcodes as somebody wrote them."""
    table = sources.table
    if table is None:
        return _all(len(texts), "No postcodes are held.")
    keys = keys_of(texts)
    rows = table.places_of(keys)
    districts = np.array([sources.codes.get(code, "") for code in table.codes_in("districts", rows)], dtype=object)
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
    names = np.array([*(sources.codes[area.code] for area in areas.areas), ""], dtype=object)
    problems[(places != NOWHERE) & (names[places] == "")] = _DIVIDED
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
    """Let the outlines answer for postcodes of which the table names no council, or one that was divided."""
    asked = np.flatnonzero((rows >= 0) & (districts == ""))
    is_divided = table.rows["districts"][rows[asked]] > 0
    problems[asked] = np.where(is_divided, _DIVIDED, _NO_COUNCIL)
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


def _parents(standing: Standing, on: date) -> Parents:
    county = standing.of_kind("county", on=on)
    combined = next((code for each in standing.above if (code := each.code_on(on)).startswith(_COMBINED)), "")
    return Parents(county.code_on(on) if county else "", combined)


def _all(number: int, problem: str) -> Located:
    return Located(np.full(number, "", dtype=object), np.full(number, problem, dtype=object))
