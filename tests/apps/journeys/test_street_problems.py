"""A problem in a street goes to the council that has the duty at the place, and the resident sees which before sending."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.apps.journeys.test_groups_and_files import jpg
from tests.support.cast import BY_THE_OPERATOR, add_council, sign_in
from tests.support.resident import Resident
from tests.support.streets import (
    CAMDEN,
    COUNTY,
    LEWES,
    ON_THE_BORDER,
    SERVICE,
    WITHIN_CAMDEN,
    WITHIN_LEWES,
    WITHIN_WEALDEN,
    county,
    on_the_grid,
    owner_of,
    placed,
    reporting,
    run_service,
    send,
    to_the_check,
)

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.files.models import Upload
from commonwheel.apps.journeys.models import Journey
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.usefixtures("street_postcodes")


def cases_of(council: CouncilView) -> list[Case]:
    with council_scope(council.id):
        return list(Case.objects.of(council.id))


def journeys_of(council: CouncilView) -> list[Journey]:
    with council_scope(council.id):
        return list(Journey.objects.of(council.id))


def uploads_of(council: CouncilView) -> list[Upload]:
    with council_scope(council.id):
        return list(Upload.objects.filter(council_id=council.id))


def test_what_the_council_itself_has_stays_there(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("fly-tipping"), WITHIN_LEWES)
    assert resident.heading == "Could somebody be hurt before it is put right?"
    to_the_check(resident, seen="no")
    assert "This goes to Lewes District." in resident.text
    assert "The district or borough council has this duty." in resident.text
    send(resident)
    assert "It has gone to Lewes District." in resident.text
    assert (len(cases_of(district)), cases_of(the_county)) == (1, [])


def test_a_pothole_begun_at_the_district_goes_on_at_the_county(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    assert resident.heading == "This goes to East Sussex County"
    assert "The county council has this duty." in resident.text
    assert "Highways Act 1980, sections 1 and 41" in resident.text
    resident.answer()
    assert resident.url.startswith(f"/east-sussex/{SERVICE}/")
    assert resident.heading == "Could somebody be hurt before it is put right?"
    to_the_check(resident)
    assert "Outside 12 Example Street" in resident.text
    assert "This goes to East Sussex County." in resident.text
    assert (cases_of(district), cases_of(the_county)) == ([], [])
    send(resident)
    assert "It has gone to East Sussex County." in resident.text
    assert cases_of(district) == []
    (case,) = cases_of(the_county)
    assert case.answers["problem"] == "pothole"
    assert case.reference in resident.text


def test_what_the_county_agreed_with_the_district_stays_at_the_district(
    district: CouncilView, the_county: CouncilView
) -> None:
    """Highways Act 1980, section 42: a district may undertake to maintain roads that are the county's."""
    agreed = authorities.NewAgreement(duty="highways", holder="lewes", rests_on="Agreement on roads of 2026")
    authorities.declare_agreement(the_county.id, "roads", agreed, **BY_THE_OPERATOR)
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    to_the_check(resident)
    assert "This goes to Lewes District." in resident.text
    assert "The councils of this place agreed that it does this." in resident.text


