"""Staff try a service's draft as a resident would; nothing of it is sent, saved or opened to anybody else."""

import datetime as dt
import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.test_whole_journey import TYPED
from tests.support import missed_bin
from tests.support.cast import Person, sign_in
from tests.support.resident import Resident

from commonwheel.apps.cases.models import Case
from commonwheel.apps.changes.actions import drafts
from commonwheel.apps.changes.queries.drafts import find_draft
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.journeys.models import Journey, ResumeLink
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.apps.services import api as services
from commonwheel.core.layers import editing
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
SLUG = missed_bin.FOLDER.name


@pytest.fixture
def draft(council_a: CouncilView, dev: Person) -> Person:
    """Leave a draft of a service that is not live, with a heading of its own."""
    missed_bin.adopt(council_a)
    retitle(council_a, dev, "Which box was left?")
    return dev


def retitle(council: CouncilView, person: Person, title: str) -> None:
    staff = missed_bin.staff_of(person)
    with council_scope(council.id):
        drafts.begin(council, SLUG, by=staff, now=missed_bin.MONDAY)
        found = find_draft(council.id, SLUG)
        assert found is not None
        edit = partial(editing.give, at="steps.bin", values={"title": title})
        drafts.change(council, SLUG, seen=found.seen, edit=edit, by=staff, now=missed_bin.MONDAY)


def begun(council: CouncilView, person: Person) -> Resident:
    """Return the browser of somebody who has begun a trial, at its first page."""
    browser = sign_in(Client(), person)
    trying = Resident(browser, council_url(council, "journeys:try", slug=SLUG)).begin()
    (inside,) = re.findall(r'<iframe class="house-phone" src="([^"]+)"', trying.text)
    return trying.get(inside)


def to_check(trying: Resident) -> Resident:
    day = timezone.localdate() - dt.timedelta(days=1)
    trying.answer(**TYPED)
    date = {"missed_on__day": day.day, "missed_on__month": day.month, "missed_on__year": day.year}
    trying.answer(container="refuse", **date)
    trying.answer(assisted="no").answer(out_on_time="yes").answer(tag="none")
    return trying.answer(email="amina@residents.example")


def test_the_draft_is_tried_and_every_page_says_that_it_is_a_trial(council_a: CouncilView, draft: Person) -> None:
    trying = begun(council_a, draft)
    assert "This is a trial. Nothing is sent." in trying.text
    assert trying.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in trying.headers["Content-Security-Policy"]
    trying.answer(**TYPED)
    assert trying.heading == "Which box was left?"
    assert "This is a trial. Nothing is sent." in trying.text


def test_sending_saving_and_going_on_end_the_trial(council_a: CouncilView, draft: Person) -> None:
    trying = to_check(begun(council_a, draft))
    assert trying.heading == "Check your answers before you send"
    version = trying.hidden("version")
    trying.post(trying.url, {"version": version})
    assert trying.heading == "Here the trial ends"
    trying.post(f"{trying.base}save/", {"email": "amina@residents.example"})
    assert trying.heading == "Here the trial ends"
    with council_scope(council_a.id):
        assert not Case.objects.of(council_a.id).exists()
        assert not ResumeLink.objects.exists()
        assert not OutboxMessage.objects.exists()
        assert Journey.objects.of(council_a.id).get().closed_at is None


def test_a_trial_opens_to_nobody_but_staff_of_the_council(council_a: CouncilView, draft: Person, cara: Person) -> None:
    trying = begun(council_a, draft)
    cookie = trying.client.cookies["answers"].value
    for browser in (Client(), sign_in(Client(), cara)):
        browser.cookies["answers"] = cookie
        answer = browser.get(trying.url)
        assert answer.status_code in {302, 403, 404}, "a resident, and staff of another council"
    assert Client().get(council_url(council_a, "journeys:try", slug=SLUG)).status_code == 302


