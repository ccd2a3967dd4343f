"""Reads: how many requests a council's services had, as counts and nothing else."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from commonwheel.apps.cases.models import Case, CaseClock


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Requests of one service that came in within some days, and that the node still keeps.

    Attributes:
        closed: how many of them are closed.
        within: how many of those had a day by which they were due, and were closed by then.
    """

    requests: int
    closed: int
    within: int


def count_requests(council_id: uuid.UUID, *, first: dt.date, until: dt.date) -> Mapping[uuid.UUID, Counted]:
    """
    Count a council's requests by the key of their service.

    Args:
        first: the day of the first, in the council's own time.
        until: the day after the last.
    """
    clocks = CaseClock.objects.filter(council_id=council_id, case=OuterRef("pk"))
    late = clocks.annotate(ended=TruncDate("ended_at")).filter(Q(ended=None) | Q(ended__gt=F("due_on")))
    rows = (
        Case.objects.filter(council_id=council_id, received_at__date__gte=first, received_at__date__lt=until)
        .values("service_id")
        .annotate(
            requests=Count("id"),
            closed=Count("id", filter=Q(is_open=False)),
            within=Count("id", filter=Q(Exists(clocks), is_open=False) & ~Q(Exists(late))),
        )
        .order_by("service_id")
    )
    return {row["service_id"]: Counted(row["requests"], row["closed"], row["within"]) for row in rows}
