"""What a payment means for its request."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.utils.translation import gettext, override

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.actions.entering import by_staff, next_number
from commonwheel.apps.cases.actions.reaching import Way, way_to_resident
from commonwheel.apps.cases.actions.working import held
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.cases.queries.wording import service_title
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.core.patterns.answering.route import Fee
from commonwheel.core.patterns.answering.shown import setting_words, words_of
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.foundation.audit import record
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.foundation.statements import insert
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
def ask_to_pay(council_id: uuid.UUID, *, case_id: uuid.UUID, staff: StaffView, now: dt.datetime) -> None:
    """
    Ask the resident for what a request costs: from now on they can pay, and a letter says so where it can reach them.

    Asking again, or for what is paid or costs nothing, changes nothing.

    Raises:
        RequestNotFound: where the council has none with that key.
    """
    case = held(council_id, case_id)
    charge = payments.find_charge(council_id, case_id=case_id)
    if charge is None or not charge.is_owed or charge.asked_at is not None:
        return
    payments.ask_for(council_id, case_id=case_id, now=now)
    number, who = next_number(case), by_staff(staff)
    asked = CaseEvent(
        council_id=council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.ASKED,
        number=number,
        at=now,
        actor_id=staff.id,
        actor_name=staff.name,
        about=str(charge.total_pence),
    )
    insert(asked, *_letter(case, charge, number=number, now=now))
    facts = {"pence": charge.total_pence}
    record(council_id, actor=who.actor, action="payment-asked", subject=f"case:{case.id}", at=now, facts=facts)


def _letter(case: Case, charge: payments.ChargeView, *, number: int, now: dt.datetime) -> Iterator[CaseEvent]:
    """Queue the letter that asks for the money, and give its line in the timeline, which says where nobody is told."""
    council = authorities.get_council_by_id(case.council_id)
    way = way_to_resident(case, effective_of(case.effective_id))
    with override(case.language):
        subject, text = _asking_words(case, charge, council, way)
    if way.channel:
        messages.queue_message(
            council.id,
            message=messages.NewMessage(
                dedup_key=f"case:{case.id}:{number}:payment",
                channel=way.channel,
                to=way.to,
                sender_name=council.name_in(case.language),
                subject=subject,
                text=text,
                language=case.language,
                case_id=case.id,
                service_id=case.service_id,
            ),
            now=now,
        )
    yield CaseEvent(
        council_id=case.council_id,
        case_id=case.id,
        kind=way.event,
        number=number + 1,
        at=now,
        about=subject[:300],
        to_state="resident",
    )


def _asking_words(case: Case, charge: payments.ChargeView, council: CouncilView, way: Way) -> tuple[str, str]:
    """
    Return subject and text; those of a protected service say nothing to whoever else reads the mail.

    Nobody types the address of their own page of payment from paper: there it is reached through the reference.
    """
    name = council.name_in(case.language)
    if charge.protect:
        url = absolute_council_url(council, "my_account:track")
        return gettext("A message from %(council)s") % {"council": name}, url
    cost = charge.cost_in(case.language)
    facts = {
        "reference": case.reference,
        "service": charge.title_in(case.language),
        "amount": cost.total,
        "url": absolute_council_url(council, "payments:pay", token=charge.token),
        "council": name,
    }
    if way.is_by_hand:
        facts["url"] = absolute_council_url(council, "my_account:track")
    return (
        gettext("You can pay now: %(reference)s") % facts,
        gettext(
            "%(service)s, reference %(reference)s, costs %(amount)s. You can pay it here:\n\n%(url)s\n\n"
            "The page shows what it is for before you pay.\n\n%(council)s"
        )
        % facts,
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
