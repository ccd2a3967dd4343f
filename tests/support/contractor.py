"""A service that is worked elsewhere: setting it so, and sweeping."""

import datetime as dt
import uuid

from django.utils import timezone
from tests.support.missed_bin import MONDAY

from commonwheel.apps.cases import api as cases
from commonwheel.apps.handover import api as handover
from commonwheel.apps.handover.models import Delivery
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.deliveries import Swept
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.webhooks.https import HttpsWebhooks

SLUG = "report-missed-bin"
WEBHOOKS = HttpsWebhooks(private_hosts=["127.0.0.1"], seconds=30)
IMPATIENT = HttpsWebhooks(private_hosts=["127.0.0.1"], seconds=0.5)
"""For receivers that shall be found too slow; one that answers may take its time where the machine is busy."""


def send_to(council: CouncilView, way: str, **more: str) -> handover.Set:
    """Let the contractor work the council's missed bins."""
    system = "" if way == "HERE" else "Contractor"
    new = handover.NewDestination(way=way, **{"system": system, **more})
    with council_scope(council.id):
        return handover.set_destination(council.id, slug=SLUG, new=new, webhooks=WEBHOOKS, actor=SYSTEM, now=MONDAY)


def sweep(
    council: CouncilView,
    *,
    later: dt.timedelta = dt.timedelta(0),
    webhooks: HttpsWebhooks = WEBHOOKS,
    side_by_side: int = 1,
) -> Swept:
    """Hand over what is due now, or after some time."""
    return handover.sweep_handovers(
        council.id,
        webhooks=webhooks,
        content=cases.handed,
        clock=lambda: timezone.now() + later,
        side_by_side=side_by_side,
    )


def delivery(council: CouncilView, case_id: uuid.UUID) -> Delivery:
    """Return the delivery of a case."""
    with council_scope(council.id):
        return Delivery.objects.of(council.id).get(case_id=case_id)
