"""A report is taken: it opens one request, however often it comes."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.cases import api as cases
from commonwheel.apps.open311.models import Partner, Report
from commonwheel.apps.open311.queries.partners import PartnerNotFound, PartnerView
from commonwheel.apps.open311.queries.reports import ReportView
from commonwheel.apps.open311.rules import KNOWN_FOR, SAME_FOR
from commonwheel.core.problems import Failure
from commonwheel.foundation.models import new_key
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action

FORGOTTEN_AT_ONCE = 500


class SaidOtherwise(Failure):
    """A report came under a name that its sender gave to another one."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was given to another report. Give each report one of its own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """
    A report that was gone through, ready to be taken.

    Attributes:
        repeat_key: what it is known by when it comes again; `is_named` says whether its sender gave it that.
        digest: of the effective pattern whose pages it went through.
        answers: all of them, checked.
        language: in which the resident is written to.
    """

    repeat_key: str
    is_named: bool
    said_hash: str
    service_code: str
    service_name: str
    service_id: uuid.UUID
    digest: str
    answers: Mapping[str, Any]
    language: str


def same(known: ReportView, *, said_hash: str, is_named: bool, now: dt.datetime) -> bool:
    """
    Say whether a report is one that came before.

    Raises:
        SaidOtherwise: where it has that one's name, and says something else.
    """
    if known.received_at <= now - (KNOWN_FOR if is_named else SAME_FOR):
        return False
    if known.said_hash != said_hash:
        raise SaidOtherwise
    return True


@action
def take_report(council_id: uuid.UUID, *, partner: PartnerView, filed: Filed, now: dt.datetime) -> ReportView:
    """
    Open the request of a report, or return the one that it opened when it came before; of two at once one opens it.

    Raises:
        PartnerNotFound: where the partner's key was ended meanwhile.
        SaidOtherwise: where its name was given to another report.
    """
    if not Partner.objects.filter(council_id=council_id, id=partner.id, ended_at=None).exists():
        raise PartnerNotFound(partner.name)
    new = _new_row(council_id, partner, filed, now)
    insert(new, may_be_there=True)
    mine = Report.objects.of(council_id, partner.id)
    there = mine.select_for_update(of=("self",)).get(repeat_key=filed.repeat_key)
    if there.id != new.id:
        before = _viewed(there)
        if same(before, said_hash=filed.said_hash, is_named=filed.is_named, now=now):
            return before
        mine.filter(id=there.id).update(repeat_key=there.id.hex)
        insert(new)
    opened = cases.open_case(
        council_id,
        journey_id=new.id,
        service_id=filed.service_id,
        digest=filed.digest,
        answers=filed.answers,
        language=filed.language,
        receipt=cases.Receipt(channel="PARTNER", received_at=now, entered_at=now, through=partner.name),
    )
    mine.filter(id=new.id).update(case_id=opened.id, reference=opened.reference)
    new.case_id, new.reference = opened.id, opened.reference
    return _viewed(new)


@action
def forget_repeats(council_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Let go of what reports were known by that are older than four weeks, up to 500; say how many."""
    over = Report.objects.filter(council_id=council_id, received_at__lte=now - KNOWN_FOR).exclude(said_hash="")
    rows = list(over.order_by("received_at").values_list("id", flat=True)[:FORGOTTEN_AT_ONCE])
    for key in rows:
        Report.objects.filter(council_id=council_id, id=key).update(repeat_key=key.hex, said_hash="")
    return len(rows)


def _new_row(council_id: uuid.UUID, partner: PartnerView, filed: Filed, now: dt.datetime) -> Report:
    return Report(
        id=new_key(),
        council_id=council_id,
        partner_id=partner.id,
        repeat_key=filed.repeat_key,
        said_hash=filed.said_hash,
        service_code=filed.service_code,
        service_name=filed.service_name[:300],
        received_at=now,
    )


def _viewed(row: Report) -> ReportView:
    if row.case_id is None:  # Only within the transaction that opens it.
        raise Report.DoesNotExist
    return ReportView(row.case_id, row.reference, row.said_hash, row.service_code, row.service_name, row.received_at)
