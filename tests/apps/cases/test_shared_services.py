"""An officer of a shared service works the other council's requests of its services, and reads for whom."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import missed_bin, sharing
from tests.support.cast import Person, sign_in

from commonwheel.apps.cases import api as cases
from commonwheel.apps.services import api as services
from commonwheel.foundation import audit
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope


@pytest.fixture
def bin_case(ben: Person, cara: Person) -> cases.OpenedCase:
    """Open a report at council A, whose missed bins Cara of council B works too."""
    sharing.share(ben.council, cara.council, officers=(cara,))
    return missed_bin.opener(ben.council, missed_bin.adopt(ben.council))()


@pytest.fixture
def browser(cara: Person) -> Client:
    return sign_in(Client(), cara)


def go_live(person: Person) -> None:
    signed = {"signed_off_by": person.id, "must_be_welsh": False, "actor": audit.SYSTEM, "now": timezone.now()}
    with council_scope(person.council.id):
        services.put_live(person.council.id, slug="report-missed-bin", **signed)


def read(council_id: uuid.UUID, case_id: uuid.UUID) -> cases.CaseView:
    with council_scope(council_id):
        return cases.get_case(council_id, case_id=case_id)


def test_each_page_says_for_which_council_one_acts(bin_case: cases.OpenedCase, ben: Person, browser: Client) -> None:
    for name, arguments in (
        ("cases:queue", {}),
        ("cases:request", {"case_id": bin_case.id}),
        ("cases:move", {"case_id": bin_case.id, "state": "collected"}),
        ("handover:undelivered", {}),
        ("journeys:enter", {}),
    ):
        words = browser.get(council_url(ben.council, name, **arguments)).content.decode()
        assert "You act for" in words
        assert f"<strong>{ben.council.name}</strong>" in words
        assert f"({sharing.NAME})" in words
        assert "Change council" in words
        assert council_url(ben.council, "services:list") not in words


def test_the_form_for_what_a_resident_saved_is_shown_only_to_whom_it_opens(
    ben: Person, cara: Person, browser: Client
) -> None:
    """A link may lead to any service of the council, so whoever keeps to some is not offered it, nor let in."""
    sharing.share(ben.council, cara.council, officers=(cara,))
    go_live(ben)
    form, words = council_url(ben.council, "journeys:by_link"), "Go on with what they saved"
    page = browser.get(council_url(ben.council, "journeys:enter")).content.decode()
    assert "What do they want to do?" in page
    assert words not in page
    assert form not in page
    assert browser.post(form, {"link": "anything"}).status_code == 404
    assert words in sign_in(Client(), ben).get(council_url(ben.council, "journeys:enter")).content.decode()


def test_whoever_enters_a_request_for_somebody_reads_for_which_council(
    ben: Person, cara: Person, browser: Client
) -> None:
    sharing.share(ben.council, cara.council, officers=(cara,))
    go_live(ben)
    today = timezone.localdate()
    day = {f"received_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    typed = {"service": "report-missed-bin", "channel": "PHONE", "language": "en", **day}
    acting = f"You act for {ben.council.name} ({sharing.NAME})."
    for officer, is_told in ((browser, True), (sign_in(Client(), ben), False)):
        page = officer.post(council_url(ben.council, "journeys:enter"), typed, follow=True).content.decode()
        assert "You are entering this for somebody: phone" in page
        assert (acting in page) == is_told


def test_one_chooses_between_the_councils(bin_case: cases.OpenedCase, ben: Person, browser: Client) -> None:
    words = browser.get("/staff/", follow=True).content.decode()
    assert f"({sharing.NAME})" in words
    assert council_url(ben.council, "cases:queue") in words


def test_a_request_is_taken_noted_and_moved(bin_case: cases.OpenedCase, ben: Person, cara: Person, browser: Client):
    acting = sharing.acting(cara, ben.council)
    assert acting is not None
    url = council_url(ben.council, "cases:assign", case_id=bin_case.id)
    assert browser.post(url, {"to": str(acting.id), "version": 1}).status_code == 302
    assert read(ben.council.id, bin_case.id).assigned_to == acting.id
    browser.post(council_url(ben.council, "cases:note", case_id=bin_case.id), {"note": "Seen by Fellgate."})
    page = sign_in(Client(), ben).get(council_url(ben.council, "cases:request", case_id=bin_case.id)).content.decode()
    assert "Cara Lloyd" in page
    assert "Seen by Fellgate." in page
    assert "Cara Lloyd" in sign_in(Client(), ben).get(council_url(ben.council, "cases:queue")).content.decode()


def test_a_request_of_another_service_is_not_there_nor_found(ben: Person, cara: Person, browser: Client) -> None:
    sharing.share(ben.council, cara.council, service=sharing.STREETS, officers=(cara,))
    opened = missed_bin.opener(ben.council, missed_bin.adopt(ben.council))()
    queue = council_url(ben.council, "cases:queue")
    for asked in ({"tab": "open"}, {"tab": "unassigned"}, {"q": opened.reference}, {"q": "Yusuf"}, {"q": "BN1 1JE"}):
        answer = browser.get(queue, asked)
        assert answer.status_code == 200
        assert "Amina Yusuf" not in answer.content.decode()
    assert browser.get(council_url(ben.council, "cases:request", case_id=opened.id)).status_code == 404


def test_a_request_of_another_service_is_given_to_nobody_of_the_shared_service(ben: Person, cara: Person) -> None:
    sharing.share(ben.council, cara.council, service=sharing.STREETS, officers=(cara,))
    opened = missed_bin.opener(ben.council, missed_bin.adopt(ben.council))()
    acting = sharing.acting(cara, ben.council)
    assert acting is not None
    browser = sign_in(Client(), ben)
    assert (
        "Cara Lloyd" not in browser.get(council_url(ben.council, "cases:request", case_id=opened.id)).content.decode()
    )
    url = council_url(ben.council, "cases:assign", case_id=opened.id)
    assert browser.post(url, {"to": str(acting.id), "version": 1}).status_code == 409
    assert read(ben.council.id, opened.id).assigned_to is None


def test_the_next_page_after_it_ended_is_not_there(bin_case: cases.OpenedCase, ben: Person, browser: Client) -> None:
    url = council_url(ben.council, "cases:request", case_id=bin_case.id)
    assert browser.get(url).status_code == 200
    sharing.end()
    assert browser.get(url).status_code == 404
