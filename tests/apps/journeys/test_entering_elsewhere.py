"""An officer who enters a street problem for somebody sends it to the council that has the duty, and sees no more of it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.test_groups_and_files import jpg
from tests.support import sharing
from tests.support.cast import Person, add_council, add_person, sign_in
from tests.support.patterns import PATTERNS
from tests.support.resident import Resident
from tests.support.streets import (
    COUNTY,
    ON_THE_BORDER,
    SERVICE,
    WITHIN_LEWES,
    WITHIN_WEALDEN,
    county,
    placed,
    run_service,
    send,
    to_the_check,
    wealden,
)

from commonwheel.apps.authorities.actions.staff import end_staff
from commonwheel.apps.cases.models import Case, CaseEvent
from commonwheel.apps.files.models import Upload
from commonwheel.apps.journeys.models import Journey
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.usefixtures("street_postcodes")
ENTER = "/staff/lewes/requests/enter/"
PROBLEM = {"problem": "pothole"}


@pytest.fixture
def adviser(district: CouncilView) -> Person:
    return add_person("Ada Adviser", council=district, roles=("ADVISER",))


@pytest.fixture
def ada(adviser: Person) -> Resident:
    """Return the adviser's browser."""
    return Resident(sign_in(Client(), adviser), ENTER)


def two_days_ago() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=2)


def begun(
    officer: Resident, place: dict[str, str] = WITHIN_LEWES, *, channel: str = "PHONE", **problem: str
) -> Resident:
    """Enter what the problem is and where."""
    day = {f"received_on-{part}": str(getattr(two_days_ago(), part)) for part in ("day", "month", "year")}
    officer.post(ENTER, {"service": SERVICE, "channel": channel, **day})
    officer.answer(**(problem or PROBLEM))
    officer.answer(land="street")
    return placed(officer, place)


def rows(model: type[Any], council: CouncilView) -> list[Any]:
    with council_scope(council.id):
        return list(model.objects.filter(council_id=council.id))


def words(page: Resident) -> str:
    return " ".join(page.text.partition("<main")[2].split())


def test_the_adviser_sees_whose_it_is_and_what_to_say(ada: Resident, the_county: CouncilView) -> None:
    begun(ada)
    assert ada.heading == "This goes to East Sussex County"
    assert "The county council has this duty." in words(ada)
    assert "Continue with East Sussex County" in words(ada)
    assert "I can send it there for you now." in words(ada)
    assert rows(Journey, the_county) == []


def test_it_is_sent_there_with_its_channel_its_day_and_who_entered_it(
    ada: Resident, adviser: Person, district: CouncilView, the_county: CouncilView
) -> None:
    begun(ada).answer()
    assert ada.url.startswith(f"/east-sussex/{SERVICE}/")
    assert "You are entering this for somebody, and it goes to East Sussex County: phone, received" in ada.text
    send(to_the_check(ada))
    assert ada.heading == "Sent"
    (case,) = rows(Case, the_county)
    assert (case.channel, timezone.localdate(case.received_at)) == ("PHONE", two_days_ago())
    assert case.answers["problem"] == "pothole"
    assert rows(Case, district) == []
    (event,) = [one for one in rows(CaseEvent, the_county) if one.kind == "OPENED"]
    assert event.actor_name == "Ada Adviser, Lewes District"
    first = next(one for one in rows(AuditEntry, the_county) if one.action == "journey-entered")
    assert first.actor_kind == "STAFF"
    assert first.facts == {
        "channel": "PHONE", "received_on": two_days_ago().isoformat(), "council": str(district.id)
    }  # fmt: skip
    went = next(one for one in rows(AuditEntry, district) if one.action == "journey-went-on")
    assert went.facts == {"council": str(the_county.id)}


def test_the_countys_officers_read_how_it_came_and_who_entered_it(ada: Resident, the_county: CouncilView) -> None:
    send(to_the_check(begun(ada).answer()))
    (case,) = rows(Case, the_county)
    theirs = sign_in(Client(), add_person("Tomos Officer", council=the_county, roles=("OFFICER",)))
    page = theirs.get(f"/staff/east-sussex/requests/{case.id}/").content.decode()
    assert "Ada Adviser, Lewes District" in page
    assert ", by phone" in page


