"""What a journey with a council runs in."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from commonwheel.apps.cases import api as cases
from commonwheel.apps.places import api as places
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.foundation.councils import CouncilView


def circumstances_of(council: CouncilView, *, now: dt.datetime, account: Mapping[str, Any]) -> Circumstances:
    """Return what a journey with the council runs in at a moment; `account` is what is known of the resident."""
    return Circumstances(
        today=timezone.localdate(now),
        calendar=cases.calendars_of(council)["authority"],
        account=account,
        authority={"id": council.slug, "name": council.name, "nation": council.nation, "tier": council.tier},
        in_area=lambda place, area: places.is_in_area(council, place=place, area=area),
    )
