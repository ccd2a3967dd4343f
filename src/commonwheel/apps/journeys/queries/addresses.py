"""Addresses for the finder on a page, and what is known of where an address lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.places import api as places
from commonwheel.core.places.grid import spot_of_grid
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.foundation.councils import CouncilView

AUTHORITY_AREA = "authority"


@dataclass(frozen=True, slots=True)
class FoundProperty:
    """One address of the council's register."""

    uprn: str
    line: str


def list_at_postcode(council: CouncilView, *, postcode: str) -> tuple[FoundProperty, ...] | None:
    """List the addresses at a postcode as somebody typed it; None where that is no postcode."""
    try:
        found = places.find_properties(council.id, postcode=postcode)
    except NotAPostcode:
        return None
    return tuple(FoundProperty(each.uprn, each.line) for each in found.properties)


def address_by_uprn(council: CouncilView, *, uprn: str) -> dict[str, str] | None:
    """Return an address of the council's register in the notation of examples, or None."""
    found = places.find_property(council.id, uprn=uprn)
    if found is None:
        return None
    value = {"uprn": found.uprn, "line": found.line, "authority": council.slug}
    return {**value, "postcode": found.postcode} if found.postcode else value


def middle_of_postcode(postcode: str) -> dict[str, float] | None:
    """Return the middle of a postcode in degrees, or None where it is not known."""
    try:
        found = places.find_postcode(postcode)
    except NotAPostcode:
        return None
    if found is None or found.easting is None or found.northing is None:
        return None
    spot = spot_of_grid(found.easting, found.northing)
    return {"lat": spot.lat, "lon": spot.lon}


def is_in_area(council: CouncilView, *, place: Mapping[str, Any], area: str) -> bool | None:
    """Return whether a place or address is in a named area; None where that is not known."""
    if area != AUTHORITY_AREA:
        return None
    known = place.get("authority") or _authority_of(council, str(place.get("postcode", "")))
    return known == council.slug if known else None


def _authority_of(council: CouncilView, postcode: str) -> str:
    """Return the council's slug, the code of another council, or "" where it is not known."""
    try:
        found = places.find_postcode(normalise(postcode))
    except NotAPostcode:
        return ""
    if found is None or not council.gss_code:
        return ""
    return council.slug if places.is_within(found, gss_code=council.gss_code) else found.district
