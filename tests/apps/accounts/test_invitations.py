"""An administrator lets people in, by a link that works once."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from tests.support.cast import Person, sign_in

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PASSPHRASE = "four unlikely words together"


@pytest.fixture
def administrator(ann: Person) -> StaffView:
    with council_scope(ann.council.id):
        staff = authorities.find_staff(ann.council.id, user_id=ann.id)
    assert staff
    return staff


def invited(ann: Person, client: Client) -> str:
    """Invite Eve as Ann would, and return the path of the link in the letter."""
    words = {"email": "Eve@harbourside.example", "name": "Eve Hart", "roles": ["OFFICER"], "teams": "waste, parks"}
    answer = client.post(council_url(ann.council, "accounts:invite"), words)
    assert answer.status_code == 200
    link = re.search(r"https?://\S+", mail.outbox[0].body)
    assert link
    assert link[0] in answer.content.decode().replace("&#x3D;", "=")
    return urlsplit(link[0]).path


def test_the_link_makes_the_person_with_the_role_they_were_given(ann: Person) -> None:
    path = invited(ann, sign_in(Client(), ann))
    answer = Client().post(path, {"password": PASSPHRASE})
    assert answer["Location"] == "/staff/account/login/"
    with council_scope(ann.council.id):
        eve = next(one for one in authorities.list_staff(ann.council.id) if one.name == "Eve Hart")
    assert (eve.roles, eve.teams, eve.email) == ({"OFFICER"}, ("waste", "parks"), "eve@harbourside.example")


def test_the_link_works_once(ann: Person) -> None:
    path = invited(ann, sign_in(Client(), ann))
    Client().post(path, {"password": PASSPHRASE})
    assert Client().post(path, {"password": "another one of four words"}).status_code == 410


def test_a_weak_password_is_refused_and_the_link_still_works(ann: Person) -> None:
    path = invited(ann, sign_in(Client(), ann))
    answer = Client().post(path, {"password": "password"})
    assert "There is a problem" in answer.content.decode()
    assert Client().post(path, {"password": PASSPHRASE}).status_code == 302


def test_a_changed_link_says_only_that_it_does_not_work(ann: Person) -> None:
    path = invited(ann, sign_in(Client(), ann))
    assert Client().get(f"{path[:-3]}xx/").status_code == 410


def test_an_old_link_does_not_work(ann: Person, administrator: StaffView) -> None:
    with council_scope(ann.council.id):
        made = accounts.invite(
            ann.council.id, email="old@x.example", name="Old", roles=["OFFICER"], teams=[], by=administrator, at=NOW
        )
    with pytest.raises(accounts.InvitationDoesNotHold):
        accounts.accept_invitation(made.token, password=PASSPHRASE, at=NOW + timedelta(days=7, seconds=1))


def test_somebody_who_has_a_sign_in_keeps_their_password(ann: Person, cara: Person, administrator: StaffView) -> None:
    before = get_user_model().objects.get(pk=cara.id).password
    with council_scope(ann.council.id):
        made = accounts.invite(
            ann.council.id, email=cara.email, name="Cara", roles=["OFFICER"], teams=[], by=administrator, at=NOW
        )
    accounts.accept_invitation(made.token, password=PASSPHRASE, at=NOW)
    assert get_user_model().objects.get(pk=cara.id).password == before


def test_an_officer_cannot_invite(ben: Person) -> None:
    client = sign_in(Client(), ben)
    assert client.post(council_url(ben.council, "accounts:invite"), {}).status_code == 403


def test_an_administrator_of_another_council_cannot_invite_here(ann: Person, council_b: CouncilView) -> None:
    client = sign_in(Client(), ann)
    assert client.post(council_url(council_b, "accounts:invite"), {}).status_code == 404


def test_an_administrator_ends_somebody_s_work_but_not_their_own(ann: Person, ben: Person) -> None:
    client = sign_in(Client(), ann)
    client.post(council_url(ann.council, "accounts:end", user_id=ben.id))
    refused = client.post(council_url(ann.council, "accounts:end", user_id=ann.id))
    assert "Ask another administrator" in refused.content.decode()
    with council_scope(ann.council.id):
        assert [one.name for one in authorities.list_staff(ann.council.id)] == ["Ann Marsh"]


@pytest.mark.parametrize("act", ["end", "reset_second_factor"])
def test_what_hits_a_colleague_is_asked_once_more_and_changes_nothing_before(
    ann: Person, ben: Person, cara: Person, act: str
) -> None:
    accounts.enrol(ben.id, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = sign_in(Client(), ann)
    path = council_url(ann.council, f"accounts:{act}", user_id=ben.id)
    assert f'href="{path}"' in client.get(council_url(ann.council, "accounts:people")).content.decode()
    asked = client.get(path).content.decode()
    assert ben.name in re.sub(r"<[^>]+>", " ", asked)
    assert '<form method="post">' in asked
    with council_scope(ann.council.id):
        assert authorities.find_staff(ann.council.id, user_id=ben.id)
    assert Authenticator.objects.filter(user_id=ben.id).exists()
    assert client.get(council_url(ann.council, f"accounts:{act}", user_id=cara.id)).status_code == 404


def test_a_lost_phone_is_mended_by_an_administrator(ann: Person, ben: Person) -> None:
    accounts.enrol(ben.id, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    sign_in(Client(), ann).post(council_url(ann.council, "accounts:reset_second_factor", user_id=ben.id))
    fresh = Client()
    fresh.force_login(get_user_model().objects.get(pk=ben.id))
    assert fresh.get("/staff/")["Location"] == "/staff/account/second-factor/set-up/"
