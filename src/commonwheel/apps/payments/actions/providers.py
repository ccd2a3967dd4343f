"""Who takes a council's payments."""

import requests
from django.conf import settings
from django.utils import timezone

from commonwheel.apps.payments.actions.simulating import KeptLedger
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.integrations.pay.govuk import GovUkPay
from commonwheel.integrations.pay.port import PaymentProvider
from commonwheel.integrations.pay.simulated import SimulatedPay

TEST_KEY = "api_test_"
"""How a key of GOV.UK Pay begins with which no money moves."""


def provider_of(council: CouncilView) -> PaymentProvider | None:
    """Return who takes the council's payments; the simulated one only in a demonstration, None where nobody does."""
    key = settings.GOVUK_PAY_KEYS.get(council.slug)
    if key:
        return GovUkPay(key=key, session=requests.Session())
    return simulated_of(council) if settings.DEMONSTRATION else None


def simulated_of(council: CouncilView) -> SimulatedPay:
    """Return the council's simulated provider."""
    return SimulatedPay(
        KeptLedger(council.id),
        page_url=lambda token: absolute_council_url(council, "payments:simulated", token=token),
        clock=timezone.now,
    )


def can_go_live(council: CouncilView) -> bool:
    """Say whether the council may put a service live that costs something: money must really reach it."""
    key = settings.GOVUK_PAY_KEYS.get(council.slug, "")
    return settings.DEMONSTRATION or (bool(key) and not key.startswith(TEST_KEY))
