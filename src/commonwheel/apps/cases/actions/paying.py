"""What a payment means for its request."""

import datetime as dt
import uuid

from commonwheel.apps.cases.actions.entering import next_number
from commonwheel.apps.cases.actions.working import held
from commonwheel.apps.cases.models import CaseEvent
from commonwheel.apps.cases.queries.wording import service_title
from commonwheel.apps.payments import api as payments
from commonwheel.core.patterns.answering.route import Fee
from commonwheel.core.patterns.answering.shown import setting_words, words_of
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.transactions import action


def charge_of(case_id: uuid.UUID, reference: str, effective: Effective, fee: Fee) -> payments.NewCharge:
    """Return what a request costs, its labels in every language of its service."""
    pattern = effective.pattern.fee
    labels = {line.id: line.label for line in pattern.lines} if pattern else {}
    values = {code: setting_words(effective, code) for code in effective.languages}
    return payments.NewCharge(
        case_id=case_id,
        reference=reference,
        titles={code: service_title(effective, code) for code in effective.languages},
        lines=[
            payments.ChargeLine(
                {
                    code: words_of(effective, line.address, labels[line.id], code, values[code])
                    for code in effective.languages
                },
                line.pence,
            )
            for line in fee.lines
        ],
        pay="AFTER" if pattern is not None and pattern.pay == "after" else "BEFORE",
        protect=effective.pattern.protect,
    )


@action
def note_payment(council_id: uuid.UUID, *, case_id: uuid.UUID, pence: int, now: dt.datetime) -> None:
    """Write into a request's timeline that it was paid, in the transaction that says so."""
    case = held(council_id, case_id)
    CaseEvent.objects.create(
        council_id=council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.PAID,
        number=next_number(case),
        at=now,
        about=str(pence),
    )
