"""Use cases: write down that a request is to be handed over, try again, let it go."""

import datetime as dt
import uuid

from django.utils import timezone

from commonwheel.apps.handover.models import Delivery, Destination, HeardStatus
from commonwheel.apps.handover.queries import find_way
from commonwheel.core.casework.lengths import add_days, local_day, start_of_day
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.deliveries import from_the_first_try
from commonwheel.foundation.models import new_key
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action

AFTER_MIDNIGHT = dt.timedelta(minutes=10)
"""When a day's file is written: whatever was being sent at midnight is there by then."""


class NothingToTryAgain(Failure):
    """The request is not one that could not be handed over, so there is nothing to try again."""

    def __init__(self) -> None:
        super().__init__("This request is no longer waiting for somebody to try it again.")


@action
def hand_over(
    council_id: uuid.UUID, *, case_id: uuid.UUID, reference: str, service_id: uuid.UUID, now: dt.datetime
) -> None:
    """Write down that a request leaves, where its service's requests do; once, however often it is called."""
    found = find_way(council_id, service_id=service_id)
    if found is None:
        return
    day = local_day(now, timezone.get_default_timezone())
    row = Delivery(
        id=new_key(),
        council_id=council_id,
        destination_id=found.destination_id,
        case_id=case_id,
        reference=reference,
        way=found.way,
        written_at=now,
        day=day,
        due_at=_file_is_due(day) if found.way == Destination.Way.CSV else now,
    )
    insert(row, may_be_there=True)


@action
def try_again(council_id: uuid.UUID, *, delivery_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """
    Put a request that could not be handed over back in the queue, due now, by the way its service has now.

    Those that are in one daily file go together. A request whose service works here now is worked here.

    Raises:
        NothingToTryAgain: when it is not among those (any more).
    """
    rows = Delivery.objects.of(council_id).undelivered()
    row = rows.select_for_update(of=("self",)).select_related("destination").filter(id=delivery_id).first()
    if row is None or (row.leased_until and row.leased_until > now):
        raise NothingToTryAgain
    together = rows.filter(destination_id=row.destination_id, file=row.file) if row.file else rows.filter(id=row.id)
    if row.destination.way == Destination.Way.HERE:
        together.delete()
    else:
        way = row.way if row.file else row.destination.way
        together.update(**from_the_first_try(now), way=way, last_error="")
        Destination.objects.filter(council_id=council_id, id=row.destination_id).update(rests_until=None)
    record(council_id, actor=actor, action="handover-retried", subject=f"case:{row.case_id}", at=now)


@action
def remove_handover(council_id: uuid.UUID, *, case_id: uuid.UUID) -> None:
    """Forget that a request was handed over, or was to be, and what was heard of it."""
    HeardStatus.objects.filter(council_id=council_id, case_id=case_id).delete()
    Delivery.objects.of(council_id).filter(case_id=case_id).delete()


def _file_is_due(day: dt.date) -> dt.datetime:
    return start_of_day(add_days(day, 1), timezone.get_default_timezone()) + AFTER_MIDNIGHT