def test_the_adviser_has_the_reference_to_read_out_and_no_more(ada: Resident, the_county: CouncilView) -> None:
    send(to_the_check(begun(ada).answer()))
    (case,) = rows(Case, the_county)
    sent = ada.url
    assert case.reference in ada.text
    assert "It has gone to East Sussex County." in words(ada)
    assert f'href="{ENTER}"' in ada.text
    for hidden in ("Amina", "Example Street", "Open the request", "copy/", "/staff/east-sussex/"):
        assert hidden not in words(ada)
    for address in (f"{sent}copy/", sent.replace("sent/", "check-answers/"), sent.replace("sent/", "place/")):
        assert "Example Street" not in ada.get(address).text
        assert ada.heading == "Sent"
    for address in ("/staff/east-sussex/requests/", f"/staff/east-sussex/requests/{case.id}/"):
        assert ada.get(address).status == 404
    assert ada.get(f"/staff/lewes/requests/{case.id}/").status == 404
    assert case.reference not in ada.get(f"/staff/lewes/requests/?q={case.reference}").text.partition("<table")[2]


def test_photos_go_along_and_are_not_opened_once_they_are_sent(ada: Resident, the_county: CouncilView) -> None:
    begun(ada).answer()
    ada.answer(danger="no")
    ada.answer(details="Wide.")
    ada.answer(photos=jpg("hole.jpg"))
    (upload,) = rows(Upload, the_county)
    address = f"{ada.base}files/{upload.id}/"
    assert ada.get(address).status == 200
    ada.get(f"{ada.base}contact/")
    send(ada.answer(full_name="Amina Yusuf"))
    (case,) = rows(Case, the_county)
    assert [one["name"] for one in case.answers["photos"]] == ["hole.jpg"]
    assert ada.get(address).status == 404


def test_who_is_signed_out_or_of_another_council_or_has_left_opens_nothing(
    ada: Resident, adviser: Person, district: CouncilView, the_county: CouncilView
) -> None:
    begun(ada).answer()
    here, cookies = ada.url, ada.client.cookies
    others = [
        add_person("Tomos Officer", council=the_county, roles=("OFFICER",)),
        add_person("Olga Else", council=wealden(), roles=("OFFICER",)),
    ]
    for browser, status in [(Client(), 302), *((sign_in(Client(), one), 404) for one in others)]:
        for name, morsel in cookies.items():
            if name == "answers":
                browser.cookies[name] = morsel.value
        response = browser.get(here)
        assert response.status_code == status
        assert "Example Street" not in response.content.decode()
        assert browser.post(here, {"danger": "no"}).status_code == status
    end_staff(district.id, user_id=adviser.id)
    assert ada.get(here).status == 404


def test_whoever_may_not_assist_residents_opens_nothing(
    ada: Resident, district: CouncilView, the_county: CouncilView
) -> None:
    begun(ada).answer()
    writer = sign_in(Client(), add_person("Wyn Writer", council=district, roles=("SERVICE_OWNER",)))
    writer.cookies["answers"] = ada.client.cookies["answers"].value
    assert writer.get(ada.url).status_code == 403


def test_going_on_and_sending_twice_is_one_request(ada: Resident, the_county: CouncilView) -> None:
    asked = begun(ada).url
    first = ada.answer().url
    assert ada.post(asked, {}).url == first
    assert len(rows(Journey, the_county)) == 1
    to_the_check(ada)
    check, version = ada.url, ada.hidden("version")
    ada.post(check, {"version": version})
    ada.post(check, {"version": version})
    assert len(rows(Case, the_county)) == 1
    assert len([one for one in rows(AuditEntry, the_county) if one.action == "journey-entered"]) == 1


def test_what_waits_is_listed_at_the_advisers_council_until_it_is_sent(
    ada: Resident, district: CouncilView, the_county: CouncilView
) -> None:
    begun(ada).answer()
    to_the_check(ada)
    assert "Carry on" in ada.get(ENTER).text
    (first,) = rows(Journey, district)
    colleague = Resident(sign_in(Client(), add_person("Col League", council=district, roles=("ADVISER",))), ENTER)
    colleague.post(f"/staff/lewes/requests/enter/{first.id}/", {})
    assert colleague.heading == "This goes to East Sussex County"
    colleague.answer()
    assert colleague.heading == "Check your answers before you send"
    send(colleague)
    (event,) = [one for one in rows(CaseEvent, the_county) if one.kind == "OPENED"]
    assert event.actor_name == "Col League, Lewes District"
    assert "Carry on" not in ada.get(ENTER).text
    theirs = sign_in(Client(), add_person("Tomos Officer", council=the_county, roles=("OFFICER",)))
    assert "Carry on" not in theirs.get("/staff/east-sussex/requests/enter/").content.decode()


