"""Levels of local: geographies of a region beside each other, by the postcodes, outlines and figures that are kept.

What is slow is remembered: the ground of each region for the day (half a second for a county, two and a half for
London), and the latest answers. Whoever asks can only choose from short lists, or join whole councils.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from django.conf import settings

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places.queries.held import districts_near, postcode_table
from commonwheel.apps.places.rules import MOST_COUNCILS, SCALES
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.drawing import Drawn, Frame
from commonwheel.core.places.duties import Duty, duty_named
from commonwheel.core.places.local.candidates import RegionHasNoCouncils, districts_of, known_candidates
from commonwheel.core.places.local.compare import Evidence, Measured, Pair, compare, measure
from commonwheel.core.places.local.drawing import draw_parts, frame_of
from commonwheel.core.places.local.figures import Figures, FiguresAreWrong
from commonwheel.core.places.local.geography import Geography, Part, joined
from commonwheel.core.places.local.ground import Ground, GroundIsMissing, Points, PointsAreWrong, take_ground
from commonwheel.core.places.local.kept import MEASURES, Measure
from commonwheel.core.places.local.laying import Given, evidence_of, of_the_day
from commonwheel.core.places.postcode_table import PostcodeTable
from commonwheel.core.places.register.authority import Authority, Kind
from commonwheel.integrations.places.figures import FigureFolder

T = TypeVar("T")
Content = Figures | Points
_REGIONS = _ANSWERS = 64
_KINDS: frozenset[Kind] = frozenset({"county", "combined"})


@dataclass(frozen=True)
class LevelAnswer:
    """
    Geographies of a region beside each other.

    Attributes:
        measured: the one in which the service is given today stands first.
        frame, drawn: of the maps: the outlines of the councils of each.
        content: the figures it rests on, by measure.
        missing: measures of which nothing is kept.
        lacking: measures whose figures do not cover the region.
        postcodes, outlines: what they are from; licence: words that must be shown with the outlines.
    """

    ground: Ground
    evidence: Evidence
    measured: tuple[Measured, ...]
    pairs: tuple[Pair, ...]
    frame: Frame
    drawn: tuple[tuple[Drawn, ...], ...]
    content: Mapping[Measure, Content]
    missing: tuple[Measure, ...]
    lacking: tuple[Measure, ...]
    postcodes: str
    outlines: str
    licence: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing can be compared: the node holds too little ground of the region, or no figures of its residents."""

    lacks: Literal["ground", "population"]


class _Is(Generic[T]):
    """A thing that is like itself only, as the key of what was found from it."""

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Is) and self.it is other.it


@dataclass(frozen=True, slots=True)
class _Question:
    service: str
    region: str
    scale: str
    on: date
    table: _Is[PostcodeTable]
    districts: _Is[AreaSet]
    content: tuple[tuple[Measure, _Is[Content]], ...]


def regions_to_compare(*, on: date) -> tuple[Authority, ...]:
    """Return the counties and combined authorities of several councils whose outlines are all held."""
    districts, register = districts_near(on), authorities.the_register()
    return tuple(map(register.get, _regions(_Is(districts), on))) if districts else ()


def compare_levels(
    duty: Duty, region: Authority, *, scale: str, groups: tuple[tuple[str, ...], ...], on: date
) -> LevelAnswer | NoAnswer:
    """
    Return the geographies of a region beside each other, for a service.

    Args:
        scale: a key of `SCALES`.
        groups: codes of councils that somebody joined; no geography of theirs where there are none.

    Raises:
        NotAGeography: a code is none of the region's, or comes twice.
        PostcodeFileIsBroken, AreaFileIsBroken, KeptIsBroken: a file of the node is something else.
    """
    table, districts = postcode_table(on), districts_near(on)
    if table is None or districts is None:
        return NoAnswer("ground")
    content = _figures_held(settings.DATA).of_service(duty.name)
    held = tuple((name, _Is(each)) for name, each in content.items())
    answer = _answer(_Question(duty.name, region.id, scale, on, _Is(table), _Is(districts), held))
    return _with_joined(_Is(answer), groups) if groups and isinstance(answer, LevelAnswer) else answer


