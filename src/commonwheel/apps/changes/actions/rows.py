"""What the use cases of drafts share: a draft under lock, its text, and the audit."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from commonwheel.apps.changes.models import Draft
from commonwheel.apps.changes.queries.drafts import DraftNotFound, seen_digest
from commonwheel.apps.services import api as services
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer, write_layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import StaffView


class DraftChangedMeanwhile(Failure):
    """Somebody else changed the draft since whoever asks saw it; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this draft meanwhile. Look at it as it is now, and try again.")


class DecideFirst(Failure):
    """A draft that takes an update is not changed, sent or published while some of that is to be decided."""

    def __init__(self) -> None:
        super().__init__("The update and our changes want something different. Decide that first.")


def locked(written: services.Written) -> Draft:
    """Return a service's draft, under lock."""
    service = written.service
    rows = Draft.objects.of(service.council_id).select_for_update()
    row = rows.filter(service_id=service.id).first()
    if row is None:
        raise DraftNotFound
    return row


def as_seen(written: services.Written, seen: str) -> Draft:
    """Return a service's draft, under lock, where it is the one that whoever asks saw."""
    row = locked(written)
    if seen != seen_digest(row, row.layer):
        raise DraftChangedMeanwhile
    return row


def text_of(layer: Layer) -> str:
    """Return a layer's text, "" for one that says nothing."""
    if not (layer.settings or layer.changes or layer.translations or layer.settled):
        return ""
    data = write_layer(layer)
    if read_layer(data).layer != layer:
        raise Refused(
            "not-text", "", "text", "There is a character in it that cannot be kept. Type the words again, by hand."
        )
    return data.decode()


def record(
    service: services.ServiceView, what: str, by: StaffView, now: dt.datetime, *, facts: Mapping[str, Any] | None = None
) -> None:
    """Write down what somebody did."""
    actor = audit.Actor("STAFF", str(by.id))
    audit.record(service.council_id, actor=actor, action=what, subject=f"service:{service.id}", at=now, facts=facts)
