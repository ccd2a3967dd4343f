"""Fixing what a request costs, and asking the resident to pay it."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.payments.models import Charge, Payment, SimulatedLedger
from commonwheel.apps.payments.queries import ChargeLine, ChargeNotFound, ChargeView, find_charge
from commonwheel.foundation.audit import SYSTEM, record
from commonwheel.foundation.statements import insert
from commonwheel.foundation.transactions import action


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    """
    What a request is to cost.

    Attributes:
        titles: of the service, by language.
        lines: what is owed; their sum is zero or more.
        pay: BEFORE or AFTER.
    """

    case_id: uuid.UUID
    reference: str
    titles: Mapping[str, str]
    lines: Sequence[ChargeLine]
    pay: str
    protect: bool


@action
def fix_charge(council_id: uuid.UUID, *, new: NewCharge, now: dt.datetime) -> None:
    """Fix what a request costs, in the transaction that opens it; once, because a request is opened once."""
    total = sum(line.pence for line in new.lines)
    charge = Charge(
        council_id=council_id,
        case_id=new.case_id,
        reference=new.reference,
        titles=dict(new.titles),
        lines=[{"labels": dict(line.labels), "pence": line.pence} for line in new.lines],
        total_pence=total,
        pay=new.pay,
        protect=new.protect,
        fixed_at=now,
        asked_at=now if new.pay == Charge.Pay.BEFORE else None,
    )
    insert(charge)
    record(
        council_id, actor=SYSTEM, action="charge-fixed", subject=f"case:{new.case_id}", at=now, facts={"pence": total}
    )


@action
def ask_for(council_id: uuid.UUID, *, case_id: uuid.UUID, now: dt.datetime) -> ChargeView:
    """
    Let the resident pay from now on, and return the charge; asking again changes nothing.

    Raises:
        ChargeNotFound: where the request costs nothing.
    """
    Charge.objects.filter(council_id=council_id, case_id=case_id, asked_at__isnull=True).update(asked_at=now)
    charge = find_charge(council_id, case_id=case_id)
    if charge is None:
        raise ChargeNotFound
    return charge


@action
def remove_charge(council_id: uuid.UUID, *, case_id: uuid.UUID) -> None:
    """Remove what a request cost and how it was paid, when the request itself is let go of."""
    charges = Charge.objects.filter(council_id=council_id, case_id=case_id)
    tries = Payment.objects.of(council_id).filter(charge__in=charges)
    keys = [key.hex for key in tries.values_list("id", flat=True)]
    SimulatedLedger.objects.filter(council_id=council_id, key__in=keys).delete()
    tries.delete()
    charges.delete()


@action
def pass_on_charges(old: uuid.UUID, new: uuid.UUID, *, case_ids: Collection[uuid.UUID]) -> None:
    """Pass on what requests cost and how they were paid, to the council that has them now."""
    charges = Charge.objects.filter(council_id=old, case_id__in=case_ids)
    tries = Payment.objects.of(old).filter(charge__in=list(charges.values_list("id", flat=True)))
    keys = [key.hex for key in tries.values_list("id", flat=True)]
    SimulatedLedger.objects.filter(council_id=old, key__in=keys).update(council_id=new)
    tries.update(council_id=new)
    charges.update(council_id=new)
