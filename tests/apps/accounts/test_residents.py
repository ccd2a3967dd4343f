"""Residents sign in by a code sent by email, and are not confused with people who work for a council."""

import re

import pytest
from django.core import mail
from django.test import Client
from tests.support.accounts import CODE, SIGN_IN, sent_code, sign_in
from tests.support.cast import Person, Resident
from tests.support.cast import sign_in as sign_in_to_work

from commonwheel.apps.accounts.models import User
from commonwheel.foundation.councils import CouncilView

LIST = "/account/"
pytestmark = pytest.mark.django_db


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_whoever_reads_the_mail_signs_in(client: Client, amina: Resident) -> None:
    asked = client.get(LIST)
    assert (asked.status_code, asked.headers["Location"]) == (302, f"{SIGN_IN}?next=/account/")
    sent = client.post(f"{SIGN_IN}?next=/account/add/", {"email": f" {amina.email.upper()} "})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{CODE}?next=%2Faccount%2Fadd%2F")
    assert [letter.to for letter in mail.outbox] == [[amina.email]]
    code = sent_code()
    assert code not in mail.outbox[0].subject
    page = client.get(sent.headers["Location"]).content.decode()
    assert amina.email in page
    assert code not in page
    done = client.post(sent.headers["Location"], {"code": f"{code[:3]} {code[3:]}"})
    assert (done.status_code, done.headers["Location"]) == (302, "/account/add/")
    assert amina.email in client.get(LIST).content.decode()
    assert client.get(SIGN_IN).headers["Location"] == LIST


def test_an_account_is_made_only_by_the_right_code_and_once(client: Client, amina: Resident) -> None:
    client.post(SIGN_IN, {"email": amina.email})
    assert not User.objects.exists()
    sign_in(Client(), amina.email)
    sign_in(Client(), amina.email.upper())
    assert list(User.objects.values_list("email", flat=True)) == [amina.email]
    assert not User.objects.get().has_usable_password()


def test_known_and_unknown_addresses_read_alike(amina: Resident) -> None:
    sign_in(Client(), amina.email)
    seen = set()
    for email in (amina.email, "nobody@residents.example"):
        client = Client()
        sent = client.post(SIGN_IN, {"email": email})
        html = client.get(CODE).content.decode().replace(email, "E")
        letter = mail.outbox[-1]
        words = re.sub(r"\d{6}", "C", f"{letter.subject}\n{letter.body}")
        seen.add((sent.status_code, sent.headers["Location"], re.sub(r'value="\w{64}"', "", html), words))
    assert len(seen) == 1


def test_a_code_works_once_in_the_browser_that_asked_for_it(client: Client, amina: Resident) -> None:
    client.post(SIGN_IN, {"email": amina.email})
    code = sent_code()
    elsewhere = Client()
    assert elsewhere.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    assert client.post(CODE, {"code": code}).status_code == 302
    client.post("/account/sign-out/")
    assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    assert client.get(LIST).status_code == 302


def test_after_five_wrong_codes_the_right_one_is_refused(client: Client, amina: Resident) -> None:
    client.post(SIGN_IN, {"email": amina.email})
    code = sent_code()
    for _ in range(4):
        answer = client.post(CODE, {"code": wrong(code)})
        assert answer.status_code == 422
        assert "This is not the code we sent" in answer.content.decode()
    last = client.post(CODE, {"code": wrong(code)})
    assert last.status_code == 429
    assert "no longer works" in last.content.decode()
    assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
    assert client.get(LIST).status_code == 302


def test_a_session_that_is_played_again_has_no_more_tries(client: Client, amina: Resident) -> None:
    client.post(SIGN_IN, {"email": amina.email})
    code, kept = sent_code(), dict(client.session)
    for _ in range(5):
        client.post(CODE, {"code": wrong(code)})
        session = client.session
        session.update(kept)
        session.save()
    assert client.post(CODE, {"code": code}).status_code == 429
    assert client.get(LIST).status_code == 302


def test_few_codes_are_sent_to_one_address(amina: Resident) -> None:
    answers = [Client().post(SIGN_IN, {"email": amina.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5
    assert Client().post(SIGN_IN, {"email": "somebody@else.example"}).status_code == 302


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@b", "x" * 400 + "@residents.example", "a@b.example\nBcc: c@d.example"]
)
def test_what_is_no_address_is_told(client: Client, email: str) -> None:
    answer = client.post(SIGN_IN, {"email": email})
    assert answer.status_code == 422
    assert "email address" in answer.content.decode()
    assert mail.outbox == []


def test_sign_in_does_not_lead_to_another_host(client: Client, amina: Resident) -> None:
    client.post(f"{SIGN_IN}?next=https://elsewhere.example/", {"email": amina.email})
    done = client.post(f"{CODE}?next=https://elsewhere.example/", {"code": sent_code()})
    assert done.headers["Location"] == LIST


def test_a_resident_has_no_staff_page(client: Client, amina: Resident, council_a: CouncilView) -> None:
    sign_in(client, amina.email)
    for path in ("/staff/", f"/staff/{council_a.slug}/requests/", "/staff/account/second-factor/set-up/"):
        assert client.get(path).status_code == 403, path


def test_a_password_alone_opens_no_account(ben: Person) -> None:
    answer = sign_in_to_work(Client(), ben).get(LIST)
    assert answer.headers["Location"].startswith(SIGN_IN)


def test_somebody_at_work_can_be_a_resident_too(ben: Person) -> None:
    client = sign_in_to_work(Client(), ben)
    sign_in(client, ben.email)
    assert client.get(LIST).status_code == 200
    assert client.get(f"/staff/{ben.council.slug}/requests/").status_code == 200


def test_another_person_in_the_same_browser_ends_the_work(ben: Person, amina: Resident) -> None:
    client = sign_in_to_work(Client(), ben)
    sign_in(client, amina.email)
    assert amina.email in client.get(LIST).content.decode()
    assert client.get(f"/staff/{ben.council.slug}/requests/").status_code == 403


def test_who_works_for_a_council_but_has_no_second_factor_must_still_set_one_up(client: Client, ben: Person) -> None:
    sign_in(client, ben.email)
    assert client.get("/staff/").headers["Location"] == "/staff/account/second-factor/set-up/"


def test_signing_out_asks_first_and_ends_the_session(client: Client, amina: Resident) -> None:
    sign_in(client, amina.email)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get(LIST).status_code == 200
    left = client.post("/account/sign-out/", follow=True)
    assert "You are signed out" in left.content.decode()
    assert client.get(LIST).status_code == 302


def test_welsh_is_offered_where_a_council_here_speaks_it(
    client: Client, amina: Resident, council_b: CouncilView
) -> None:
    assert "Cymraeg" not in client.get(SIGN_IN).content.decode()


def test_the_code_comes_in_welsh(client: Client, amina: Resident, council_a: CouncilView) -> None:
    page = client.get(SIGN_IN, {"language": "cy"})
    assert '<html lang="cy"' in page.content.decode()
    client.post(SIGN_IN, {"email": amina.email})
    assert "Fy nghyfrif" in mail.outbox[0].subject


def test_a_council_s_own_host_hands_over_to_the_node(client: Client, own_host: CouncilView) -> None:
    for path in ("/account/", "/account/sign-in/", "/account/add/?council=seaport"):
        answer = client.get(path, headers={"host": "seaport.example"})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"https://testserver{path}"), path


@pytest.fixture
def own_host(db: None) -> CouncilView:
    from tests.support.cast import add_council

    return add_council("seaport", name="Seaport Council", host="seaport.example")
