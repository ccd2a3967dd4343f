"""What programs are told about places: the shapes of the answers, as the description shows them, filled."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from pydantic import WithJsonSchema

from commonwheel.apps.places.presenters.placing_words import placing_words
from commonwheel.apps.places.rules import QuestionIsWrong, WrongKind
from commonwheel.core.places.areas.boundary_set import About
from commonwheel.core.places.areas.boundary_set import Area as Outlined
from commonwheel.core.places.grid import Spot, grid_of_spot
from commonwheel.core.places.locate import Located, Sources
from commonwheel.core.places.placing import How, Placing
from commonwheel.core.places.postcode_table import PostcodePlace, PostcodeTable
from commonwheel.core.places.register.authority import Authority
from commonwheel.core.places.register.register import Register
from commonwheel.core.places.responsibility import Area
from commonwheel.design.serving import AuthorityFacts, Day, ServingFacts, authority_facts

_TITLES: dict[WrongKind, str] = {
    "unknown-parameter": "A parameter is not known, or has a value that is not",
    "repeated-parameter": "A parameter comes more than once",
    "missing-place": "One place has to be given",
    "not-a-postcode": "This is not a postcode",
    "not-a-point": "This is not a point in the United Kingdom",
    "not-a-day": "This is not a day",
    "not-a-number": "This is not a number",
    "unknown-duty": "This is no duty of councils that is known here",
    "unknown-level": "This is no level of areas",
    "unknown-area": "This area is not known here",
    "unknown-postcode": "This postcode is not known here",
    "nowhere": "Nothing tells in which area this place lies",
    "nothing-held": "Nothing is held to answer from",
    "not-understood": "The body cannot be read",
    "too-much": "This is too much at once",
    "no-such-method": "This method is not answered here",
}
_MOST_EAST, _MOST_NORTH = 700_000, 1_300_000
_DEGREES = 6
_MOST_KEPT = 2_048


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """Where a place lies, as codes: district or council with all duties, county, park, parish; "" for not known."""

    district: str
    county: str
    park: str
    parish: str


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """
    How it was found in which area a place lies, with the words for people.

    `metres` is how far outside the nearest outline it lies. `source` is what was asked. Several areas: it may be each.
    """

    how: How
    words: str
    certain: bool
    metres: float
    source: str
    areas: tuple[AreaFacts, ...]


@dataclass(frozen=True, slots=True)
class WhoAnswer(ServingFacts):
    """Who serves a place on a day, duty by duty, with the reasons and the law; register_as_of is the register's day."""

    place: PlaceFacts
    register_as_of: Day


@dataclass(frozen=True, slots=True)
class PostcodeAnswer:
    """Where a postcode is, with the codes of its file, and the authorities that serve it on a day."""

    postcode: str
    on: Day
    lat: float | None
    lon: float | None
    easting: int | None
    northing: int | None
    district: str
    county: str
    ward: str
    park: str
    parish: str
    ended: str
    source: str
    certain: bool
    authorities: tuple[AuthorityFacts, ...]


@dataclass(frozen=True, slots=True)
class OutlineFacts:
    """An area in whose outline a point lies, by level; id is "" for one that is no authority of the register."""

    level: str
    code: str
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """Where a point lies on a day: areas, the authorities that serve it, and every other area whose outline is held."""

    on: Day
    lat: float
    lon: float
    easting: int | None
    northing: int | None
    place: PlaceFacts
    certain: bool
    authorities: tuple[AuthorityFacts, ...]
    outlines: tuple[OutlineFacts, ...]


@dataclass(frozen=True, slots=True)
class LocatedFacts:
    """The codes of one of many places on a day, "" where there is none, and what is to be said ("" for nothing)."""

    asked: str
    district: str
    county: str
    combined_authority: str
    problem: str


@dataclass(frozen=True, slots=True)
class ManyAnswer:
    """Where many places lie on a day, in the order in which they were asked, and what was asked for it."""

    on: Day
    postcodes_source: str
    outlines_source: str
    results: tuple[LocatedFacts, ...]


@dataclass(frozen=True, slots=True)
class AreaRef:
    """An area, or an authority by its area; id and code are "" where it has none."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FeatureFacts:
    """
    What is known of an area on a day, and of its outline.

    `begins` and `ends` are the first day of being, and the first of being no more. `parts` and `parents` are of the
    day; of the `parks` only some lies in it. `followers` and `forerunners` came after and before it.
    """

    on: Day
    id: str
    code: str
    name: str
    name_cy: str
    kind: str
    level: str
    page: str
    begins: Day | None
    ends: Day | None
    parents: tuple[AreaRef, ...]
    parks: tuple[AreaRef, ...]
    parts: tuple[AreaRef, ...]
    forerunners: tuple[AreaRef, ...]
    followers: tuple[AreaRef, ...]
    outline_source: str
    outline_licence: str
    outline_from: Day | None
    tolerance: float


_POSITIONS = {"type": "array", "minItems": 4, "items": {"type": "array", "minItems": 2, "items": {"type": "number"}}}
_RINGS = {"type": "array", "minItems": 1, "items": _POSITIONS}
_GEOMETRY = {
    "description": "A polygon or several (RFC 7946), WGS 84; null where no outline is held for the day.",
    "oneOf": [
        {"type": "null"},
        *(
            {
                "type": "object",
                "required": ["type", "coordinates"],
                "properties": {"type": {"const": name}, "coordinates": coordinates},
            }
            for name, coordinates in (("Polygon", _RINGS), ("MultiPolygon", {"type": "array", "items": _RINGS}))
        ),
    ],
}


@dataclass(frozen=True, slots=True)
class Feature:
    """An area as a GeoJSON feature."""

    type: Literal["Feature"]
    id: str
    geometry: Annotated[Any, WithJsonSchema(_GEOMETRY)]
    properties: FeatureFacts


@dataclass(frozen=True, slots=True)
class ListedArea:
    """An area of a list; has_outline is whether its outline is held for the day."""

    id: str
    code: str
    name: str
    name_cy: str
    has_outline: bool


@dataclass(frozen=True, slots=True)
class AreasAnswer:
    """The areas of a level on a day, by code, and the boundaries that are held of it."""

    level: str
    on: Day
    outlines_source: str
    outlines_licence: str
    areas: tuple[ListedArea, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a question (RFC 9457), where in it, and how to mend it."""

    type: Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
    title: str
    status: int
    detail: str
    where: str
    mend: str


