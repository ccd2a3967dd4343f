"""Reads of the address register and of the postcode file, as frozen values and as answers."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.models import Property as PropertyRow
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
from commonwheel.core.places.placing import NOWHERE, Placing, place_point, with_park, with_postcode
from commonwheel.core.places.postcode_columns import join
from commonwheel.core.places.postcode_table import LONG_AGO, PostcodePlace, PostcodeTable, pack_columns, read_table
from commonwheel.core.places.properties import Property, search_words
from commonwheel.core.places.responsibility import Area
from commonwheel.core.problems import Failure
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.foundation.councils import CouncilView
from commonwheel.integrations.places.folder import PlaceFolder

COLUMNS = ("uprn", "line", "postcode", "usrn", "easting", "northing", "lat", "lon", "kind", "is_current")
DEMONSTRATION_POSTCODES = Path(__file__).parent / "data" / "demonstration-postcodes.csv"
AUTHORITY_AREA = "authority"
_MOST_WORDS = 8
_FEWEST_CHARACTERS = 3
_MOST_FOUND = 500


class PropertyNotFound(Failure):
    """The council's register has no property of that number."""

    def __init__(self, uprn: str) -> None:
        super().__init__("This address is not in the council’s register. Choose another, or type it.")
        self.uprn = uprn


@dataclass(frozen=True, slots=True)
class Found:
    """
    Properties that answer a search.

    Attributes:
        properties: sorted as people read addresses: 2 before 10.
        are_more: there are more than were asked for, so a longer search text helps.
    """

    properties: tuple[Property, ...]
    are_more: bool = False


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


def find_properties(council_id: uuid.UUID, *, postcode: str, number_or_name: str = "", limit: int = 100) -> Found:
    """
    Return the council's current properties at a postcode.

    Args:
        council_id: whose register.
        postcode: as somebody typed it.
        number_or_name: words that begin words of the address, to narrow it; "" for all.
        limit: most properties; at most 500.

    Raises:
        NotAPostcode: the text has not the form of one.
    """
    rows = PropertyRow.objects.filter(council_id=council_id, is_current=True, postcode=normalise(postcode))
    words = search_words(number_or_name)[:_MOST_WORDS]
    found = sorted(_views(rows[:_MOST_FOUND]), key=_as_people_count)
    wanted = [each for each in found if _begins(words, search_words(each.line))]
    return Found(tuple(wanted[:limit]), are_more=len(wanted) > limit)


def search_properties(council_id: uuid.UUID, *, text: str, limit: int = 50) -> Found:
    """
    Return the council's current properties by part of the address: `14 sea lane`, `gull`, or a postcode.

    Args:
        council_id: whose register.
        text: what somebody typed. Fewer than three letters or digits find nothing.
        limit: most properties; at most 500.
    """
    try:
        return find_properties(council_id, postcode=text, limit=limit)
    except NotAPostcode:
        words = search_words(text)[:_MOST_WORDS]
    if len("".join(words)) < _FEWEST_CHARACTERS:
        return Found(())
    rows = PropertyRow.objects.filter(council_id=council_id, is_current=True)
    for word in words:
        rows = rows.filter(search__contains=f" {word}")
    limit = min(limit, _MOST_FOUND)
    found = _views(rows[: limit + 1])
    return Found(tuple(sorted(found[:limit], key=_as_people_count)), are_more=len(found) > limit)


def find_property(council_id: uuid.UUID, *, uprn: str) -> Property | None:
    """Return a property of the council's register, current or not; None where it has none of that number."""
    found = _views(PropertyRow.objects.filter(council_id=council_id, uprn=uprn.strip().lstrip("0"))[:1])
    return found[0] if found else None


def get_property(council_id: uuid.UUID, *, uprn: str) -> Property:
    """
    Return a property of the council's register, current or not.

    Raises:
        PropertyNotFound: it has none of that number.
    """
    found = find_property(council_id, uprn=uprn)
    if found is None:
        raise PropertyNotFound(uprn)
    return found


def has_register(council_id: uuid.UUID) -> bool:
    """Say whether the council has loaded a gazetteer."""
    return PropertyRow.objects.filter(council_id=council_id, is_current=True).exists()