@lru_cache(maxsize=4)
def _regions(districts: _Is[AreaSet], on: date) -> tuple[str, ...]:
    found = []
    for region in authorities.the_register().in_being(on, kinds=_KINDS):
        try:
            councils = districts_of(authorities.the_register(), region, on=on)
        except RegionHasNoCouncils:
            continue
        held = (any(districts.it.place_of(code.value) is not None for code in each.codes) for each in councils)
        if 1 < len(councils) <= MOST_COUNCILS and all(held):
            found.append(region.id)
    return tuple(found)


@lru_cache(maxsize=_REGIONS)
def _ground(region: str, on: date, table: _Is[PostcodeTable], districts: _Is[AreaSet]) -> Ground | None:
    register = authorities.the_register()
    try:
        return take_ground(register, register.get(region), table=table.it, areas=districts.it, on=on)
    except (GroundIsMissing, RegionHasNoCouncils):
        return None


@lru_cache(maxsize=_REGIONS)
def _frame(ground: _Is[Ground]) -> Frame:
    return frame_of(ground.it.outlined)


@lru_cache(maxsize=4 * _REGIONS)
def _drawn(ground: _Is[Ground], parts: tuple[Part, ...]) -> tuple[Drawn, ...]:
    return draw_parts(parts, ground.it.outlined, _frame(ground))


@lru_cache(maxsize=_ANSWERS)
def _of_the_day(content: _Is[Content], on: date) -> Content:
    return of_the_day(content.it, authorities.the_register(), on=on)


@lru_cache(maxsize=_ANSWERS)
def _answer(question: _Question) -> LevelAnswer | NoAnswer:
    on, register = question.on, authorities.the_register()
    ground = _ground(question.region, on, question.table, question.districts)
    if ground is None:
        return NoAnswer("ground")
    pieces = ground.outlined.pieces
    geographies = known_candidates(register, ground.districts, pieces, duty=duty_named(question.service), on=on)
    held = {name: _of_the_day(each, on) for name, each in question.content}
    laid = _lay(held, ground, geographies[0], question.scale)
    if laid is None:
        return NoAnswer("population")
    evidence, lacking = laid
    measured = measure(geographies, evidence)
    return LevelAnswer(
        ground,
        evidence,
        measured,
        compare(measured),
        _frame(_Is(ground)),
        tuple(_drawn(_Is(ground), each.parts) for each in geographies),
        {name: each for name, each in held.items() if name not in lacking},
        tuple(name for name in MEASURES if name not in held),
        lacking,
        question.table.it.source,
        question.districts.it.about.source,
        question.districts.it.about.licence,
    )


def _lay(
    held: Mapping[Measure, Any], ground: Ground, today: Geography, scale: str
) -> tuple[Evidence, tuple[Measure, ...]] | None:
    """Return the evidence, with the measures whose figures do not cover the region; None where residents do not."""
    if "population" not in held:
        return None
    given = Given(held["population"], curve=SCALES[scale])
    try:
        found = evidence_of(given, ground, today=today)
    except FiguresAreWrong:
        return None
    lacking: list[Measure] = []
    for name in MEASURES[1:]:
        more: dict[str, Any] = {name: held.get(name)}
        fuller = replace(given, **more)
        try:
            found = evidence_of(fuller, ground, today=today)
        except (FiguresAreWrong, PointsAreWrong):
            lacking.append(name)
        else:
            given = fuller
    return found, tuple(lacking)


@lru_cache(maxsize=_ANSWERS)
def _with_joined(answer: _Is[LevelAnswer], groups: tuple[tuple[str, ...], ...]) -> LevelAnswer:
    """Return the answer with the geography that somebody joined beside the others."""
    found = answer.it
    geography = joined("What you joined", groups, found.ground.outlined.pieces)
    own = measure((found.measured[0].geography, geography), found.evidence)[1]
    measured = (*found.measured, own)
    drawn = (*found.drawn, _drawn(_Is(found.ground), geography.parts))
    return replace(found, measured=measured, pairs=compare(measured), drawn=drawn)


@cache
def _figures_held(data: Path) -> FigureFolder:
    return FigureFolder(data)
