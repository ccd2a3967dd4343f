"""From a request to its council, its transaction and its right to be answered."""

import logging
from types import ModuleType

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from pytest_django import Settings
from tests.support.cast import BY_THE_OPERATOR, Person, add_council, add_person, sign_in

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation import addresses
from commonwheel.foundation.access import open_to_all, open_to_residents, staff_only
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.requests import CouncilRequest, HideTokens, StaffRequest, client_address


@open_to_residents
def greet(request: CouncilRequest) -> HttpResponse:
    return HttpResponse(f"{request.council.name} {request.language}")


@staff_only("work-requests")
def work(request: StaffRequest) -> HttpResponse:
    return HttpResponse(request.staff.name)


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@open_to_all
def write_and_fail(request: HttpRequest) -> HttpResponse:
    add_council("half-written", name="Half Written Council")
    message = "on purpose"
    raise RuntimeError(message)


@open_to_all
def write_and_answer_500(request: HttpRequest) -> HttpResponse:
    add_council("half-written", name="Half Written Council")
    return HttpResponse(status=500)


PREFIX = "<council:council>/"
PAGES = [
    ("greet/", greet),
    ("duties/", work),
    ("unmarked/", unmarked),
]


@pytest.fixture
def _pages(settings: Settings) -> None:
    assert addresses.RESERVED_SLUGS  # importing it registers the converter
    by_path, own_host = ModuleType("by_path"), ModuleType("own_host")
    node = [path("fail/", write_and_fail), path("answer-500/", write_and_answer_500)]
    by_path.urlpatterns = [*node, *(path(f"{PREFIX}{at}", view, name=at[:-1]) for at, view in PAGES)]  # type: ignore[attr-defined]
    own_host.urlpatterns = [path(at, view, name=at[:-1]) for at, view in PAGES]  # type: ignore[attr-defined]
    for urlconf in (by_path, own_host):
        urlconf.handler500 = "commonwheel.project.views.not_working"  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = by_path  # type: ignore[attr-defined]
    settings.OWN_HOST_URLCONF = own_host  # type: ignore[attr-defined]


pytestmark = [pytest.mark.usefixtures("_pages")]


def test_a_council_is_found_by_the_first_word_of_the_path(client: Client, council_a: CouncilView) -> None:
    assert client.get("/harbourside/greet/").content == b"Harbourside Council en"


def test_an_unknown_council_is_not_found(client: Client, council_a: CouncilView) -> None:
    assert client.get("/atlantis/greet/").status_code == 404


def test_a_council_that_is_not_open_is_not_found(client: Client, council_a: CouncilView) -> None:
    authorities.set_open(council_a.id, is_open=False, **BY_THE_OPERATOR)
    assert client.get("/harbourside/greet/").status_code == 404


def test_a_council_with_a_host_is_served_there_without_its_prefix(client: Client, db: None) -> None:
    add_council("fellgate", name="Fellgate Council", host="services.fellgate.example")
    answer = client.get("/greet/", headers={"host": "services.fellgate.example"})
    assert answer.content == b"Fellgate Council en"


def test_another_council_is_not_there_on_a_council_s_host(client: Client, council_a: CouncilView) -> None:
    add_council("fellgate", name="Fellgate Council", host="services.fellgate.example")
    answer = client.get("/harbourside/greet/", headers={"host": "services.fellgate.example"})
    assert answer.status_code == 404


def test_a_host_that_nobody_has_is_not_served(client: Client, council_a: CouncilView) -> None:
    assert client.get("/harbourside/greet/", headers={"host": "evil.example"}).status_code == 404


def test_links_drop_the_prefix_only_on_the_council_s_own_host(db: None) -> None:
    by_path = add_council("harbourside", name="Harbourside Council")
    hosted = add_council("fellgate", name="Fellgate Council", host="services.fellgate.example")
    assert council_url(by_path, "greet") == "/harbourside/greet/"
    assert council_url(hosted, "greet") == "https://services.fellgate.example/greet/"
    assert absolute_council_url(by_path, "greet") == "https://testserver/harbourside/greet/"


def test_a_view_that_nobody_marked_is_closed(client: Client, council_a: CouncilView) -> None:
    answer = client.get("/harbourside/unmarked/")
    assert (answer.status_code, b"secret" in answer.content) == (403, False)


