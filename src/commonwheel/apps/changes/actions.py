"""Begins, changes, sends, publishes and discards drafts of services, and publishes an earlier state again."""

import datetime as dt
import uuid
from collections.abc import Callable

from commonwheel.apps.changes.models import Draft, Publication
from commonwheel.apps.changes.queries import DraftNotFound, layer_of, seen_digest, shared_of
from commonwheel.apps.services import api as services
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.tree import Layered
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action

Edit = Callable[[Layer, Layered], Layer]
"""One change, from a layer and what lies beneath to the layer that then is. It gives the same each time."""


class DraftChangedMeanwhile(Failure):
    """Somebody else changed the draft since whoever asks saw it; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this draft meanwhile. Look at it as it is now, and try again.")


class NotSentForSignOff(Failure):
    """A draft is published only once it was sent for sign-off, as it was sent."""

    def __init__(self) -> None:
        super().__init__("Send the changes for sign-off first.")


class PublicationNotFound(Failure):
    """This service was never published so."""

    def __init__(self) -> None:
        super().__init__("This service was never published so.")


@action
def begin(council: CouncilView, slug: str, *, by: StaffView, now: dt.datetime) -> None:
    """
    Begin to change a service; where somebody has begun already, that draft stays as it is.

    Raises:
        ServiceNotFound: where the council has no such service.
        CannotBeRead: where what it is written in does not fit; nothing is begun.
    """
    written = services.get_written(council.id, slug)
    shared_of(written)
    _, is_new = Draft.objects.get_or_create(
        council_id=council.id,
        service_id=written.service.id,
        defaults={
            "layer": written.layer,
            "before": written.layer,
            "begun_from": written.digest,
            "begun_at": now,
            "changed_at": now,
            "changed_by_id": by.id,
        },
    )
    if is_new:
        _record(written.service, "change-begun", by, now)


@action
def change(council: CouncilView, slug: str, *, seen: str, edit: Edit, by: StaffView, now: dt.datetime) -> None:
    """
    Make one change in a draft; the same change of the same draft again is as good as once.

    Args:
        seen: digest of the draft that the change was made for (`queries.DraftView`).

    Raises:
        ServiceNotFound, DraftNotFound: where there is none.
        DraftChangedMeanwhile: where the draft is another one now; nothing is changed.
        CannotBeRead, Refused: where it cannot be changed so; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    row = _locked(written)
    base = row.layer if seen == seen_digest(row.layer) else row.before
    if seen != seen_digest(base):
        raise DraftChangedMeanwhile
    text = _text_of(edit(layer_of(written, base, owner=council.slug), shared_of(written)))
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
        ServiceNotFound, DraftNotFound, DraftChangedMeanwhile: nothing is changed.
    """
    written = services.get_written(council.id, slug)
    row = _as_seen(written, seen)
    if row.sent_at is None:
        row.sent_at, row.sent_by_id = now, by.id
        row.save(update_fields=["sent_at", "sent_by"])
        _record(written.service, "change-sent-for-sign-off", by, now)


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
        row = _as_seen(written, seen)
    except DraftNotFound:
        return
    row.delete()
    _record(written.service, "change-discarded", by, now)


@action
def publish(
    council: CouncilView, slug: str, *, seen: str, note: str, can_be_paid: bool, by: StaffView, now: dt.datetime
) -> None:
    """
    Sign a draft off and publish it: the service has it at once, and what it had before is kept.

    Args:
        note: what was changed, for whoever reads the history.
        can_be_paid: whether money that residents pay really reaches the council.

    Raises:
        ServiceNotFound, DraftNotFound, DraftChangedMeanwhile, NotSentForSignOff: nothing is changed.
        ServiceChangedMeanwhile: where the service was changed otherwise since the draft was begun.
        PatternDoesNotCheck, NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: where it would not work for
            residents; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    try:
        row = _as_seen(written, seen)
    except DraftNotFound:
        if seen_digest(written.layer) == seen:
            return
        raise
    if row.sent_at is None:
        raise NotSentForSignOff
    _put_in_force(council, written, row.layer, note, over=row.begun_from, can_be_paid=can_be_paid, by=by, now=now)
    row.delete()


@action
def publish_again(
    council: CouncilView, slug: str, *, publication_id: uuid.UUID, can_be_paid: bool, by: StaffView, now: dt.datetime
) -> None:
    """
    Publish what a service was before; what it is now is kept. A draft under way has to be begun again.

    Raises:
        ServiceNotFound, PublicationNotFound: where there is none.
        PatternDoesNotCheck, NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: as `publish`.
    """
    written = services.get_written(council.id, slug)
    rows = Publication.objects.of(council.id).filter(service_id=written.service.id)
    earlier = rows.filter(id=publication_id).first()
    if earlier is None:
        raise PublicationNotFound
    if earlier.layer == written.layer:
        return
    note = f"As it was on {earlier.published_at:%-d %B %Y}"
    over = written.digest
    _put_in_force(council, written, earlier.layer, note, over=over, can_be_paid=can_be_paid, by=by, now=now)


# Private


def _put_in_force(
    council: CouncilView,
    written: services.Written,
    layer: str,
    note: str,
    *,
    over: str,
    can_be_paid: bool,
    by: StaffView,
    now: dt.datetime,
) -> None:
    """Lay a layer over a service, and keep it and what was there before among the publications."""
    service = written.service
    services.set_layer(
        council.id,
        slug=service.slug,
        layer=layer,
        instead_of=over,
        must_be_welsh=council.nation == "wales",
        can_be_paid=can_be_paid,
        actor=audit.Actor("STAFF", str(by.id)),
        now=now,
    )
    owned = {"council_id": council.id, "service_id": service.id}
    last = Publication.objects.of(council.id).filter(service_id=service.id).order_by("-id").first()
    if last is None or last.layer != written.layer:
        Publication.objects.create(**owned, layer=written.layer, version=service.version, published_at=now)
    if layer != written.layer:
        words = {"version": service.version, "note": note, "published_at": now, "published_by_id": by.id}
        Publication.objects.create(**owned, layer=layer, **words)
    _record(service, "change-published", by, now)


def _locked(written: services.Written) -> Draft:
    service = written.service
    rows = Draft.objects.of(service.council_id).select_for_update()
    row = rows.filter(service_id=service.id).first()
    if row is None:
        raise DraftNotFound
    return row


def _as_seen(written: services.Written, seen: str) -> Draft:
    row = _locked(written)
    if seen != seen_digest(row.layer):
        raise DraftChangedMeanwhile
    return row


def _text_of(layer: Layer) -> str:
    """Return a layer's text, "" for one that says nothing."""
    if not (layer.settings or layer.changes or layer.translations or layer.settled):
        return ""
    data = write_layer(layer)
    if read_layer(data).layer != layer:
        raise Refused(
            "not-text", "", "text", "There is a character in it that cannot be kept. Type the words again, by hand."
        )
    return data.decode()


def _record(service: services.ServiceView, what: str, by: StaffView, now: dt.datetime) -> None:
    actor = audit.Actor("STAFF", str(by.id))
    audit.record(service.council_id, actor=actor, action=what, subject=f"service:{service.id}", at=now)
