"""An officer with an account of the node connects their council account: one person, one history, by proof of both."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person
from tests.support.cast import sign_in as sign_in_locally
from tests.support.council_accounts import BOSSES, OFFICERS, PARKS, begin, sign_in, use_provider
from tests.support.openid_provider import Browser, Provider

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.accounts.models import CouncilAccount, User
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

QUEUE = "cases:queue"


@pytest.fixture(autouse=True)
def _at_the_provider(council_a: CouncilView, provider: Provider) -> None:
    use_provider(council_a, provider)
    provider.has("ben.adeyemi", name="Ben Adeyemi", email="b.adeyemi@council.example", groups=[PARKS])


def start(client: Client, council: CouncilView) -> str:
    """Press the button, and return the provider's page that the browser is sent to."""
    answer = client.post(council_url(council, "accounts:connect"))
    assert answer.status_code == 200
    return answer.headers["Refresh"].removeprefix("0; url=")


def connect(client: Client, council: CouncilView, *, name: str, browser: Browser | None = None):
    """Connect a council account, and return the answer to the browser that comes back."""
    return client.get((browser or Browser()).answer(start(client, council), name=name))


def work(council: CouncilView, person: Person) -> StaffView | None:
    with council_scope(council.id):
        return authorities.find_staff(council.id, user_id=person.id)


def audit(council: CouncilView) -> list[AuditEntry]:
    with council_scope(council.id):
        return list(AuditEntry.objects.filter(council_id=council.id).order_by("id"))


def nothing_changed(council: CouncilView, person: Person, before: StaffView | None) -> None:
    assert work(council, person) == before
    assert not CouncilAccount.objects.filter(user_id=person.id).exists()
    assert "council-account-connected" not in [one.action for one in audit(council)]


def test_both_accounts_become_one_person_whose_council_account_opens_the_work(
    ben_client: Client, ben: Person, council_a: CouncilView
) -> None:
    page = ben_client.get(council_url(council_a, "accounts:connect"))
    assert "stays under your name" in page.content.decode()
    answer = connect(ben_client, council_a, name="ben.adeyemi")
    assert "Your council account is connected" in ben_client.get(answer["Location"]).content.decode()
    after = work(council_a, ben)
    assert (after.roles, after.teams, after.by_council_account) == ({"OFFICER"}, ("parks",), True)
    assert User.objects.count() == 1
    assert ben_client.get(council_url(council_a, QUEUE)).status_code == 200
    fresh = Client()
    assert sign_in(fresh, council_a, name="ben.adeyemi").status_code == 302
    assert str(fresh.session["_auth_user_id"]) == str(ben.id)
    entry = next(one for one in audit(council_a) if one.action == "council-account-connected")
    assert (entry.actor_kind, entry.actor_id, entry.subject) == ("STAFF", str(ben.id), f"user:{ben.id}")
    assert entry.facts["roles_before"] == ["OFFICER"]


def test_the_password_alone_opens_the_work_no_more(ben_client: Client, ben: Person, council_a: CouncilView) -> None:
    connect(ben_client, council_a, name="ben.adeyemi")
    locally = sign_in_locally(Client(), ben)
    assert locally.get(council_url(council_a, QUEUE))["Location"].startswith(council_url(council_a, "accounts:start"))


def test_your_sign_in_leads_there_while_there_is_something_to_connect(
    ben_client: Client, council_a: CouncilView
) -> None:
    page = council_url(council_a, "accounts:connect")
    assert page in ben_client.get("/staff/account/second-factor/").content.decode()
    connect(ben_client, council_a, name="ben.adeyemi")
    assert page not in ben_client.get("/staff/account/second-factor/").content.decode()


def test_the_provider_asks_afresh_whoever_is_signed_in_there(
    ben_client: Client, ben: Person, council_a: CouncilView, provider: Provider
) -> None:
    """On a shared computer the colleague who signed in before would be connected without a word."""
    provider.has("colleague", name="Colleague", groups=[OFFICERS])
    shared = Browser()
    sign_in(Client(), council_a, name="colleague", browser=shared)
    connect(ben_client, council_a, name="ben.adeyemi", browser=shared)
    assert CouncilAccount.objects.get(user_id=ben.id).subject == "ben.adeyemi"


def test_connecting_needs_the_second_factor(ben: Person, council_a: CouncilView) -> None:
    with_password_only = Client()
    with_password_only.force_login(User.objects.get(pk=ben.id))
    answer = with_password_only.post(council_url(council_a, "accounts:connect"))
    assert answer["Location"] == "/staff/account/second-factor/set-up/"
    assert Client().post(council_url(council_a, "accounts:connect")).status_code == 302


