"""Begins, changes, sends and discards drafts of services."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from commonwheel.apps.changes.actions.rows import DecideFirst, DraftChangedMeanwhile, as_seen, locked, record, text_of
from commonwheel.apps.changes.models import Draft
from commonwheel.apps.changes.queries.drafts import DraftNotFound, beneath_of, layer_of, seen_digest, shared_of
from commonwheel.apps.services import api as services
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.tree import Layered
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action

Edit = Callable[[Layer, Layered], Layer]
"""One change, from a layer and what lies beneath to the layer that then is. It gives the same each time."""


@action
def begin(council: CouncilView, slug: str, *, by: StaffView, now: dt.datetime) -> None:
    """
    Begin to change a service; where somebody has begun already, that draft stays as it is.

    Raises:
        ServiceNotFound: where the council has no such service.
        CannotBeRead: where what it is written in does not fit; nothing is begun.
    """
    written = services.get_written(council.id, slug)
    shared_of(written.files)
    _, is_new = Draft.objects.get_or_create(
        council_id=council.id,
        service_id=written.service.id,
        defaults=_begun(written, written.layer, by, now),
    )
    if is_new:
        record(written.service, "change-begun", by, now)


@action
def begin_with(council: CouncilView, slug: str, *, layer: Layer, by: StaffView, now: dt.datetime) -> bool:
    """
    Begin to change a service with a layer that was made elsewhere; where somebody has begun, that draft stays.

    Returns:
        Whether the draft says just this, be it new or from before.

    Raises:
        ServiceNotFound: where the council has no such service.
        Refused: where the layer cannot be kept as text; nothing is begun.
    """
    written, text = services.get_written(council.id, slug), text_of(layer)
    row, is_new = Draft.objects.get_or_create(
        council_id=council.id, service_id=written.service.id, defaults=_begun(written, text, by, now)
    )
    if is_new:
        record(written.service, "change-begun", by, now)
    return row.layer == text


@action
def change(council: CouncilView, slug: str, *, seen: str, edit: Edit, by: StaffView, now: dt.datetime) -> None:
    """
    Make one change in a draft; the same change of the same draft again is as good as once.

    Args:
        seen: digest of the draft that the change was made for (`queries.DraftView`).

    Raises:
        ServiceNotFound, DraftNotFound: where there is none.
        DraftChangedMeanwhile: where the draft is another one now; nothing is changed.
        DecideFirst: where something of an update is to be decided; nothing is changed.
        CannotBeRead, Refused: where it cannot be changed so; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    row = locked(written)
    if row.undecided:
        raise DecideFirst
    base = row.layer if seen == seen_digest(row, row.layer) else row.before
    if seen != seen_digest(row, base):
        raise DraftChangedMeanwhile
    beneath = beneath_of(row, written)
    text = text_of(edit(layer_of(base, beneath, owner=council.slug), beneath))
    if row.layer not in {base, text}:
        raise DraftChangedMeanwhile
    if text == row.layer:
        return
    row.before, row.layer = row.layer, text
    row.sent_at = row.sent_by_id = None
    row.changed_at, row.changed_by_id = now, by.id
    row.save()


@action
def send(council: CouncilView, slug: str, *, seen: str, by: StaffView, now: dt.datetime) -> None:
    """
    Send a draft for sign-off; one that was sent stays as it is.

    Raises:
        ServiceNotFound, DraftNotFound, DraftChangedMeanwhile, DecideFirst: nothing is changed.
    """
    written = services.get_written(council.id, slug)
    row = as_seen(written, seen)
    if row.undecided:
        raise DecideFirst
    if row.sent_at is None:
        row.sent_at, row.sent_by_id = now, by.id
        row.save(update_fields=["sent_at", "sent_by"])
        record(written.service, "change-sent-for-sign-off", by, now)


@action
def discard(council: CouncilView, slug: str, *, seen: str, by: StaffView, now: dt.datetime) -> None:
    """
    Throw a draft away; where there is none, nothing happens.

    Raises:
        ServiceNotFound: where the council has no such service.
        DraftChangedMeanwhile: nothing is changed.
    """
    written = services.get_written(council.id, slug)
    try:
        row = as_seen(written, seen)
    except DraftNotFound:
        return
    row.delete()
    record(written.service, "change-discarded", by, now)


# Private


def _begun(written: services.Written, layer: str, by: StaffView, now: dt.datetime) -> dict[str, Any]:
    """Return the columns of a draft that begins with a layer."""
    return {
        "layer": layer,
        "before": layer,
        "begun_from": written.digest,
        "begun_at": now,
        "changed_at": now,
        "changed_by_id": by.id,
    }
