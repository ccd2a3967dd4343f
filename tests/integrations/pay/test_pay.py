"""The payment providers: GOV.UK Pay on answers of the published shape, and the simulated one, do the same."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from commonwheel.integrations.pay.govuk import ADDRESS, GovUkPay
from commonwheel.integrations.pay.port import (
    FINAL,
    NewPayment,
    PaymentProvider,
    PaymentsRefused,
    PaymentsUnreachable,
    Status,
)
from commonwheel.integrations.pay.simulated import LIFE, SimulatedPay, SimulatedPayment

KEY = "api_test_not-a-real-key"
NEW = NewPayment(
    key="0190a0a0000070008000000000000001",
    pence=8950,
    reference="GW-7K2M-94",
    description="Collect garden waste",
    return_url="https://council.example/payment/token/",
    language="cy",
)
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def answer(payment_id: str, body: dict[str, Any], status: str) -> dict[str, Any]:
    """One payment, in the shape that GOV.UK Pay publishes."""
    is_over = status in {"success", "failed", "cancelled", "error"}
    link = {"href": f"https://card.payments.service.gov.uk/secure/{payment_id}", "method": "GET"}
    codes = {"failed": {"code": "P0010", "message": "Payment method rejected", "can_retry": False},
             "cancelled": {"code": "P0030", "message": "Payment was cancelled by the user", "can_retry": False},
             "error": {"code": "P0050", "message": "Payment provider returned an error", "can_retry": True}}  # fmt: skip
    return {
        "amount": body["amount"],
        "description": body["description"],
        "reference": body["reference"],
        "language": body["language"],
        "state": {"status": status, "finished": is_over, **codes.get(status, {})},
        "payment_id": payment_id,
        "payment_provider": "sandbox",
        "created_date": "2026-11-25T12:00:00.000Z",
        "return_url": body["return_url"],
        "_links": {
            "self": {"href": f"{ADDRESS}/v1/payments/{payment_id}", "method": "GET"},
            "next_url": None if is_over else link,
            "cancel": None if is_over else {"href": f"{ADDRESS}/v1/payments/{payment_id}/cancel", "method": "POST"},
        },
    }


@dataclass
class Recorded(BaseAdapter):
    """Answers as GOV.UK Pay is published to, and keeps what it was asked."""

    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    asked: list[requests.PreparedRequest] = field(default_factory=list)
    instead: tuple[int, bytes] | None = None

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Answer."""
        del args
        assert kwargs["timeout"]
        self.asked.append(request)
        code, content = self.instead or self._answer(request)
        made = requests.Response()
        made.status_code, made._content, made.url = code, content, str(request.url)
        return made

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, request: requests.PreparedRequest) -> tuple[int, bytes]:
        if request.headers["Authorization"] != f"Bearer {KEY}":
            return 401, b"{}"
        if request.method == "POST":
            return self._create(json.loads(request.body or b"{}"), request.headers["Idempotency-Key"])
        payment_id = str(request.url).rpartition("/")[2]
        if payment_id not in self.payments:
            return 404, b'{"code": "P0200", "description": "Not found"}'
        return 200, self._written(payment_id)

    def _create(self, body: dict[str, Any], key: str) -> tuple[int, bytes]:
        if key in self.keys:
            same = self.payments[self.keys[key]] == body
            return (200, self._written(self.keys[key])) if same else (409, b'{"code": "P0191"}')
        payment_id = uuid.uuid4().hex[:26]
        self.keys[key], self.payments[payment_id], self.statuses[payment_id] = payment_id, body, "created"
        return 201, self._written(payment_id)

    def _written(self, payment_id: str) -> bytes:
        return json.dumps(answer(payment_id, self.payments[payment_id], self.statuses[payment_id])).encode()


