"""Passing requests on, from a council that ends to one that follows it: whole, with all that stands by them."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Max

from commonwheel.apps.cases.models import AccountCase, Case, CaseClock, CaseEvent, CaseLink
from commonwheel.apps.files import api as files
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.foundation.audit import SYSTEM, record
from commonwheel.foundation.batches import in_batches
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope, follower_scope
from commonwheel.foundation.transactions import action

AT_ONCE = 500
_BESIDE = (AccountCase, CaseEvent, CaseClock, CaseLink)
"""Tables whose rows go with their request. The request goes first, because a timeline follows its request only."""


@dataclass(frozen=True, slots=True)
class Passing:
    """
    From where to where requests of one service go.

    Attributes:
        service_id, to_service_id: keys of the service there and here.
        officers: key of somebody's work at the new council by that of their work at the old one.
    """

    old: CouncilView
    new: CouncilView
    service_id: uuid.UUID
    to_service_id: uuid.UUID
    officers: Mapping[uuid.UUID, uuid.UUID]


@action
def pass_on(passing: Passing, keys: Collection[uuid.UUID], *, now: dt.datetime) -> int:
    """
    Make requests of one council those of another, and return how many went.

    References, dates, deadlines, answers, timelines, messages, payments, files and links stay as they are; whoever
    had one in an account still has it. One that has gone already, or is being erased, is passed over. What was
    written down of them in the audit stays with the old council.
    """
    gone = 0
    with council_scope(passing.old.id), follower_scope(passing.new.id):
        for batch in in_batches(list(keys), AT_ONCE):
            gone += _pass_batch(passing, batch, now)
    if gone:
        _record(passing, gone, now)
    return gone


# Private


def _pass_batch(passing: Passing, keys: Sequence[uuid.UUID], now: dt.datetime) -> int:
    old, new = passing.old.id, passing.new.id
    held = Case.objects.of(old).filter(id__in=keys, service_id=passing.service_id).select_for_update(of=("self",))
    journeys = dict(held.values_list("id", "journey_id"))
    rows = Case.objects.of(old).filter(id__in=journeys)
    for before, after in passing.officers.items():
        rows.filter(assigned_to_id=before).update(assigned_to_id=after)
    rows.exclude(assigned_to_id__in=passing.officers.values()).update(assigned_to_id=None)
    rows.update(council_id=new, service_id=passing.to_service_id, version=F("version") + 1)
    for table in _BESIDE:
        table._default_manager.filter(council_id=old, case_id__in=journeys).update(council_id=new)  # noqa: SLF001  # Django's own name
    payments.pass_on_charges(old, new, case_ids=list(journeys))
    messages.pass_on_messages(old, new, case_ids=list(journeys), service_id=passing.to_service_id)
    files.pass_on_uploads(old, new, journey_ids=[*journeys, *journeys.values()])
    _note(passing, list(journeys), now)
    return len(journeys)


def _note(passing: Passing, keys: Sequence[uuid.UUID], now: dt.datetime) -> None:
    """Say in each timeline where the request came from."""
    events = CaseEvent.objects.filter(council_id=passing.new.id, case_id__in=keys).values("case_id")
    last = dict(events.annotate(last=Max("number")).values_list("case_id", "last"))
    CaseEvent.objects.bulk_create(
        CaseEvent(
            council_id=passing.new.id,
            case_id=key,
            kind=CaseEvent.Kind.NOTED,
            number=last.get(key, 0) + 1,
            at=now,
            note=f"{passing.new.name} took this request over from {passing.old.name}.",
        )
        for key in keys
    )


def _record(passing: Passing, gone: int, now: dt.datetime) -> None:
    """Write down at either council how many requests of the service went."""
    sides = (
        (passing.old, passing.service_id, "requests-passed-on", {"to": passing.new.slug}),
        (passing.new, passing.to_service_id, "requests-taken-over", {"from": passing.old.slug}),
    )
    for council, service, done, whom in sides:
        with council_scope(council.id):
            facts = {**whom, "requests": gone}
            record(council.id, actor=SYSTEM, action=done, subject=f"service:{service}", at=now, facts=facts)
