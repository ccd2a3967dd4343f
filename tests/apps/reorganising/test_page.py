"""The page of a rehearsal: for whom it is, what it says, and that it only looks."""

import pytest
from django.test import Client
from tests.support.cast import Person, add_council, add_person, sign_in
from tests.support.missed_bin import adopt, opener
from tests.support.reorganising import at, rows

from commonwheel.apps.accounts import api as accounts
from commonwheel.foundation.councils import CouncilView

pytestmark = pytest.mark.django_db


def administrator(council: CouncilView, *more: str) -> Person:
    return add_person("Ann Grant", council=council, roles=("ADMINISTRATOR", *more))


def page_of(council: CouncilView, client: Client) -> str:
    answer = client.get(f"/staff/{council.slug}/reorganisation/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_administrator_sees_what_meets_what_conflicts_and_who_is_affected(surrey: dict[str, CouncilView]) -> None:
    elmbridge, county = surrey["elmbridge"], surrey["surrey"]
    amina = accounts.add_person("amina@residents.example", name="Amina Yusuf", password="correct horse battery staple")
    opener(elmbridge, adopt(elmbridge))(account_id=amina)
    adopt(surrey["mole-valley"], ("default: 2", "default: 4"))
    open_one = opener(county, adopt(county))
    open_one(**at("GU21 6AA"))
    open_one(**at("ZZ1 1ZZ"))
    page = page_of(elmbridge, sign_in(Client(), administrator(elmbridge)))
    assert "On 1 April 2027 these councils become others." in page
    assert "It is made of Elmbridge Borough Council, Epsom and Ewell" in page
    assert "Working days until the crew comes back" in page
    assert "To be decided" in page
    assert "1 at a place that does not say who follows" in page
    assert '<dd class="govuk-summary-list__value"> 1 </dd>' in page.split("accounts affected")[1][:80]
    assert "/elmbridge/" in page
    assert "amina@" not in page
    assert "Change this service" not in page


def test_what_is_decided_in_the_draft_and_open_is_told_apart(surrey: dict[str, CouncilView]) -> None:
    east = surrey["east-surrey"]
    adopt(surrey["elmbridge"])
    adopt(surrey["mole-valley"], ("default: 2", "default: 4"))
    ann = administrator(east, "SERVICE_OWNER")
    client = sign_in(Client(), ann)
    assert "To be decided </strong>" in page_of(east, client)
    adopt(east)
    assert "Decided </strong>" in page_of(east, client)
    client.post("/staff/east-surrey/services/report-missed-bin/change/begin/")
    page = page_of(east, client)
    assert "In the draft, to be settled </strong>" in page
    assert 'href="/staff/east-surrey/services/report-missed-bin/change/"' in page


def test_it_only_looks(surrey: dict[str, CouncilView]) -> None:
    opener(surrey["woking"], adopt(surrey["woking"]))()
    client = sign_in(Client(), administrator(surrey["woking"]))
    before = {slug: rows(council) for slug, council in surrey.items()}
    page_of(surrey["woking"], client)
    assert {slug: rows(council) for slug, council in surrey.items()} == before
    assert client.post("/staff/woking/reorganisation/").status_code == 405


def test_what_was_is_said_as_what_was(cumbria: dict[str, CouncilView]) -> None:
    page = page_of(cumbria["cumberland"], sign_in(Client(), administrator(cumbria["cumberland"])))
    assert "On 1 April 2023 these councils became others." in page
    assert "Cumbria County Council ends; Cumberland Council and Westmorland and Furness Council follow it." in page


def test_nothing_is_said_of_councils_that_have_nothing_to_do_with_it(surrey: dict[str, CouncilView]) -> None:
    kent = add_council("kent", name="Kent County Council", gss_code="E10000016")
    adopt(surrey["elmbridge"])
    page = page_of(kent, sign_in(Client(), administrator(kent)))
    assert "The register knows of no day on which this council becomes another" in page
    assert "Elmbridge" not in page
    invented = add_council("harbourside", name="Harbourside Council")
    assert "The register knows of no day" in page_of(invented, sign_in(Client(), administrator(invented)))


@pytest.mark.parametrize("role", ["OFFICER", "ADVISER", "SERVICE_OWNER"])
def test_who_may_not_change_the_council_does_not_see_it(surrey: dict[str, CouncilView], role: str) -> None:
    ben = add_person("Ben Adeyemi", council=surrey["woking"], roles=(role,))
    client = sign_in(Client(), ben)
    assert client.get("/staff/woking/reorganisation/").status_code == 403
    assert "Rehearse a reorganisation" not in client.get("/staff/woking/services/").content.decode()
