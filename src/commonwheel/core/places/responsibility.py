"""Who has a duty at a place on a day: one council, one of several, or a body above them; with the law that says so.

In this order: what a national body or an authority above the councils has by law, then the park's authority, then the
council of the tier that has the duty, then what that council agreed with another. Where nothing is known, nobody is
named. Source: docs/sources.md#duties-and-laws, docs/sources.md#register.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.laws import LAWS, Law
from commonwheel.core.places.register.authority import ALWAYS, Authority, Days
from commonwheel.core.places.register.register import Register, Standing

Reason = Literal[
    "county",
    "district",
    "only-council",
    "either",
    "shared",
    "combined",
    "joint",
    "national",
    "park",
    "park-or-not",
    "trunk-road",
    "red-route",
    "agreed",
]
"""Why. Of two tiers the county or the district has it; there is one council; either tier may; it is shared with an
authority above for a time; a combined authority, a joint body, a national body or a park has it; the place may lie in a
park; the road is a trunk road, or a red route of London; councils agreed on it."""
Road = Literal["trunk", "red-route", "other"]
"""What the road at a place is; where that is not known, who has the others is said beside the answer."""
NO_PARK = "none"
"""In an area: it is known to lie in no national park."""
NO_PARISH = "E43"
"""How the codes begin that ONS gives to areas of England which belong to no parish."""

_OF_ROADS = frozenset({"highways", "traffic", "street-lighting"})
_TRUNK_ROADS = {
    "england": "national-highways",
    "wales": "welsh-government-trunk-roads",
    "scotland": "transport-scotland",
}
_RED_ROUTES = "transport-for-london"
_CALLS_IN = "cairngorms-national-park-authority"
"""Of the national parks the one whose councils decide on planning; the park may call a case in."""
_TRUNK_LAW = {
    "england": Law("Infrastructure Act 2015, section 1", "https://www.legislation.gov.uk/ukpga/2015/7/section/1"),
    "wales": Law("Highways Act 1980, section 1", "https://www.legislation.gov.uk/ukpga/1980/66/section/1"),
    "scotland": Law("Roads (Scotland) Act 1984, section 2", "https://www.legislation.gov.uk/ukpga/1984/54/section/2"),
}
_RED_LAW = Law(
    "Greater London Authority Act 1999, sections 259 and 271",
    "https://www.legislation.gov.uk/ukpga/1999/29/section/259",
)
_PARK = Law("Town and Country Planning Act 1990, section 4A", "https://www.legislation.gov.uk/ukpga/1990/8/section/4A")
_PARK_LAW = {
    "england": _PARK,
    "wales": _PARK,
    "scotland": Law(
        "National Parks (Scotland) Act 2000, section 10", "https://www.legislation.gov.uk/asp/2000/10/section/10"
    ),
}


@dataclass(frozen=True, slots=True)
class Area:
    """
    Where a place lies, by codes of any day.

    Attributes:
        district: GSS code of the district, unitary, borough or council area; or of a county where no more is known.
        county: GSS code of the county above it; "" where there is none.
        park: code of the national park; `NO_PARK` where it lies in none; "" where that is not known.
        parish: code of the parish or community, also of what is no parish (`NO_PARISH`); "" where that is not known.
    """

    district: str
    county: str = ""
    park: str = ""
    parish: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who has the duty instead on some roads of the place: for it is not known what the road is."""

    reason: Reason
    authority: Authority


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Who has, or may have, a duty.

    Attributes:
        authority: who.
        code: its GSS code of the day; "" where it has none.
        reason: why it is this one.
        law: the law that gives the duty, or the agreement.
        law_page: where that can be read; "" for no page.
        elsewhere: who has it instead on trunk roads and red routes.
    """

    authority: Authority
    code: str
    reason: Reason
    law: str
    law_page: str
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """
    What a council agreed on a duty that the law gives it.

    Attributes:
        giver: id of the council that has the duty by law.
        duty: a name of the closed list of duties.
        holder: who does it: another authority of the register, a body of the councils' own, or the council itself.
        days: on which it holds.
        districts: ids of the districts in which it holds; empty for the whole of the council's area.
        agreement: what it rests on.
        page: where that can be read; "" for no page.
    """

    giver: str
    duty: str
    holder: Authority
    agreement: str
    days: Days = ALWAYS
    districts: frozenset[str] = frozenset()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """
    What is known of authorities on a day.

    Attributes:
        register: all authorities.
        on: the day.
        arrangements: what councils agreed, of any day.
    """

    register: Register
    on: dt.date
    arrangements: tuple[Arrangement, ...] = ()


def candidates(duty: str, areas: Sequence[Area], *, ground: Ground, road: Road | None = None) -> tuple[Candidate, ...]:
    """
    Return who may have a duty at a place on a day.

    Args:
        duty: a name of the closed list of duties.
        areas: those the place may lie in: one where that is certain, several at a border, none where it is not known.
        road: what the road at the place is; None where not known, or where it is about no road.

    Returns:
        One where it is certain; several where the place lies at a border between them, or both tiers have the
        duty; none where nobody can say. Each authority once, in the order of the areas.
    """
    found: dict[str, Candidate] = {}
    for area in areas:
        for standing in ground.register.standing(area.district, on=ground.on):
            for each in _agreed(
                _by_law(duty, area, standing, ground, road), duty, _districts(area, standing, ground), ground
            ):
                found.setdefault(each.authority.id, each)
    return tuple(found.values())


def usual_councils(duty: str, areas: Sequence[Area], *, ground: Ground) -> frozenset[str]:
    """
    Return the codes of the councils that usually have a duty in every one of these areas, by the duty's tier.

    For duties without a law here too: it is what holds where nothing else is known, and good enough to offer somebody
    a service, not to send them away. None where a national body has the duty, or no council has it in all the areas.
    """
    holders = [_usual(duty, area, ground) for area in areas]
    return frozenset.intersection(*holders) if holders else frozenset()


def _usual(duty: str, area: Area, ground: Ground) -> frozenset[str]:
    standings = ground.register.standing(area.district, on=ground.on)
    if not standings or any(_is_national(duty, standing) for standing in standings):
        return frozenset()
    each = [
        frozenset(holder.code_on(ground.on) for holder, _ in _of_tier(duty, standing, ground.on))
        for standing in standings
    ]
    return frozenset.intersection(*each)


def _is_national(duty: str, standing: Standing) -> bool:
    law = LAWS.get((duty, standing.lowest.nation))
    return law is not None and bool(law.body)


def _by_law(duty: str, area: Area, standing: Standing, ground: Ground, road: Road | None) -> Iterator[Candidate]:
    law, on = LAWS.get((duty, standing.lowest.nation)), ground.on
    is_shared = False
    for power in ground.register.powers_over(standing, duty=duty, on=on):
        holder = ground.register.authorities[power.holder]
        shared = power.shared_until is not None and on < power.shared_until
        is_shared = is_shared or shared
        reason: Reason = "shared" if shared else "joint" if holder.kind_on(on) == "waste" else "combined"
        yield Candidate(holder, holder.code_on(on), reason, power.law, power.law_page)
        if not shared:
            return
    if law is None:
        return
    if law.body:
        body = ground.register.authorities[law.body]
        yield Candidate(body, "", "national", law.name, law.page)
        return
    special = _on_road(duty, standing, ground, road) or _in_park(duty, area, standing, ground)
    yield from special
    if special and special[0].reason != "park-or-not":
        return
    elsewhere = _elsewhere(duty, standing, ground) if road is None else ()
    for council, reason in _of_tier(duty, standing, on):
        why: Reason = "shared" if is_shared else special[0].reason if special else reason
        yield Candidate(council, council.code_on(on), why, law.name, law.page, elsewhere)


def _of_tier(duty: str, standing: Standing, on: dt.date) -> tuple[tuple[Authority, Reason], ...]:
    """Return the councils of the tier that has a duty, with the reason."""
    county = standing.of_kind("county", on=on)
    if county is None:
        return ((standing.lowest, "only-council"),)
    tier = DUTIES[duty].tier
    if tier == "both":
        return ((standing.lowest, "either"), (county, "either"))
    return ((county, "county"),) if tier == "county" else ((standing.lowest, "district"),)


def _on_road(duty: str, standing: Standing, ground: Ground, road: Road | None) -> tuple[Candidate, ...]:
    """Return who has a special road; nobody where it is none, or it is not about roads."""
    if duty not in _OF_ROADS:
        return ()
    nation, register = standing.lowest.nation, ground.register
    if road == "trunk":
        body, law = register.authorities[_TRUNK_ROADS[nation]], _TRUNK_LAW[nation]
        return (Candidate(body, "", "trunk-road", law.name, law.page),)
    if road == "red-route" and _is_in_london(standing, ground):
        return (Candidate(register.authorities[_RED_ROUTES], "", "red-route", _RED_LAW.name, _RED_LAW.page),)
    return ()


def _elsewhere(duty: str, standing: Standing, ground: Ground) -> tuple[Elsewhere, ...]:
    if duty not in _OF_ROADS:
        return ()
    register = ground.register
    trunk = Elsewhere("trunk-road", register.authorities[_TRUNK_ROADS[standing.lowest.nation]])
    red = Elsewhere("red-route", register.authorities[_RED_ROUTES])
    return (red, trunk) if _is_in_london(standing, ground) else (trunk,)


def _is_in_london(standing: Standing, ground: Ground) -> bool:
    return standing.lowest.kind_on(ground.on) == "london"


def _in_park(duty: str, area: Area, standing: Standing, ground: Ground) -> tuple[Candidate, ...]:
    """Return the national parks' authorities that decide on planning, or may where it is not known if it is in."""
    if duty != "planning" or area.park == NO_PARK:
        return ()
    parks = ground.register.partly_over(standing.lowest, kind="national-park", on=ground.on)
    known = [park for park in parks if area.park and area.park in {code.value for code in park.codes}]
    reason: Reason = "park" if known else "park-or-not"
    law = _PARK_LAW.get(standing.lowest.nation)
    if law is None or (area.park and not known):
        return ()
    return tuple(
        Candidate(park, park.code_on(ground.on), reason, law.name, law.page)
        for park in known or parks
        if park.id != _CALLS_IN
    )


def _districts(area: Area, standing: Standing, ground: Ground) -> frozenset[str]:
    """Return the ids by which an agreement may name the district: as it is on the day, and as the place was told."""
    told = ground.register.find(area.district)
    return frozenset({standing.lowest.id} | ({told.id} if told else set()))


def _agreed(found: Iterable[Candidate], duty: str, districts: frozenset[str], ground: Ground) -> Iterator[Candidate]:
    """Put in the place of a council whom it agreed with; who agreed leaves the other tier nothing to look after."""
    by_law = tuple(found)
    councils = {each.authority.id for each in by_law}
    holding = [
        each
        for each in ground.arrangements
        if each.duty == duty
        and each.giver in councils
        and each.days.hold(ground.on)
        and (not each.districts or each.districts & districts)
    ]
    if not holding:
        yield from by_law
        return
    for each in holding:
        before = next(one for one in by_law if one.authority.id == each.giver)
        yield replace(
            before,
            authority=each.holder,
            code=each.holder.code_on(ground.on),
            reason="agreed",
            law=each.agreement,
            law_page=each.page,
        )