def test_staff_sign_in_first(client: Client, council_a: CouncilView) -> None:
    answer = client.get("/harbourside/duties/")
    assert answer["Location"] == "/staff/account/login/?next=/harbourside/duties/"


def test_staff_of_the_council_are_answered(ben: Person) -> None:
    assert sign_in(Client(), ben).get("/harbourside/duties/").content == b"Ben Adeyemi"


def test_staff_of_another_council_find_nothing(council_a: CouncilView, cara: Person) -> None:
    assert sign_in(Client(), cara).get("/harbourside/duties/").status_code == 404


def test_staff_without_the_permission_are_told_so(dev: Person) -> None:
    answer = sign_in(Client(), dev).get("/harbourside/duties/")
    assert answer.status_code == 403
    assert "administrator" in answer.content.decode()


def test_a_resident_chooses_a_language_and_keeps_it(client: Client, council_a: CouncilView) -> None:
    assert client.get("/harbourside/greet/?language=cy").content == b"Harbourside Council cy"
    assert client.get("/harbourside/greet/").content == b"Harbourside Council cy"


def test_officers_pages_are_in_english_whatever_their_council_speaks_first(settings: Settings, db: None) -> None:
    """They are not translated: a frame in Welsh around them would be read out with the wrong voice."""
    settings.ROOT_URLCONF = "commonwheel.project.urls"
    council = add_council("dyffryn", name="Dyffryn Council", languages=("cy", "en"))
    officer = sign_in(Client(), add_person("Nia Rees", council=council, roles=("OFFICER",)))
    for asked in ("", "?language=cy"):
        page = officer.get(f"/staff/dyffryn/requests/{asked}").content.decode()
        assert '<html lang="en' in page
        assert "Sign out" in page
    assert '<html lang="cy"' in Client().get("/dyffryn/").content.decode()


def test_a_council_without_welsh_answers_in_its_own_language(client: Client, council_b: CouncilView) -> None:
    assert client.get("/fellgate/greet/?language=cy").content == b"Fellgate Council en"


def test_the_council_costs_no_query_once_it_is_known(client: Client, council_a: CouncilView) -> None:
    client.get("/harbourside/greet/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/harbourside/greet/")
    reads = [one["sql"] for one in queries if "set_config" not in one["sql"] and "SAVEPOINT" not in one["sql"]]
    assert reads == []


@pytest.mark.postgresql
@pytest.mark.parametrize("at", ["/fail/", "/answer-500/"])
def test_a_request_that_fails_writes_nothing(at: str, db: None) -> None:
    answer = Client(raise_request_exception=False).get(at)
    assert answer.status_code == 500
    authorities.forget_councils()
    assert authorities.find_council("half-written") is None


def test_every_answer_carries_the_headers_of_a_strict_house(client: Client, council_a: CouncilView) -> None:
    answer = client.get("/harbourside/greet/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert len(answer["X-Request-Id"]) == 16


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /harbourside/track/link/Zm9vYmFyYmF6cXV4MTIz/", "Not Found: /harbourside/track/link/…/"),
        ("Not Found: /harbourside/resume/EQIxbjpwBknYcFQdEJgNCQ/", "Not Found: /harbourside/resume/…/"),
        ("Not Found: /harbourside/missed-bin/", "Not Found: /harbourside/missed-bin/"),
        (
            "Not Found: /harbourside/report-a-missed-bin-collection/",
            "Not Found: /harbourside/report-a-missed-bin-collection/",
        ),
        ("Forbidden: /track/?reference=7FK2&name=Yusuf", "Forbidden: /track/?…"),
    ],
)
def test_tokens_do_not_reach_the_log(line: str, kept: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (line,), None)
    HideTokens().filter(record)
    assert record.getMessage() == kept


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("203.0.113.9", 0, "127.0.0.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("made-up, 203.0.113.9", 1, "203.0.113.9"),
        ("made-up, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("", 1, "127.0.0.1"),
    ],
)
def test_the_client_s_address_is_what_our_own_proxies_say(forwarded: str, proxies: int, address: str) -> None:
    meta = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(meta, proxies=proxies) == address


def test_the_node_says_that_it_is_well(client: Client, settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = "commonwheel.project.urls"
    assert client.get("/health/").json() == {"status": "ok"}
