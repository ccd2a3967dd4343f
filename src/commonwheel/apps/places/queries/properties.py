"""Reads of the address register, as frozen values and as answers."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from commonwheel.apps.places.models import Property as PropertyRow
from commonwheel.core.places.properties import Property, search_words
from commonwheel.core.problems import Failure
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.foundation.councils import CouncilView

COLUMNS = ("uprn", "line", "postcode", "usrn", "easting", "northing", "lat", "lon", "kind", "is_current")
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


def count_properties(council_id: uuid.UUID) -> int:
    """Return how many current properties the council's register has."""
    return PropertyRow.objects.filter(council_id=council_id, is_current=True).count()


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


def address_as_known_to(council: CouncilView, address: Mapping[str, Any]) -> dict[str, str]:
    """Return an address as a council has it: of its register where that has the UPRN, else as if it were typed."""
    found = address_by_uprn(council, uprn=str(address["uprn"])) if address.get("uprn") else None
    return found or {key: str(address[key]) for key in ("line", "postcode") if address.get(key)}


def row_values(found: Property) -> dict[str, object]:
    """Return the columns of a property's row."""
    words = " ".join(search_words(f"{found.line} {found.postcode} {found.postcode.replace(' ', '')}"))
    return {**{column: getattr(found, column) for column in COLUMNS}, "search": f" {words}"}


def _views(rows: QuerySet[PropertyRow]) -> list[Property]:
    return [Property(*values) for values in rows.values_list(*COLUMNS)]


def _begins(words: tuple[str, ...], of_address: tuple[str, ...]) -> bool:
    return all(any(each.startswith(word) for each in of_address) for word in words)


def _as_people_count(found: Property) -> list[tuple[int, str]]:
    """Return what to sort an address by, so that 2 comes before 10 and houses before flats."""
    parts = re.findall(r"[0-9]+|[^0-9]+", found.line.lower())
    return [(int(part[:12]), "") if part[0] in "0123456789" else (10**12, part) for part in parts]
