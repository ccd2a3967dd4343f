"""The simulated provider's ledger in the database, so that every process of a demonstration has the same one."""

import uuid

from commonwheel.apps.payments.models import SimulatedLedger
from commonwheel.apps.payments.queries import find_simulated
from commonwheel.foundation.transactions import action
from commonwheel.integrations.pay.port import FINAL, Status
from commonwheel.integrations.pay.simulated import SimulatedPayment


class KeptLedger:
    """See `Ledger`: one council's."""

    def __init__(self, council_id: uuid.UUID) -> None:
        self._council_id = council_id

    def add(self, payment: SimulatedPayment) -> SimulatedPayment:
        """Keep a payment; return the one that is kept under its key."""
        return keep_simulated(self._council_id, payment=payment)

    def find(self, token: str) -> SimulatedPayment | None:
        """Return a payment, or None."""
        return find_simulated(self._council_id, token=token)

    def set_status(self, token: str, status: Status) -> None:
        """Change how a payment stands, unless it stands so for good."""
        set_simulated(self._council_id, token=token, status=status)


@action
def keep_simulated(council_id: uuid.UUID, *, payment: SimulatedPayment) -> SimulatedPayment:
    """Keep a payment under its key, unless one is kept there; return the one that is."""
    new = payment.new
    SimulatedLedger.objects.get_or_create(
        council_id=council_id,
        key=new.key,
        defaults={
            "token": payment.token,
            "pence": new.pence,
            "reference": new.reference,
            "description": new.description,
            "return_url": new.return_url,
            "language": new.language,
            "status": payment.status,
            "made_at": payment.made_at,
        },
    )
    return find_simulated(council_id, key=new.key) or payment


@action
def set_simulated(council_id: uuid.UUID, *, token: str, status: Status) -> None:
    """Change how a simulated payment stands, unless it is over."""
    rows = SimulatedLedger.objects.filter(council_id=council_id, token=token)
    rows.exclude(status__in=[one.value for one in FINAL]).update(status=status)
