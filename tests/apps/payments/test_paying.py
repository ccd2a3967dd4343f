"""From "check your answers" to a payment that is paid once: refused, left, closed, replayed, twice at once."""

import datetime as dt
import re
import uuid

import pytest
from django.db import DatabaseError, IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.support.cast import Person
from tests.support.missed_bin import staff_of
from tests.support.paid import at_check, only_charge, open_paid_service, path_of, sent
from tests.support.resident import Resident

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions.paying import ask_to_pay
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.apps.payments.actions.paying import claim, end, place
from commonwheel.apps.payments.actions.providers import simulated_of
from commonwheel.apps.payments.models import Charge, Payment, SimulatedLedger
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic
from commonwheel.integrations.pay.port import NewPayment, PaymentAt, PaymentsRefused, PaymentsUnreachable, Status
from commonwheel.project.jobs import SWEEPS


class Failing:
    """The simulated provider, whose answers get lost: it makes a payment, and nobody hears of it."""

    name = "simulated"

    def __init__(self, council: CouncilView, *, refuses: bool = False) -> None:
        self.inner, self.refuses = simulated_of(council), refuses

    def create(self, new: NewPayment) -> PaymentAt:
        if self.refuses:
            raise PaymentsRefused("status 422")
        self.inner.create(new)
        raise PaymentsUnreachable("ReadTimeout")

    def find(self, payment_id: str) -> PaymentAt:
        raise PaymentsUnreachable(payment_id)


def press(resident: Resident, choice: str = "") -> Resident:
    """Press a button of the page that is shown."""
    return resident.post(path_of(resident.url), {"choice": choice} if choice else {})


def at_provider(council: CouncilView, *, bins: int = 2) -> Resident:
    """Return a browser at the simulated provider's page."""
    return press(sent(council, bins=bins))


def states(council: CouncilView) -> list[str]:
    return [one.state for one in only_charge(council).tries]