def test_officers_of_the_other_council_do_not_find_what_is_not_sent(ada: Resident, the_county: CouncilView) -> None:
    begun(ada).answer()
    (there,) = rows(Journey, the_county)
    theirs = sign_in(Client(), add_person("Tomos Officer", council=the_county, roles=("OFFICER",)))
    assert "Carry on" not in theirs.get("/staff/east-sussex/requests/enter/").content.decode()
    assert theirs.post(f"/staff/east-sussex/requests/enter/{there.id}/").status_code == 404


def test_at_a_border_the_adviser_asks_and_sends_it_where_they_say(ada: Resident, district: CouncilView) -> None:
    neighbour = wealden()
    run_service(neighbour)
    begun(ada, ON_THE_BORDER, problem="fly-tipping")
    assert "You can choose: " in words(ada)
    ada.answer(council="E07000065")
    assert ada.url.startswith(f"/wealden/{SERVICE}/")
    send(to_the_check(ada, seen="no"))
    assert (rows(Case, district), len(rows(Case, neighbour))) == ([], 1)


@pytest.mark.parametrize("is_here", [True, False])
def test_where_it_cannot_be_sent_there_is_the_signpost_with_what_to_say(
    ada: Resident, district: CouncilView, *, is_here: bool
) -> None:
    if is_here:
        county()
    begun(ada)
    assert "You cannot send it from here." in words(ada)
    assert "I cannot send it from here, and nothing was sent. Please report it to East Sussex County" in words(ada)
    assert 'href="http://www.eastsussex.gov.uk/"' in ada.text
    assert ("Their number is 01632 960707." in words(ada)) is is_here
    assert ada.post(ada.url, {}).url.startswith("/lewes/")
    assert rows(Case, district) == []


def test_a_trunk_road_is_a_signpost_to_read_out(ada: Resident) -> None:
    day = {f"received_on-{part}": str(getattr(two_days_ago(), part)) for part in ("day", "month", "year")}
    ada.post(ENTER, {"service": SERVICE, "channel": "COUNTER", **day})
    ada.answer(**PROBLEM)
    ada.answer(land="trunk")
    assert "This goes to National Highways." in words(ada)


def test_what_came_by_post_has_nothing_to_say(ada: Resident, the_county: CouncilView) -> None:
    begun(ada, channel="POST")
    assert "Say to them" not in ada.text
    send(to_the_check(ada.answer()))
    assert rows(Case, the_county)[0].channel == "POST"


def test_it_goes_on_once_and_from_the_first_council_only(
    ada: Resident, district: CouncilView, the_county: CouncilView
) -> None:
    """A place that moves on again is mended where the officer began."""
    neighbour = wealden()
    run_service(neighbour)
    begun(ada).answer()
    ada.post(f"{ada.base}problem/", {"problem": "litter"})
    ada.post(f"{ada.base}place/", WITHIN_WEALDEN)
    assert ada.heading == "This goes to Wealden District"
    assert "Continue with" not in words(ada)
    ada.post(ada.url, {})
    assert rows(Journey, neighbour) == []


def test_a_council_with_its_own_host_is_a_signpost(ada: Resident, district: CouncilView) -> None:
    """Nobody is signed in there, and a link would open it to whoever has it."""
    own = add_council("east-sussex", name="East Sussex County", tier="county", gss_code=COUNTY, host="county.example")
    run_service(own)
    begun(ada)
    assert "Continue with" not in words(ada)
    ada.post(ada.url, {})
    assert rows(Journey, own) == []


def test_who_acts_in_a_shared_service_is_shown_the_signpost(district: CouncilView, the_county: CouncilView) -> None:
    other = wealden()
    cara = add_person("Cara Colleague", council=other, roles=("OFFICER",))
    sharing.share(district, other, service=PATTERNS / SERVICE, officers=(cara,))
    officer = begun(Resident(sign_in(Client(), cara), ENTER))
    assert officer.heading == "This goes to East Sussex County"
    assert "Continue with" not in words(officer)
    officer.post(officer.url, {})
    assert rows(Journey, the_county) == []


def test_the_table_holds_where_it_began_only_of_what_is_entered(
    ada: Resident, district: CouncilView, the_county: CouncilView
) -> None:
    begun(ada).answer()
    for council, change in (
        (district, {"entered_from": the_county.id}),
        (the_county, {"began_as": None}),
        (the_county, {"entered_from": None}),
        (the_county, {"channel": "WEB"}),
    ):
        with council_scope(council.id), pytest.raises(IntegrityError), transaction.atomic():
            Journey.objects.of(council.id).update(**change)
