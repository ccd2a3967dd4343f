"""Changed answers, stops, languages, saving, and things that go wrong."""

import datetime as dt
import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.test_whole_journey import TYPED, send, to_check
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.cases.models import Case
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.journeys.models import Journey, ResumeLink
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.apps.services import api as services
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

KEPT = "behind the gate"


def assisted_to_check(resident: Resident, missed_on: dt.date) -> Resident:
    resident.begin().answer(**TYPED)
    day = {"missed_on__day": missed_on.day, "missed_on__month": missed_on.month, "missed_on__year": missed_on.year}
    resident.answer(container="refuse", **day).answer(assisted="yes").answer(kept_at=KEPT).answer(tag="none")
    return resident.answer()


def change_assisted(resident: Resident) -> Resident:
    resident.get(f"{resident.base}assisted/?return=check")
    return resident.answer(assisted="no")


def test_a_change_that_makes_answers_needless_lists_them_first(resident: Resident, yesterday: dt.date) -> None:
    change_assisted(assisted_to_check(resident, yesterday))
    assert resident.heading == "Some answers no longer apply"
    assert KEPT in resident.text
    resident.post(resident.url, {"choice": "change"})
    assert resident.url == f"{resident.base}put-out/"
    resident.answer(out_on_time="yes")
    resident.get(f"{resident.base}check-answers/")
    assert KEPT not in resident.text


def test_keeping_the_earlier_answer_changes_nothing(resident: Resident, yesterday: dt.date) -> None:
    change_assisted(assisted_to_check(resident, yesterday))
    resident.post(resident.url, {"choice": "keep"})
    assert resident.heading == "Check your answers before you send"
    assert KEPT in resident.text


def test_nothing_is_sent_while_a_change_waits(resident: Resident, yesterday: dt.date, council_a: CouncilView) -> None:
    assisted_to_check(resident, yesterday)
    version = int(resident.hidden("version"))
    change_assisted(resident)
    assert resident.get(f"{resident.base}check-answers/").heading == "Some answers no longer apply"
    resident.post(f"{resident.base}check-answers/", {"version": str(version + 1)})
    with council_scope(council_a.id):
        assert not Case.objects.of(council_a.id).exists()


