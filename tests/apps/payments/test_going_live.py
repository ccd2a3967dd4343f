"""A service that costs something is live only where money really reaches the council."""

import pytest
from pytest_django import Settings
from tests.support.cast import Person
from tests.support.missed_bin import MONDAY
from tests.support.paid import SLUG, open_paid_service, paid_files
from tests.support.patterns import pattern_files

from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


def adopt(council: CouncilView, files: dict[str, bytes]) -> services.ServiceView:
    return services.adopt(council.id, files=files, phone="01632 960 000", actor=SYSTEM, now=MONDAY)


def test_a_paid_service_stays_down_where_nobody_takes_payments(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        adopt(council_a, paid_files())
        live = {"slug": SLUG, "signed_off_by": dev.id, "must_be_welsh": False, "actor": SYSTEM, "now": MONDAY}
        with pytest.raises(services.PaymentsNotSetUp, match="nobody takes payments for this council yet"):
            services.put_live(council_a.id, can_be_paid=payments.can_go_live(council_a), **live)  # type: ignore[arg-type]
        assert services.list_live_services(council_a.id) == ()


def test_a_live_service_cannot_begin_to_cost_something_there(council_a: CouncilView, dev: Person) -> None:
    free, costs = {**paid_files()}, paid_files()
    text = free["pattern.yaml"].decode()
    start, end = text.index("fee:"), text.index("steps:")
    free["pattern.yaml"] = (text[:start] + text[end:]).encode()
    with council_scope(council_a.id):
        adopt(council_a, free)
        services.put_live(council_a.id, slug=SLUG, signed_off_by=dev.id, must_be_welsh=False, actor=SYSTEM, now=MONDAY)
        before = services.get_service(council_a.id, SLUG)
        with pytest.raises(services.PaymentsNotSetUp):
            adopt(council_a, costs)
        assert services.get_service(council_a.id, SLUG) == before


def test_a_free_service_needs_nobody_who_takes_payments(council_a: CouncilView, dev: Person) -> None:
    with council_scope(council_a.id):
        made = adopt(council_a, pattern_files("report-missed-bin"))
        assert services.put_live(
            council_a.id, slug=made.slug, signed_off_by=dev.id, must_be_welsh=False, actor=SYSTEM, now=MONDAY
        ).is_live


def test_it_goes_live_where_payments_are_taken(council_a: CouncilView, dev: Person) -> None:
    assert open_paid_service(council_a, dev).is_live


@pytest.mark.parametrize(
    ("keys", "demonstration", "expected"),
    [
        ({}, False, False),
        ({"harbourside": "api_test_x"}, False, False),
        ({"harbourside": "api_live_x"}, False, True),
        ({"fellgate": "api_live_x"}, False, False),
        ({}, True, True),
    ],
)
def test_money_reaches_a_council_by_a_live_key_and_a_demonstration_pretends(
    council_a: CouncilView,
    settings: Settings,
    keys: dict[str, str],
    demonstration: bool,  # noqa: FBT001  # a fact of the case
    expected: bool,  # noqa: FBT001  # a fact of the case
) -> None:
    settings.GOVUK_PAY_KEYS, settings.DEMONSTRATION = keys, demonstration
    assert payments.can_go_live(council_a) is expected


def test_a_council_with_a_key_is_asked_of_govuk_pay_and_no_other(
    council_a: CouncilView, council_b: CouncilView, settings: Settings
) -> None:
    settings.GOVUK_PAY_KEYS, settings.DEMONSTRATION = {"harbourside": "api_test_x"}, True
    a, b = payments.provider_of(council_a), payments.provider_of(council_b)
    assert (a and a.name, b and b.name) == ("govuk-pay", "simulated")
    settings.DEMONSTRATION = False
    assert payments.provider_of(council_b) is None
