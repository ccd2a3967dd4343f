"""
Paying a charge: a try is written down, made at the provider, and settled by what the provider says.

No transaction of ours is open while the provider is asked on an embedded node. Killed at any line, nothing is
lost or paid twice: a try that is only begun was shown to nobody, and is made again under the same key; one
that is open is settled at the next look, of the resident or of the sweep, whichever comes first.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.payments.actions.providers import provider_of
from commonwheel.apps.payments.models import Charge, Payment
from commonwheel.apps.payments.queries import ChargeNotFound, ChargeView, Try, charge_view, get_charge, list_to_check
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import RESIDENT, record
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.foundation.transactions import action
from commonwheel.integrations.pay.port import (
    FINAL,
    NewPayment,
    PaymentAt,
    PaymentProvider,
    PaymentsRefused,
    PaymentsUnreachable,
    Status,
)
from commonwheel.integrations.pay.simulated import SIMULATED

log = logging.getLogger("commonwheel.payments")
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 1_440))
"""How long until the sweep asks again, after each time it asked; the last for ever."""
SWEPT_AT_ONCE = 50

_ENDS = {
    Status.SUCCESS: Payment.State.PAID,
    Status.FAILED: Payment.State.REFUSED,
    Status.CANCELLED: Payment.State.CANCELLED,
    Status.ERROR: Payment.State.FAILED,
}


class AmountDiffers(Failure):
    """The provider has a payment of another amount under our key; nothing is taken for paid."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The payment for {reference} has another amount at the provider. Look at it there.")


def begin(
    council: CouncilView, *, charge_id: uuid.UUID, provider: PaymentProvider, language: str, now: dt.datetime
) -> str:
    """
    Return where the resident pays a charge; "" where nothing is left for them to do.

    Whoever comes again, or twice at once, is led to the payment that is under way.

    Raises:
        ChargeNotFound, PaymentsUnreachable, PaymentsRefused.
    """
    settle(council.id, charge_id=charge_id, provider=provider, now=now)
    mine = claim(council.id, charge_id=charge_id, provider=provider.name, language=language, now=now)
    if mine is None:
        return ""
    if mine.provider_id:
        return provider.find(mine.provider_id).next_url
    try:
        made = provider.create(_asked(council, get_charge(council.id, charge_id=charge_id), mine))
    except PaymentsRefused:
        end(council.id, payment_id=mine.id, status=Status.ERROR, now=now)
        raise
    place(council.id, payment_id=mine.id, provider_id=made.id, now=now)
    return made.next_url


def settle(council_id: uuid.UUID, *, charge_id: uuid.UUID, provider: PaymentProvider, now: dt.datetime) -> ChargeView:
    """
    Ask the provider how the try that is under way stands, write down what came of it, and return the charge.

    Raises:
        ChargeNotFound, PaymentsUnreachable, PaymentsRefused, AmountDiffers.
    """
    charge = get_charge(council_id, charge_id=charge_id)
    last = charge.last
    if last is None or not last.is_under_way or not last.provider_id or last.provider != provider.name:
        return charge
    found = provider.find(last.provider_id)
    _check_amount(charge, found)
    if found.status not in FINAL:
        return charge
    end(council_id, payment_id=last.id, status=found.status, now=now)
    return get_charge(council_id, charge_id=charge_id)


def sweep_payments(council_id: uuid.UUID, *, now: dt.datetime, limit: int = SWEPT_AT_ONCE) -> int:
    """Settle the tries that nobody came back from; return how many were asked for."""
    keys = list_to_check(council_id, now=now, limit=limit)
    provider = provider_of(authorities.get_council_by_id(council_id)) if keys else None
    if provider is None:
        return 0
    for key in keys:
        put_off(council_id, charge_id=key, now=now)
        try:
            settle(council_id, charge_id=key, provider=provider, now=now)
        except (PaymentsUnreachable, PaymentsRefused, AmountDiffers) as problem:
            log.warning("The payment of charge %s could not be settled: %s", key, problem)
    return len(keys)