def test_going_on_twice_is_one_report(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    asked = resident.url
    resident.answer()
    first = resident.url
    resident.post(asked, {})
    assert resident.url == first
    assert len(journeys_of(the_county)) == 1
    send(to_the_check(resident))
    resident.post(asked, {})
    assert resident.heading == "Sent"
    assert len(cases_of(the_county)) == 1


def test_what_was_typed_at_the_county_is_kept_by_whoever_goes_back(
    district: CouncilView, the_county: CouncilView
) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    asked = resident.url
    resident.answer()
    resident.answer(danger="no")
    resident.answer(details="Wide and deep.")
    resident.post(asked.replace("council/", "problem/"), {"problem": "pavement"})
    resident.get(asked)
    resident.answer()
    (there,) = journeys_of(the_county)
    assert there.answers["problem"] == "pavement"
    assert there.answers["details"] == "Wide and deep."


def test_it_cannot_be_sent_to_the_wrong_council(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    base = resident.base
    for step, answer in (("danger", {"danger": "no"}), ("more", {"details": "Wide."}), ("photos", {}), ("contact", {})):
        resident.post(f"{base}{step}/", answer)
    resident.get(f"{base}check-answers/")
    assert resident.heading == "This goes to East Sussex County"
    (journey,) = journeys_of(district)
    resident.post(f"{base}check-answers/", {"version": str(journey.version)})
    assert resident.heading == "This goes to East Sussex County"
    assert cases_of(district) == []


def test_a_change_that_moves_the_problem_asks_anew(district: CouncilView, the_county: CouncilView) -> None:
    resident = to_the_check(placed(reporting("litter"), WITHIN_LEWES))
    assert "This goes to Lewes District." in resident.text
    resident.post(f"{resident.base}problem/?return=check", {"problem": "light", "-return": "check"})
    assert resident.heading == "This goes to East Sussex County"
    resident.answer()
    assert resident.url.startswith(f"/east-sussex/{SERVICE}/")


def test_where_the_other_council_does_not_run_it_there_is_a_signpost(district: CouncilView) -> None:
    county()
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    assert resident.heading == "This goes to East Sussex County"
    assert "Phone 01632 960707." in resident.text
    assert 'href="http://www.eastsussex.gov.uk/"' in resident.text
    assert "What you typed was not sent to anybody." in resident.text
    assert "<form" not in resident.text.partition("<h1")[2]
    resident.post(resident.url, {})
    assert resident.heading == "This goes to East Sussex County"
    assert cases_of(district) == []


def test_a_council_that_is_not_on_this_node_is_named_with_its_page(district: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    assert resident.heading == "This goes to East Sussex County Council"
    assert 'href="http://www.eastsussex.gov.uk/"' in resident.text


def test_exactly_on_a_border_the_resident_chooses(
    district: CouncilView, neighbour: CouncilView, the_county: CouncilView
) -> None:
    resident = placed(reporting("fly-tipping"), ON_THE_BORDER)
    assert resident.heading == "Which council is it for?"
    assert "we cannot tell on which side it is" in resident.text
    assert "Lewes District" in resident.text
    assert "Wealden District" in resident.text
    resident.answer(council="E07000063")
    assert resident.heading == "Could somebody be hurt before it is put right?"
    to_the_check(resident, seen="no")
    assert "You chose it: the place is near the border of councils" in resident.text
    send(resident)
    assert (len(cases_of(district)), cases_of(neighbour)) == (1, [])


def test_on_a_border_the_neighbour_can_be_chosen_and_does_not_ask_again(
    district: CouncilView, neighbour: CouncilView
) -> None:
    resident = placed(reporting("fly-tipping"), ON_THE_BORDER)
    resident.answer(council="E07000065")
    assert resident.url.startswith(f"/wealden/{SERVICE}/")
    assert resident.heading == "Could somebody be hurt before it is put right?"
    send(to_the_check(resident, seen="no"))
    assert (cases_of(district), len(cases_of(neighbour))) == ([], 1)


def test_on_a_border_of_districts_the_county_is_certain(
    district: CouncilView, neighbour: CouncilView, the_county: CouncilView
) -> None:
    assert placed(reporting("pothole"), ON_THE_BORDER).heading == "This goes to East Sussex County"


def test_whoever_is_not_sure_leaves_it_to_the_council(district: CouncilView, neighbour: CouncilView) -> None:
    resident = placed(reporting("fly-tipping"), ON_THE_BORDER)
    resident.answer(council="unsure")
    assert resident.heading == "Could somebody be hurt before it is put right?"
    send(to_the_check(resident, seen="no"))
    assert len(cases_of(district)) == 1


def test_on_a_border_of_a_district_and_a_unitary_council_each_has_its_reason(district: CouncilView) -> None:
    resident = placed(reporting("fly-tipping"), on_the_grid(540_500))
    assert resident.heading == "Which council is it for?"
    assert "Brighton and Hove City Council" in resident.text
    assert "It is the only council for this place, so it has this duty." in resident.text
    assert "The district or borough council has this duty." in resident.text
    resident.answer(council="E06000043")
    assert resident.heading == "This goes to Brighton and Hove City Council"
    assert "You cannot send it from here." in resident.text


@pytest.mark.parametrize("choice", ["", "E06000999", "wealden", "E07000063 E07000065", "x" * 10_000, "\x00"])
def test_a_choice_that_is_none_of_them_is_an_error_that_changes_nothing(
    district: CouncilView, neighbour: CouncilView, choice: str
) -> None:
    resident = placed(reporting("fly-tipping"), ON_THE_BORDER)
    resident.answer(council=choice)
    assert resident.status == 422
    assert resident.errors == ["Choose the council it is for"]
    assert [one.chosen_of for one in journeys_of(district)] == [""]
    assert journeys_of(neighbour) == []


def test_another_place_is_another_choice(district: CouncilView, neighbour: CouncilView) -> None:
    """Chosen between two; the place then lies deep in the neighbour's area."""
    resident = placed(reporting("fly-tipping"), ON_THE_BORDER)
    resident.answer(council="E07000063")
    resident.post(f"{resident.base}place/", WITHIN_WEALDEN)
    assert resident.heading == "This goes to Wealden District"


def test_a_place_in_words_alone_is_asked_about(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("pothole"), {"spot-words": "By the old oak"})
    assert resident.heading == "Which council is it for?"
    assert "We cannot tell from your words where this is." in resident.text
    resident.answer(council="E10000011")
    assert resident.url.startswith(f"/east-sussex/{SERVICE}/")
    send(to_the_check(resident))
    assert len(cases_of(the_county)) == 1


def test_a_place_in_words_alone_that_no_other_council_could_have_is_said_so(district: CouncilView) -> None:
    resident = to_the_check(placed(reporting("litter"), {"spot-words": "By the old oak"}))
    assert "We could not tell from your words whether the place is in its area." in resident.text
    send(resident)
    assert len(cases_of(district)) == 1


def test_without_postcodes_the_council_takes_it(district: CouncilView, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "none"
    resident = to_the_check(placed(reporting("pothole"), WITHIN_LEWES))
    send(resident)
    assert len(cases_of(district)) == 1


@pytest.mark.parametrize("place", [on_the_grid(541_000), {**WITHIN_LEWES, "spot-lat": "0", "spot-lon": "0"}], ids=str)
def test_a_point_decides_before_the_postcode(
    district: CouncilView, the_county: CouncilView, place: dict[str, str]
) -> None:
    """In Lewes; and off Africa, where nobody can say."""
    resident = placed(reporting("pothole"), place)
    assert resident.heading in {"This goes to East Sussex County", "Which council is it for?"}
    assert (resident.heading == "Which council is it for?") == (place["spot-words"] != "By the gate")


@pytest.mark.parametrize(
    ("problem", "land", "heading"),
    [
        ("pothole", "trunk", "This goes to National Highways"),
        ("litter", "motorway", "This goes to National Highways"),
        ("fly-tipping", "private", "The owner of the land deals with this"),
        ("local", "open", "Tell your parish, town or community council"),
    ],
)
def test_what_is_nobodys_of_the_councils_ends_in_a_plain_signpost(
    district: CouncilView, problem: str, land: str, heading: str
) -> None:
    resident = Resident(Client(), f"/lewes/{SERVICE}/").begin()
    resident.answer(problem=problem)
    if problem != "local":
        resident.answer(land=land)
    assert resident.heading == heading
    assert "Continue anyway" not in resident.text


@pytest.fixture
def camden(db: None) -> CouncilView:
    """Return a London borough, which runs the service."""
    council = add_council("camden", name="Camden", tier="london", gss_code=CAMDEN)
    run_service(council)
    return council


def test_a_red_route_in_london_is_transport_for_londons(camden: CouncilView) -> None:
    resident = reporting("pothole", at="camden")
    assert resident.heading == "Is it on a red route?"
    resident.answer(red_route="yes")
    assert resident.heading == "This goes to Transport for London"
    assert 'href="https://streetcare.tfl.gov.uk/"' in resident.text
    assert "0343 222 1234" in resident.text
    assert "Greater London Authority Act 1999, sections 259 and 271" in resident.text
    assert "Continue anyway" not in resident.text


@pytest.mark.parametrize("answer", ["no", "not-sure"])
def test_another_road_in_london_is_the_boroughs(camden: CouncilView, answer: str) -> None:
    resident = reporting("pothole", at="camden").answer(red_route=answer)
    send(to_the_check(placed(resident, WITHIN_CAMDEN)))
    assert "It has gone to Camden." in resident.text
    assert len(cases_of(camden)) == 1


def test_only_roads_and_only_in_london_ask_for_red_routes(camden: CouncilView, district: CouncilView) -> None:
    assert reporting("litter", at="camden").heading == "Where is it?"
    assert reporting("pothole").heading == "Where is it?"


def test_who_begins_outside_london_is_asked_when_they_come_there(camden: CouncilView, district: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_CAMDEN).answer()
    assert resident.url.startswith("/camden/")
    assert resident.heading == "Is it on a red route?"


def test_a_borough_that_is_not_here_is_named_with_who_has_its_red_routes(district: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_CAMDEN)
    assert resident.heading.startswith("This goes to ")
    assert "On a red route it goes to Transport for London instead. Phone 0343 222 1234." in resident.text
    assert 'href="https://streetcare.tfl.gov.uk/"' in resident.text
    resident = placed(reporting("litter"), WITHIN_CAMDEN)
    assert "red route" not in resident.text


def test_a_grid_reference_decides_as_a_point_does(district: CouncilView, the_county: CouncilView) -> None:
    """TQ 410 100 is the square of 100 metres in which the middle of Lewes's postcode lies."""
    resident = placed(reporting("pothole"), {"spot-words": "TQ 410 100"})
    assert resident.heading == "This goes to East Sussex County"
    to_the_check(resident.answer())
    assert "TQ 410 100, 50." in resident.text


def test_a_grid_reference_to_nowhere_is_said_and_kept(district: CouncilView) -> None:
    resident = placed(reporting("pothole"), {"spot-words": "ZZ 410 100"})
    assert resident.errors == [
        "This grid reference or position is not in Great Britain. Check it, or say in words where it is"
    ]
    assert 'value="ZZ 410 100"' in resident.text
    assert 'href="#spot-words"' in resident.text


def test_photos_go_along_and_stay_apart(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("litter"), WITHIN_LEWES)
    resident.answer(danger="no")
    resident.answer(details="Bags.")
    resident.answer(photos=jpg("hole.jpg"))
    base = resident.base
    resident.post(f"{base}problem/?return=check", {"problem": "pothole", "-return": "check"})
    resident.answer()
    resident.post(resident.url, {})
    (here,), (there,) = uploads_of(district), uploads_of(the_county)
    assert (here.sha256, here.name) == (there.sha256, there.name)
    assert here.stored != there.stored
    resident.post(f"{base}council/", {})
    assert len(uploads_of(the_county)) == 1
    send(resident.answer(full_name="Amina Yusuf"))
    (case,) = cases_of(the_county)
    assert [one["name"] for one in case.answers["photos"]] == ["hole.jpg"]


def test_a_repeat_brings_the_photos_that_were_cut_short(district: CouncilView, the_county: CouncilView) -> None:
    """The machine died after the second journey was begun and before its photo was there."""
    resident = placed(reporting("litter"), WITHIN_LEWES)
    resident.answer(danger="no")
    resident.answer(details="Bags.")
    resident.answer(photos=jpg("hole.jpg"))
    resident.post(f"{resident.base}problem/?return=check", {"problem": "pothole", "-return": "check"})
    asked = resident.url
    resident.post(asked, {})
    with council_scope(the_county.id):
        Upload.objects.filter(council_id=the_county.id).delete()
    resident.post(asked, {})
    assert [one.name for one in uploads_of(the_county)] == ["hole.jpg"]
    assert len(journeys_of(the_county)) == 1


def test_officers_of_the_first_council_see_nothing_of_it(
    district: CouncilView, the_county: CouncilView, client: Client
) -> None:
    send(to_the_check(placed(reporting("pothole"), WITHIN_LEWES).answer()))
    (case,) = cases_of(the_county)
    officer = sign_in(client, owner_of(district))
    assert officer.get("/staff/lewes/requests/").status_code == 200
    assert case.reference not in officer.get("/staff/lewes/requests/").content.decode()
    assert officer.get(f"/staff/lewes/requests/{case.id}/").status_code == 404
    assert officer.get(f"/staff/east-sussex/requests/{case.id}/").status_code in {403, 404}


def test_nobody_else_opens_what_was_gone_on_with(district: CouncilView, the_county: CouncilView) -> None:
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    resident.answer()
    stranger = Resident(Client(), "").get(resident.url)
    assert stranger.heading == "You cannot carry on from here"
    assert "Example Street" not in resident.url


def test_a_council_with_its_own_host_is_reached_by_a_link_of_its_own(district: CouncilView) -> None:
    own = add_council("east-sussex", name="East Sussex County", tier="county", gss_code=COUNTY, host="county.example")
    run_service(own)
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    response = resident.client.post(resident.url, {})
    assert response.status_code == 302
    assert response["Location"].startswith("https://county.example/resume/")
    opened = Resident(Client(headers={"host": "county.example"}), "")
    path = response["Location"].removeprefix("https://county.example")
    opened.post(path, {})
    assert opened.heading == "Could somebody be hurt before it is put right?"


def test_a_welsh_page_says_in_welsh_where_it_goes(the_county: CouncilView) -> None:
    council = add_council(
        "lewes", name="Lewes District", tier="district", gss_code=LEWES, languages=("en", "cy"), phone="01632 960202"
    )
    run_service(council)
    resident = placed(reporting("pothole"), WITHIN_LEWES)
    resident.get(f"{resident.url}?language=cy")
    assert resident.heading == "Mae hwn yn mynd i East Sussex County"
    assert "Y cyngor sir sydd â'r ddyletswydd hon." in resident.text
