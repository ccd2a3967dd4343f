"""A report as it comes: parameters read strictly, and put as a resident would have typed them on the pages.

Source: GeoReport version 2, "POST Service Request".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from commonwheel.core.open311.offer import Offer
from commonwheel.core.patterns.answering.fields import FindProperty

Parameters = Mapping[str, Sequence[str]]
"""Values by name, in the order in which they came."""
MOST_PICTURES = 10
LONGEST_ADDRESS = 1_000
_ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_-]{1,60})\](?:\[[0-9]{0,3}\])?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.{0,40})?", re.ASCII)
_ONE_EACH = (
    "lat", "long", "address_string", "address_id", "email", "first_name", "last_name", "phone", "description",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a report: the parameter it is about, and a sentence that says how to mend it."""

    parameter: str
    says: str


@dataclass(frozen=True, slots=True)
class Typed:
    """
    A report as a resident would have typed it.

    Attributes:
        controls: what stands in each control of the pages, by its name.
        wrong: what could not be put there; () where all could.
    """

    controls: Mapping[str, Sequence[str]]
    wrong: tuple[Wrong, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The parameter that each question is the answer to, by the question's id."""


def typed(offer: Offer, given: Parameters, *, find_property: FindProperty) -> Typed:
    """
    Return a report as a resident would have typed it on the service's pages.

    Args:
        find_property: by UPRN, which is the `address_id`.
    """
    one, wrong = _single(given)
    controls: dict[str, Sequence[str]] = {name: [value] for name, value in offer.fixed.items()}
    wrong += _place(offer, one, controls, find_property)
    wrong += _description(offer, one, given, controls)
    for name, value in (
        (offer.roles.name, f"{one['first_name']} {one['last_name']}".strip()),
        (offer.roles.email, one["email"]),
        (offer.roles.phone, one["phone"]),
    ):
        controls |= {name: [value]} if name and value else {}
    wrong += _attributes(offer, given, controls)
    return Typed(controls, tuple(wrong), _parameters(offer))


# Private


def _single(given: Parameters) -> tuple[dict[str, str], list[Wrong]]:
    """Return what is given once, "" where it is not; one that comes twice is wrong."""
    twice = [Wrong(name, f"{name} comes twice. Send it once.") for name in _ONE_EACH if len(given.get(name, ())) > 1]
    return {name: (given.get(name) or ("",))[-1].strip() for name in _ONE_EACH}, twice


def _place(
    offer: Offer, one: Mapping[str, str], controls: dict[str, Sequence[str]], find_property: FindProperty
) -> list[Wrong]:
    place, lat, lon = offer.roles.place, one["lat"], one["long"]
    if bool(lat) != bool(lon):
        return [Wrong("lat" if lon else "long", "Send lat and long together.")]
    if not (lat or one["address_string"] or one["address_id"]):
        return [Wrong("lat", "Say where it is: send lat and long, address_string or address_id.")]
    words, postcode = one["address_string"], ""
    if one["address_id"]:
        found = find_property(one["address_id"])
        if found is None:
            says = "address_id is not in the council’s address register. Send a UPRN of it, or lat and long."
            return [Wrong("address_id", says)]
        words, postcode = words or str(found.get("line", "")), str(found.get("postcode", ""))
    parts = {"words": words, "lat": lat, "lon": lon, "postcode": postcode}
    controls.update({f"{place}-{part}": [value] for part, value in parts.items() if value})
    return []


def _description(
    offer: Offer, one: Mapping[str, str], given: Parameters, controls: dict[str, Sequence[str]]
) -> list[Wrong]:
    """Put the description where it belongs, with the addresses of pictures below it."""
    pictures = [value.strip() for value in given.get("media_url", ()) if value.strip()]
    if len(pictures) > MOST_PICTURES:
        return [Wrong("media_url", f"Send at most {MOST_PICTURES} addresses of pictures.")]
    if not all(_is_web_address(each) for each in pictures):
        says = f"media_url is an address that begins with https://, of at most {LONGEST_ADDRESS:,} characters."
        return [Wrong("media_url", says)]
    text = "\n".join((one["description"], *pictures)).strip()
    if len(text) > offer.longest:
        more = " with the addresses of its pictures" if pictures else ""
        says = f"description has {len(text):,} characters{more}. Send {offer.longest:,} or fewer."
        return [Wrong("description", says)]
    controls.update({offer.roles.description: [text]} if text else {})
    return []


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_whole and len(text) <= LONGEST_ADDRESS and text.isprintable() and " " not in text


def _attributes(offer: Offer, given: Parameters, controls: dict[str, Sequence[str]]) -> list[Wrong]:
    asked = {each.code: each for each in offer.asked}
    wrong: list[Wrong] = []
    for name, values in given.items():
        if not name.startswith("attribute"):
            continue
        found = _ATTRIBUTE.fullmatch(name)
        attribute = asked.get(found[1]) if found else None
        if attribute is None:
            known = ", ".join(asked) or "none"
            wrong.append(Wrong(name[:80], f"{name[:80]} is no attribute of {offer.code}. Its attributes: {known}."))
            continue
        said = [value for value in values if value.strip()]
        if attribute.datatype != "multivaluelist" and len(said) > 1:
            wrong.append(Wrong(name, f"{name} comes twice. Send it once."))
        _put(controls, attribute.code, attribute.datatype, said)
    return wrong


def _put(controls: dict[str, Sequence[str]], code: str, datatype: str, said: Sequence[str]) -> None:
    day = _DAY.fullmatch(said[0].strip()) if datatype == "datetime" and said else None
    if day:
        controls.update({f"{code}-{part}": [day[number]] for number, part in enumerate(("year", "month", "day"), 1)})
    elif datatype == "datetime" and said:
        # Kept as it came, so that the rules of a date refuse it in their own words.
        controls.update({f"{code}-{part}": [said[0]] for part in ("year", "month", "day")})
    else:
        controls[code] = [*controls.get(code, ()), *said]


def _parameters(offer: Offer) -> dict[str, str]:
    roles: Mapping[str, Any] = {
        offer.roles.place: "lat",
        offer.roles.description: "description",
        offer.roles.name: "first_name",
        offer.roles.email: "email",
        offer.roles.phone: "phone",
    }
    return {**{each.code: f"attribute[{each.code}]" for each in offer.asked}, **roles}