def find_postcode(postcode: str, on: date | None = None) -> PostcodePlace | None:
    """
    Return where a postcode is and which councils it is in; None where it is not in the file.

    Args:
        postcode: as somebody typed it.
        on: the day whose table is asked, and where that has it not, the newest; None for the newest.

    Raises:
        NotAPostcode: the text has not the form of one.
    """
    written = normalise(postcode)
    of_day, newest = postcode_table(on), postcode_table()
    found = of_day.find(written) if of_day else None
    return newest.find(written) if found is None and newest else found


def is_within(place: PostcodePlace, *, gss_code: str) -> bool:
    """Say whether a postcode is in the area of the council of this GSS code, whichever its tier."""
    return bool(gss_code) and gss_code in {place.district, place.county}


def postcode_table(on: date | None = None) -> PostcodeTable | None:
    """
    Return the postcode table: the node's own, or in the demonstration the extract that comes with it.

    Args:
        on: the day; None for the newest there is.

    Raises:
        PostcodeFileIsBroken: the file is something else.
    """
    own = _places_held(Path(settings.DATA)).postcodes(on or date.max)
    if own is None and settings.DEMONSTRATION:
        return demonstration_postcodes()
    return own


def areas_on(level: str, on: date) -> AreaSet | None:
    """
    Return the areas of a level (`core.places.areas.boundary_set.LEVELS`) as they were on a day; None where not held.

    Raises:
        AreaFileIsBroken: the file is something else.
    """
    return _places_held(Path(settings.DATA)).areas(level, on)


def districts_near(on: date) -> AreaSet | None:
    """Return the districts of a day, else those of the nearest that are held: the register carries their codes."""
    return areas_on("district", on) or _places_held(Path(settings.DATA)).nearest_areas("district", on)


@cache
def demonstration_postcodes() -> PostcodeTable:
    """Return the extract for the demonstration's area. Source: docs/sources.md#code-point-open."""
    rows = join([read_code_point(DEMONSTRATION_POSTCODES.read_bytes(), file=DEMONSTRATION_POSTCODES.name)])
    return read_table(pack_columns(rows, source="OS Code-Point Open, extract", holds_from=LONG_AGO))


def list_at_postcode(council: CouncilView, *, postcode: str) -> tuple[Property, ...] | None:
    """List the addresses at a postcode as somebody typed it; None where that is no postcode."""
    try:
        return find_properties(council.id, postcode=postcode).properties
    except NotAPostcode:
        return None


def address_by_uprn(council: CouncilView, *, uprn: str) -> dict[str, str] | None:
    """Return an address of the council's register in the notation of examples, or None."""
    found = find_property(council.id, uprn=uprn)
    if found is None:
        return None
    value = {"uprn": found.uprn, "line": found.line, "authority": council.slug}
    return {**value, "postcode": found.postcode} if found.postcode else value


def middle_of_postcode(postcode: str) -> dict[str, float] | None:
    """Return the middle of a postcode in degrees, or None where it is not known."""
    found = _place_of_postcode(postcode)
    spot = spot_of_postcode(found) if found else None
    return {"lat": spot.lat, "lon": spot.lon} if spot else None


def spot_of_postcode(found: PostcodePlace) -> Spot | None:
    """Return the middle of a postcode; None where it is not known."""
    if found.easting is None or found.northing is None:
        return None
    return spot_of_grid(found.easting, found.northing)


def is_in_area(council: CouncilView, *, place: Mapping[str, Any], area: str) -> bool | None:
    """Return whether a place or address is in a named area; None where that is not known."""
    if area != AUTHORITY_AREA:
        return None
    known = place.get("authority") or _authority_of(council, str(place.get("postcode", "")))
    return known == council.slug if known else None


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


def outlines_at(spot: Spot, *, on: date) -> tuple[Outline, ...]:
    """Return the areas of every level that is held for a day in whose outline a spot lies; one for each level."""
    held = (areas for level in LEVELS if (areas := areas_on(level, on)) is not None)
    found = ((areas, areas.find(spot.lon, spot.lat)) for areas in held)
    return tuple(Outline(areas, areas.place_of(hit.area.code) or 0) for areas, hit in found if hit is not None)


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


def place_of_postcode(postcode: str, *, on: date) -> Placing:
    """Return where a postcode lies on a day; nowhere where it is not in the file, or lies in no council's area."""
    found = _place_of_postcode(postcode, on)
    if found is None or not found.district:
        return NOWHERE
    table = postcode_table(on)
    areas = (Area(found.district, found.county),)
    spot = spot_of_postcode(found)
    return Placing(_in_parks(areas, spot, on) if spot else areas, "postcode", source=table.source if table else "")


