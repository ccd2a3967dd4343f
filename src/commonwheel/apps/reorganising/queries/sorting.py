"""Each request of a council that ends: which council it goes to, or why it stays."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from commonwheel.apps.cases import api as cases
from commonwheel.apps.handover import api as handover
from commonwheel.apps.payments import api as payments
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.core.reorganising.running import Reason, Requests


@dataclass(slots=True)
class Sorted:
    """
    The requests of one service.

    Attributes:
        going: keys by the id of the council that they go to.
        going_count, staying: how many, by that id, and by the reason why they stay.
    """

    going: defaultdict[str, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    going_count: defaultdict[str, Requests] = field(default_factory=lambda: defaultdict(Requests))
    staying: defaultdict[Reason, Requests] = field(default_factory=lambda: defaultdict(Requests))


def sort_requests(council: str, councils: Councils) -> Mapping[uuid.UUID, Sorted]:
    """Sort all requests of a council of the plan, seen within its scope, by the key of their service."""
    council_id = councils.here[council].id
    handed, paying = handover.list_handed(council_id), payments.list_under_way(council_id)
    found: defaultdict[uuid.UUID, Sorted] = defaultdict(Sorted)
    for one in cases.list_kept(council_id):
        into, number = found[one.service_id], Requests(int(one.is_open), int(not one.is_open))
        follower = councils.follower_at(council, one.postcode)
        if one.id in handed:
            into.staying["system"] += number
        elif one.id in paying:
            into.staying["payment"] += number
        elif follower is None:
            into.staying["place"] += number
        else:
            into.going[follower].append(one.id)
            into.going_count[follower] += number
    return found
