"""The councils of a plan, on this node and in the register."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.places import api as places
from commonwheel.core.places.register.authority import COUNCILS
from commonwheel.core.places.register.register import Register
from commonwheel.core.reorganising.agreements import Around
from commonwheel.core.reorganising.plan import Plan, plan_at
from commonwheel.foundation.councils import CouncilView

REMEMBERED_POSTCODES = 100_000


def plan_of(council: CouncilView, *, today: dt.date) -> Plan | None:
    """Return the reorganisation that the register knows a council to be part of; None where it knows none."""
    register = authorities.the_register()
    known = register.find(council.gss_code or council.slug)
    return plan_at(register, known, today=today) if known else None


class Councils:
    """
    Who is who in a plan.

    Attributes:
        here: those of them that are on the node, by id.
        names: of all, by id.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._register: Register = authorities.the_register()
        ids = sorted({*plan.into, *plan.ending})
        found = {each: self._find(each) for each in ids}
        self.here: Mapping[str, CouncilView] = {each: one for each, one in found.items() if one}
        self.names: Mapping[str, str] = {each: self._name(each, found[each]) for each in ids}
        self._table = places.postcode_table(plan.on)
        self.district_of = lru_cache(maxsize=REMEMBERED_POSTCODES)(self._district_of)

    def around(self) -> Around:
        """Return what a rehearsal has to know of them."""
        before = self.plan.on - dt.timedelta(days=1)
        known = [one for each in self.names if (one := self._register.find(each)) and one.days.hold(before)]
        return Around(
            self.plan,
            self.names,
            counties=frozenset(one.id for one in known if one.kind_on(before) == "county"),
            going_on=frozenset(one.id for one in known if one.id in self.plan.into and one.kind_on(before) in COUNCILS),
        )

    def follower_at(self, council: str, postcode: str) -> str | None:
        """Return the id of who follows a council of the plan at a postcode; None where that is not certain."""
        followers = self.plan.followers(council)
        return followers[0] if len(followers) == 1 else self.plan.follower_at(council, self.district_of(postcode))

    def _find(self, id_: str) -> CouncilView | None:
        known = self._register.find(id_)
        return authorities.find_council(id_) or (authorities.find_council_of(known) if known else None)

    def _name(self, id_: str, council: CouncilView | None) -> str:
        known = self._register.find(id_)
        return council.name if council else known.name.full if known else id_

    def _district_of(self, postcode: str) -> str:
        """Return the id of the council in whose district a postcode is; "" where that is not known."""
        place = self._table.find(postcode) if self._table and postcode else None
        known = self._register.find(place.district) if place else None
        return known.id if known else ""