def problem_of(reason: QuestionIsWrong) -> Problem:
    """Return what is wrong with a question."""
    kind = f"urn:commonwheel:places:{reason.kind}"
    return Problem(kind, _TITLES[reason.kind], reason.status, reason.says, reason.where, reason.mend)


def place_facts(found: Placing) -> PlaceFacts:
    """Return how it was found where a place lies."""
    areas = tuple(AreaFacts(each.district, each.county, each.park, each.parish) for each in found.areas)
    return PlaceFacts(found.how, placing_words(found), len(areas) == 1, round(found.metres, 1), found.source, areas)


def who_answer(serving: ServingFacts, placing: Placing, *, as_of: dt.date) -> WhoAnswer:
    """Return who serves a place."""
    told = {each.name: getattr(serving, each.name) for each in fields(ServingFacts)}
    return WhoAnswer(**told, place=place_facts(placing), register_as_of=str(as_of))


def postcode_answer(
    found: PostcodePlace, spot: Spot | None, *, table: PostcodeTable, register: Register, on: dt.date
) -> PostcodeAnswer:
    """Return where a postcode is."""
    serving, is_certain = _serving([Area(found.district, found.county)], register, on)
    return PostcodeAnswer(
        postcode=found.postcode,
        on=str(on),
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        easting=found.easting,
        northing=found.northing,
        district=found.district,
        county=found.county,
        ward=found.ward,
        park=found.park,
        parish=found.parish,
        ended=found.ended,
        source=table.source,
        certain=is_certain,
        authorities=serving,
    )


def point_answer(
    spot: Spot, placing: Placing, outlines: Sequence[tuple[About, Outlined]], *, register: Register, on: dt.date
) -> PointAnswer:
    """Return where a point lies."""
    serving, is_certain = _serving(placing.areas, register, on)
    easting, northing = grid_of_spot(spot)
    is_on_grid = 0 <= easting < _MOST_EAST and 0 <= northing < _MOST_NORTH
    return PointAnswer(
        on=str(on),
        lat=round(spot.lat, _DEGREES),
        lon=round(spot.lon, _DEGREES),
        easting=easting if is_on_grid else None,
        northing=northing if is_on_grid else None,
        place=place_facts(placing),
        certain=is_certain,
        authorities=serving,
        outlines=tuple(_outline(about, area, register) for about, area in outlines),
    )


def many_answer(asked: Sequence[str], found: Located, sources: Sources, *, on: dt.date) -> ManyAnswer:
    """Return where many places lie."""
    rows = zip(asked, found.districts.tolist(), found.problems.tolist(), strict=True)
    return ManyAnswer(
        on=str(on),
        postcodes_source=sources.table.source if sources.table else "",
        outlines_source=sources.districts.about.source if sources.districts else "",
        results=tuple(_located(text, district, problem, sources) for text, district, problem in rows),
    )


def _located(asked: str, district: str, problem: str, sources: Sources) -> LocatedFacts:
    parents = sources.parents.get(district)
    county, combined = (parents.county, parents.combined_authority) if parents else ("", "")
    return LocatedFacts(asked, district, county, combined, problem)


def _outline(about: About, area: Outlined, register: Register) -> OutlineFacts:
    known = register.find(area.code)
    return OutlineFacts(about.level, area.code, area.name, known.id if known else "")


def _serving(areas: Iterable[Area], register: Register, on: dt.date) -> tuple[tuple[AuthorityFacts, ...], bool]:
    """Return the authorities that serve, or may serve, some areas; and whether it is certain."""
    return _serving_in(tuple(area.district for area in areas), register, on, get_language() or "")


# Millions of places lie in few sets of areas, and most ask for today.
@lru_cache(_MOST_KEPT)
def _serving_in(
    districts: tuple[str, ...], register: Register, on: dt.date, _language: str
) -> tuple[tuple[AuthorityFacts, ...], bool]:
    standings = {each.lowest.id: each for code in districts for each in register.standing(code, on=on)}.values()
    found: dict[str, Authority] = {one.id: one for each in standings for one in (each.lowest, *each.above)}
    return tuple(authority_facts(one, on) for one in found.values()), len(standings) == 1
