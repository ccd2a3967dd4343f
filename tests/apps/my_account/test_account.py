"""My account: requests at several councils in one list, claimed by who sent them, and seen by nobody else."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.support import missed_bin
from tests.support.accounts import sign_in
from tests.support.cast import Person, Resident
from tests.support.missed_bin import MONDAY, Open
from tests.support.papers import words_of
from tests.support.walk import addresses

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.accounts.models import User
from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions.working import move_case
from commonwheel.apps.cases.models import AccountCase, Case
from commonwheel.apps.my_account.rules import read_claim, write_claim
from commonwheel.core.values.reference import make_reference
from commonwheel.foundation.access import Audience
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import account_scope, council_scope

LIST = "/account/"
ADD = "/account/add/"
ABSENT = make_reference("MB", random=bytes(range(16)))
SOMEBODY = "somebody@else.example"


@pytest.fixture
def account(client: Client, amina: Resident, db: None) -> uuid.UUID:
    """Return the key of Amina's account, in which `client` is signed in."""
    sign_in(client, amina.email)
    return User.objects.get(email=amina.email).id


@pytest.fixture
def both(council_a: CouncilView, council_b: CouncilView) -> tuple[CouncilView, CouncilView]:
    """Return both councils."""
    return council_a, council_b


def add(client: Client, council: CouncilView, reference: str) -> Any:
    return client.post(ADD, {"council": council.slug, "reference": reference})


def page(case_id: uuid.UUID) -> str:
    return f"/account/requests/{case_id}/"


def held(account: uuid.UUID) -> list[str]:
    with account_scope(account):
        return [one.reference for one in cases.list_of_account(account, before=None, limit=100)]


def test_requests_at_two_councils_stand_in_one_list(
    client: Client, account: uuid.UUID, open_a: Open, open_b: Open, both: tuple[CouncilView, CouncilView]
) -> None:
    here, there = open_a(), open_b()
    council_a, council_b = both
    for council, one in ((council_a, here), (council_b, there)):
        answer = add(client, council, one.reference.lower())
        assert (answer.status_code, answer.headers["Location"]) == (302, page(one.id))
        again = add(client, council, one.reference)
        assert again.status_code == 302
    html = client.get(LIST).content.decode()
    assert 'href="/places/"' in html
    for words in (here.reference, there.reference, council_a.name, council_b.name, "Report a missed bin", "Received"):
        assert words in html
    assert held(account) == [there.reference, here.reference]


@pytest.fixture
def many(account: uuid.UUID, open_a: Open, open_b: Open) -> None:
    """Put 24 requests at two councils into the account."""
    for number in range(24):
        (open_a if number % 2 else open_b)(account_id=account)