class Memory:
    """A ledger of the simulated provider in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, SimulatedPayment] = {}

    def add(self, payment: SimulatedPayment) -> SimulatedPayment:
        """See the ledger."""
        return self.kept.setdefault(payment.new.key, payment)

    def find(self, token: str) -> SimulatedPayment | None:
        """See the ledger."""
        return next((one for one in self.kept.values() if one.token == token), None)

    def set_status(self, token: str, status: Status) -> None:
        """See the ledger."""
        one = self.find(token)
        if one is not None and one.status not in FINAL:
            self.kept[one.new.key] = replace(one, status=status)


@dataclass
class Tried:
    """A provider, and how its payment page is made to go one way or another."""

    provider: PaymentProvider
    go: Callable[[str, str], None]


def govuk(recorded: Recorded, *, key: str = KEY) -> GovUkPay:
    session = requests.Session()
    session.mount("https://", recorded)
    return GovUkPay(key=key, session=session)


def simulated(clock: Callable[[], dt.datetime] = lambda: NOW) -> SimulatedPay:
    return SimulatedPay(Memory(), page_url=lambda token: f"https://council.example/simulated/{token}/", clock=clock)


@pytest.fixture(params=["govuk", "simulated"])
def tried(request: pytest.FixtureRequest) -> Tried:
    if request.param == "govuk":
        recorded = Recorded()
        return Tried(govuk(recorded), recorded.statuses.__setitem__)
    provider = simulated()
    return Tried(provider, lambda token, status: provider._ledger.set_status(token, Status(status)))


def test_a_new_payment_has_a_page_where_it_is_paid(tried: Tried) -> None:
    made = tried.provider.create(NEW)
    assert (made.status, made.pence) == (Status.CREATED, 8950)
    assert made.next_url.startswith("https://")
    assert tried.provider.find(made.id) == made


def test_one_key_makes_one_payment(tried: Tried) -> None:
    assert tried.provider.create(NEW) == tried.provider.create(NEW)
    assert tried.provider.create(replace(NEW, key="other")).id != tried.provider.create(NEW).id


def test_one_key_is_not_for_two_amounts(tried: Tried) -> None:
    tried.provider.create(NEW)
    with pytest.raises(PaymentsRefused):
        tried.provider.create(replace(NEW, pence=1))


@pytest.mark.parametrize("status", list(Status))
def test_each_status_is_told_and_a_payment_that_is_over_has_no_page(tried: Tried, status: Status) -> None:
    made = tried.provider.create(NEW)
    tried.go(made.id, status.value)
    found = tried.provider.find(made.id)
    assert found.status is status
    assert bool(found.next_url) == (status not in FINAL)


def test_a_payment_nobody_made_is_not_known(tried: Tried) -> None:
    with pytest.raises(PaymentsRefused):
        tried.provider.find("nothing")


# GOV.UK Pay alone


def test_it_is_asked_as_published() -> None:
    recorded = Recorded()
    govuk(recorded).create(NEW)
    (asked,) = recorded.asked
    assert (asked.method, asked.url) == ("POST", f"{ADDRESS}/v1/payments")
    assert asked.headers["Idempotency-Key"] == NEW.key
    assert json.loads(asked.body or b"") == {
        "amount": 8950,
        "reference": "GW-7K2M-94",
        "description": "Collect garden waste",
        "return_url": "https://council.example/payment/token/",
        "language": "cy",
    }


def test_long_words_are_cut_to_what_it_takes() -> None:
    recorded = Recorded()
    govuk(recorded).create(replace(NEW, description="d" * 400, language="fr"))
    body = json.loads(recorded.asked[0].body or b"")
    assert (len(body["description"]), body["language"]) == (255, "en")


def test_a_key_that_is_not_accepted_is_said_so() -> None:
    with pytest.raises(PaymentsRefused, match="401"):
        govuk(Recorded(), key="wrong").create(NEW)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_may_pass_can_be_tried_again(status: int) -> None:
    with pytest.raises(PaymentsUnreachable, match=str(status)):
        govuk(Recorded(instead=(status, b"{}"))).find("x")


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"[]", b"{}", b"null", b'{"payment_id": "x", "amount": "many", "state": {"status": "created"}}',
     b'{"payment_id": "x", "amount": 1, "state": {"status": "paid-ish"}, "_links": {}}',
     b'{"payment_id": "x", "amount": 1, "state": [], "_links": {}}',
     b'{"payment_id": "x", "amount": 1, "state": {"status": "created"}, "_links": {"next_url": "here"}}'],
)  # fmt: skip
def test_an_answer_of_another_form_is_nobody_s_payment(content: bytes) -> None:
    with pytest.raises(PaymentsUnreachable):
        govuk(Recorded(instead=(200, content))).find("x")


def test_a_page_elsewhere_than_on_the_web_is_none() -> None:
    body = {"amount": 1, "description": "", "reference": "", "language": "en", "return_url": ""}
    made = answer("x", body, "created")
    made["_links"]["next_url"]["href"] = "javascript:alert(1)"
    assert govuk(Recorded(instead=(200, json.dumps(made).encode()))).find("x").next_url == ""


def test_a_provider_that_cannot_be_reached_is_said_so() -> None:
    class Down(Recorded):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            raise requests.ConnectTimeout

    with pytest.raises(PaymentsUnreachable, match="ConnectTimeout"):
        govuk(Down()).create(NEW)


def test_money_held_back_is_not_yet_paid() -> None:
    recorded = Recorded()
    made = govuk(recorded).create(NEW)
    recorded.statuses[made.id] = "capturable"
    assert govuk(recorded).find(made.id).status is Status.SUBMITTED


# The simulated one alone


def test_a_simulated_payment_that_nobody_finished_fails_in_time() -> None:
    now = [NOW]
    provider = simulated(lambda: now[0])
    made = provider.create(NEW)
    now[0] = NOW + LIFE - dt.timedelta(seconds=1)
    assert provider.find(made.id).status is Status.CREATED
    now[0] = NOW + LIFE
    assert provider.find(made.id).status is Status.FAILED
    assert provider.choose(made.id, Status.SUCCESS).status is Status.FAILED


def test_a_simulated_payment_goes_as_it_was_chosen_once() -> None:
    provider = simulated()
    made = provider.create(NEW)
    assert provider.choose(made.id, Status.SUCCESS).status is Status.SUCCESS
    assert provider.choose(made.id, Status.FAILED).status is Status.SUCCESS