def test_a_trial_is_gone_within_the_hour(council_a: CouncilView, draft: Person) -> None:
    trying = begun(council_a, draft)
    with council_scope(council_a.id):
        later = timezone.now() + dt.timedelta(minutes=61)
        assert journeys.sweep_expired(council_a.id, now=later) == 1
    assert trying.get(trying.url).status == 404


def test_a_draft_that_would_not_work_is_not_tried(council_a: CouncilView, draft: Person) -> None:
    retitle(council_a, draft, "Which {{ nothing }}?")
    browser = sign_in(Client(), draft)
    answer = browser.post(council_url(council_a, "journeys:try", slug=SLUG))
    assert (answer.status_code, "Mend first" in answer.content.decode()) == (409, True)
    with council_scope(council_a.id):
        assert not Journey.objects.of(council_a.id).exists()


def test_without_a_draft_the_service_is_tried_as_it_is(council_a: CouncilView, dev: Person) -> None:
    missed_bin.adopt(council_a)
    trying = begun(council_a, dev).answer(**TYPED)
    assert trying.heading == "Which bin was missed?"
    assert trying.get(council_url(council_a, "journeys:try", slug="nowhere")).status == 404


def test_other_pages_still_stand_in_no_frame(council_a: CouncilView, dev: Person) -> None:
    missed_bin.adopt(council_a)
    browser = sign_in(Client(), dev)
    for address in (council_url(council_a, "journeys:try", slug=SLUG), f"/{council_a.slug}/"):
        headers = browser.get(address).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def kept(trying: Resident, council: CouncilView, called: str, *, person: Client | None = None) -> Any:
    handle = re.findall(r"/report-missed-bin/([^/]+)/", trying.url)[0]
    return (person or trying.client).post(
        council_url(council, "journeys:keep-trial", slug=SLUG, handle=handle), {"called": called}
    )


def test_a_finished_trial_is_kept_as_an_example_of_ours_and_holds_the_draft_to_it(
    council_a: CouncilView, draft: Person
) -> None:
    trying = begun(council_a, draft)
    unfinished = kept(trying, council_a, "A rubbish bin")
    assert (unfinished.status_code, "There is a problem" in unfinished.content.decode()) == (422, True)
    assert "Answer first, to the page" in unfinished.content.decode()
    to_check(trying)
    for called in ("", "!!!", "123"):
        assert kept(trying, council_a, called).status_code == 422
    for _ in range(2):
        answer = kept(trying, council_a, "A rubbish bin")
        assert (answer.status_code, answer.headers["Location"]) == (
            302, council_url(council_a, "changes:examples", slug=SLUG)
        )  # fmt: skip
    page = trying.client.get(answer.headers["Location"]).content.decode()
    assert "a-rubbish-bin" in page
    with council_scope(council_a.id):
        texts = services.list_own_examples(services.get_service(council_a.id, SLUG))
        (text,) = texts.values()
        assert "container: refuse" in text
        assert "state: received" in text
        assert "due_on: " in text
        assert find_draft(council_a.id, SLUG) is not None
    assert journeys_counted(council_a) == 1


def journeys_counted(council: CouncilView) -> int:
    with council_scope(council.id):
        return Journey.objects.of(council.id).count()


def test_nobody_keeps_what_is_no_trial_or_anothers(council_a: CouncilView, draft: Person, ben: Person) -> None:
    trying = to_check(begun(council_a, draft))
    assert kept(trying, council_a, "Ours", person=sign_in(Client(), ben)).status_code == 403
    nothing = council_url(council_a, "journeys:keep-trial", slug=SLUG, handle="nothing")
    assert trying.client.post(nothing, {"called": "Ours"}).status_code == 404
    with council_scope(council_a.id):
        now = timezone.now()
        Journey.objects.of(council_a.id).update(created_at=now - dt.timedelta(hours=2), expires_at=now)
    assert kept(trying, council_a, "Ours").status_code == 422