def place_of_point(spot: Spot, *, on: date) -> Placing:
    """Return where a point lies on a day: by boundaries, or by the postcodes around it where none are held."""
    found = place_point(spot, districts=districts_near(on), table=postcode_table(on))
    return replace(found, areas=_in_parks(found.areas, spot, on))


def areas_of_postcode(postcode: str, *, on: date) -> tuple[Area, ...]:
    """Return the area that a postcode lies in; none where it is not in the file, or lies in no council's area."""
    return place_of_postcode(postcode, on=on).areas


def areas_of_place(place: Mapping[str, Any], *, on: date) -> tuple[Area, ...]:
    """Return the areas that a place, as it was answered, may lie in; several near a border, none where not known."""
    lat, lon = place.get("lat"), place.get("lon")
    if lat is None or lon is None:
        return ()
    spot, postcode = Spot(lat=float(lat), lon=float(lon)), str(place.get("postcode", ""))
    around = place_of_point(spot, on=on)
    if not postcode or middle_of_postcode(postcode) != {"lat": spot.lat, "lon": spot.lon}:
        return around.areas
    told = areas_of_postcode(postcode, on=on)
    return with_postcode(around, told[0], register=authorities.the_register()) if told else around.areas


def areas_of_address(council: CouncilView, address: Mapping[str, Any], *, on: date) -> tuple[Area, ...]:
    """
    Return the areas that an address given to a council may lie in; none where not known.

    Its postcode tells, but one of the council's register lies in the council's area also where the postcode does not.
    """
    found = _place_of_postcode(str(address.get("postcode", "")))
    area = areas_of_postcode(str(address.get("postcode", "")), on=on)
    is_own = address.get("authority") == council.slug
    if is_own and not (found and is_within(found, gss_code=council.gss_code)):
        return areas_served(council.gss_code)
    return _areas_of(found)


def address_as_known_to(council: CouncilView, address: Mapping[str, Any]) -> dict[str, str]:
    """Return an address as a council has it: of its register where that has the UPRN, else as if it were typed."""
    found = address_by_uprn(council, uprn=str(address["uprn"])) if address.get("uprn") else None
    return found or {key: str(address[key]) for key in ("line", "postcode") if address.get(key)}


def areas_served(gss_code: str) -> tuple[Area, ...]:
    """Return the areas that a council of either tier serves, as far as the postcodes tell."""
    table = postcode_table()
    return tuple(Area(*codes) for codes in table.areas_of(gss_code)) if table and gss_code else ()


def row_values(found: Property) -> dict[str, object]:
    """Return the columns of a property's row."""
    words = " ".join(search_words(f"{found.line} {found.postcode} {found.postcode.replace(' ', '')}"))
    return {**{column: getattr(found, column) for column in COLUMNS}, "search": f" {words}"}


def _authority_of(council: CouncilView, postcode: str) -> str:
    """Return the council's slug, the code of another council, or "" where it is not known."""
    found = _place_of_postcode(postcode)
    if found is None or not council.gss_code:
        return ""
    return council.slug if is_within(found, gss_code=council.gss_code) else found.district


def _place_of_postcode(postcode: str, on: date | None = None) -> PostcodePlace | None:
    """Return where a postcode is; None where it is none, or is not in the file."""
    try:
        return find_postcode(postcode, on)
    except NotAPostcode:
        return None


def _in_parks(areas: tuple[Area, ...], spot: Spot, on: date) -> tuple[Area, ...]:
    parks = areas_on("national-park", on)
    return with_park(areas, spot, parks=parks, register=authorities.the_register(), on=on)


@cache
def _places_held(data: Path) -> PlaceFolder:
    return PlaceFolder(data)


def _views(rows: QuerySet[PropertyRow]) -> list[Property]:
    return [Property(*values) for values in rows.values_list(*COLUMNS)]


def _begins(words: tuple[str, ...], of_address: tuple[str, ...]) -> bool:
    return all(any(each.startswith(word) for each in of_address) for word in words)


def _as_people_count(found: Property) -> list[tuple[int, str]]:
    """Return what to sort an address by, so that 2 comes before 10 and houses before flats."""
    parts = re.findall(r"[0-9]+|[^0-9]+", found.line.lower())
    return [(int(part[:12]), "") if part[0] in "0123456789" else (10**12, part) for part in parts]
