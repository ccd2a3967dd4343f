"""Everybody who serves a place on a day, duty by duty, and what is about to change."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commonwheel.core.places.duties import DUTIES, Duty
from commonwheel.core.places.register.authority import COUNCILS, Authority
from commonwheel.core.places.register.register import Standing
from commonwheel.core.places.responsibility import Area, Candidate, Ground, Road, candidates

_IN_ORDER = sorted(DUTIES.values(), key=lambda duty: duty.label)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who has a duty, or may have it; nobody where nobody can say."""

    duty: Duty
    candidates: tuple[Candidate, ...]

    @property
    def certain(self) -> Candidate | None:
        """The only one there is."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change that is known already.

    Attributes:
        on: its first day.
        authority: whose end it is.
        into: who follows in this place; several where the register does not say which.
    """

    on: dt.date
    authority: Authority
    into: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Serving:
    """
    Everybody who serves a place on a day.

    Attributes:
        on: the day.
        standings: the authorities of each area that the place may lie in; one where that is certain.
        answers: for each duty on the list, or each asked for, by its label.
        changes: known already, the soonest first.
        parks: national parks of which the place may lie in one, or does.
        is_park_known: whether it is known that the place lies in those parks.
        parish: code of the parish or community, also of what is no parish; "" where that is not known.
    """

    on: dt.date
    standings: tuple[Standing, ...]
    answers: tuple[Answer, ...]
    changes: tuple[Change, ...]
    parks: tuple[Authority, ...]
    is_park_known: bool
    parish: str


def who_serves(
    areas: Sequence[Area], *, ground: Ground, road: Road | None = None, duties: Collection[str] = ()
) -> Serving:
    """
    Return who serves a place on a day.

    Args:
        areas: those the place may lie in, the likeliest first; none gives a serving by nobody.
        road: what the road at the place is; None where that is not known.
        duties: names of those to answer; empty for all on the list.
    """
    found = {
        standing.lowest.id: standing
        for area in areas
        for standing in ground.register.standing(area.district, on=ground.on)
    }
    standings = tuple(found.values())
    return Serving(
        on=ground.on,
        standings=standings,
        answers=tuple(
            Answer(duty, candidates(duty.name, areas, ground=ground, road=road))
            for duty in _IN_ORDER
            if not duties or duty.name in duties
        ),
        changes=_changes(standings, ground),
        parks=_parks(areas, standings, ground),
        is_park_known=all(area.park for area in areas),
        parish=_parish(areas),
    )


def _parish(areas: Sequence[Area]) -> str:
    told = {area.parish for area in areas}
    return told.pop() if len(told) == 1 else ""


def _changes(standings: Sequence[Standing], ground: Ground) -> tuple[Change, ...]:
    """Return the ends that are known; where a county ends, who follows it is who follows the place's district."""
    found: dict[str, Change] = {}
    for standing in standings:
        for each in (standing.lowest, *standing.above):
            if each.days.ends is None:
                continue
            after = {one.id: one for one in _after(standing, each, ground, each.days.ends)}
            before = found[each.id].into if each.id in found else ()
            into = {**{one.id: one for one in before}, **after}
            found[each.id] = Change(each.days.ends, each, tuple(into[key] for key in sorted(into)))
    return tuple(sorted(found.values(), key=lambda change: (change.on, change.authority.id)))


def _after(standing: Standing, ending: Authority, ground: Ground, on: dt.date) -> tuple[Authority, ...]:
    followers = ground.register.followers(ending)
    if ending.kind_on(ground.on) not in COUNCILS:
        return followers
    here = {
        each.id
        for code in standing.lowest.codes
        for after in ground.register.standing(code.value, on=on)
        for each in (after.lowest, *after.above)
    }
    return tuple(each for each in followers if each.id in here) or followers


def _parks(areas: Sequence[Area], standings: Sequence[Standing], ground: Ground) -> tuple[Authority, ...]:
    told = {area.park for area in areas if area.park}
    touching = {
        park.id: park
        for standing in standings
        for park in ground.register.partly_over(standing.lowest, kind="national-park", on=ground.on)
    }
    known = tuple(park for park in touching.values() if told & {code.value for code in park.codes})
    return known if told else tuple(touching[key] for key in sorted(touching))