@action
def claim(council_id: uuid.UUID, *, charge_id: uuid.UUID, provider: str, language: str, now: dt.datetime) -> Try | None:
    """
    Return the try that is under way, after beginning one where there is none; None where nothing is to be paid.

    Raises:
        ChargeNotFound.
    """
    row = Charge.objects.select_for_update(of=("self",)).filter(council_id=council_id, id=charge_id).first()
    if row is None:
        raise ChargeNotFound
    charge = charge_view(row)
    if not charge.can_be_paid:
        return None
    last = charge.last
    if last is not None and last.is_under_way and last.provider == SIMULATED != provider:
        # The node was a demonstration when it began: no money moves there, and nobody would ever settle it.
        end(council_id, payment_id=last.id, status=Status.CANCELLED, now=now)
    elif last is not None and last.is_under_way:
        return last
    Payment.objects.create(
        council_id=council_id,
        charge_id=charge_id,
        number=len(charge.tries) + 1,
        provider=provider,
        language=language,
        began_at=now,
        check_at=now + WAITS[0],
    )
    return charge_view(row).last


@action
def place(council_id: uuid.UUID, *, payment_id: uuid.UUID, provider_id: str, now: dt.datetime) -> None:
    """Write down that a try is at the provider; once, whoever else made it there with the same key."""
    begun = Payment.objects.of(council_id).filter(id=payment_id, state=Payment.State.BEGUN)
    begun.update(state=Payment.State.OPEN, provider_id=provider_id, check_at=now + WAITS[0])


@action
def put_off(council_id: uuid.UUID, *, charge_id: uuid.UUID, now: dt.datetime) -> None:
    """Set when the sweep asks next, before it asks: so one that cannot be answered holds up no other."""
    row = Payment.objects.of(council_id).filter(charge_id=charge_id, state=Payment.State.OPEN).first()
    if row is not None:
        wait = WAITS[min(row.checks + 1, len(WAITS) - 1)]
        Payment.objects.of(council_id).filter(id=row.id).update(check_at=now + wait, checks=F("checks") + 1)


@action
def end(council_id: uuid.UUID, *, payment_id: uuid.UUID, status: Status, now: dt.datetime) -> bool:
    """
    Write down how a try ended, with what follows for its request; say whether this call did it.

    Two that come at once write it once: the second waits for the first, and finds it ended.
    """
    rows = Payment.objects.of(council_id).select_for_update(of=("self",)).select_related("charge")
    row = rows.filter(id=payment_id, ended_at__isnull=True).first()
    if row is None:
        return False
    row.state, row.ended_at = _ENDS[status], now
    row.save(update_fields=["state", "ended_at"])
    charge = row.charge
    facts = {"pence": charge.total_pence, "payment": str(row.id), "provider": row.provider}
    what = f"payment-{row.state.lower()}"
    record(council_id, actor=RESIDENT, action=what, subject=f"case:{charge.case_id}", at=now, facts=facts)
    if row.state == Payment.State.PAID:
        _listener()(council_id, case_id=charge.case_id, pence=charge.total_pence, now=now)
    return True


def _listener() -> Callable[..., None]:
    """Return who keeps the request's timeline: an app above this one, so the settings name it."""
    found: Callable[..., None] = import_string(settings.PAYMENT_LISTENER)
    return found


def _asked(council: CouncilView, charge: ChargeView, mine: Try) -> NewPayment:
    return NewPayment(
        key=mine.id.hex,
        pence=charge.total_pence,
        reference=charge.reference,
        description=charge.title_in(mine.language),
        return_url=absolute_council_url(council, "payments:pay", token=charge.token),
        language=mine.language,
    )


def _check_amount(charge: ChargeView, found: PaymentAt) -> None:
    if found.pence != charge.total_pence:
        raise AmountDiffers(charge.reference)
