"""An administrator changes what a colleague does, after a second look, and sees how everybody signs in."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person, add_person, sign_in
from tests.support.cast import sign_in as sign_in_locally
from tests.support.council_accounts import OFFICERS, use_provider
from tests.support.council_accounts import sign_in as sign_in_there
from tests.support.openid_provider import Provider

from commonwheel.apps.accounts.actions import people as actions
from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

PEOPLE = "accounts:people"


@pytest.fixture
def administrator(ann: Person) -> Client:
    """Return a browser in which Ann has signed in."""
    return sign_in(Client(), ann)


def work(person: Person) -> StaffView | None:
    with council_scope(person.council.id):
        return authorities.find_staff(person.council.id, user_id=person.id)


def changes(council: CouncilView) -> list[AuditEntry]:
    with council_scope(council.id):
        return list(AuditEntry.objects.filter(council_id=council.id, action="staff-changed"))


def send(client: Client, person: Person, *roles: str, teams: str = "", confirmed: bool = True):
    said = {"roles": list(roles), "teams": teams, **({"confirmed": "yes"} if confirmed else {})}
    return client.post(council_url(person.council, "accounts:change", user_id=person.id), said)


def test_the_page_shows_what_they_do_and_asks_once_more_before_it_changes(administrator: Client, ben: Person) -> None:
    page = council_url(ben.council, "accounts:change", user_id=ben.id)
    assert page in administrator.get(council_url(ben.council, PEOPLE)).content.decode()
    form = administrator.get(page).content.decode()
    assert 'value="waste"' in form
    assert form.count("checked") == 1
    asked = send(administrator, ben, "OFFICER", "ADVISER", teams="parks", confirmed=False)
    shown = asked.content.decode()
    assert "Change what Ben Adeyemi does?" in shown
    assert "Help residents by phone" in shown
    assert 'name="confirmed"' in shown
    assert work(ben).teams == ("waste",)
    assert send(administrator, ben, "OFFICER", "ADVISER", teams="parks")["Location"] == council_url(ben.council, PEOPLE)
    assert (work(ben).roles, work(ben).teams) == ({"OFFICER", "ADVISER"}, ("parks",))


def test_a_change_is_written_down_once_however_often_it_is_sent(
    administrator: Client, ann: Person, ben: Person
) -> None:
    for _ in range(2):
        assert send(administrator, ben, "ADVISER", teams="parks, parks").status_code == 302
    (entry,) = changes(ben.council)
    assert (entry.actor_id, entry.subject) == (str(ann.id), f"user:{ben.id}")
    assert entry.facts == {
        "roles": ["ADVISER"], "teams": ["parks"], "roles_before": ["OFFICER"], "teams_before": ["waste"],
    }  # fmt: skip


@pytest.mark.parametrize("roles", [(), ("QUEEN",)])
def test_what_is_no_work_changes_nothing(administrator: Client, ben: Person, roles: tuple[str, ...]) -> None:
    before = work(ben)
    answer = send(administrator, ben, *roles)
    assert "There is a problem" in answer.content.decode()
    assert work(ben) == before


def test_the_last_administrator_stays_one(administrator: Client, ann: Person, council_a: CouncilView) -> None:
    answer = send(administrator, ann, "OFFICER")
    assert "only administrator" in answer.content.decode()
    assert work(ann).roles == {"ADMINISTRATOR"}
    add_person("Zoe Marsh", council=council_a, roles=("ADMINISTRATOR",))
    assert send(administrator, ann, "OFFICER").status_code == 302
    assert work(ann).roles == {"OFFICER"}


def test_an_administrator_of_another_council_does_not_count(
    administrator: Client, ann: Person, council_b: CouncilView
) -> None:
    add_person("Zoe Marsh", council=council_b, roles=("ADMINISTRATOR",))
    assert "only administrator" in send(administrator, ann, "OFFICER").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_take_it_from_each_other_at_once_leave_one(ann: Person, council_a: CouncilView) -> None:
    zoe = add_person("Zoe Marsh", council=council_a, roles=("ADMINISTRATOR",))
    together = threading.Barrier(2)

    def take(person: Person, by: Person) -> None:
        together.wait()
        with council_scope(council_a.id):
            try:
                actions.change_work(
                    council_a.id, user_id=person.id, roles=["OFFICER"], teams=[], by=work(by), at=timezone.now()
                )
            except authorities.LastAdministrator:
                pass
            finally:
                connection.close()

    both = [threading.Thread(target=take, args=pair) for pair in ((ann, zoe), (zoe, ann))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted("ADMINISTRATOR" in work(one).roles for one in (ann, zoe)) == [False, True]


def test_nobody_is_ended_who_is_the_last_administrator(ann: Person, council_a: CouncilView) -> None:
    """Ann was an administrator when she opened the page, and is not any more when she presses the button."""
    zoe = add_person("Zoe Marsh", council=council_a, roles=("ADMINISTRATOR",))
    with council_scope(council_a.id):
        as_she_was = work(ann)
        actions.change_work(council_a.id, user_id=ann.id, roles=["OFFICER"], teams=[], by=work(zoe), at=timezone.now())
        with pytest.raises(authorities.LastAdministrator):
            actions.end_work(council_a.id, user_id=zoe.id, by=as_she_was, at=timezone.now())
    assert work(zoe) is not None


def test_who_was_ended_meanwhile_is_not_brought_back(administrator: Client, ann: Person, ben: Person) -> None:
    administrator.post(council_url(ben.council, "accounts:end", user_id=ben.id))
    assert send(administrator, ben, "ADVISER").status_code == 404
    with council_scope(ben.council.id), pytest.raises(authorities.WorkCannotChange):
        actions.change_work(
            ben.council.id, user_id=ben.id, roles=["ADVISER"], teams=[], by=work(ann), at=timezone.now()
        )
    assert work(ben) is None


def test_what_groups_say_is_not_changed_here(administrator: Client, council_a: CouncilView, provider: Provider) -> None:
    use_provider(council_a, provider)
    provider.has("gita", name="Gita Patel", groups=[OFFICERS])
    came = Client()
    sign_in_there(came, council_a, name="gita")
    gita = Person(came.session["_auth_user_id"], "Gita Patel", "", council_a)
    page = administrator.get(council_url(council_a, "accounts:change", user_id=gita.id)).content.decode()
    assert "their groups there say what they do here" in page
    assert 'name="roles"' not in page
    answer = send(administrator, gita, "ADMINISTRATOR")
    assert "their groups there say what they do here" in answer.content.decode()
    assert work(gita).roles == {"OFFICER"}
    assert changes(council_a) == []


def test_officers_change_nobody_s_work(ben_client: Client, ben: Person) -> None:
    assert send(ben_client, ben, "ADMINISTRATOR").status_code == 403


SIGN_IN = "accounts:sign_in_of_staff"


def test_the_page_of_sign_in_shows_the_provider_its_groups_and_who_came_how(
    administrator: Client, ann: Person, council_a: CouncilView, provider: Provider
) -> None:
    page = council_url(council_a, SIGN_IN)
    assert page in administrator.get(council_url(council_a, PEOPLE)).content.decode()
    before = administrator.get(page).content.decode()
    assert "None: everybody signs in with a password" in before
    assert "Not yet" in before
    use_provider(council_a, provider)
    provider.has("gita", name="Gita Patel", groups=[OFFICERS])
    sign_in_there(Client(), council_a, name="gita")
    authorities.forget_councils()
    after = administrator.get(page).content.decode()
    for words in (provider.issuer, OFFICERS, "Work requests", "waste", "Council account", "beside the council’s own"):
        assert words in after
    assert f"commonwheel staff sign-in group {council_a.slug}" in after


def test_it_shows_nothing_of_another_council(
    administrator: Client, council_b: CouncilView, cara: Person, provider: Provider
) -> None:
    use_provider(council_b, provider)
    page = administrator.get(council_url(council_b, SIGN_IN))
    assert page.status_code == 404
    ours = administrator.get("/staff/harbourside/people/sign-in/").content.decode()
    assert provider.issuer not in ours
    assert cara.name not in ours


def test_a_sign_in_with_password_and_code_counts_where_it_opens_work(
    ben: Person, council_a: CouncilView, council_b: CouncilView, ann: Person
) -> None:
    authorities.add_staff(council_b.id, user_id=ben.id, roles=["OFFICER"], by_council_account=True)
    authorities.note_local_sign_in(ben.id, at=timezone.now())
    with council_scope(council_a.id):
        assert authorities.last_sign_ins(council_a.id)[ben.id].by == "node"
    with council_scope(council_b.id):
        assert authorities.last_sign_ins(council_b.id) == {}
    shown = sign_in_locally(Client(), ann).get(council_url(council_a, SIGN_IN)).content.decode()
    assert "Password and code" in shown