def test_a_changed_answer_leads_back_to_the_check(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    resident.get(f"{resident.base}tag/?return=check")
    assert f'href="{resident.base}check-answers/"' in resident.text
    resident.answer(tag="other")
    assert resident.heading == "Check your answers before you send"
    assert "It says something else" in resident.text


def test_answers_changed_elsewhere_are_shown_before_they_are_sent(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    to_check(resident, yesterday)
    stale = resident.hidden("version")
    resident.post(f"{resident.base}tag/", {"tag": "other"})
    resident.post(f"{resident.base}check-answers/", {"version": stale})
    assert resident.status == 409
    assert "Your answers were changed after you opened this page" in resident.text
    with council_scope(council_a.id):
        assert not Case.objects.of(council_a.id).exists()
    assert send(resident).heading == "Sent"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_made_up_version_sends_nothing(resident: Resident, yesterday: dt.date, version: str) -> None:
    to_check(resident, yesterday)
    assert resident.post(resident.url, {"version": version}).status == 409


def test_a_stop_says_what_to_do_and_may_be_passed(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    resident.get(f"{resident.base}put-out/?return=check")
    resident.post(f"{resident.base}put-out/?return=check", {"out_on_time": "no"})
    assert resident.heading == "The crew may have come before the bin was out"
    assert resident.url == f"{resident.base}stop/not-out/?return=check"
    assert resident.get(f"{resident.base}check-answers/").url == f"{resident.base}stop/not-out/"
    resident.post(f"{resident.base}stop/not-out/?return=check", {})
    assert resident.heading == "Check your answers before you send"
    assert resident.get(f"{resident.base}stop/not-out/").heading == "Check your answers before you send"


def test_passing_a_stop_skips_no_page_even_where_nothing_on_it_must_be_answered(
    resident: Resident, yesterday: dt.date
) -> None:
    to_check(resident, yesterday)
    resident.get(f"{resident.base}tag/")
    resident.answer(tag="too-full")
    resident.post(resident.url, {})
    assert resident.heading == "How can we tell you what happens?"


def test_a_stop_that_cites_the_law_cannot_be_passed(council_a: CouncilView, dev: Person) -> None:
    from tests.apps.journeys.conftest import put_live

    steps = "  - id: age\n    title: Are you an adult?\n    ask:\n      - {id: adult, type: yes-no, label: Adult}\n"
    stops = "stops:\n  - id: too-young\n    when: '!adult'\n    title: You must be 18\n    law: Licensing Act 2003\n"
    put_live(council_a, dev, service_files(steps, more=stops))
    resident = Resident(Client(), "/harbourside/try-it/").begin().answer(adult="no")
    assert resident.heading == "You must be 18"
    assert "Licensing Act 2003" in resident.text
    assert "Continue anyway" not in resident.text
    resident.post(resident.url, {})
    assert resident.heading == "You must be 18"


def test_switching_the_language_keeps_the_answers(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    to_check(resident, yesterday)
    resident.get(f"{resident.url}?language=cy")
    assert '<html lang="cy"' in resident.text
    assert "1 Harbour Street" in resident.text
    resident.get(f"{resident.base}bin/")
    assert '<html lang="cy"' in resident.text
    assert 'value="refuse" checked' in resident.text
    resident.get(f"{resident.base}tag/?return=check")
    resident.answer(tag="other")
    send(resident)
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).get().language == "cy"


def link_in(resident: Resident) -> str:
    found = re.search(r'href="http://testserver(/harbourside/resume/[^"]+)"', resident.text)
    assert found
    return found[1]


def test_a_saved_link_opens_the_journey_on_another_device(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    resident.get(f"{resident.base}save/")
    resident.post(resident.url, {})
    link = link_in(resident)
    other = Resident(Client(), resident.start_url).get(link)
    assert other.heading == "Carry on where you left off"
    assert "Report a missed bin collection" in other.text
    assert "answers" not in other.client.cookies
    other.post(link, {})
    assert other.heading == "Check your answers before you send"
    assert resident.get(f"{resident.base}check-answers/").heading == "Check your answers before you send"
    assert send(other).heading == "Sent"
    assert resident.get(f"{resident.base}check-answers/").heading == "Sent"


def test_a_link_is_emailed_only_when_an_address_is_given(resident: Resident, council_a: CouncilView) -> None:
    resident.begin()
    save = f"{resident.base}save/"
    resident.post(save, {"email": "not an address"})
    assert resident.status == 422
    resident.post(save, {})
    for _ in range(2):
        resident.post(save, {"email": "amina@residents.example"})
        assert "We are also sending it to amina@residents.example." in resident.text
    with council_scope(council_a.id):
        assert OutboxMessage.objects.filter(council_id=council_a.id).count() == 1
        assert ResumeLink.objects.filter(council_id=council_a.id).count() == 3


@pytest.mark.parametrize("token", ["x", "A" * 22, "A" * 500, "%00"])
def test_a_link_that_opens_nothing_says_what_to_do(resident: Resident, token: str) -> None:
    resident.get(f"/harbourside/resume/{token}/")
    assert (resident.status, resident.heading) == (404, "This link does not work")


def test_a_link_of_one_council_does_not_open_at_another(resident: Resident, council_b: CouncilView) -> None:
    resident.begin()
    resident.post(f"{resident.base}save/", {})
    assert resident.get(link_in(resident).replace("harbourside", "fellgate")).status == 404


def expire(council: CouncilView) -> None:
    past = timezone.now() - dt.timedelta(days=40)
    with council_scope(council.id):
        Journey.objects.of(council.id).update(created_at=past, expires_at=past + journeys.KEPT_FOR)


def test_a_journey_whose_time_is_over_says_so_and_is_swept(resident: Resident, council_a: CouncilView) -> None:
    resident.begin()
    resident.post(f"{resident.base}save/", {})
    link = link_in(resident)
    expire(council_a)
    assert resident.get(f"{resident.base}bin/").status == 410
    assert resident.heading == "The time to finish this is over"
    assert resident.get(link).status == 404
    with council_scope(council_a.id):
        assert journeys.sweep_expired(council_a.id, now=timezone.now()) == 1
        assert journeys.sweep_expired(council_a.id, now=timezone.now()) == 0
        assert not Journey.objects.of(council_a.id).exists()


def test_whoever_has_begun_can_finish_after_the_service_is_taken_down(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    to_check(resident, yesterday)
    with council_scope(council_a.id):
        services.take_down(council_a.id, slug="report-missed-bin", actor=audit.SYSTEM, now=timezone.now())
    check = resident.url
    assert resident.get("/harbourside/report-missed-bin/").status == 404
    assert resident.begin().status == 404
    assert send(resident.get(check)).heading == "Sent"


def test_an_answer_far_too_long_is_refused_and_nothing_stored(resident: Resident, council_a: CouncilView) -> None:
    resident.begin().answer(**{**TYPED, "property__line_1": "x" * 60_000})
    assert resident.status == 422
    with council_scope(council_a.id):
        assert Journey.objects.of(council_a.id).get().answers == {}


def test_a_replayed_form_changes_nothing_more(resident: Resident, yesterday: dt.date) -> None:
    to_check(resident, yesterday)
    resident.post(f"{resident.base}assisted/", {"assisted": "no"})
    assert resident.get(f"{resident.base}check-answers/").heading == "Check your answers before you send"


def test_a_page_costs_one_query_and_an_answer_one_more(
    resident: Resident, django_assert_max_num_queries: Callable[..., object], council_a: CouncilView
) -> None:
    resident.begin().answer(**TYPED)
    url = resident.url
    extra = 4 if connection.vendor == "postgresql" else 0
    with django_assert_max_num_queries(1 + extra):  # type: ignore[attr-defined]
        resident.client.get(url)
    data = {"container": "refuse", "missed_on-day": "1", "missed_on-month": "1", "missed_on-year": "2020"}
    with django_assert_max_num_queries(1 + extra):  # type: ignore[attr-defined]
        resident.client.post(url, data)


@pytest.mark.django_db(transaction=True)
def test_sending_at_the_same_time_from_many_devices_opens_one_case(
    resident: Resident, yesterday: dt.date, council_a: CouncilView
) -> None:
    to_check(resident, yesterday)
    url, version, cookie = resident.url, resident.hidden("version"), resident.client.cookies["answers"].value
    headings: list[str] = []

    def press() -> None:
        other = Resident(Client(), resident.start_url)
        other.client.cookies["answers"] = cookie
        headings.append(other.post(url, {"version": version}).heading)
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert headings == ["Sent"] * 4
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).count() == 1
