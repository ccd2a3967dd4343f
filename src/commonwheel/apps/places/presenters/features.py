"""Areas as programs read them: one with its outline, or the list of a level."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from commonwheel.apps.places.presenters.answers import AreaRef, AreasAnswer, Feature, FeatureFacts, ListedArea
from commonwheel.core.places.areas.area_set import AreaSet
from commonwheel.core.places.areas.boundary_set import About, Area
from commonwheel.core.places.areas.geojson import geometry_of
from commonwheel.core.places.register.authority import LOWEST, Authority, Kind
from commonwheel.core.places.register.register import Register
from commonwheel.design.authorities import name_of

KINDS_OF_LEVEL: Mapping[str, frozenset[Kind]] = {
    "district": LOWEST,
    "county": frozenset({"county"}),
    "combined-authority": frozenset({"combined"}),
    "national-park": frozenset({"national-park"}),
}
"""The levels whose areas the register lists; those of others are known only by their boundaries."""


def feature_of(
    authority: Authority | None,
    outline: tuple[About, Area, Any] | None,
    *,
    register: Register,
    on: dt.date,
    tolerance: float,
) -> Feature:
    """
    Return an area as a feature: an authority, an outline, or both.

    Args:
        outline: the set that has it, its code and name there, and its polygon.
        tolerance: metres by which the polygon may be simplified.
    """
    about, area, shape = outline or (None, None, None)
    code = area.code if area else authority.code_on(on) if authority else ""
    return Feature(
        type="Feature",
        id=authority.id if authority else code,
        geometry=geometry_of(shape, tolerance=tolerance) if outline else None,
        properties=FeatureFacts(
            on=str(on),
            id=authority.id if authority else "",
            code=authority.code_on(on) if authority else code,
            name=name_of(authority) if authority else area.name if area else "",
            name_cy=authority.name.welsh if authority else "",
            kind=authority.kind_on(on) if authority else "",
            level=about.level if about else level_of(authority, on),
            page=authority.page if authority else "",
            begins=_day(authority.days.begins) if authority else None,
            ends=_day(authority.days.ends) if authority else None,
            **_relatives(authority, register, on),
            outline_source=about.source if about else "",
            outline_licence=about.licence if about else "",
            outline_from=str(about.holds_from) if about else None,
            tolerance=tolerance,
        ),
    )


def level_of(authority: Authority | None, on: dt.date) -> str:
    """Return the level of areas that an authority's is of; "" for none."""
    kind = authority.kind_on(on) if authority else None
    return next((level for level, kinds in KINDS_OF_LEVEL.items() if kind in kinds), "")


def areas_answer(level: str, held: AreaSet | None, *, register: Register, on: dt.date) -> AreasAnswer:
    """Return the areas of a level: by the register where it lists them, else by the boundaries that are held."""
    kinds = KINDS_OF_LEVEL.get(level)
    if kinds:
        listed = [_listed(each, held, on) for each in register.in_being(on, kinds=kinds)]
    else:
        listed = [ListedArea("", each.code, each.name, "", has_outline=True) for each in held.areas] if held else []
    return AreasAnswer(
        level=level,
        on=str(on),
        outlines_source=held.about.source if held else "",
        outlines_licence=held.about.licence if held else "",
        areas=tuple(sorted(listed, key=lambda each: (each.code, each.id))),
    )


def _listed(each: Authority, held: AreaSet | None, on: dt.date) -> ListedArea:
    has_outline = held is not None and any(held.place_of(code.value) is not None for code in each.codes)
    return ListedArea(each.id, each.code_on(on), name_of(each), each.name.welsh, has_outline)


def _relatives(authority: Authority | None, register: Register, on: dt.date) -> dict[str, tuple[AreaRef, ...]]:
    if authority is None:
        return dict.fromkeys(("parents", "parks", "parts", "forerunners", "followers"), ())
    found = {
        "parents": register.over(authority, on=on),
        "parks": register.partly_over(authority, kind="national-park", on=on),
        "parts": register.parts_of(authority, on=on),
        "forerunners": register.forerunners(authority),
        "followers": register.followers(authority),
    }
    return {name: _refs(those, on) for name, those in found.items()}


def _refs(those: Iterable[Authority], on: dt.date) -> tuple[AreaRef, ...]:
    return tuple(AreaRef(each.id, each.code_on(on), name_of(each)) for each in those)


def _day(day: dt.date | None) -> str | None:
    return str(day) if day else None
