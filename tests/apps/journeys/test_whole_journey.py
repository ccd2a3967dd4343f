"""From the council's front page to the reference, without JavaScript."""

import datetime as dt

from django.test import Client
from django.utils import timezone
from tests.support.accounts import sign_in
from tests.support.resident import Resident

from commonwheel.apps.cases.models import Case
from commonwheel.apps.journeys.models import Journey
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

TYPED = {
    "property__typed": "yes",
    "property__line_1": "1 Harbour Street",
    "property__town": "Harbourside",
    "property__postcode": "BN1 1JE",
}


def to_check(resident: Resident, missed_on: dt.date, **contact: str) -> Resident:
    """Answer everything on the shortest way to "check your answers"."""
    resident.begin().answer(**TYPED)
    resident.answer(
        container="refuse",
        missed_on__day=str(missed_on.day),
        missed_on__month=str(missed_on.month),
        missed_on__year=str(missed_on.year),
    )
    resident.answer(assisted="no").answer(out_on_time="yes").answer(tag="none")
    return resident.answer(**contact)


def send(resident: Resident) -> Resident:
    """Press "Send"."""
    return resident.post(resident.url, {"version": resident.hidden("version")})


def test_a_resident_reports_a_missed_bin_and_gets_a_reference(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    resident.get("/harbourside/")
    assert "Report a missed bin collection" in resident.text
    resident.get("/harbourside/report-missed-bin/")
    assert resident.heading == "Report a missed bin collection"
    to_check(resident, yesterday)
    assert resident.heading == "Check your answers before you send"
    assert "1 Harbour Street, Harbourside, BN1 1JE" in resident.text
    assert "Rubbish bin" in resident.text
    send(resident)
    assert resident.heading == "Sent"
    with council_scope(council_a.id):
        case = Case.objects.of(council_a.id).get()
        journey = Journey.objects.of(council_a.id).get()
    assert case.reference in resident.text
    assert journey.reference == case.reference
    assert journey.closed_at is not None
    assert case.answers["container"] == "refuse"


def test_what_is_sent_signed_in_is_in_my_account_at_once(resident: Resident, yesterday: dt.date) -> None:
    sign_in(resident.client, "amina@residents.example")
    send(send(to_check(resident, yesterday, email="amina@residents.example")))
    assert "It is in" in resident.get(f"{resident.base}sent/").text
    reference = resident.text.split('house-reference">')[1].split("<")[0]
    listed = resident.get("/account/").text
    assert listed.count(reference) == 1


def test_what_is_sent_without_signing_in_is_never_added_by_itself(resident: Resident, yesterday: dt.date) -> None:
    send(to_check(resident, yesterday, email="amina@residents.example"))
    assert 'href="/account/"' in resident.text
    reference = resident.text.split('house-reference">')[1].split("<")[0]
    sign_in(resident.client, "amina@residents.example")
    assert reference not in resident.get("/account/").text


def test_every_page_shows_the_councils_phone_number_for_the_service(resident: Resident, yesterday: dt.date) -> None:
    resident.get("/harbourside/report-missed-bin/")
    assert "01632 960 042" in resident.text
    to_check(resident, yesterday)
    assert "01632 960 042" in resident.text
    send(resident)
    assert "01632 960 042" in resident.text


def test_every_welsh_page_says_in_welsh_when_the_phone_is_answered(resident: Resident) -> None:
    resident.get("/harbourside/report-missed-bin/?language=cy")
    assert "9 tan 5" in resident.text
    resident.begin()
    assert '<html lang="cy"' in resident.text
    assert "9 tan 5" in resident.text
    resident.get(f"{resident.url}?language=en")
    assert "9 to 5" in resident.text
    assert "9 tan 5" not in resident.text


def test_a_journey_writes_no_session(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    assert set(resident.client.cookies) <= {"answers", "csrftoken"}


def test_sending_twice_shows_the_same_confirmation_and_opens_one_case(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    to_check(resident, yesterday)
    check, version = resident.url, resident.hidden("version")
    first = send(resident).text
    resident.post(check, {"version": version})
    assert resident.heading == "Sent"
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).get().reference in first
    for page in ("bin/", "check-answers/", "save/", "change/"):
        assert resident.get(resident.base + page).heading == "Sent"


def test_nothing_is_sent_before_everything_is_answered(resident: Resident, council_a: CouncilView) -> None:
    resident.begin()
    first = resident.url
    resident.get(resident.base + "check-answers/")
    assert resident.url == first
    resident.post(resident.base + "check-answers/", {"version": "0"})
    assert resident.url == first
    with council_scope(council_a.id):
        assert not Case.objects.of(council_a.id).exists()


def test_pages_further_on_lead_back_to_the_first_that_is_not_answered(resident: Resident) -> None:
    resident.begin()
    first = resident.url
    assert resident.get(resident.base + "tag/").url == first
    assert resident.get(resident.base + "no-such-page/").status == 404


def test_a_page_with_mistakes_is_shown_again_with_all_that_was_typed(resident: Resident) -> None:
    resident.begin().answer(**TYPED).answer(
        container="refuse", missed_on__day="31", missed_on__month="2", missed_on__year="2026"
    )
    assert resident.status == 422
    assert resident.errors == ["“When should it have been emptied?” must be a real date"]
    assert 'value="31"' in resident.text
    assert 'value="refuse" checked' in resident.text
    assert "<title>Error:" in resident.text.replace("\n", "").replace("  ", "")


def test_the_patterns_own_rules_speak_in_its_own_words(resident: Resident) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=2)
    resident.begin().answer(**TYPED)
    resident.answer(
        container="refuse", missed_on__day=tomorrow.day, missed_on__month=tomorrow.month, missed_on__year=tomorrow.year
    )
    assert resident.errors == ["The date must be today or in the past"]


def test_back_leads_to_the_page_before_whatever_was_visited(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    assert f'href="{resident.base}contact/"' in resident.text
    resident.get(resident.base + "bin/")
    assert f'href="{resident.base}address/"' in resident.text
    resident.get(resident.base + "address/")
    assert 'href="/harbourside/report-missed-bin/"' in resident.text


def test_another_browser_cannot_open_the_journey(resident: Resident) -> None:
    resident.begin()
    other = Resident(Client(), resident.start_url).get(resident.url)
    assert other.status == 404
    assert other.heading == "You cannot carry on from here"
    other.client.cookies["answers"] = "A" * 22
    assert other.get(resident.url).status == 404


def test_another_councils_address_does_not_open_it(resident: Resident, council_b: CouncilView) -> None:
    resident.begin()
    assert resident.get(resident.url.replace("harbourside", "fellgate")).status == 404


def test_what_was_left_empty_is_listed_and_can_still_be_given(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    assert "Not given" in resident.text
    assert f'href="{resident.base}contact/?return=check"' in resident.text
