"""Which council, or whom else, what is answered is for, by its duty and its place."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.places.register.authority import Authority
from commonwheel.core.places.responsibility import Area, Candidate, Ground, candidates, usual_councils
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


@dataclass(frozen=True, slots=True)
class Holder:
    """
    Who has the duty, or may have it.

    Attributes:
        key: names it among others: the council's GSS code, its slug where it has none, or the authority's id.
        is_own: the council whose journey it is.
        council: the council on this node; None where it is not here.
        service: its live service of the same pattern; None where it runs none.
        authority: what the register knows of it; None where nobody can say whose it is.
        found: why it is this one, with the law; None where nobody can say whose it is.
    """

    key: str
    is_own: bool
    council: CouncilView | None = None
    service: services.ServiceView | None = None
    authority: Authority | None = None
    found: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """
    Who may have the duty at the place.

    Attributes:
        is_place_known: whether the place tells the area; where not, these are who serves the council's own area.
    """

    holders: tuple[Holder, ...]
    is_place_known: bool

    @property
    def key(self) -> str:
        """Names these holders: while it is the same, a choice between them holds."""
        names = " ".join(each.key for each in self.holders)
        return names if self.is_place_known else f"? {names}"

    @property
    def own(self) -> Holder | None:
        """The council whose journey it is, where it is among them."""
        return next((each for each in self.holders if each.is_own), None)

    @property
    def certain(self) -> Holder | None:
        """The only one there is, where the place tells it."""
        return self.holders[0] if self.is_place_known and len(self.holders) == 1 else None

    def is_settled(self, chosen_of: str) -> bool:
        """Say whether it is for the council itself: there is no other, or the resident chose it among these."""
        return all(each.is_own for each in self.holders) or chosen_of == self.key


def who_holds(council: CouncilView, *, duty: str, place: Mapping[str, Any], pattern_name: str, on: dt.date) -> Holding:
    """
    Return who may have a duty at a place, for a resident who began at a council.

    Args:
        place: as it was answered.
        pattern_name: `publisher/name` of the service to go on with.
        on: the day on which the duty counts, in London.
    """
    areas = places.areas_of_place(place, on=on)
    served = areas or places.areas_served(council.gss_code)
    found = candidates(duty, served, ground=authorities.ground_on(on, served))
    holders = tuple(_holder(council, each, pattern_name) for each in found)
    if not holders:
        holders = (Holder(council.gss_code or council.slug, is_own=True, council=council),)
    return Holding(holders, is_place_known=bool(areas) and bool(found))


def _holder(own: CouncilView, found: Candidate, pattern_name: str) -> Holder:
    authority = found.authority
    if own.gss_code in {code.value for code in authority.codes}:
        return Holder(own.gss_code, is_own=True, council=own, authority=authority, found=found)
    council = authorities.find_council_of(authority)
    return Holder(
        found.code or authority.id,
        is_own=False,
        council=council,
        service=service_at(council, pattern_name) if council else None,
        authority=authority,
        found=found,
    )


def service_at(council: CouncilView, pattern_name: str) -> services.ServiceView | None:
    """Return a council's live service of a pattern, whichever council asks; None where it runs none."""
    with council_scope(council.id):
        return services.find_live_by_pattern(council.id, pattern_name=pattern_name)


def duties_held(council: CouncilView, duties: Collection[str], *, areas: Sequence[Area], on: dt.date) -> frozenset[str]:
    """Return those duties that a council has in one of these areas, or may: by law, or by tier where none is known."""
    ground = authorities.ground_on(on, areas)
    return frozenset(duty for duty in duties if _may_hold(council, duty, areas, ground))


def _may_hold(council: CouncilView, duty: str, areas: Sequence[Area], ground: Ground) -> bool:
    found = candidates(duty, areas, ground=ground)
    if not found:
        return any(council.gss_code in usual_councils(duty, (area,), ground=ground) for area in areas)
    return any(council.gss_code in {code.value for code in each.authority.codes} for each in found)