def test_connecting_needs_a_sign_in_that_is_not_old(ben_client: Client, council_a: CouncilView) -> None:
    session = ben_client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1.0, "type": "totp"}]
    session.save()
    page = council_url(council_a, "accounts:connect")
    for answer in (ben_client.get(page), ben_client.post(page)):
        assert answer["Location"].startswith("/staff/account/reauthenticate/?next=")


def test_a_form_of_another_site_begins_nothing(ben: Person, council_a: CouncilView) -> None:
    client = sign_in_locally(Client(enforce_csrf_checks=True), ben)
    assert client.post(council_url(council_a, "accounts:connect")).status_code == 403


def test_an_account_that_is_somebody_else_s_is_refused_with_a_clear_page(
    ben_client: Client, ben: Person, council_a: CouncilView
) -> None:
    sign_in(Client(), council_a, name="ben.adeyemi")
    before = work(council_a, ben)
    answer = connect(ben_client, council_a, name="ben.adeyemi")
    assert answer.status_code == 409
    assert "belongs to somebody else here already" in answer.content.decode()
    nothing_changed(council_a, ben, before)
    assert ben_client.get(council_url(council_a, QUEUE)).status_code == 200


def test_an_account_without_a_mapped_group_is_not_connected(
    ben_client: Client, ben: Person, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("ben.adeyemi", name="Ben Adeyemi", groups=["others"])
    before = work(council_a, ben)
    answer = connect(ben_client, council_a, name="ben.adeyemi")
    assert (answer.status_code, "no group that may work here" in answer.content.decode()) == (409, True)
    nothing_changed(council_a, ben, before)


def test_the_last_administrator_does_not_connect_an_account_that_is_none(
    council_a: CouncilView, ann: Person, provider: Provider
) -> None:
    client, before = sign_in_locally(Client(), ann), work(council_a, ann)
    answer = connect(client, council_a, name="ben.adeyemi")
    assert (answer.status_code, "only administrator" in answer.content.decode()) == (409, True)
    nothing_changed(council_a, ann, before)
    provider.has("ann", name="Ann Marsh", groups=[BOSSES])
    assert connect(client, council_a, name="ann").status_code == 302


def test_an_answer_counts_once_and_only_for_who_asked(
    ben_client: Client, ben: Person, ann: Person, council_a: CouncilView
) -> None:
    before = work(council_a, ben)
    back = Browser().answer(start(ben_client, council_a), name="ben.adeyemi")
    ann_client = sign_in_locally(Client(), ann)
    start(ann_client, council_a)
    assert ann_client.get(back).status_code == 400
    assert ben_client.get(re.sub("state=[^&]*", "state=another", back)).status_code == 400
    nothing_changed(council_a, ben, before)
    nothing_changed(council_a, ann, work(council_a, ann))
    assert ben_client.get(back).status_code == 302
    assert ben_client.get(back).status_code == 400


def test_an_answer_that_comes_when_somebody_else_has_signed_in_connects_nobody(
    ben_client: Client, ben: Person, ann: Person, council_a: CouncilView
) -> None:
    before = work(council_a, ann)
    back = Browser().answer(start(ben_client, council_a), name="ben.adeyemi")
    held = ben_client.session["council_sign_ins_begun"]
    other = sign_in_locally(Client(), ann)
    session = other.session
    session["council_sign_ins_begun"] = held
    session.save()
    assert other.get(back).status_code == 400
    nothing_changed(council_a, ann, before)


def test_an_answer_to_an_ordinary_sign_in_connects_nothing(
    ben_client: Client, ben: Person, council_a: CouncilView
) -> None:
    """Somebody leads Ben's browser through a sign-in with their own account: it is theirs then, not his."""
    before = work(council_a, ben)
    ben_client.get(Browser().answer(begin(ben_client, council_a), name="ben.adeyemi"))
    nothing_changed(council_a, ben, before)


def test_an_answer_after_the_work_was_ended_connects_nothing(
    ben_client: Client, ben: Person, council_a: CouncilView
) -> None:
    back = Browser().answer(start(ben_client, council_a), name="ben.adeyemi")
    with council_scope(council_a.id):
        accounts.end_work(council_a.id, user_id=ben.id, by=None, at=timezone.now())
    assert ben_client.get(back).status_code == 400
    nothing_changed(council_a, ben, None)


def test_one_account_of_a_provider_each(
    ben_client: Client, ben: Person, council_a: CouncilView, council_b: CouncilView, provider: Provider
) -> None:
    use_provider(council_b, provider)
    authorities.add_staff(council_b.id, user_id=ben.id, roles=["OFFICER"])
    connect(ben_client, council_a, name="ben.adeyemi")
    provider.has("another", name="Another", groups=[OFFICERS])
    assert connect(ben_client, council_b, name="another").status_code == 409
    assert not work(council_b, ben).by_council_account
    silent = sign_in(Client(), council_b, name="ben.adeyemi")
    assert (silent.status_code, "You have an account" in silent.content.decode()) == (409, True)
    assert not work(council_b, ben).by_council_account
    assert connect(ben_client, council_b, name="ben.adeyemi").status_code == 302
    assert work(council_b, ben).by_council_account


def test_who_comes_for_the_first_time_under_an_officer_s_address_is_asked_first(
    ben: Person, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("ben.adeyemi", name="Ben Adeyemi", email=ben.email.upper(), groups=[PARKS])
    client = Client()
    asked = sign_in(client, council_a, name="ben.adeyemi")
    assert (asked.status_code, "It looks as if you have" in asked.content.decode()) == (409, True)
    assert User.objects.count() == 1
    page = council_url(council_a, "accounts:start") + "?new"
    assert page in asked.content.decode()
    back = client.get(Browser().answer(client.get(page)["Location"], name="ben.adeyemi"))
    assert back.status_code == 302
    assert User.objects.count() == 2
    assert str(client.session["_auth_user_id"]) != str(ben.id)


def test_an_administrator_disconnects_it_and_the_account_of_the_node_opens_the_work_again(
    ben_client: Client, ben: Person, ann: Person, council_a: CouncilView
) -> None:
    connect(ben_client, council_a, name="ben.adeyemi")
    administrator, page = sign_in_locally(Client(), ann), council_url(council_a, "accounts:disconnect", user_id=ben.id)
    assert page in administrator.get(council_url(council_a, "accounts:people")).content.decode()
    assert "Disconnect the council account of Ben" in administrator.get(page).content.decode()
    for _ in range(2):
        assert administrator.post(page).status_code == 302
    assert [one.action for one in audit(council_a)].count("council-account-disconnected") == 1
    after = work(council_a, ben)
    assert (after.by_council_account, after.teams) == (False, ("parks",))
    assert sign_in_locally(Client(), ben).get(council_url(council_a, QUEUE)).status_code == 200
    came = Client()
    sign_in(came, council_a, name="ben.adeyemi")
    assert str(came.session["_auth_user_id"]) != str(ben.id)


def test_a_session_by_the_council_account_is_over_when_it_is_disconnected(
    ben_client: Client, ben: Person, council_a: CouncilView
) -> None:
    connect(ben_client, council_a, name="ben.adeyemi")
    came = Client()
    sign_in(came, council_a, name="ben.adeyemi")
    with council_scope(council_a.id):
        assert accounts.disconnect(council_a.id, user_id=ben.id, by=None, at=timezone.now())
    assert came.get(council_url(council_a, QUEUE)).status_code == 302


def test_nobody_is_disconnected_who_could_not_sign_in_then(
    ben_client: Client, ben: Person, ann: Person, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("boss", name="Bo Boss", groups=[BOSSES])
    boss = Client()
    sign_in(boss, council_a, name="boss")
    key = boss.session["_auth_user_id"]
    refused = sign_in_locally(Client(), ann).post(council_url(council_a, "accounts:disconnect", user_id=key))
    assert "no account of this node" in refused.content.decode()
    connect(ben_client, council_a, name="ben.adeyemi")
    with council_scope(council_a.id):
        accounts.set_local_accounts(council_a.id, are_on=False, at=timezone.now())
    refused = boss.post(council_url(council_a, "accounts:disconnect", user_id=ben.id))
    assert "are off for your council" in refused.content.decode()
    assert work(council_a, ben).by_council_account


def test_an_invitation_does_not_undo_it(ben_client: Client, ben: Person, ann: Person, council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        old = accounts.invite(
            council_a.id, email=ben.email, name="Ben", roles=["ADMINISTRATOR"], teams=[], by=None, at=timezone.now()
        )
    connect(ben_client, council_a, name="ben.adeyemi")
    invite = {"email": ben.email, "name": "Ben", "roles": ["ADMINISTRATOR"]}
    answer = sign_in_locally(Client(), ann).post(council_url(council_a, "accounts:invite"), invite)
    assert "signs in with their council account" in answer.content.decode()
    with pytest.raises(accounts.InvitationDoesNotHold):
        accounts.accept_invitation(old.token, password=None, at=timezone.now())
    assert work(council_a, ben).by_council_account


def test_officers_of_another_council_have_nothing_to_connect_here(cara_client: Client, council_a: CouncilView) -> None:
    assert cara_client.post(council_url(council_a, "accounts:connect")).status_code == 404
