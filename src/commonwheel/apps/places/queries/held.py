"""The postcodes and boundaries that the node holds, and what they tell by themselves."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.rules import ManyAsked
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.areas.boundary_set import Area as Outlined
from commonwheel.core.places.code_point import read_code_point
from commonwheel.core.places.grid import Spot, spot_of_grid
from commonwheel.core.places.locate import (
    Located,
    Sources,
    locate_grid,
    locate_points,
    locate_postcodes,
    sources_on,
)
from commonwheel.core.places.postcode_columns import join
from commonwheel.core.places.postcode_packing import pack_columns
from commonwheel.core.places.postcode_table import LONG_AGO, PostcodePlace, PostcodeTable, read_table
from commonwheel.core.places.register.register import Standing
from commonwheel.core.places.responsibility import Area
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.integrations.places.folder import PlaceFolder

DEMONSTRATION_POSTCODES = Path(__file__).parents[1] / "data" / "demonstration-postcodes.csv"


@dataclass(frozen=True, slots=True)
class Outline:
    """An area with its outline: the set that has it, and its place there."""

    areas: AreaSet
    place: int

    @property
    def area(self) -> Outlined:
        """Its code and name."""
        return self.areas.areas[self.place]

    @property
    def shape(self) -> Any:
        """Return it as a shapely polygon, longitude and latitude in degrees."""
        return self.areas.shape(self.place)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    The districts of some councils among those around them, as places in a set.

    Attributes:
        districts: the set.
        here: those of the councils.
        county: those that are in the same county.
        beside: others that lie beside those of the councils.
    """

    districts: AreaSet
    here: tuple[int, ...]
    county: tuple[int, ...]
    beside: tuple[int, ...]


def postcode_table(on: date | None = None) -> PostcodeTable | None:
    """
    Return the postcode table: the node's own, or in the demonstration the extract that comes with it.

    Args:
        on: the day; None for the newest there is.

    Raises:
        PostcodeFileIsBroken: the file is something else.
    """
    own = _places_held(settings.DATA).postcodes(on or date.max)
    if own is None and settings.DEMONSTRATION:
        return demonstration_postcodes()
    return own


@cache
def demonstration_postcodes() -> PostcodeTable:
    """Return the extract for the demonstration's area. Source: docs/sources.md#code-point-open."""
    rows = join([read_code_point(DEMONSTRATION_POSTCODES.read_bytes(), file=DEMONSTRATION_POSTCODES.name)])
    return read_table(pack_columns(rows, source="OS Code-Point Open, extract", holds_from=LONG_AGO))


def areas_on(level: str, on: date) -> AreaSet | None:
    """
    Return the areas of a level (`core.places.areas.boundary_set.LEVELS`) as they were on a day; None where not held.

    Raises:
        AreaFileIsBroken: the file is something else.
    """
    return _places_held(settings.DATA).areas(level, on)


def districts_near(on: date) -> AreaSet | None:
    """Return the districts of a day, else those of the nearest that are held: the register carries their codes."""
    return areas_on("district", on) or _places_held(settings.DATA).nearest_areas("district", on)


def find_postcode(postcode: str, on: date | None = None) -> PostcodePlace | None:
    """
    Return where a postcode is and which councils it is in; None where it is not in the file.

    Args:
        postcode: as somebody typed it.
        on: the day whose table is asked, and where that has it not, the newest; None for the newest.

    Raises:
        NotAPostcode: the text has not the form of one.
    """
    found = find_in_tables(normalise(postcode), on)
    return found[0] if found else None


def find_in_tables(written: str, on: date | None) -> tuple[PostcodePlace, PostcodeTable] | None:
    """Return where a postcode in its written form is, with the table that told it: of the day, else the newest."""
    for table in map(postcode_table, (on, None)):
        found = table.find(written) if table else None
        if table is not None and found is not None:
            return found, table
    return None


