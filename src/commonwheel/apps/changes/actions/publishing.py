"""Publishes drafts of services, and publishes an earlier state again."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.changes.actions.rows import as_seen, record
from commonwheel.apps.changes.actions.signing import require_signed
from commonwheel.apps.changes.models import Publication, Publications
from commonwheel.apps.changes.queries.drafts import DraftNotFound
from commonwheel.apps.changes.queries.publications import is_in_force
from commonwheel.apps.services import api as services
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action


class NotSentForSignOff(Failure):
    """A draft is published only once it was sent for sign-off, as it was sent."""

    def __init__(self) -> None:
        super().__init__("Send the changes for sign-off first.")


class PublicationNotFound(Failure):
    """This service was never published so."""

    def __init__(self) -> None:
        super().__init__("This service was never published so.")


@action
def publish(
    council: CouncilView, slug: str, *, seen: str, note: str, can_be_paid: bool, by: StaffView, now: dt.datetime
) -> None:
    """
    Publish a draft that is signed off: the service has it at once, and what it had before is kept.

    The owner's part is signed off with it, where whoever publishes it may.

    Args:
        note: what was changed, for whoever reads the history.
        can_be_paid: whether money that residents pay really reaches the council.

    Raises:
        ServiceNotFound, DraftNotFound, DraftChangedMeanwhile, NotSentForSignOff: nothing is changed.
        NotSignedOff: where more is to be signed off first; nothing is changed.
        ServiceChangedMeanwhile: where the service was changed otherwise since the draft was begun.
        PatternDoesNotCheck, NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: where it would not work for
            residents; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    try:
        row = as_seen(written, seen)
    except DraftNotFound:
        last = _publications(written).first()
        if last is not None and last.draft_seen == seen:
            return
        raise
    if row.sent_at is None:
        raise NotSentForSignOff
    if row.begun_from != written.digest:
        raise services.ServiceChangedMeanwhile
    require_signed(council, written, row, by=by, now=now)
    state = _State(row.layer, row.to_source_id or written.source_id, over=row.begun_from, note=note, seen=seen)
    _put_in_force(council, written, state, can_be_paid=can_be_paid, by=by, now=now)
    row.delete()


@action
def publish_again(
    council: CouncilView, slug: str, *, publication_id: uuid.UUID, can_be_paid: bool, by: StaffView, now: dt.datetime
) -> None:
    """
    Publish what a service was before, on the version that it had; what it is now is kept.

    A draft under way has to be begun again.

    Raises:
        ServiceNotFound, PublicationNotFound: where there is none.
        PatternDoesNotCheck, NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: as `publish`.
    """
    written = services.get_written(council.id, slug)
    earlier = _publications(written).filter(id=publication_id).first()
    if earlier is None:
        raise PublicationNotFound
    if is_in_force(earlier, written):
        return
    note = f"As it was on {earlier.published_at:%-d %B %Y}"
    state = _State(earlier.layer, earlier.source_id or written.source_id, over=written.digest, note=note)
    _put_in_force(council, written, state, can_be_paid=can_be_paid, by=by, now=now)


# Private


@dataclass(frozen=True, slots=True)
class _State:
    """A layer on a version, to be put in force over what a service was written in (a digest)."""

    layer: str
    source_id: uuid.UUID
    over: str
    note: str
    seen: str = ""


def _publications(written: services.Written) -> Publications:
    service = written.service
    return Publication.objects.of(service.council_id).filter(service_id=service.id).order_by("-id")


def _put_in_force(
    council: CouncilView,
    written: services.Written,
    state: _State,
    *,
    can_be_paid: bool,
    by: StaffView,
    now: dt.datetime,
) -> None:
    """Lay a layer over a version of a service, and keep that and what was there before among the publications."""
    made = services.set_layer(
        council.id,
        slug=written.service.slug,
        layer=state.layer,
        source_id=state.source_id,
        instead_of=state.over,
        must_be_welsh=council.nation == "wales",
        can_be_paid=can_be_paid,
        actor=audit.Actor("STAFF", str(by.id)),
        now=now,
    )
    last = _publications(written).first()
    if last is None or not is_in_force(last, written):
        _keep(written.service, written.layer, written.source_id, published_at=now)
    if (state.layer, state.source_id) != (written.layer, written.source_id):
        words = {"note": state.note, "published_at": now, "published_by_id": by.id, "draft_seen": state.seen}
        _keep(made, state.layer, state.source_id, **words)
    record(made, "change-published", by, now)


def _keep(service: services.ServiceView, layer: str, source_id: uuid.UUID, **words: Any) -> None:
    owned = {"council_id": service.council_id, "service_id": service.id, "version": service.version}
    Publication.objects.create(**owned, layer=layer, source_id=source_id, **words)
