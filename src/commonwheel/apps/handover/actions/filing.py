"""The daily file of each service whose requests leave that way: fixed, written, recorded."""

import datetime as dt
import uuid
from collections.abc import Sequence

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.handover.actions.laying_out import Handed, as_csv
from commonwheel.apps.handover.actions.sweeping import ASK_AGAIN, NOT_YET, Clock, Content
from commonwheel.apps.handover.models import Delivery, Destination
from commonwheel.foundation.deliveries import Delivered, Swept, due, lease_all, record_failure, record_sent
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic
from commonwheel.integrations.drop.port import DropRefused, FileDrop


def sweep_daily_files(council_id: uuid.UUID, *, drop: FileDrop, content: Content, clock: Clock) -> Swept:
    """
    Write the files of the days that are over, each with every request of its service and day.

    Which requests are in a file is fixed and committed before it is written, and a file holds them and no other
    ever after: whoever writes it again writes the same. What comes late goes into a second file of that day.
    """
    with council_scope(council_id):
        waiting = Delivery.objects.of(council_id).filter(due(clock()), way=Destination.Way.CSV)
        destinations = set(waiting.values_list("destination_id", flat=True))
    outcomes: list[str | None] = []
    for destination_id in sorted(destinations):
        _fix(council_id, destination_id, content=content, now=clock())
        for file in _files(council_id, destination_id, now=clock()):
            outcomes += _write(council_id, destination_id, file, drop=drop, content=content, clock=clock)
    return Swept.of(outcomes)


def _fix(council_id: uuid.UUID, destination_id: uuid.UUID, *, content: Content, now: dt.datetime) -> None:
    """Say of each due request in which file it is; one that does not leave yet, or at all, is in none."""
    with council_scope(council_id), atomic():
        # Two workers that fix at once would give two requests the same file at different times.
        Destination.objects.select_for_update().get(council_id=council_id, id=destination_id)
        rows = Delivery.objects.of(council_id).filter(destination_id=destination_id)
        loose = rows.filter(due(now), way=Destination.Way.CSV, file="")
        _set_aside(list(loose), content, now=now)
        for day in loose.order_by("day").values_list("day", flat=True).distinct():
            number = rows.filter(day=day).exclude(file="").values("file").distinct().count() + 1
            loose.filter(day=day).update(file=f"{day.isoformat()}{f'-{number}' if number > 1 else ''}.csv")


def _set_aside(rows: Sequence[Delivery], content: Content, *, now: dt.datetime) -> None:
    if not rows:
        return
    handed = content(rows[0].council_id, [row.case_id for row in rows])
    for row in rows:
        if row.case_id not in handed:
            row.delete()
        elif handed[row.case_id] is NOT_YET:
            row.due_at = now + ASK_AGAIN
            row.save(update_fields=["due_at"])


def _files(council_id: uuid.UUID, destination_id: uuid.UUID, *, now: dt.datetime) -> list[str]:
    with council_scope(council_id):
        rows = Delivery.objects.of(council_id).filter(due(now), destination_id=destination_id, way=Destination.Way.CSV)
        return sorted(set(rows.exclude(file="").values_list("file", flat=True)))


def _write(
    council_id: uuid.UUID, destination_id: uuid.UUID, file: str, *, drop: FileDrop, content: Content, clock: Clock
) -> list[str | None]:
    """Write one file; return the state in which each of its requests is left."""
    rows = lease_all(Delivery, council_id, _keys(council_id, destination_id, file), now=clock())
    if not rows:
        return []
    with council_scope(council_id):
        everything = Delivery.objects.of(council_id).filter(destination_id=destination_id, file=file).order_by("id")
        handed = content(council_id, [row.case_id for row in everything])
    kept = [(row.id, one) for row in everything if isinstance(one := handed.get(row.case_id), Handed)]
    try:
        if kept:
            drop.put((*_place(council_id, kept[0][1]), file), as_csv(kept))
    except DropRefused as failure:
        with council_scope(council_id), atomic():
            return [record_failure(row, str(failure), lasting=False, now=clock()) for row in rows]
    record_sent(rows, now=clock())
    return [Delivered.State.SENT] * len(rows)


def _keys(council_id: uuid.UUID, destination_id: uuid.UUID, file: str) -> list[uuid.UUID]:
    with council_scope(council_id):
        rows = Delivery.objects.of(council_id).filter(destination_id=destination_id, file=file)
        return list(rows.values_list("id", flat=True))


def _place(council_id: uuid.UUID, handed: Handed) -> tuple[str, str]:
    """Return the folders of a service's files."""
    return authorities.get_council_by_id(council_id).slug, handed.service
