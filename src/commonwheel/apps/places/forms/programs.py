"""What programs ask about places: read strictly, so that a word that is written wrong is not passed over."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from django.http import HttpRequest, QueryDict

from commonwheel.apps.places.forms.page import EARLIEST, LATEST
from commonwheel.apps.places.rules import MOST_AT_ONCE, ManyAsked, PlaceAsked, QuestionIsWrong, WhoAsked
from commonwheel.core.places.areas.boundary_set import LEVELS
from commonwheel.core.places.duties import DUTIES, duties_of_service
from commonwheel.core.places.grid import Spot, spot_of_grid
from commonwheel.core.places.point import NotOnTheMap, read_point
from commonwheel.core.places.register.authority import COUNCILS, Authority
from commonwheel.core.places.responsibility import NO_PARK, Road
from commonwheel.core.values.postcode import NotAPostcode, normalise

FindAuthority = Callable[[str], Authority | None]
OF_A_DAY = ("on",)
OF_A_POINT = ("lat", "lon", "easting", "northing", "point")
OF_A_PLACE = ("postcode", *OF_A_POINT, "area")
OF_WHO = (*OF_A_PLACE, *OF_A_DAY, "duty", "service", "road", "park")
MOST_BYTES = 200_000
FARTHEST_TOLERANCE = 10_000
"""Metres by which an outline may be simplified."""
_LONGEST = 60
_NUMBER = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,15})?", re.ASCII)
_SERVICE = re.compile(r"[0-9]{1,6}", re.ASCII)
_PARK = re.compile(r"[EWS][0-9]{8}", re.ASCII)
_WEST, _SOUTH, _EAST, _NORTH = -9.0, 49.0, 3.0, 62.0
_MOST_EAST, _MOST_NORTH = 700_000, 1_300_000
_MOST_METRES = 1e9
_NOT_FOUND, _TOO_LARGE = 404, 413


def read_only(given: QueryDict, allowed: tuple[str, ...]) -> dict[str, str]:
    """
    Return the parameters, stripped; empty ones are left out.

    Raises:
        QuestionIsWrong: one is not among the allowed, or comes twice.
    """
    for name in given:
        if name not in allowed:
            says = f"There is no parameter {name[:_LONGEST]!r} here."
            mend = f"Use {', '.join(allowed)}." if allowed else "Leave it out."
            raise QuestionIsWrong("unknown-parameter", where=name[:_LONGEST], says=says, mend=mend)
        if len(given.getlist(name)) > 1:
            says = f"{name} comes more than once."
            raise QuestionIsWrong("repeated-parameter", where=name, says=says, mend="Ask once for each of its values.")
    return {name: value.strip() for name, value in given.items() if isinstance(value, str) and value.strip()}


def read_day(text: str, *, today: dt.date) -> dt.date:
    """
    Return the day asked about; today for "".

    Raises:
        QuestionIsWrong: it is none, or out of the register's days.
    """
    if not text:
        return today
    try:
        found = dt.date.fromisoformat(text) if len(text) == len("2027-04-01") else None
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        says = f"on is {text[:_LONGEST]!r}, which is no day from {EARLIEST} to {LATEST}."
        raise QuestionIsWrong(
            "not-a-day", where="on", says=says, mend="Write it as 2027-04-01, or leave it out for today."
        )
    return found


def read_postcode(text: str) -> str:
    """
    Return a postcode in its written form.

    Raises:
        QuestionIsWrong: it is none.
    """
    try:
        return normalise(text[:_LONGEST])
    except NotAPostcode:
        says = f"{text[:_LONGEST]!r} is not a postcode."
        mend = "Give a full UK postcode, such as BN1 1AA."
        raise QuestionIsWrong("not-a-postcode", where="postcode", says=says, mend=mend) from None


def read_point_asked(given: Mapping[str, str]) -> Spot:
    """
    Return the one spot that is given.

    Raises:
        QuestionIsWrong: none or several are given, or it is not in the United Kingdom's box of degrees or metres.
    """
    kinds = [
        kind for kind in (("lat", "lon"), ("easting", "northing"), ("point",)) if any(name in given for name in kind)
    ]
    if len(kinds) != 1 or not all(name in given for name in kinds[0]):
        says = "This is not one point." if kinds else "No point is given."
        mend = "Give lat and lon, or easting and northing, or point, such as point=TQ 310 046."
        raise QuestionIsWrong("not-a-point", where=kinds[0][0] if kinds else "", says=says, mend=mend)
    if kinds[0] == ("point",):
        return _written(given["point"])
    first, second = (_number(given[name], name) for name in kinds[0])
    return spot_in_degrees(first, second) if kinds[0] == ("lat", "lon") else spot_in_metres(first, second)


def spot_in_degrees(lat: float, lon: float) -> Spot:
    """
    Return the spot at a latitude and longitude.

    Raises:
        QuestionIsWrong: it is far outside the United Kingdom.
    """
    if _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST:
        return Spot(lat, lon)
    swapped = _SOUTH <= lon <= _NORTH and _WEST <= lat <= _EAST
    says = "Latitude and longitude look exchanged." if swapped else f"{lat}, {lon} is far outside the United Kingdom."
    mend = f"lat lies between {_SOUTH:g} and {_NORTH:g}, lon between {_WEST:g} and {_EAST:g}, degrees of WGS 84."
    raise QuestionIsWrong("not-a-point", where="lat", says=says, mend=mend)


def spot_in_metres(easting: float, northing: float) -> Spot:
    """
    Return the spot at a position on the British National Grid.

    Raises:
        QuestionIsWrong: it is not on it.
    """
    if 0 <= easting < _MOST_EAST and 0 <= northing < _MOST_NORTH:
        return spot_of_grid(easting, northing)
    says = f"{easting:g}, {northing:g} is not on the British National Grid."
    mend = f"easting lies below {_MOST_EAST}, northing below {_MOST_NORTH}, in metres."
    raise QuestionIsWrong("not-a-point", where="easting", says=says, mend=mend)


def read_place(given: Mapping[str, str], *, today: dt.date, find: FindAuthority) -> PlaceAsked:
    """
    Return the one place that is given, and the day.

    Raises:
        QuestionIsWrong: none or several are given, or it is none.
    """
    on = read_day(given.get("on", ""), today=today)
    ways = [way for way in ("postcode", "area") if way in given]
    if any(name in given for name in OF_A_POINT):
        ways.append("point")
    if len(ways) != 1:
        says = "Several places are given." if ways else "No place is given."
        mend = "Give one: postcode; or lat and lon; or easting and northing; or point; or area."
        raise QuestionIsWrong("missing-place", where="postcode", says=says, mend=mend)
    if ways == ["postcode"]:
        return PlaceAsked(on, postcode=read_postcode(given["postcode"]))
    if ways == ["point"]:
        return PlaceAsked(on, spot=read_point_asked(given))
    return PlaceAsked(on, council=_council(given["area"], find))


def read_who(given: QueryDict, *, today: dt.date, find: FindAuthority) -> WhoAsked:
    """
    Return what is asked of who serves a place.

    Raises:
        QuestionIsWrong: in any of its parts.
    """
    read = read_only(given, OF_WHO)
    road, park = read.get("road"), read.get("park", "")
    if road is not None and road not in get_args(Road):
        says = f"{road[:_LONGEST]!r} is no kind of road."
        mend = f"Use {', '.join(get_args(Road))}, or leave it out where it is not known."
        raise QuestionIsWrong("unknown-parameter", where="road", says=says, mend=mend)
    if park and park != NO_PARK and not _PARK.fullmatch(park):
        says = f"{park[:_LONGEST]!r} is not the code of a national park."
        mend = f"Give its GSS code, such as E26000010, or {NO_PARK}, or leave it out where it is not known."
        raise QuestionIsWrong("unknown-parameter", where="park", says=says, mend=mend)
    place = read_place(read, today=today, find=find)
    return WhoAsked(place, _duties(read), cast("Road | None", road), park)


def read_level(text: str) -> str:
    """
    Return a level of areas.

    Raises:
        QuestionIsWrong: there is none of that name.
    """
    if text in LEVELS:
        return text
    says = f"{text[:_LONGEST]!r} is no level of areas." if text else "No level is given."
    raise QuestionIsWrong("unknown-level", where="level", says=says, mend=f"Use one of {', '.join(LEVELS)}.")


def read_tolerance(text: str) -> float:
    """
    Return the metres by which an outline may be simplified; 0 for "".

    Raises:
        QuestionIsWrong: they are no such number.
    """
    found = _number(text, "tolerance") if text else 0.0
    if 0 <= found <= FARTHEST_TOLERANCE:
        return found
    says = f"tolerance is {found:g} metres."
    raise QuestionIsWrong("not-a-number", where="tolerance", says=says, mend=f"Give 0 to {FARTHEST_TOLERANCE} metres.")


def read_many(request: HttpRequest, *, today: dt.date) -> ManyAsked:
    """
    Return the places of a body: JSON of `postcodes` or of `points`, and of `on`.

    Raises:
        QuestionIsWrong: it is too large, or not of that form.
    """
    read_only(request.GET, ())
    body = _body(request)
    unknown = sorted(body.keys() - {"on", "postcodes", "points"})
    given = [name for name in ("postcodes", "points") if name in body]
    if unknown or len(given) != 1:
        says = f"There is no member {unknown[0][:_LONGEST]!r}." if unknown else "It has not one list of places."
        mend = "Give postcodes or points, and on for another day than today."
        raise QuestionIsWrong(
            "not-understood", where=f"/{unknown[0][:_LONGEST]}" if unknown else "", says=says, mend=mend
        )
    listed, on = body[given[0]], read_day(_text(body.get("on", ""), "/on"), today=today)
    if not isinstance(listed, list) or not listed:
        raise QuestionIsWrong(
            "not-understood",
            where=f"/{given[0]}",
            says="It is no list, or an empty one.",
            mend="Give at least one place.",
        )
    if len(listed) > MOST_AT_ONCE:
        says, mend = f"There are {len(listed)} places.", f"Ask for at most {MOST_AT_ONCE} at once."
        raise QuestionIsWrong("too-much", where=f"/{given[0]}", says=says, mend=mend, status=_TOO_LARGE)
    if given == ["postcodes"]:
        texts = (_text(each, f"/postcodes/{number}") for number, each in enumerate(listed))
        return ManyAsked(on, postcodes=tuple(text[:_LONGEST] for text in texts))
    return _points(on, listed)


def _points(on: dt.date, listed: list[Any]) -> ManyAsked:
    is_in_degrees = isinstance(listed[0], dict) and "lat" in listed[0]
    names = ("lat", "lon") if is_in_degrees else ("easting", "northing")
    found = []
    for number, each in enumerate(listed):
        if not isinstance(each, dict) or each.keys() != set(names):
            mend = "Give all as lat and lon, or all as easting and northing, and nothing else."
            says = f"It has not just {names[0]} and {names[1]}."
            raise QuestionIsWrong("not-a-point", where=f"/points/{number}", says=says, mend=mend)
        first, second = (_plain(each[name], f"/points/{number}/{name}") for name in names)
        found.append((first, second))
    return ManyAsked(on, degrees=tuple(found)) if is_in_degrees else ManyAsked(on, metres=tuple(found))


def _body(request: HttpRequest) -> dict[str, Any]:
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    if not declared.isdecimal() or int(declared) > MOST_BYTES:
        says, mend = f"The body has more than {MOST_BYTES} bytes.", "Send fewer places at once."
        raise QuestionIsWrong("too-much", where="", says=says, mend=mend, status=_TOO_LARGE)
    try:
        body = json.loads(request.body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        return body
    mend = 'Send JSON such as {"postcodes": ["BN7 1AA"]}.'
    raise QuestionIsWrong("not-understood", where="", says="The body is no JSON object.", mend=mend)


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _text(value: object, where: str) -> str:
    if isinstance(value, str):
        return value
    raise QuestionIsWrong("not-understood", where=where, says="It is no text.", mend="Write it in quotation marks.")


def _plain(value: object, where: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _MOST_METRES:
        return float(value)
    says = "It is no number of degrees or metres."
    raise QuestionIsWrong("not-a-number", where=where, says=says, mend="Write a number without quotation marks.")


def _number(text: str, name: str) -> float:
    if _NUMBER.fullmatch(text):
        return float(text)
    says = f"{name} is {text[:_LONGEST]!r}, which is no number."
    raise QuestionIsWrong("not-a-number", where=name, says=says, mend="Write it as 50.87 or 541000.")


def _written(text: str) -> Spot:
    try:
        found = read_point(text)
    except NotOnTheMap:
        found = None
    if found is not None:
        return found
    says = f"{text[:_LONGEST]!r} is no point on the map of Great Britain."
    mend = "Write a grid reference such as TQ 310 046, or 531000 104600, or 50.8225, -0.1372."
    raise QuestionIsWrong("not-a-point", where="point", says=says, mend=mend)


def _council(text: str, find: FindAuthority) -> Authority:
    found = find(text)
    if found is not None and any(kind.value in COUNCILS for kind in found.kinds):
        return found
    says = f"{text[:_LONGEST]!r} is no council of the register."
    mend = "Give its id, such as surrey, or its GSS code; areas?level=district and areas?level=county list them."
    raise QuestionIsWrong("unknown-area", where="area", says=says, mend=mend, status=_NOT_FOUND)


def _duties(read: Mapping[str, str]) -> frozenset[str]:
    duty, service = read.get("duty", ""), read.get("service", "")
    found = {duty} & DUTIES.keys()
    if service:
        number = int(service) if _SERVICE.fullmatch(service) else 0
        found |= {each.name for each in duties_of_service(number)}
    if (duty and duty not in DUTIES) or (service and not found):
        says = (
            f"There is no duty {duty[:_LONGEST]!r}."
            if duty
            else f"Service {service[:_LONGEST]} belongs to none of our duties."
        )
        mend = (
            "The description at openapi.json lists them all; who without duty and service gives each with its numbers."
        )
        raise QuestionIsWrong("unknown-duty", where="duty" if duty else "service", says=says, mend=mend)
    return frozenset(found)
