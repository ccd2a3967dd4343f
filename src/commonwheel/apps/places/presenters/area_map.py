"""A map of the councils of a place and those around them, drawn from the boundaries held, with the table beside it.

Plain paths, for they need no library and no script, a few kilobytes, and milliseconds once for each area and day.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import Area
from commonwheel.core.places.areas.drawing import WIDTH, Frame, draw, frame_around
from commonwheel.core.places.grid import Spot
from commonwheel.core.places.register.register import Register
from commonwheel.design.authorities import name_of
from commonwheel.design.moments import day

Role = Literal["here", "county", "beside", "council"]
MOST_AREAS = 40
"""A map of more cannot be read, nor its table."""


@dataclass(frozen=True, slots=True)
class MappedArea:
    """One area: its number in the picture and the table, its name, what it is there, and how it is drawn."""

    number: int
    name: str
    role: Role
    words: str
    path: str
    label: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class AreaMap:
    """
    The picture with all that is said of it.

    Attributes:
        above: paths of the outlines of counties, drawn over the areas.
        mark: where the point asked about is; None where none was.
        source: words on where the boundaries are from, with the day they hold from.
        licence: words that must be shown with them.
    """

    title: str
    description: str
    width: int
    height: int
    areas: tuple[MappedArea, ...]
    above: tuple[str, ...]
    mark: tuple[float, float] | None
    source: str
    licence: str


def area_map(
    districts: AreaSet,
    places: dict[Role, tuple[int, ...]],
    *,
    what: str,
    counties: Iterable[Any],
    spot: Spot | None,
    register: Register,
    on: dt.date,
) -> AreaMap | None:
    """
    Return the map of some districts; None where there are none, or too many.

    Args:
        places: those asked about (`here`), others of their county, and those beside, as places in the set.
        what: was asked about, as it is written.
        counties: polygons of the counties.
        spot: the point asked about; None for none.
    """
    here = places["here"]
    if not here or sum(map(len, places.values())) > MOST_AREAS:
        return None
    frame = frame_around([tuple(districts.boxes[place].tolist()) for place in (*here, *places["county"])])
    areas = _areas(districts, places, frame, register=register, on=on)
    names = [each.name for each in areas if each.role == "here"]
    return AreaMap(
        title=_("Map of %(place)s") % {"place": what},
        description=_description(names, [each.name for each in areas if each.role != "here"]),
        width=WIDTH,
        height=frame.height,
        areas=areas,
        above=tuple(path for shape in counties if (path := draw([shape], frame).path)),
        mark=frame.spot(spot.lon, spot.lat) if spot else None,
        source=_("Boundaries as of %(day)s, simplified.") % {"day": day(districts.about.holds_from)},
        licence=districts.about.licence or districts.about.source,
    )


def _areas(
    districts: AreaSet, places: dict[Role, tuple[int, ...]], frame: Frame, *, register: Register, on: dt.date
) -> tuple[MappedArea, ...]:
    """Return what can be seen, numbered, those asked about first; areas that one council has on the day are one."""
    words: dict[Role, str] = {
        "here": _("The area you asked about"),
        "county": _("In the same county"),
        "beside": _("Beside it"),
    }
    shapes: dict[tuple[Role, str], list[Any]] = {}
    for role, those in places.items():
        for place in those:
            name = _name(districts.areas[place], register, on)
            shapes.setdefault((role, name), []).append(districts.shape(place))
    found = [(role, name, draw(parts, frame)) for (role, name), parts in shapes.items()]
    order = list(words)
    seen = sorted((each for each in found if each[2].path), key=lambda each: (order.index(each[0]), each[1]))
    return tuple(
        MappedArea(number, name, role, words[role], drawn.path, drawn.label)
        for number, (role, name, drawn) in enumerate(seen, start=1)
    )


def _name(area: Area, register: Register, on: dt.date) -> str:
    """Return who serves an area on the day; its own name where that is not one."""
    standings = register.standing(area.code, on=on)
    return name_of(standings[0].lowest) if len(standings) == 1 else area.name


def _description(here: list[str], around: list[str]) -> str:
    """Return what the picture shows, in words."""
    names, others = ", ".join(here), ", ".join(around)
    if not others:
        return _("It shows the area of %(names)s.") % {"names": names}
    return _("It shows the area of %(names)s, and around it %(others)s.") % {"names": names, "others": others}
