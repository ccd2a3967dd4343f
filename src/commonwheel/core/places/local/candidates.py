"""The candidate geographies that the register of authorities knows for a region and a day."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from commonwheel.core.places.duties import Duty
from commonwheel.core.places.local.geography import Geography, Kind, Piece, join
from commonwheel.core.places.register.authority import LOWEST, Authority
from commonwheel.core.places.register.register import Register, Standing
from commonwheel.core.problems import Failure

_NAMES: Mapping[Kind, str] = {
    "lowest": "Districts and unitaries",
    "upper": "Counties and unitaries",
    "announced": "Announced from {day}",
    "combined": "Combined authority",
    "whole": "One council",
    "today": "Who has it today",
}
_WHOLE = "whole"


class RegionHasNoCouncils(Failure):
    """There is no council in the area of an authority on a day."""

    def __init__(self, name: str, on: dt.date) -> None:
        super().__init__(
            f"The register knows no councils in the area of {name} on {on}. "
            "Give a county, a combined authority or a council, and a day on which it is in being: --on 2026-06-01."
        )
        self.name = name
        self.on = on


def districts_of(register: Register, region: Authority, *, on: dt.date) -> tuple[Authority, ...]:
    """
    Return the lowest councils in the area of an authority on a day, by id.

    Raises:
        RegionHasNoCouncils: none is known.
    """
    found: dict[str, Authority] = {}
    waiting = [region] if region.days.hold(on) else []
    while waiting:
        each = waiting.pop()
        if each.kind_on(on) in LOWEST:
            found[each.id] = each
        else:
            waiting += register.parts_of(each, on=on)
    if not found:
        raise RegionHasNoCouncils(region.name.full, on)
    return tuple(found[each] for each in sorted(found))


def known_candidates(
    register: Register, districts: Sequence[Authority], pieces: Sequence[Piece], *, duty: Duty, on: dt.date
) -> tuple[Geography, ...]:
    """
    Return the geographies that are there on the day, those that are announced, and the whole region as one council.

    The first is the one in which the service is given on the day. No two have one name; two may draw the same borders.

    Args:
        pieces: whose districts are the codes of the districts on the day.
    """
    standings = {code_of(each, on): _standing(register, each, on) for each in districts}
    found = [
        _by("lowest", pieces, standings, lambda standing: standing.lowest, on),
        _by("upper", pieces, standings, lambda standing: _county(standing, on), on),
        *_announced(register, districts, pieces, on),
    ]
    combined = {code: standing.of_kind("combined", on=on) for code, standing in standings.items()}
    if all(combined.values()):
        found.append(_by("combined", pieces, standings, lambda one: one.of_kind("combined", on=on) or one.lowest, on))
    whole = join(_NAMES["whole"], pieces, dict.fromkeys(standings, _WHOLE), {_WHOLE: "The whole region"})
    found.append(replace(whole, kind="whole"))
    held = _by("today", pieces, standings, lambda one: _holder(register, one, duty, on), on)
    place = next((place for place, each in enumerate(found) if each.is_same(held)), None)
    if place is None:
        return (held, *found)
    return (found[place], *found[:place], *found[place + 1 :])


def code_of(authority: Authority, on: dt.date) -> str:
    """Return the code of an authority on a day, or its id where it has none yet."""
    return authority.code_on(on) or authority.id


def _standing(register: Register, district: Authority, on: dt.date) -> Standing:
    return Standing(district, register.over(district, on=on))


def _county(standing: Standing, on: dt.date) -> Authority:
    return standing.of_kind("county", on=on) or standing.lowest


def _holder(register: Register, standing: Standing, duty: Duty, on: dt.date) -> Authority:
    """Return who gives the service: by a power above the councils that is not shared, or by the tier of the duty."""
    alone = [
        power
        for power in register.powers_over(standing, duty=duty.name, on=on)
        if power.shared_until is None or power.shared_until <= on
    ]
    if alone:
        return register.get(alone[0].holder)
    return _county(standing, on) if duty.tier == "county" else standing.lowest


def _by(
    kind: Kind,
    pieces: Sequence[Piece],
    standings: dict[str, Standing],
    holder: Callable[[Standing], Authority],
    on: dt.date,
) -> Geography:
    holders = {code: holder(standing) for code, standing in standings.items()}
    groups = {code: code_of(each, on) for code, each in holders.items()}
    names = {code_of(each, on): each.name_on(on).short for each in holders.values()}
    day = on if kind == "announced" else None
    return replace(join(_NAMES[kind].format(day=day), pieces, groups, names), kind=kind, day=day)


def _announced(
    register: Register, districts: Sequence[Authority], pieces: Sequence[Piece], on: dt.date
) -> list[Geography]:
    """Return a geography for each later day on which councils of the region end and others follow."""
    found = []
    for day in sorted({each.days.ends for each in districts if each.days.ends}):
        after = {code_of(each, on): register.standing(code_of(each, on), on=day) for each in districts}
        if all(len(each) == 1 for each in after.values()):
            standings = {code: each[0] for code, each in after.items()}
            found.append(_by("announced", pieces, standings, lambda standing: standing.lowest, day))
    return found
