"""Opening a case, once per journey."""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.accounts import put_in_account
from commonwheel.apps.cases.actions.entering import Entry, Who, by_staff, follow, set_state
from commonwheel.apps.cases.actions.paying import charge_of
from commonwheel.apps.cases.actions.people import sender_of
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.clocks import as_counted
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.queries.wording import service_title
from commonwheel.apps.handover import api as handover
from commonwheel.apps.payments import api as payments
from commonwheel.core.casework.entries import Entered
from commonwheel.core.casework.states import opening
from commonwheel.core.patterns.answering.route import Fee
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.problems import Failure
from commonwheel.core.values.reference import RANDOM_BYTES, make_reference
from commonwheel.foundation.audit import RESIDENT
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.statements import Selection, insert
from commonwheel.foundation.transactions import action, atomic

TRIES = 5
_OF_JOURNEY = Selection(
    uuid.UUID,
    uuid.UUID,
    build=lambda council, journey: Case.objects.of(council).filter(journey_id=journey).values_list("id", "reference"),
)


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """What was opened."""

    id: uuid.UUID
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """
    How and when something reached the council.

    Attributes:
        channel: one of `Case.Channel`.
        received_at: from when clocks count; aware.
        entered_at: when it is written down, which may be later; aware.
        entered_by: the officer who entered it for somebody; None where the resident sent it.
        account_id: of the resident who sent it while signed in; a protected service stays out of every account.
        through: name of the partner whose website or app it came through; "" where it came through none.
        is_copied: whether the worker makes the printed copy; whoever asks for one that is not made gets it anyway.
    """

    channel: str
    received_at: dt.datetime
    entered_at: dt.datetime
    entered_by: StaffView | None = None
    account_id: uuid.UUID | None = None
    through: str = ""
    is_copied: bool = True

    @property
    def facts(self) -> dict[str, str]:
        """What the audit keeps of how it came, where that is not by a resident on the council's own pages."""
        if self.entered_by is None and not self.through:
            return {}
        known = {"channel": self.channel, "received": self.received_at.isoformat()}
        return {**known, "through": self.through} if self.through else known


class NoReferenceLeft(Failure):
    """Several references drawn by chance were all taken, which chance does not do."""

    def __init__(self) -> None:
        super().__init__("No reference could be made. Try again; if that does not help, tell whoever runs this node.")


@action
def open_case(
    council_id: uuid.UUID,
    *,
    journey_id: uuid.UUID,
    service_id: uuid.UUID,
    digest: str,
    answers: Mapping[str, Any],
    language: str,
    receipt: Receipt,
    fee: Fee | None = None,
) -> OpenedCase:
    """
    Open the case of a journey, in the first state of its service, with clocks, timeline, messages and what it costs.

    Where the service's requests are worked elsewhere, its handing over is written down too.

    Idempotent on `journey_id`: a second call returns what the first one opened and writes nothing.

    Args:
        digest: of the effective pattern that the case follows to its end.
        answers: checked, in the notation of examples.
        fee: with a total; None where it costs nothing.

    Raises:
        NoReferenceLeft: after several collisions of a 43-bit number.
    """
    found = find_opened(council_id, journey_id=journey_id)
    if found is not None:
        return found
    effective = effective_of(digest)
    case = _new_case(council_id, effective, answers, receipt=receipt)
    case.journey_id, case.service_id, case.effective_id = journey_id, service_id, digest
    case.language, case.copy_due_at = language, receipt.entered_at if receipt.is_copied else None
    return _open(case, effective, receipt, fee)


def find_opened(council_id: uuid.UUID, *, journey_id: uuid.UUID) -> OpenedCase | None:
    """Return the case of a journey, or None while it has none."""
    row = _OF_JOURNEY.first(council_id, journey_id)
    return OpenedCase(*row) if row else None


def _new_case(council_id: uuid.UUID, effective: Effective, answers: Mapping[str, Any], *, receipt: Receipt) -> Case:
    sender = sender_of(effective, answers)
    return Case(
        council_id=council_id,
        answers=dict(answers),
        service_title=service_title(effective, "en")[:300],
        channel=receipt.channel,
        received_at=receipt.received_at,
        contact_name=sender.name,
        contact_email=sender.email,
        contact_phone=sender.phone,
        postcode=sender.postcode,
        # Whoever a protected service guards against knows the name: it proves nothing there.
        surname="" if effective.pattern.protect else sender.surname,
        search_name=sender.search_name,
    )


def _open(case: Case, effective: Effective, receipt: Receipt, fee: Fee | None) -> OpenedCase:
    council = authorities.get_council_by_id(case.council_id)
    pattern = case_pattern(effective, council)
    moved = opening(pattern)
    entry = Entry(
        council=council,
        effective=effective,
        moved=moved,
        at=receipt.entered_at,
        who=by_staff(receipt.entered_by) if receipt.entered_by else Who(RESIDENT, case.contact_name),
        history=as_counted(pattern, [Entered(moved.to_state, receipt.received_at)]),
    )
    clocks = set_state(case, entry)
    opened = _insert(case, letters=effective.pattern.case.reference)
    if opened is not None:
        return opened
    follow(case, entry, clocks, number=1, facts=receipt.facts)
    if fee is not None:
        charge = charge_of(case.id, case.reference, effective, fee)
        payments.fix_charge(case.council_id, new=charge, now=receipt.entered_at)
    handover.hand_over(
        case.council_id,
        case_id=case.id,
        reference=case.reference,
        service_id=case.service_id,
        now=receipt.entered_at,
    )
    if receipt.account_id is not None and not effective.pattern.protect:
        put_in_account(case, receipt.account_id)
    return OpenedCase(case.id, case.reference)


def _insert(case: Case, *, letters: str) -> OpenedCase | None:
    """Store the case under a reference nobody has; return the one another worker opened meanwhile, if any."""
    for _ in range(TRIES):
        case.reference = make_reference(letters, random=secrets.token_bytes(RANDOM_BYTES))
        try:
            with atomic():
                insert(case)
        except IntegrityError:
            opened = find_opened(case.council_id, journey_id=case.journey_id)
            if opened is not None:
                return opened
        else:
            return None
    raise NoReferenceLeft