@pytest.mark.usefixtures("many")
def test_the_list_takes_one_query_however_many_councils(
    client: Client,
    account: uuid.UUID,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with account_scope(account), django_assert_num_queries(1):
        assert len(cases.list_of_account(account, before=None, limit=21)) == 21
    client.get(LIST)
    # Session, person, languages, their email and the list; on PostgreSQL transaction and scopes beside them.
    with django_assert_max_num_queries(5 if connection.vendor == "sqlite" else 9):
        first = client.get(LIST).content.decode()
    assert first.count("house-services__item") == 20
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert client.get(following).content.decode().count("house-services__item") == 4
    assert client.get(LIST, {"before": "nonsense"}).status_code == 200


def test_a_request_shows_what_happened_by_when_and_what_was_sent(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView
) -> None:
    one = open_a(account_id=account)
    html = client.get(page(one.id)).content.decode()
    for words in (one.reference, council_a.name, council_a.phone, "1 Invented Street", "25 November 2026", "Received"):
        assert words in html
    assert "Messages we sent you" in html
    assert "/track/link/" not in html
    assert client.get(f"{page(one.id)}files/{uuid.uuid4()}/").status_code == 404
    assert one.reference in words_of(b"".join(client.get(f"{page(one.id)}copy/")))


def test_what_an_officer_does_shows_in_the_list_at_once(
    client: Client, account: uuid.UUID, open_a: Open, ben: Person
) -> None:
    one = open_a(account_id=account)
    staff = missed_bin.staff_of(ben)
    with council_scope(ben.council.id):
        move_case(
            ben.council.id, case_id=one.id, version=1, to="withdrawn", reason="", decision={}, staff=staff, now=MONDAY
        )
    with account_scope(account):
        (row,) = cases.list_of_account(account, before=None, limit=2)
    assert (row.state, row.is_open, row.due_on) == ("withdrawn", False, None)
    assert "Withdrawn" in client.get(LIST).content.decode()


def test_a_request_of_another_sender_is_refused_like_one_that_never_was(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView, council_b: CouncilView
) -> None:
    another, without = open_a(answers={"email": SOMEBODY}), open_a(answers={"email": None})
    own = open_a()
    tries = [
        (council_a, another.reference),
        (council_a, without.reference),
        (council_a, ABSENT),
        (council_b, own.reference),
    ]
    for council, reference in tries:
        answer = add(client, council, reference)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert "We cannot find a request with this reference that was sent with your email address" in html
        assert SOMEBODY not in html
    assert held(account) == []


def test_wrong_claims_and_wrong_tracking_count_together(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView
) -> None:
    one = open_a()
    for _ in range(5):
        assert add(client, council_a, ABSENT).status_code == 422
        assert client.post("/harbourside/track/", {"reference": ABSENT, "proof": "x"}).status_code == 422
    refused = add(client, council_a, one.reference)
    assert refused.status_code == 429
    assert council_a.phone in refused.content.decode()
    assert held(account) == []


def test_right_claims_do_not_count(client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView) -> None:
    one = open_a()
    assert {add(client, council_a, one.reference).status_code for _ in range(15)} == {302}
    assert held(account) == [one.reference]


@pytest.mark.parametrize(
    "typed",
    [{"council": "", "reference": ABSENT}, {"council": "nowhere", "reference": ABSENT}, {}, {"reference": "x" * 5_000}],
)
def test_slips_are_told_and_change_nothing(
    client: Client, account: uuid.UUID, council_a: CouncilView, typed: dict[str, str]
) -> None:
    answer = client.post(ADD, typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert "Choose a council" in answer.content.decode()


def test_the_signed_link_opens_a_way_into_any_account(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView
) -> None:
    one = open_a(answers={"email": SOMEBODY})
    with council_scope(council_a.id):
        token = cases.new_link(council_a.id, case_id=one.id, now=MONDAY)
    client.get(f"/harbourside/track/link/{token}/")
    html = client.get("/harbourside/track/request/").content.decode()
    way = html.split("/account/add/")[1].split("/")[0]
    assert "Keep this in My account?" in client.get(f"{ADD}{way}/").content.decode()
    assert held(account) == []
    assert client.post(f"{ADD}{way}/").headers["Location"] == page(one.id)
    assert client.post(f"{ADD}{way}/").headers["Location"] == page(one.id)
    assert held(account) == [one.reference]


def test_a_reference_alone_leads_to_the_claim_by_reference_only(client: Client, open_a: Open) -> None:
    one = open_a()
    client.post("/harbourside/track/", {"reference": one.reference, "proof": "Yusuf"})
    html = client.get("/harbourside/track/request/").content.decode()
    assert 'href="/account/add/?council=harbourside"' in html
    assert (
        '<option value="harbourside" selected>'
        in sign_in(client, SOMEBODY).get(ADD, {"council": "harbourside"}).content.decode()
    )


@pytest.mark.parametrize("token", ["x", "W10:x:y", "a" * 3_000])
def test_a_claim_that_is_not_ours_opens_nothing(client: Client, account: uuid.UUID, token: str) -> None:
    assert read_claim(token) is None
    assert client.post(f"{ADD}{token}/").status_code == 410
    assert held(account) == []


def test_a_claim_of_one_council_is_nothing_at_another(
    client: Client, account: uuid.UUID, open_a: Open, council_b: CouncilView
) -> None:
    one = open_a()
    assert client.post(f"{ADD}{write_claim(one.id, council_id=council_b.id)}/").status_code == 410
    assert held(account) == []


def test_a_protected_service_never_comes_into_an_account(
    client: Client, account: uuid.UUID, council_a: CouncilView
) -> None:
    service = missed_bin.adopt(council_a, ("\ncase:", "\nprotect: true\ncase:"))
    one = missed_bin.opener(council_a, service)(account_id=account)
    assert held(account) == []
    assert add(client, council_a, one.reference).status_code == 422
    assert client.post(f"{ADD}{write_claim(one.id, council_id=council_a.id)}/").status_code == 410
    assert held(account) == []
    client.post("/harbourside/track/", {"reference": one.reference, "proof": "BN1 1JE"})
    assert "/account/add/" not in client.get("/harbourside/track/request/").content.decode()


def test_another_account_sees_nothing(account: uuid.UUID, open_a: Open) -> None:
    one = open_a(account_id=account)
    stranger = sign_in(Client(), SOMEBODY)
    names = {"case_id": one.id, "upload_id": uuid.uuid4(), "token": "x"}
    walked = [
        at
        for at in addresses()
        if at.openness and at.openness.audience is Audience.ACCOUNT and at.name != "my_account:delete"
    ]
    assert {at.name for at in walked} >= {"my_account:requests", "my_account:request", "my_account:remove"}
    for at in walked:
        url = reverse(at.name, kwargs={name: names[name] for name in at.arguments})
        for answer in (stranger.get(url), stranger.post(url)):
            assert one.reference not in answer.content.decode(), url
            assert ("case_id" not in at.arguments) or answer.status_code in {404, 405}, url
            assert answer.status_code < 500
        assert Client().get(url).headers["Location"].startswith("/account/sign-in/?next="), url
    assert held(account) == [one.reference]


@pytest.mark.postgresql
def test_the_database_shows_an_account_its_own_rows_only(account: uuid.UUID, open_a: Open) -> None:
    open_a(account_id=account)
    with account_scope(uuid.uuid4()):
        assert not AccountCase.objects.exists()
    with account_scope(account):
        assert AccountCase.objects.count() == 1
        assert not Case.objects.exists()


def test_a_request_can_be_taken_out_and_stays_with_the_council(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView
) -> None:
    one, other = open_a(account_id=account), open_a(account_id=account)
    assert one.reference in client.get(f"{page(one.id)}remove/").content.decode()
    assert held(account) == [other.reference, one.reference]
    assert client.post(f"{page(one.id)}remove/").headers["Location"] == LIST
    assert held(account) == [other.reference]
    with council_scope(council_a.id):
        assert cases.get_case(council_a.id, case_id=one.id).reference == one.reference


def test_a_request_that_was_kept_long_enough_leaves_the_account_too(
    account: uuid.UUID, open_a: Open, ben: Person
) -> None:
    one = open_a(account_id=account)
    with council_scope(ben.council.id):
        move_case(
            ben.council.id,
            case_id=one.id,
            version=1,
            to="withdrawn",
            reason="",
            decision={},
            staff=missed_bin.staff_of(ben),
            now=MONDAY,
        )
        cases.tidy_cases(ben.council.id, now=MONDAY + dt.timedelta(days=4_000))
        cases.tidy_cases(ben.council.id, now=MONDAY + dt.timedelta(days=4_001))
        assert Case.objects.filter(council_id=ben.council.id, reference=one.reference).first() is None
    assert held(account) == []


def test_a_deleted_account_leaves_the_requests_with_the_council(
    client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView
) -> None:
    one = open_a(account_id=account)
    assert client.get("/account/delete/").status_code == 200
    assert held(account) == [one.reference]
    gone = client.post("/account/delete/", follow=True)
    assert "Your account is deleted" in gone.content.decode()
    assert held(account) == []
    assert not User.objects.filter(id=account).exists()
    assert client.get(LIST).status_code == 302
    with council_scope(council_a.id):
        assert cases.get_case(council_a.id, case_id=one.id).contact_email == "amina@residents.example"


def test_who_works_for_a_council_keeps_their_sign_in_for_it(ben: Person, open_a: Open) -> None:
    client = sign_in(Client(), ben.email)
    open_a(account_id=ben.id)
    client.post("/account/delete/")
    assert held(ben.id) == []
    assert accounts.email_of(ben.id) == ben.email


def test_the_pages_speak_welsh(client: Client, account: uuid.UUID, open_a: Open, council_a: CouncilView) -> None:
    one = open_a(account_id=account, language="cy")
    for url in (LIST, page(one.id), ADD, "/account/about/", "/account/delete/"):
        html = client.get(url, {"language": "cy"}).content.decode()
        assert '<html lang="cy"' in html
    assert council_a.name_cy in client.get(LIST).content.decode()
    assert mail.outbox
