"""In which area a place lies, as somebody gave it: a postcode, a point, an answer, an address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.queries.held import (
    areas_on,
    areas_served,
    districts_near,
    find_in_tables,
    is_within,
    middle_of_postcode,
    place_in_file,
    postcode_table,
    spot_of_postcode,
)
from commonwheel.core.places.grid import Spot
from commonwheel.core.places.placing import NOWHERE, Placing, place_point, with_parish, with_park, with_postcode
from commonwheel.core.places.responsibility import Area
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.foundation.councils import CouncilView

AUTHORITY_AREA = "authority"


def place_of_postcode(postcode: str, *, on: date) -> Placing:
    """Return where a postcode lies on a day; nowhere where it is not in the file, or lies in no council's area."""
    try:
        known = find_in_tables(normalise(postcode), on)
    except NotAPostcode:
        known = None
    if known is None or not known[0].district:
        return NOWHERE
    found, table = known
    areas = (Area(found.district, found.county, found.park, found.parish),)
    spot = spot_of_postcode(found)
    return Placing(_in_outlines(areas, spot, on) if spot else areas, "postcode", source=table.source)


def place_of_point(spot: Spot, *, on: date) -> Placing:
    """Return where a point lies on a day: by boundaries, or by the postcodes around it where none are held."""
    districts = districts_near(on)
    found = place_point(spot, districts=districts, table=postcode_table(on) if districts is None else None)
    return replace(found, areas=_in_outlines(found.areas, spot, on))


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
    areas = areas_of_postcode(str(address.get("postcode", "")), on=on)
    is_own = address.get("authority") == council.slug
    if is_own and not any(council.gss_code in {area.district, area.county} - {""} for area in areas):
        return areas_served(council.gss_code)
    return areas


def is_in_area(council: CouncilView, *, place: Mapping[str, Any], area: str) -> bool | None:
    """Return whether a place or address is in a named area; None where that is not known."""
    if area != AUTHORITY_AREA:
        return None
    known = place.get("authority") or _authority_of(council, str(place.get("postcode", "")))
    return known == council.slug if known else None


def _authority_of(council: CouncilView, postcode: str) -> str:
    """Return the council's slug, the code of another council, or "" where it is not known."""
    found = place_in_file(postcode)
    if found is None or not council.gss_code:
        return ""
    return council.slug if is_within(found, gss_code=council.gss_code) else found.district


def _in_outlines(areas: tuple[Area, ...], spot: Spot, on: date) -> tuple[Area, ...]:
    """Return the areas with the park and the parish in which a spot lies, where they lack it and outlines tell."""
    if not all(each.parish for each in areas):
        areas = with_parish(areas, spot, parishes=areas_on("parish", on))
    if not all(each.park for each in areas):
        parks = areas_on("national-park", on)
        areas = with_park(areas, spot, parks=parks, register=authorities.the_register(), on=on)
    return areas