def paid_events(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        rows = CaseEvent.objects.filter(council_id=council.id, kind="PAID")
        return list(rows.values_list("about", flat=True))


def audited(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        rows = AuditEntry.objects.filter(council_id=council.id, action__startswith="payment-").order_by("id")
        return list(rows.values_list("action", flat=True))


def test_what_it_costs_is_shown_before_sending(paid: CouncilView) -> None:
    resident = at_check(paid)
    costs = resident.text.split("What it costs")[1].split("Now send it")[0]
    for words in ("First bin", "£59", "More bins", "£30.50", "Total", "£89.50", "You pay after you have sent this."):
        assert words in costs


def test_it_is_shown_in_welsh_as_well(paid: CouncilView) -> None:
    resident = at_check(paid)
    resident.get(f"{resident.url}?language=cy")
    assert "Cyfanswm" in resident.text
    resident.post(path_of(resident.url), {"version": resident.hidden("version")})
    assert resident.heading == "Talu am eich cais"
    press(resident)
    assert resident.heading == "Taliad ffug"
    assert "Taliad ffug yw hwn. Nid oes arian yn symud." in resident.text
    press(resident, "success")
    assert "Taliad wedi dod i law" in resident.text


def test_sending_fixes_the_cost_and_leads_to_the_payment_page(paid: CouncilView) -> None:
    resident = sent(paid)
    assert resident.heading == "Pay for your request"
    charge = only_charge(paid)
    assert [(line.label_in("en"), line.pence) for line in charge.lines] == [("First bin", 5900), ("More bins", 3050)]
    assert (charge.total_pence, charge.pay, charge.paid_at) == (8950, "BEFORE", None)
    assert charge.reference in resident.text
    assert "This is a simulated payment. No money moves." in resident.text


@pytest.mark.parametrize("change", [{"total_pence": 1}, {"lines": []}, {"pay": "AFTER"}, {"reference": "X"}])
def test_a_cost_that_is_fixed_cannot_be_changed(paid: CouncilView, change: dict[str, object]) -> None:
    sent(paid)
    with council_scope(paid.id):
        with pytest.raises(DatabaseError, match="never changed"), atomic():
            Charge.objects.filter(council_id=paid.id).update(**change)
        assert only_charge(paid).total_pence == 8950


def test_a_payment_that_succeeds_is_written_on_the_request(paid: CouncilView, ben_client: Client) -> None:
    resident = press(at_provider(paid), "success")
    assert "Payment received" in resident.text
    charge = only_charge(paid)
    assert (states(paid), paid_events(paid), audited(paid)) == (["PAID"], ["8950"], ["payment-paid"])
    page = ben_client.get(f"/staff/harbourside/requests/{charge.case_id}/").content.decode()
    assert "Paid: £89.50" in page
    assert re.search(r'class="govuk-tag[^"]*green[^"]*">\s*Paid\s*<', page)
    assert "More bins" in page


def test_the_officer_sees_that_a_request_is_not_paid_yet(paid: CouncilView, ben_client: Client) -> None:
    sent(paid)
    page = ben_client.get(f"/staff/harbourside/requests/{only_charge(paid).case_id}/").content.decode()
    assert "Not paid yet" in page
    assert "£89.50" in page


@pytest.mark.parametrize(
    ("choice", "state", "words"),
    [("refusal", "REFUSED", "Your payment was refused."), ("leave", "CANCELLED", "You left before you paid.")],
)
def test_who_was_refused_or_left_can_try_again(
    paid: CouncilView, ben_client: Client, choice: str, state: str, words: str
) -> None:
    resident = press(at_provider(paid), choice)
    assert words in resident.text
    assert "No money was taken." in resident.text
    assert paid_events(paid) == []
    page = ben_client.get(f"/staff/harbourside/requests/{only_charge(paid).case_id}/").content.decode()
    assert ("Refused on" if choice == "refusal" else "Left unpaid on") in page
    press(press(resident), "success")
    assert states(paid) == [state, "PAID"]
    assert paid_events(paid) == ["8950"]


def test_who_closed_the_browser_is_led_to_the_same_payment(paid: CouncilView) -> None:
    at_provider(paid)
    later = Resident(Client(), "").get(f"/harbourside/payment/{only_charge(paid).token}/")
    assert later.heading == "Pay for your request"
    press(press(later), "success")
    assert states(paid) == ["PAID"]


def test_who_closed_the_browser_after_paying_is_settled_by_the_sweep(paid: CouncilView) -> None:
    resident = at_provider(paid)
    resident.client.post(path_of(resident.url), {"choice": "success"})
    assert states(paid) == ["OPEN"]
    sweep = next(one for one in SWEEPS if one.name == "payments")
    with council_scope(paid.id):
        assert sweep.work(paid.id, timezone.now()) == 0
        later = timezone.now() + dt.timedelta(minutes=3)
        assert sweep.work(paid.id, later) == 1
        assert sweep.work(paid.id, later) == 0
    assert (states(paid), paid_events(paid), audited(paid)) == (["PAID"], ["8950"], ["payment-paid"])


def test_the_sweep_asks_less_and_less_often(paid: CouncilView) -> None:
    at_provider(paid)
    began = only_charge(paid).tries[0].began_at
    minutes = range(60)
    with council_scope(paid.id):
        asked = [one for one in minutes if payments.sweep_payments(paid.id, now=began + one * dt.timedelta(minutes=1))]
    assert asked == [2, 7, 22]
    assert states(paid) == ["OPEN"]


def test_coming_back_again_changes_nothing(paid: CouncilView) -> None:
    resident = press(at_provider(paid), "success")
    address = path_of(resident.url)
    for _ in range(3):
        assert "Payment received" in resident.get(address).text
        assert "Payment received" in resident.post(address, {}).text
    assert (states(paid), paid_events(paid), audited(paid)) == (["PAID"], ["8950"], ["payment-paid"])


def test_the_address_of_the_way_back_proves_nothing(paid: CouncilView) -> None:
    at_provider(paid)
    token = only_charge(paid).token
    stranger = Resident(Client(), "").get(f"/harbourside/payment/{token}/?status=success&payment=paid")
    assert stranger.heading == "Pay for your request"
    assert states(paid) == ["OPEN"]


def test_two_who_find_it_paid_at_once_write_it_once(paid: CouncilView) -> None:
    at_provider(paid)
    (mine,) = only_charge(paid).tries
    with council_scope(paid.id):
        now = timezone.now()
        assert [end(paid.id, payment_id=mine.id, status=Status.SUCCESS, now=now) for _ in range(2)] == [True, False]
        assert not end(paid.id, payment_id=mine.id, status=Status.FAILED, now=now)
    assert (states(paid), paid_events(paid)) == (["PAID"], ["8950"])


def test_the_database_refuses_a_second_payment(paid: CouncilView) -> None:
    press(at_provider(paid), "success")
    charge, now = only_charge(paid), timezone.now()
    again = {"council_id": paid.id, "charge_id": charge.id, "provider": "simulated", "language": "en",
             "began_at": now, "check_at": now}  # fmt: skip
    with council_scope(paid.id):
        with pytest.raises(IntegrityError), atomic():
            Payment.objects.create(**again, number=2, state="PAID", ended_at=now)
        Payment.objects.create(**again, number=2)
        with pytest.raises(IntegrityError), atomic():
            Payment.objects.create(**again, number=3)


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_key(paid: CouncilView) -> None:
    sent(paid)
    charge, now = only_charge(paid), timezone.now()
    with council_scope(paid.id):
        with pytest.raises(PaymentsUnreachable):
            payments.begin(paid, charge_id=charge.id, provider=Failing(paid), language="en", now=now)
        assert states(paid) == ["BEGUN"]
        first = payments.begin(paid, charge_id=charge.id, provider=simulated_of(paid), language="cy", now=now)
        second = payments.begin(paid, charge_id=charge.id, provider=simulated_of(paid), language="en", now=now)
        assert first == second
    assert states(paid) == ["OPEN"]


def test_killed_between_each_two_steps_one_payment_is_made(paid: CouncilView) -> None:
    """Each step is done and then everything is begun anew, as after a kill right behind it."""
    sent(paid)
    charge, now, provider = only_charge(paid), timezone.now(), simulated_of(paid)
    addresses = set()
    with council_scope(paid.id):
        for _ in range(2):
            mine = claim(paid.id, charge_id=charge.id, provider=provider.name, language="en", now=now)
            assert mine is not None
            addresses.add(payments.begin(paid, charge_id=charge.id, provider=provider, language="en", now=now))
            place(paid.id, payment_id=mine.id, provider_id="another", now=now)
    assert len(addresses) == 1
    assert states(paid) == ["OPEN"]
    assert only_charge(paid).tries[0].provider_id != "another"


def test_a_provider_that_refuses_ends_the_try_and_the_next_has_a_new_key(paid: CouncilView) -> None:
    sent(paid)
    charge, now = only_charge(paid), timezone.now()
    with council_scope(paid.id):
        with pytest.raises(PaymentsRefused):
            payments.begin(paid, charge_id=charge.id, provider=Failing(paid, refuses=True), language="en", now=now)
        assert payments.begin(paid, charge_id=charge.id, provider=simulated_of(paid), language="en", now=now)
    assert states(paid) == ["FAILED", "OPEN"]


def test_a_payment_that_nobody_finished_ends_by_itself_and_can_be_tried_again(paid: CouncilView) -> None:
    at_provider(paid)
    charge = only_charge(paid)
    with council_scope(paid.id):
        provider = simulated_of(paid)
        later = type(provider)(
            provider._ledger, page_url=provider._page_url, clock=lambda: timezone.now() + dt.timedelta(hours=2)
        )
        payments.settle(paid.id, charge_id=charge.id, provider=later, now=timezone.now())
    assert states(paid) == ["REFUSED"]
    press(at := Resident(Client(), "").get(f"/harbourside/payment/{charge.token}/"))
    assert at.heading == "Simulated payment"


def test_sending_twice_is_one_charge(paid: CouncilView) -> None:
    resident = at_check(paid)
    address, version = resident.url, resident.hidden("version")
    for _ in range(2):
        resident.post(address, {"version": version})
    with council_scope(paid.id):
        assert Charge.objects.filter(council_id=paid.id).count() == 1


def test_who_sent_finds_the_payment_from_the_confirmation_and_from_tracking(paid: CouncilView) -> None:
    resident = at_check(paid)
    base = resident.base
    resident.post(resident.url, {"version": resident.hidden("version")})
    charge = only_charge(paid)
    link = f'href="/harbourside/payment/{charge.token}/"'
    assert link in resident.get(f"{base}sent/").text
    resident.post("/harbourside/track/", {"reference": charge.reference})
    assert link in resident.text
    assert "£89.50" in resident.text
    press(press(resident.get(f"/harbourside/payment/{charge.token}/")), "success")
    assert "You have paid this." in resident.get(f"{base}sent/").text
    tracked = resident.get("/harbourside/track/request/").text
    assert "Paid on" in tracked
    assert link not in tracked


def test_what_costs_nothing_is_just_sent(paid: CouncilView) -> None:
    resident = sent(paid, bins=0)
    assert resident.heading == "Sent"
    charge = only_charge(paid)
    assert (charge.total_pence, charge.is_owed, charge.tries) == (0, False, ())
    resident.get(f"/harbourside/payment/{charge.token}/")
    assert resident.heading == "There is nothing to pay"
    assert "Go on to payment" not in resident.text
    press(resident)
    assert states(paid) == []


@pytest.mark.parametrize("token", ["x", "AAAAAAAAAAAAAAAAAAAAAA~x", "~", "é~é", "A" * 500])
def test_a_token_that_nobody_signed_opens_nothing(paid: CouncilView, client: Client, token: str) -> None:
    for answer in (client.get(f"/harbourside/payment/{token}/"), client.post(f"/harbourside/payment/{token}/")):
        assert answer.headers["Location"] == "/harbourside/track/link-ended/"
    answer = client.get(f"/harbourside/payment/simulated/{token}/")
    assert answer.headers["Location"] == "/harbourside/track/link-ended/"


def test_a_token_is_good_at_its_own_council_only(paid: CouncilView, council_b: CouncilView, client: Client) -> None:
    sent(paid)
    answer = client.get(f"/fellgate/payment/{only_charge(paid).token}/")
    assert answer.headers["Location"] == "/fellgate/track/link-ended/"


def test_a_choice_that_is_none_changes_nothing(paid: CouncilView) -> None:
    resident = press(at_provider(paid), "everything-for-free")
    assert resident.heading == "Simulated payment"
    assert states(paid) == ["OPEN"]


def test_without_a_provider_nothing_is_lost_and_nothing_simulated(paid: CouncilView, settings: Settings) -> None:
    at_provider(paid)
    settings.DEMONSTRATION = False
    charge = only_charge(paid)
    resident = Resident(Client(), "").get(f"/harbourside/payment/{charge.token}/")
    assert "We cannot take payments online at the moment." in resident.text
    assert "Go on to payment" not in resident.text
    assert Client().get("/harbourside/payment/simulated/x/").status_code == 404
    with council_scope(paid.id):
        assert payments.sweep_payments(paid.id, now=timezone.now() + dt.timedelta(days=1)) == 0


def test_a_real_provider_takes_over_from_the_simulated_one(paid: CouncilView) -> None:
    at_provider(paid)
    with council_scope(paid.id):
        mine = claim(paid.id, charge_id=only_charge(paid).id, provider="govuk-pay", language="en", now=timezone.now())
    assert mine is not None
    assert mine.number == 2
    assert states(paid) == ["CANCELLED", "BEGUN"]


def test_it_is_paid_later_where_the_service_says_so(council_a: CouncilView, dev: Person, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    open_paid_service(council_a, dev, pay="after")
    resident = sent(council_a)
    assert resident.heading == "Sent"
    assert "Pay now" not in resident.text
    charge = only_charge(council_a)
    resident.get(f"/harbourside/payment/{charge.token}/")
    assert resident.heading == "You do not need to pay yet"
    press(resident)
    assert states(council_a) == []


def test_an_officer_asks_for_it_once_and_then_it_is_owed_and_can_be_paid(
    council_a: CouncilView, dev: Person, ben_client: Client, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    open_paid_service(council_a, dev, pay="after")
    sent(council_a)
    charge = only_charge(council_a)
    queue, page = "/staff/harbourside/requests/?tab=open", f"/staff/harbourside/requests/{charge.case_id}/"
    assert "Not paid yet" not in ben_client.get(queue).content.decode()
    assert "Ask them to pay" in ben_client.get(page).content.decode()
    for _ in range(2):
        answer = ben_client.post(f"{page}ask-payment/", follow=True).content.decode()
    assert "The resident was asked to pay." in answer
    assert "Ask them to pay" not in answer
    assert answer.count("Asked to pay: £89.50") == 1
    assert "Not paid yet" in ben_client.get(queue).content.decode()
    assert only_charge(council_a).can_be_paid
    resident = Resident(Client(), f"/harbourside/payment/{charge.token}/").get(f"/harbourside/payment/{charge.token}/")
    assert resident.heading != "You do not need to pay yet"


def test_the_letter_that_asks_for_money_leads_to_the_payment_page(
    council_a: CouncilView, dev: Person, ben: Person, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    open_paid_service(council_a, dev, pay="after")
    sent(council_a)
    charge = only_charge(council_a)
    with council_scope(council_a.id):
        Case.objects.of(council_a.id).update(contact_email="amina@residents.example", language="cy")
        ask_to_pay(council_a.id, case_id=charge.case_id, staff=staff_of(ben), now=timezone.now())
        (letter,) = messages.list_messages_of_case(council_a.id, case_id=charge.case_id)
    assert charge.token in letter.text
    assert "£89.50" in letter.text
    assert letter.language == "cy"
    assert "Gallwch dalu nawr" in letter.subject


def test_on_paper_the_letter_that_asks_for_money_leads_to_the_tracking_page(
    council_a: CouncilView, dev: Person, ben: Person, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    open_paid_service(council_a, dev, pay="after")
    sent(council_a)
    charge = only_charge(council_a)
    with council_scope(council_a.id):
        Case.objects.of(council_a.id).update(contact_email="", contact_phone="01632 960 777")
        for _ in range(2):
            ask_to_pay(council_a.id, case_id=charge.case_id, staff=staff_of(ben), now=timezone.now())
        (call,) = messages.list_by_hand(council_a.id)
    assert (call.channel, call.to) == ("CALL", "01632 960 777")
    assert charge.token not in call.text
    assert "/harbourside/track" in call.text
    assert "£89.50" in call.text


def test_what_a_request_cost_goes_with_the_request(paid: CouncilView) -> None:
    at_provider(paid)
    kept, gone = only_charge(paid).case_id, uuid.uuid4()
    owned = (Charge, Payment, SimulatedLedger)
    with council_scope(paid.id):
        payments.remove_charge(paid.id, case_id=gone)
        assert [model.objects.filter(council_id=paid.id).count() for model in owned] == [1, 1, 1]
        payments.remove_charge(paid.id, case_id=kept)
        payments.remove_charge(paid.id, case_id=kept)
        assert [model.objects.filter(council_id=paid.id).count() for model in owned] == [0, 0, 0]


def test_a_request_that_was_kept_long_enough_takes_its_payments_along(paid: CouncilView) -> None:
    press(at_provider(paid), "success")
    case_id, now = only_charge(paid).case_id, timezone.now()
    with council_scope(paid.id):
        Case.objects.of(paid.id).filter(id=case_id).update(is_open=False, closed_at=now, state="done", moves_at=None)
        assert cases.tidy_cases(paid.id, now=now + dt.timedelta(days=2 * 366)) == 1
        assert not Case.objects.of(paid.id).filter(id=case_id).exists()
        assert payments.find_charge(paid.id, case_id=case_id) is None


def test_a_case_without_a_fee_has_no_charge(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        assert payments.find_charge(council_a.id, case_id=council_a.id) is None
        with pytest.raises(payments.ChargeNotFound):
            payments.ask_for(council_a.id, case_id=council_a.id, now=timezone.now())
        with pytest.raises(cases.RequestNotFound):
            cases.note_payment(council_a.id, case_id=council_a.id, pence=1, now=timezone.now())
