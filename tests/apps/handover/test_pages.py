"""Staff's pages of handing over: only administrators say where requests go, secrets are shown once, all is listed."""

import pytest
from django.test import Client
from tests.support.cast import Person, sign_in
from tests.support.contractor import SLUG, delivery, send_to
from tests.support.missed_bin import MONDAY, Open

from commonwheel.apps.cases import api as cases
from commonwheel.apps.handover import api as handover
from commonwheel.apps.handover.models import Delivery
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

PLACES = "/staff/harbourside/where-requests-go/"
SETTING = f"{PLACES}{SLUG}/"
UNDELIVERED = "/staff/harbourside/undelivered/"


@pytest.fixture
def ann_client(ann: Person, service_a: ServiceView) -> Client:
    return sign_in(Client(), ann)


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_an_administrator_hands_a_service_over_by_webhook_and_sees_the_secret_once(
    ann_client: Client, council_a: CouncilView, ann: Person
) -> None:
    assert "Worked here" in text(ann_client, PLACES)
    said = {"way": "WEBHOOK", "system": "Contractor", "url": "https://contractor.example/take"}
    shown = ann_client.post(SETTING, said).content.decode()
    assert "whsec_" in shown
    assert "never again" in shown
    again = ann_client.post(SETTING, said)
    assert (again.status_code, again.headers["Location"]) == (302, f"{PLACES}?saved={SLUG}")
    assert "Saved. Report a missed bin collection: Contractor, by webhook." in text(
        ann_client, again.headers["Location"]
    )
    assert "Saved." not in text(ann_client, f"{PLACES}?saved=nonsense")
    assert "whsec_" not in text(ann_client, SETTING) + text(ann_client, PLACES)
    assert "Contractor, by webhook" in text(ann_client, PLACES)
    assert "whsec_" in ann_client.post(f"{SETTING}secret/").content.decode()
    assert "cws_" in ann_client.post(f"{SETTING}token/").content.decode()
    assert "can send a status back" in text(ann_client, PLACES)
    with council_scope(council_a.id):
        entries = AuditEntry.objects.filter(council_id=council_a.id, actor_kind="STAFF").order_by("id")
        kinds = [one.action for one in entries]
        assert not any("whsec_" in str(one.facts) or "cws_" in str(one.facts) for one in entries)
    assert kinds == ["destination-set", "webhook-secret-renewed", "status-token-renewed"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose where requests are worked"),
        ({"way": "WEBHOOK", "system": "Contractor", "url": "http://contractor.example"}, "begins with https://"),
        ({"way": "EMAIL", "system": "Contractor", "email": "nobody"}, "is not an email address"),
        ({"way": "CSV"}, "Say what people call the place"),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_typed(
    ann_client: Client, council_a: CouncilView, said: dict[str, str], words: str
) -> None:
    answer = ann_client.post(SETTING, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "There is a problem" in page
    assert all(value in page for value in said.values())
    with council_scope(council_a.id):
        assert handover.list_destinations(council_a.id) == {}


def test_a_secret_or_token_of_nothing_is_refused(ann_client: Client) -> None:
    assert ann_client.post(f"{SETTING}secret/").status_code == 422
    assert ann_client.post(f"{SETTING}token/").status_code == 422
    assert ann_client.get(f"{PLACES}no-such-service/").status_code == 404


def test_officers_do_not_say_where_requests_go(ben_client: Client, service_a: ServiceView) -> None:
    assert ben_client.get(PLACES).status_code == 403
    assert ben_client.post(SETTING, {"way": "HERE"}).status_code == 403
    assert ben_client.post(f"{SETTING}token/").status_code == 403


@pytest.fixture
def stuck(council_a: CouncilView, open_a: Open) -> cases.OpenedCase:
    send_to(council_a, "CSV")
    opened = open_a()
    with council_scope(council_a.id):
        Delivery.objects.update(state="GIVEN_UP", last_error="The folder for daily files is full.")
    return opened


def test_what_was_not_delivered_is_listed_counted_and_tried_again(
    ben_client: Client, council_a: CouncilView, stuck: cases.OpenedCase
) -> None:
    assert "Not delivered (1)" in text(ben_client, "/staff/harbourside/requests/")
    page = text(ben_client, UNDELIVERED)
    assert stuck.reference in page
    assert "The folder for daily files is full." in page
    key = delivery(council_a, stuck.id).id
    for _ in range(2):
        assert ben_client.post(f"{UNDELIVERED}{key}/retry/").status_code == 302
    assert delivery(council_a, stuck.id).state == "WAITING"
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(council_id=council_a.id, action="handover-retried").count() == 1


def test_whoever_only_sees_requests_cannot_try_again(council_a: CouncilView, stuck: cases.OpenedCase) -> None:
    from tests.support.cast import add_person

    adviser = sign_in(Client(), add_person("Ada Price", council=council_a, roles=("ADVISER",)))
    page = text(adviser, UNDELIVERED)
    assert stuck.reference in page
    assert "Try again" not in page
    assert adviser.post(f"{UNDELIVERED}{delivery(council_a, stuck.id).id}/retry/").status_code == 403


def test_the_officer_s_page_says_where_a_request_is_worked(
    ben_client: Client, council_a: CouncilView, stuck: cases.OpenedCase, open_a: Open
) -> None:
    page = text(ben_client, f"/staff/harbourside/requests/{stuck.id}/")
    assert "Worked elsewhere: Contractor" in page
    assert "The folder for daily files is full." in page
    send_to(council_a, "HERE")
    assert "Worked elsewhere" not in text(ben_client, f"/staff/harbourside/requests/{open_a().id}/")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Contractor is dealing with this for us."), ("cy", "Mae Contractor yn delio â hyn ar ein rhan.")],
)
def test_the_resident_s_page_says_who_deals_with_it(
    client: Client, council_a: CouncilView, stuck: cases.OpenedCase, language: str, words: str
) -> None:
    with council_scope(council_a.id):
        token = cases.new_link(council_a.id, case_id=stuck.id, now=MONDAY)
    page = client.get(f"/harbourside/track/link/{token}/?language={language}", follow=True)
    if words not in page.content.decode():
        page = client.get(f"{page.request['PATH_INFO']}?language={language}")
    assert words in page.content.decode()
