"""A service that costs something, and somebody who sends it at a council of a demonstration."""

import re

from django.test import Client
from django.utils import timezone
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.payments import api as payments
from commonwheel.apps.payments.models import Charge
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

SLUG = "collect-garden-waste"
STEPS = """\
  - id: how-many
    title: How many bins?
    ask:
      - {id: bins, type: number, label: How many bins do you want?, min: 0, max: 5}
"""
FEE = """\
fee:
  pay: PAY
  lines:
    - {id: first, label: First bin, amount: "5900", when: bins > 0}
    - {id: more, label: More bins, amount: "int(bins - 1) * 3050", when: bins > 1}
"""


def paid_files(pay: str = "before") -> dict[str, bytes]:
    """Return the pattern of a service that costs £59 for one bin and £30.50 for each more."""
    return service_files(STEPS, name=SLUG, title="Collect garden waste", more=FEE.replace("PAY", pay))


def open_paid_service(council: CouncilView, person: Person, *, pay: str = "before") -> services.ServiceView:
    """Put the service live."""
    now = timezone.now()
    with council_scope(council.id):
        made = services.adopt(council.id, files=paid_files(pay), phone="01632 960 000", actor=SYSTEM, now=now)
        return services.put_live(
            council.id,
            slug=made.slug,
            signed_off_by=person.id,
            must_be_welsh=False,
            can_be_paid=True,
            actor=SYSTEM,
            now=now,
        )


def at_check(council: CouncilView, *, bins: int = 2, client: Client | None = None) -> Resident:
    """Return a browser at "check your answers"."""
    resident = Resident(client or Client(), f"/{council.slug}/{SLUG}/").begin()
    return resident.answer(bins=str(bins))


def sent(council: CouncilView, *, bins: int = 2) -> Resident:
    """Return a browser that has sent, wherever that leads it."""
    resident = at_check(council, bins=bins)
    return resident.post(resident.url, {"version": resident.hidden("version")})


def only_charge(council: CouncilView) -> payments.ChargeView:
    """Return the council's one charge."""
    with council_scope(council.id):
        row = Charge.objects.filter(council_id=council.id).get()
        return payments.get_charge(council.id, charge_id=row.id)


def path_of(url: str) -> str:
    """Return an address without its host."""
    return re.sub(r"^https?://[^/]+", "", url)
