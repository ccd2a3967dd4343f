"""Samples of the addresses of payments: Amina owes something at council A."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils import timezone
from tests.support.cast import Person
from tests.support.walk import SECRET, sample

from commonwheel.apps.payments import api as payments
from commonwheel.apps.payments.actions.simulating import keep_simulated
from commonwheel.integrations.pay.port import NewPayment, Status
from commonwheel.integrations.pay.simulated import SimulatedPayment


@sample("payments:pay", opens=True)
def pay(person: Person) -> Mapping[str, object]:
    """Return the token of what Amina owes."""
    return {"token": charged(person).token}


@sample("payments:simulated", opens=True)
def simulated(person: Person) -> Mapping[str, object]:
    """Return the token of a payment at the simulated provider."""
    new = NewPayment(
        key=uuid.uuid4().hex,
        pence=5900,
        reference=SECRET,
        description=SECRET,
        return_url="/harbourside/",
        language="en",
    )
    kept = keep_simulated(
        person.council.id, payment=SimulatedPayment("token-of-amina", new, Status.CREATED, timezone.now())
    )
    return {"token": kept.token}


def charged(person: Person, *, now: dt.datetime | None = None) -> payments.ChargeView:
    """Fix what some request costs, its words full of the mark."""
    case_id, line = uuid.uuid4(), payments.ChargeLine({"en": SECRET}, 5900)
    new = payments.NewCharge(
        case_id=case_id,
        reference="TS-1",
        titles={"en": SECRET},
        lines=[line],
        pay="BEFORE",
        protect=False,
    )
    payments.fix_charge(person.council.id, new=new, now=now or timezone.now())
    charge = payments.find_charge(person.council.id, case_id=case_id)
    assert charge is not None
    return charge
