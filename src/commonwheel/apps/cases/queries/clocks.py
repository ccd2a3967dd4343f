"""The clocks of a request, from what happened to it, and what is due next."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.utils import timezone

from commonwheel.apps.cases.models import CaseEvent
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.core.casework.clocks import Due, due
from commonwheel.core.casework.entries import Entered, History, counted
from commonwheel.core.casework.renewals import renewal_begun
from commonwheel.core.casework.states import Moved
from commonwheel.core.patterns.model.casework import Case
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.councils import CouncilView


def list_moves(council_id: uuid.UUID, *, case_id: uuid.UUID, received_at: dt.datetime) -> list[Entered]:
    """Return the states a request has entered, oldest first, each when it was moved there; the first, when received."""
    opened, moved = CaseEvent.Kind.OPENED, CaseEvent.Kind.MOVED
    events = CaseEvent.objects.filter(council_id=council_id, case_id=case_id, kind__in=(opened, moved))
    rows = events.order_by("number").values_list("kind", "to_state", "at", "decision")
    return [Entered(state, received_at if kind == opened else at, decision or {}) for kind, state, at, decision in rows]


def as_counted(pattern: Case, moves: Iterable[Entered]) -> tuple[Entered, ...]:
    """Return moves on the days from which clocks count them."""
    return counted(pattern, moves, timezone=timezone.get_default_timezone())


def running_clocks(
    pattern: Case, history: History, *, received_at: dt.datetime, council: CouncilView
) -> list[tuple[str, Due]]:
    """Return the clocks that have started, by their ids, in the order of the pattern."""
    calendars = calendars_of(council)
    zone = timezone.get_default_timezone()
    found = (
        (clock.id, due(clock, received_at=received_at, entries=history, calendars=calendars, timezone=zone))
        for clock in pattern.clocks
    )
    return [(name, ends) for name, ends in found if ends is not None]


def runs_until_after(effective: Effective, case: CaseView, moved: Moved, *, on: dt.date) -> dt.date | None:
    """Return until when a request would run if that move were made; None where nothing runs, or it is not known yet."""
    renew = effective.pattern.renew
    if renew is None or case.runs_until is not None:
        return case.runs_until
    begun = renewal_begun(renew, moved, answers=case.answers, on=on)
    return begun.runs_until if begun else None


def next_due(clocks: Sequence[tuple[str, Due]]) -> dt.date | None:
    """Return the earliest day on which something is due; None where nothing is."""
    return min((ends.on for _, ends in clocks if ends.running), default=None)
