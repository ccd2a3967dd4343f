"""Staff sign in with a password and a second factor, and not otherwise."""

import re
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.core import mail
from django.test import Client
from tests.support.cast import PASSWORD, Person, sign_in

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def password(client: Client, person: Person, word: str = PASSWORD) -> object:
    return client.post("/staff/account/login/", {"login": person.email, "password": word})


def last_sign_in(person: Person) -> str | None:
    with council_scope(person.council.id):
        found = authorities.last_sign_ins(person.council.id).get(person.id)
    return found.by if found else None


def test_the_first_sign_in_leads_to_setting_up_a_second_factor(client: Client, ann: Person) -> None:
    answer = client.post("/staff/account/login/", {"login": ann.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/staff/account/second-factor/set-up/"
    assert "data:image/svg+xml" in answer.content.decode()


def test_setting_up_the_factor_lets_the_person_in_and_gives_recovery_codes(client: Client, ann: Person) -> None:
    client.post("/staff/account/login/", {"login": ann.email, "password": PASSWORD})
    page = client.get("/staff/account/second-factor/set-up/").content.decode()
    secret = re.search(r"<strong class=\"house-break\">(\w+)</strong>", page)
    assert secret
    answer = client.post("/staff/account/second-factor/set-up/", {"code": pyotp.TOTP(secret[1]).now()}, follow=True)
    assert "Your recovery codes" in answer.content.decode()
    assert answer.content.decode().count("<code>") == 10
    assert client.get(council_url(ann.council, "accounts:people")).status_code == 200
    assert last_sign_in(ann) == "node"


def test_without_the_code_nothing_opens(client: Client, ann: Person) -> None:
    accounts.enrol(ann.id, secret=SECRET)
    client.post("/staff/account/login/", {"login": ann.email, "password": PASSWORD})
    answer = client.get(council_url(ann.council, "accounts:people"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/account/login/")
    assert last_sign_in(ann) is None


def test_password_and_code_together_open(client: Client, ann: Person) -> None:
    accounts.enrol(ann.id, secret=SECRET)
    client.post("/staff/account/login/", {"login": ann.email.upper(), "password": PASSWORD})
    client.post("/staff/account/second-factor/check/", {"code": pyotp.TOTP(SECRET).now()})
    assert client.get(council_url(ann.council, "accounts:people")).status_code == 200
    assert last_sign_in(ann) == "node"


def test_a_session_from_before_the_factor_does_not_open(client: Client, ann: Person) -> None:
    client.post("/staff/account/login/", {"login": ann.email, "password": PASSWORD})
    accounts.enrol(ann.id, secret=SECRET)
    answer = client.get(council_url(ann.council, "accounts:people"))
    assert answer["Location"] == "/staff/account/logout/"


def test_guessing_passwords_is_stopped(client: Client, ann: Person) -> None:
    for _ in range(6):
        answer = client.post("/staff/account/login/", {"login": ann.email, "password": "wrong"})
    assert "Too many tries" in answer.content.decode()
    right = client.post("/staff/account/login/", {"login": ann.email, "password": PASSWORD})
    assert right.status_code != 302


def test_a_leaver_loses_access_at_the_next_page(ann: Person, ben: Person) -> None:
    client = sign_in(Client(), ann)
    page = council_url(ann.council, "accounts:people")
    assert client.get(page).status_code == 200
    authorities.end_staff(ann.council.id, user_id=ann.id)
    assert client.get(page).status_code == 404


def test_nobody_can_sign_themselves_up(client: Client, db: None) -> None:
    assert client.get("/staff/account/signup/").status_code == 404


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "inactive/"])
def test_pages_before_sign_in_are_ours(client: Client, path: str, db: None) -> None:
    answer = client.get(f"/staff/account/{path}")
    assert answer.status_code == 200
    assert "govuk-heading-l" in answer.content.decode()


@pytest.mark.parametrize("path", ["second-factor/", "second-factor/codes/", "password/change/", "logout/"])
def test_pages_after_sign_in_are_ours(ann: Person, path: str) -> None:
    accounts.enrol(ann.id, secret=SECRET)
    client = sign_in(Client(), ann)
    answer = client.get(f"/staff/account/{path}", follow=True)
    assert answer.status_code == 200
    assert "govuk-heading-l" in answer.content.decode()


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(client: Client, ann: Person) -> None:
    client.post("/staff/account/password/reset/", {"email": ann.email})
    link = re.search(r"https?://\S+", mail.outbox[0].body)
    assert link
    path = urlsplit(link[0]).path
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    new = "four unlikely words together"
    done = client.post(where, {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert "no longer works" in Client().get(path, follow=True).content.decode()


def test_a_stranger_s_address_gets_no_letter_and_the_same_page(client: Client, db: None) -> None:
    answer = client.post("/staff/account/password/reset/", {"email": "nobody@nowhere.example"}, follow=True)
    assert "Check your email" in answer.content.decode()
    assert mail.outbox == []


def test_the_page_comes_back_to_where_the_person_was_going(client: Client, ann: Person) -> None:
    page = council_url(ann.council, "accounts:people")
    answer = client.get(page)
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [page]}
