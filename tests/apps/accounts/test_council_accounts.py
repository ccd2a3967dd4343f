"""Staff sign in with their council account, at a real OpenID provider; their groups say what they do here."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person
from tests.support.cast import sign_in as sign_in_locally
from tests.support.council_accounts import BOSSES, OFFICERS, PARKS, later, sign_in, use_provider
from tests.support.openid_provider import Browser, Provider

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.accounts.models import CouncilSignIn, SignInProvider, User
from commonwheel.apps.accounts.rules import LocalAccountsAreOff, SignInCannotBe
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

QUEUE, PEOPLE = "cases:queue", "accounts:people"


@pytest.fixture(autouse=True)
def _at_the_provider(council_a: CouncilView, provider: Provider) -> None:
    use_provider(council_a, provider)
    provider.has("gita", name="Gita Patel", email="gita@harbourside.example", groups=[OFFICERS])


def council_now(council: CouncilView) -> CouncilView:
    authorities.forget_councils()
    return authorities.get_council(council.slug)


def staff(council: CouncilView, name: str):
    with council_scope(council.id):
        return next((one for one in authorities.list_staff(council.id) if one.name == name), None)


def audit(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        return list(AuditEntry.objects.filter(council_id=council.id).order_by("id").values_list("action", flat=True))


def test_whoever_has_a_mapped_group_comes_in_with_its_roles_and_teams(client: Client, council_a: CouncilView) -> None:
    answer = sign_in(client, council_a, name="gita")
    assert answer.status_code == 302
    assert answer["Location"] == council_url(council_a, QUEUE)
    assert client.get(council_url(council_a, QUEUE)).status_code == 200
    assert client.get(council_url(council_a, PEOPLE)).status_code == 403
    gita = staff(council_a, "Gita Patel")
    assert (gita.roles, gita.teams, gita.email) == ({"OFFICER"}, ("waste",), "gita@harbourside.example")
    assert "staff-by-groups" in audit(council_a)


def test_the_person_comes_back_to_the_page_they_wanted(client: Client, council_a: CouncilView) -> None:
    wanted = council_url(council_a, QUEUE) + "?team=waste"
    page = client.get(wanted, follow=True)
    assert "Sign in with your council account" in page.content.decode()
    assert sign_in(client, council_a, name="gita", following=wanted)["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil"])
def test_nobody_is_sent_elsewhere_afterwards(client: Client, council_a: CouncilView, elsewhere: str) -> None:
    assert sign_in(client, council_a, name="gita", following=elsewhere)["Location"] == council_url(council_a, QUEUE)


def test_roles_and_teams_follow_the_groups_at_each_sign_in(
    client: Client, council_a: CouncilView, provider: Provider
) -> None:
    sign_in(client, council_a, name="gita")
    provider.has("gita", name="Gita Shah", email="gita@harbourside.example", groups=[PARKS, BOSSES, "others"])
    sign_in(client, council_a, name="gita", browser=Browser())
    assert staff(council_a, "Gita Patel") is None
    gita = staff(council_a, "Gita Shah")
    assert (gita.roles, gita.teams) == ({"ADMINISTRATOR", "OFFICER"}, ("parks",))
    assert client.get(council_url(council_a, PEOPLE)).status_code == 200
    assert audit(council_a).count("staff-by-groups") == 2


@pytest.mark.parametrize("groups", [[], ["others"], None, {OFFICERS: 1}, [[OFFICERS]], 7])
def test_without_a_mapped_group_nobody_is_let_in_or_made(
    client: Client, council_a: CouncilView, provider: Provider, groups: object
) -> None:
    provider.has("nick", name="Nick", groups=groups)
    before = User.objects.count()
    answer = sign_in(client, council_a, name="nick")
    assert answer.status_code == 403
    assert "you have no role here" in answer.content.decode()
    assert client.get(council_url(council_a, QUEUE)).status_code == 302
    assert User.objects.count() == before


def test_who_loses_the_last_group_loses_access_at_the_next_check(
    client: Client, council_a: CouncilView, provider: Provider
) -> None:
    browser = Browser()
    sign_in(client, council_a, name="gita", browser=browser)
    other = Client()
    sign_in(other, council_a, name="gita")
    provider.has("gita", name="Gita Patel", groups=["others"])
    assert sign_in(client, council_a, name="gita", browser=browser).status_code == 403
    for one in (client, other):
        assert one.get(council_url(council_a, QUEUE)).status_code in {302, 404}
    assert staff(council_a, "Gita Patel") is None
    assert "staff-ended-by-groups" in audit(council_a)
    provider.has("gita", name="Gita Patel", groups=[OFFICERS])
    assert sign_in(client, council_a, name="gita").status_code == 302


def test_the_provider_is_asked_again_after_a_while_without_a_word(client: Client, council_a: CouncilView) -> None:
    browser, page = Browser(), council_url(council_a, QUEUE)
    sign_in(client, council_a, name="gita", browser=browser)
    later(council_a, minutes=16)
    again = client.get(page)
    assert again["Location"].startswith(council_url(council_a, "accounts:start"))
    back = client.get(browser.answer(client.get(again["Location"])["Location"], name="nobody"))
    assert back["Location"] == page
    assert client.get(page).status_code == 200


def test_what_is_being_sent_is_taken_a_while_longer_and_then_not(
    client: Client, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("boss", name="Bo Boss", groups=[BOSSES])
    sign_in(client, council_a, name="boss")
    later(council_a, minutes=16)
    assert client.post(council_url(council_a, "accounts:invite"), {}).status_code == 200
    later(council_a, minutes=50)
    answer = client.post(council_url(council_a, "accounts:invite"), {})
    assert answer["Location"] == council_url(council_a, "accounts:start") + "?"


def test_an_officer_whose_account_is_closed_does_not_come_back(
    client: Client, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("leo", name="Leo", groups=[OFFICERS])
    sign_in(client, council_a, name="leo")
    provider.loses("leo", sid="any")
    later(council_a, minutes=16)
    start = client.get(council_url(council_a, QUEUE))["Location"]
    back = client.get(Browser().answer(client.get(start)["Location"], name="leo"))
    assert back.status_code == 400
    assert client.get(council_url(council_a, QUEUE)).status_code == 302


def test_an_officer_who_left_is_out_at_the_next_request_when_the_provider_says_so(
    client: Client, council_a: CouncilView, provider: Provider
) -> None:
    provider.has("leo", name="Leo", groups=[OFFICERS])
    sign_in(client, council_a, name="leo")
    gita = Client()
    sign_in(gita, council_a, name="gita")
    with council_scope(council_a.id):
        sid = CouncilSignIn.objects.get(user__name="Leo", council_id=council_a.id).sid
    assert sid
    token = provider.loses("leo", sid=sid)
    assert client.get(council_url(council_a, QUEUE)).status_code == 200
    ended = Client(enforce_csrf_checks=True).post(council_url(council_a, "accounts:ended"), {"logout_token": token})
    assert ended.status_code == 200
    assert client.get(council_url(council_a, QUEUE)).status_code == 302
    assert client.post(council_url(council_a, "accounts:invite"), {}).status_code == 302
    assert gita.get(council_url(council_a, QUEUE)).status_code == 200


def test_who_was_ended_here_is_out_at_the_next_request_and_stays_out_until_let_back(
    client: Client, council_a: CouncilView, ann: Person
) -> None:
    browser = Browser()
    sign_in(client, council_a, name="gita", browser=browser)
    gita = staff(council_a, "Gita Patel")
    sign_in_locally(Client(), ann).post(council_url(council_a, "accounts:end", user_id=gita.user_id))
    assert client.get(council_url(council_a, QUEUE)).status_code == 404
    assert sign_in(client, council_a, name="gita", browser=browser).status_code == 403
    with council_scope(council_a.id):
        assert accounts.let_back(council_a.id, email="gita@harbourside.example", at=timezone.now()) == 1
    assert sign_in(client, council_a, name="gita", browser=browser).status_code == 302


def test_a_council_account_opens_no_other_council(
    client: Client, council_a: CouncilView, council_b: CouncilView, provider: Provider, other_provider: Provider
) -> None:
    use_provider(council_b, other_provider)
    sign_in(client, council_a, name="gita")
    assert client.get(council_url(council_b, QUEUE)).status_code == 404
    other_provider.has("gita", name="Another Gita", groups=[OFFICERS])
    sign_in(client, council_b, name="gita")
    assert client.get(council_url(council_b, QUEUE)).status_code == 200
    assert client.get(council_url(council_a, QUEUE)).status_code == 404
    assert User.objects.filter(name__contains="Gita").count() == 2


def test_councils_that_share_a_provider_mean_the_same_person_and_each_asks_for_itself(
    client: Client, council_a: CouncilView, council_b: CouncilView, provider: Provider
) -> None:
    use_provider(council_b, provider)
    browser = Browser()
    sign_in(client, council_a, name="gita", browser=browser)
    sign_in(client, council_b, name="gita", browser=browser)
    for council in (council_a, council_b):
        assert client.get(council_url(council, QUEUE)).status_code == 200
    assert User.objects.filter(name="Gita Patel").count() == 1
    fresh = Client()
    sign_in(fresh, council_a, name="gita")
    asked = fresh.get(council_url(council_b, QUEUE))
    assert asked["Location"].startswith(council_url(council_b, "accounts:start"))


def test_an_address_makes_nobody_somebody_else(
    client: Client, council_a: CouncilView, ann: Person, provider: Provider
) -> None:
    provider.has("mallory", name="Mallory", email=ann.email, groups=[OFFICERS])
    assert sign_in(client, council_a, name="mallory").status_code == 409
    assert client.get(council_url(council_a, QUEUE)).status_code == 302
    as_new = client.get(council_url(council_a, "accounts:start") + "?new")["Location"]
    client.get(Browser().answer(as_new, name="mallory"))
    assert client.get(council_url(council_a, QUEUE)).status_code == 200
    assert client.get(council_url(council_a, PEOPLE)).status_code == 403
    assert User.objects.get(email=ann.email).id == ann.id
    client.post("/staff/account/password/reset/", {"email": User.objects.get(name="Mallory").email})


def test_switched_off_accounts_of_the_node_open_nothing_and_the_operator_switches_them_on(
    council_a: CouncilView, ann: Person, provider: Provider
) -> None:
    page, locally = council_url(council_a, PEOPLE), sign_in_locally(Client(), ann)
    assert locally.get(page).status_code == 200
    with council_scope(council_a.id), pytest.raises(SignInCannotBe):
        accounts.set_local_accounts(council_a.id, are_on=False, at=timezone.now())
    provider.has("boss", name="Bo Boss", groups=[BOSSES])
    boss = Client()
    sign_in(boss, council_a, name="boss")
    with council_scope(council_a.id):
        accounts.set_local_accounts(council_a.id, are_on=False, at=timezone.now())
    assert council_now(council_a).staff_sign_in == "council"
    assert locally.get(page)["Location"] == council_url(council_a, "accounts:choose")
    choice = Client().get(page, follow=True).content.decode()
    assert "Sign in with your council account" in choice
    assert "password" not in choice
    assert boss.get(page).status_code == 200
    invite = {"email": "new@harbourside.example", "name": "New", "roles": ["OFFICER"]}
    assert "council account only" in boss.post(council_url(council_a, "accounts:invite"), invite).content.decode()
    with council_scope(council_a.id):
        with pytest.raises(LocalAccountsAreOff):
            accounts.invite(
                council_a.id, email="n@h.example", name="N", roles=["OFFICER"], teams=[], by=None, at=timezone.now()
            )
        accounts.set_local_accounts(council_a.id, are_on=True, at=timezone.now())
    assert locally.get(page).status_code == 200


def test_an_account_of_the_node_still_needs_its_second_factor_beside_a_council_account(
    client: Client, council_a: CouncilView, council_b: CouncilView
) -> None:
    sign_in(client, council_a, name="gita")
    gita = staff(council_a, "Gita Patel")
    authorities.add_staff(council_b.id, user_id=gita.user_id, roles=["OFFICER"])
    assert client.get(council_url(council_b, QUEUE))["Location"] == "/staff/account/logout/"


def test_a_provider_that_is_taken_away_lets_nobody_in(client: Client, council_a: CouncilView) -> None:
    sign_in(client, council_a, name="gita")
    with council_scope(council_a.id):
        accounts.remove_provider(council_a.id, at=timezone.now())
    assert client.get(council_url(council_a, QUEUE))["Location"] == "/staff/account/logout/"
    assert client.get(council_url(council_a, "accounts:start")).status_code == 404


def test_the_secret_cannot_be_read_in_the_database(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        stored = SignInProvider.objects.get(council_id=council_a.id).secret
    assert stored.startswith("fernet:")


def test_the_general_sign_in_page_leads_to_the_council_s(client: Client, council_a: CouncilView) -> None:
    page = client.get("/staff/account/login/").content.decode()
    assert council_url(council_a, "accounts:choose") in page


def test_your_sign_in_says_that_the_council_looks_after_it(client: Client, council_a: CouncilView) -> None:
    sign_in(client, council_a, name="gita")
    assert "Your council looks after" in client.get("/staff/account/second-factor/").content.decode()