def place_in_file(postcode: str, on: date | None = None) -> PostcodePlace | None:
    """Return where a postcode is; None where it is none, or is not in the file."""
    try:
        return find_postcode(postcode, on)
    except NotAPostcode:
        return None


def is_within(place: PostcodePlace, *, gss_code: str) -> bool:
    """Say whether a postcode is in the area of the council of this GSS code, whichever its tier."""
    return bool(gss_code) and gss_code in {place.district, place.county}


def spot_of_postcode(found: PostcodePlace) -> Spot | None:
    """Return the middle of a postcode; None where it is not known."""
    if found.easting is None or found.northing is None:
        return None
    return spot_of_grid(found.easting, found.northing)


def middle_of_postcode(postcode: str) -> dict[str, float] | None:
    """Return the middle of a postcode in degrees, or None where it is not known."""
    found = place_in_file(postcode)
    spot = spot_of_postcode(found) if found else None
    return {"lat": spot.lat, "lon": spot.lon} if spot else None


def find_outline(codes: Iterable[str], *, on: date, levels: Iterable[str] = LEVELS) -> Outline | None:
    """Return the outline of an area that has had these codes, as it is held for a day; None where none is."""
    wanted = tuple(codes)
    for level in levels:
        areas = districts_near(on) if level == "district" else areas_on(level, on)
        for code in wanted:
            place = areas.place_of(code) if areas else None
            if areas is not None and place is not None:
                return Outline(areas, place)
    return None


def name_of_parish(code: str, *, on: date) -> str:
    """Return what a parish or community is called, as its outline tells; "" where none is held."""
    outline = find_outline([code], on=on, levels=["parish"]) if code else None
    return outline.area.name if outline else ""


def outlines_at(spot: Spot, *, on: date) -> tuple[Outline, ...]:
    """Return the areas of every level that is held for a day in whose outline a spot lies; one for each level."""
    held = _places_held(settings.DATA).areas_of_all_levels(on)
    found = ((areas, areas.find(spot.lon, spot.lat)) for areas in held)
    return tuple(Outline(areas, areas.place_of(hit.area.code) or 0) for areas, hit in found if hit is not None)


def surroundings(councils: Collection[str], counties: Collection[str], *, on: date) -> Surroundings | None:
    """
    Return what lies around some councils on a day; None where no boundaries are held that have them.

    Args:
        councils, counties: ids in the register.
    """
    districts, register = districts_near(on), authorities.the_register()
    if districts is None:
        return None
    standings = [register.standing(area.code, on=on) for area in districts.areas]
    here = _those(standings, lambda each: each.lowest.id in councils)
    county = [
        place
        for place in _those(standings, lambda each: any(one.id in counties for one in each.above))
        if place not in here
    ]
    beside = [place for place in districts.beside(here) if place not in county]
    return Surroundings(districts, tuple(here), tuple(county), tuple(beside)) if here else None


def locate_many(asked: ManyAsked) -> tuple[Sources, Located] | None:
    """Return where many places lie, with what was asked; None where nothing is held."""
    table, districts = postcode_table(asked.on), districts_near(asked.on)
    if table is None and districts is None:
        return None
    sources = sources_on(asked.on, register=authorities.the_register(), table=table, districts=districts)
    if asked.postcodes:
        return sources, locate_postcodes(sources, asked.postcodes)
    first, second = np.array(asked.degrees or asked.metres).T
    return sources, locate_points(sources, second, first) if asked.degrees else locate_grid(sources, first, second)


def areas_served(gss_code: str) -> tuple[Area, ...]:
    """Return the areas that a council of either tier serves, as far as the postcodes tell."""
    table = postcode_table()
    return tuple(Area(*codes) for codes in table.areas_of(gss_code)) if table and gss_code else ()


@cache
def _places_held(data: Path) -> PlaceFolder:
    return PlaceFolder(data)


def _those(standings: Sequence[tuple[Standing, ...]], belongs: Callable[[Standing], bool]) -> list[int]:
    return [place for place, those in enumerate(standings) if any(map(belongs, those))]
