"""Where another council has the service that follows on, it leads there with what was answered; or is not offered."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.conftest import put_live
from tests.support.cast import add_council, sign_in
from tests.support.resident import Resident
from tests.support.services import service_files
from tests.support.streets import COUNTY, county, lewes, owner_of, wealden

from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.places.models import Property as PropertyRow
from commonwheel.apps.places.queries import row_values
from commonwheel.core.places.properties import Property
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.usefixtures("street_postcodes")
FIRST = """\
  - id: you
    title: Who are you?
    ask:
      - {id: home, type: address, label: Your home, within: anywhere}
      - {id: full_name, type: name, label: Full name}
"""
THEN = """\
then:
  - id: more
    start: commonwheel-tests/next-one
    label: Ask for more
    carry: {property: home, who: full_name}
"""
NEXT = """\
  - id: person
    title: Who is it for?
    ask:
      - {id: property, type: address, label: Address, within: authority}
      - {id: who, type: name, label: Name of the person}
"""
THE_COUNTYS, THE_DISTRICTS, OF_BOTH = "registration", "waste-collection", "parking-permits"
IN_LEWES = {"home-typed": "yes", "home-line_1": "12 Example Street", "home-town": "Lewes", "home-postcode": "BN7 1AA"}
IN_WEALDEN = {**IN_LEWES, "home-town": "Hailsham", "home-postcode": "BN8 1AA"}
NOWHERE_KNOWN = {**IN_LEWES, "home-postcode": "ZE1 0AA"}


@pytest.fixture
def district(db: None) -> CouncilView:
    """Return the district, which has the first service."""
    council = lewes()
    put_live(council, owner_of(council), service_files(FIRST, more=THEN))
    return council


@pytest.fixture
def the_county(db: None) -> CouncilView:
    return county()


def run_next(council: CouncilView, *, duty: str = THE_COUNTYS, steps: str = NEXT, more: str = "") -> None:
    """Put the service that follows on live at a council."""
    files = service_files(steps, name="next-one", title="The next one", more=more)
    files["pattern.yaml"] = files["pattern.yaml"].replace(b"duty: waste-collection", f"duty: {duty}".encode())
    put_live(council, owner_of(council), files)


def sent(home: dict[str, str] = IN_LEWES, *, client: Client | None = None, at: str = "lewes") -> Resident:
    """Send the first service."""
    resident = Resident(client or Client(), f"/{at}/try-it/").begin()
    resident.post(resident.url, {**home, "full_name": "Amina Yusuf"})
    return resident.post(resident.url, {"version": resident.hidden("version")})


def is_offered(resident: Resident) -> bool:
    """Say whether the confirmation offers it; where it does not, its own address is not there either."""
    offered = "Ask for more" in resident.text
    assert (Resident(resident.client, "").get(f"{resident.base}next/more/").status == 404) is not offered
    return offered


def journeys_of(council: CouncilView) -> list[Journey]:
    with council_scope(council.id):
        return list(Journey.objects.of(council.id).filter(service__slug="next-one"))


def test_it_leads_to_the_council_that_has_the_duty_and_says_which(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(the_county)
    resident = sent()
    assert "Ask for more (East Sussex County)" in resident.text
    resident.get(f"{resident.base}next/more/")
    assert resident.heading == "Ask for more (East Sussex County)"
    assert "East Sussex County has this service. What we fill in goes to that council." in resident.text
    assert "12 Example Street, Lewes, BN7 1AA" in resident.text
    assert 'href="/east-sussex/next-one/"' in resident.text
    assert journeys_of(the_county) == []


def test_what_was_answered_arrives_there_and_waits_to_be_confirmed(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(the_county)
    resident = sent()
    seen = [resident.get(f"{resident.base}next/more/").url, resident.answer().url]
    assert seen[1].startswith("/east-sussex/next-one/")
    assert resident.heading == "Who is it for?"
    for value in ("12 Example Street", "Lewes", "BN7 1AA", "Amina Yusuf"):
        assert f'value="{value}"' in resident.text
    (journey,) = journeys_of(the_county)
    assert journey.answers == {}
    assert journeys_of(district) == []
    assert not any(word in address.lower() for address in seen for word in ("amina", "yusuf", "example", "bn7"))
    typed = {part: IN_LEWES[f"home-{part}"] for part in ("typed", "line_1", "town", "postcode")}
    resident.answer(**{f"property__{part}": value for part, value in typed.items()}, who="Amina Yusuf")
    assert resident.heading == "Check your answers before you send"
    resident.post(resident.url, {"version": resident.hidden("version")})
    assert resident.heading == "Sent"


def test_an_address_of_the_first_councils_register_arrives_as_if_typed(
    district: CouncilView, the_county: CouncilView
) -> None:
    """The county's register does not know the number by which the district's has it."""
    house = Property("1001", "1 Sea Lane, Lewes", "BN7 1AA", "12345678", 541_000, 110_000, 50.87, 0.01, "RD04", True)
    with council_scope(district.id):
        PropertyRow.objects.create(council_id=district.id, **row_values(house))
    run_next(the_county)
    resident = sent({"home-uprn": "1001"})
    resident.get(f"{resident.base}next/more/").answer()
    (journey,) = journeys_of(the_county)
    assert journey.carried["property"] == {"line": "1 Sea Lane, Lewes", "postcode": "BN7 1AA"}
    assert 'value="1 Sea Lane"' in resident.text


def test_an_address_that_the_other_councils_register_has_arrives_as_it_is_there(
    district: CouncilView, the_county: CouncilView
) -> None:
    house = Property("1001", "1 Sea Lane, Lewes", "BN7 1AA", "12345678", 541_000, 110_000, 50.87, 0.01, "RD04", True)
    for council in (district, the_county):
        with council_scope(council.id):
            PropertyRow.objects.create(council_id=council.id, **row_values(house))
    run_next(the_county)
    resident = sent({"home-uprn": "1001"})
    resident.get(f"{resident.base}next/more/").answer()
    (journey,) = journeys_of(the_county)
    assert (journey.carried["property"]["uprn"], journey.carried["property"]["authority"]) == ("1001", "east-sussex")


def test_begun_twice_there_it_is_one(district: CouncilView, the_county: CouncilView) -> None:
    run_next(the_county)
    resident = sent()
    asked = f"{resident.base}next/more/"
    first = resident.post(asked, {}).url
    assert resident.post(asked, {}).url == first
    assert len(journeys_of(the_county)) == 1


def test_nobody_else_opens_it_there(district: CouncilView, the_county: CouncilView) -> None:
    run_next(the_county)
    resident = sent()
    resident.post(f"{resident.base}next/more/", {})
    assert Resident(Client(), "").get(resident.url).heading == "You cannot carry on from here"


def test_the_council_itself_comes_first_where_both_have_the_duty(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(the_county, duty=OF_BOTH)
    assert "Ask for more (East Sussex County)" in sent().text
    run_next(district, duty=OF_BOTH)
    resident = sent()
    assert "Ask for more" in resident.text
    assert "East Sussex County" not in resident.text.partition("<h1")[2]


def test_a_home_in_another_district_leads_to_that_district_and_not_to_the_council_itself(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(district, duty=THE_DISTRICTS)
    assert not is_offered(sent(IN_WEALDEN))
    neighbour = wealden()
    run_next(neighbour, duty=THE_DISTRICTS)
    assert "Ask for more (Wealden District)" in sent(IN_WEALDEN).text
    assert "Ask for more (" not in sent(IN_LEWES).text


@pytest.mark.parametrize(
    ("why", "duty", "steps"),
    [
        ("the duty is the district's", THE_DISTRICTS, NEXT),
        ("it asks for the name in another form", THE_COUNTYS, NEXT.replace("type: name", "type: number")),
        ("it does not ask for the address", THE_COUNTYS, NEXT.replace("id: property", "id: elsewhere")),
    ],
)
def test_it_is_not_offered_at_a_council_that_is_not_responsible_or_would_ask_again(
    district: CouncilView, the_county: CouncilView, why: str, duty: str, steps: str
) -> None:
    run_next(the_county, duty=duty, steps=steps)
    assert not is_offered(sent()), why


def test_it_is_not_offered_where_nobody_runs_it_or_the_council_is_not_open_or_not_here(
    district: CouncilView, the_county: CouncilView
) -> None:
    assert not is_offered(sent())
    run_next(add_council("west-sussex", name="West Sussex County", tier="county", gss_code="E10000032"))
    assert not is_offered(sent())


def test_where_the_home_lies_is_not_known_only_the_council_itself_is_offered(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(the_county, duty=OF_BOTH)
    assert not is_offered(sent(NOWHERE_KNOWN))
    run_next(district, duty=OF_BOTH)
    assert is_offered(sent(NOWHERE_KNOWN))


def test_what_is_protected_is_told_to_no_other_council(district: CouncilView, the_county: CouncilView) -> None:
    run_next(the_county)
    put_live(district, owner_of_again(district), service_files(FIRST, more=f"{THEN}protect: true\n"))
    assert not is_offered(sent())


def owner_of_again(council: CouncilView) -> Any:
    from tests.support.cast import add_person

    return add_person("Second Owner", council=council, roles=("SERVICE_OWNER",))


def test_an_officer_who_entered_it_is_offered_nothing_of_another_council(
    district: CouncilView, the_county: CouncilView
) -> None:
    run_next(the_county)
    officer = Resident(sign_in(Client(), add_officer(district)), "")
    today = timezone.localdate()
    day = {f"received_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    officer.post("/staff/lewes/requests/enter/", {"service": "try-it", "channel": "PHONE", **day})
    officer.post(officer.url, {**IN_LEWES, "full_name": "Amina Yusuf"})
    officer.post(officer.url, {"version": officer.hidden("version")})
    assert officer.heading == "Sent"
    assert not is_offered(officer)
    run_next(district, duty=THE_DISTRICTS)
    assert re.search(r'href="/staff/lewes/requests/enter/">\s*Ask for more', officer.get(officer.url).text)


def add_officer(council: CouncilView) -> Any:
    from tests.support.cast import add_person

    return add_person("Ben Officer", council=council, roles=("OFFICER",))


def test_a_council_with_its_own_host_is_reached_by_a_link_of_its_own(district: CouncilView) -> None:
    own = add_council("east-sussex", name="East Sussex County", tier="county", gss_code=COUNTY, host="county.example")
    run_next(own)
    resident = sent()
    asked = f"{resident.base}next/more/"
    assert 'href="https://county.example/next-one/"' in resident.get(asked).text
    response = resident.client.post(asked, {})
    assert response["Location"].startswith("https://county.example/resume/")
    opened = Resident(Client(headers={"host": "county.example"}), "")
    opened.post(response["Location"].removeprefix("https://county.example"), {})
    assert 'value="Amina Yusuf"' in opened.text
