"""What is renewed: until when it runs, who is told before it ends and when, and that it is told once."""

import datetime as dt
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.apps.cases.test_working import move
from tests.support.cast import Person
from tests.support.missed_bin import FOLDER, adopt, files_of, opener

from commonwheel.apps.cases.actions.renewing import tell_due_renewals, tell_if_due
from commonwheel.apps.cases.actions.working import move_due_cases
from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.request import list_timeline
from commonwheel.apps.cases.queries.tracking import get_tracked
from commonwheel.apps.messages import api as messages
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.project.demonstration.councils import COUNCILS
from commonwheel.project.demonstration.seed import layer_text

GARDEN = FOLDER.parent / "garden-waste-subscription"
ANSWERS: dict[str, Any] = {
    "property": {"uprn": "10000000001", "line": "1 Invented Street, Harbourside", "postcode": "BN1 1JE"},
    "bins": 1, "bins_there": 1, "on_benefit": False, "assisted": False, "start_when": "soon",
    "full_name": "Amina Yusuf", "email": "amina@residents.example", "agreed": True,
}  # fmt: skip
# A year from 1 December 2026 ends on 30 November 2027; 28 days before is 2 November, in winter time.
DECISION = {"first_day": "2026-12-01", "first_collection": "2026-12-08"}
RUNS_UNTIL = dt.date(2027, 11, 30)
NOTICE_AT = dt.datetime(2027, 11, 2, tzinfo=dt.UTC)
ENDS_AT = dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def opened(council: CouncilView, *changes: tuple[str, str], folder: Path = GARDEN, **more: Any) -> uuid.UUID:
    return opener(council, adopt(council, *changes, folder=folder), base=ANSWERS)(**more).id


def running(person: Person, **more: Any) -> uuid.UUID:
    """Return a subscription that runs from 1 December 2026."""
    case_id = opened(person.council, **more)
    move(person, case_id, "active", decision=DECISION)
    return case_id


def row(council: CouncilView, case_id: uuid.UUID) -> Case:
    with council_scope(council.id):
        return Case.objects.of(council.id).get(id=case_id)


def written(council: CouncilView, case_id: uuid.UUID) -> list[Any]:
    """Return the messages of a request about its renewal."""
    with council_scope(council.id):
        sent = messages.list_messages_of_case(council.id, case_id=case_id)
    return [one for one in sent if "end soon" in one.subject]


def kinds(council: CouncilView, case_id: uuid.UUID) -> list[str]:
    with council_scope(council.id):
        return [one.kind for one in list_timeline(council.id, case_id=case_id)]


def test_the_time_begins_on_the_officers_day_and_the_letter_says_until_when(council_a: CouncilView, ben: Person):
    case_id = opened(council_a)
    before = row(council_a, case_id)
    assert (before.runs_until, before.notice_at, before.moves_at) == (None, None, None)
    move(ben, case_id, "active", decision=DECISION)
    case = row(council_a, case_id)
    assert (case.runs_until, case.notice_at, case.moves_at) == (RUNS_UNTIL, NOTICE_AT, ENDS_AT)
    with council_scope(council_a.id):
        letter = messages.list_messages_of_case(council_a.id, case_id=case_id)[-1]
    assert "from 1 December 2026 until 30 November 2027" in letter.text


def test_the_notice_goes_out_once_and_not_a_second_before_its_day(council_a: CouncilView, ben: Person):
    case_id = running(ben)
    assert tell_due_renewals(council_a.id, now=NOTICE_AT - SECOND) == 0
    assert tell_due_renewals(council_a.id, now=NOTICE_AT) == 1
    assert tell_due_renewals(council_a.id, now=NOTICE_AT) == 0
    assert tell_due_renewals(council_a.id, now=ENDS_AT - SECOND) == 0
    (letter,) = written(council_a, case_id)
    assert (letter.to, letter.language) == ("amina@residents.example", "en")
    assert "ends on 30 November 2027" in letter.text
    assert kinds(council_a, case_id)[-2:] == ["FALLS_DUE", "MESSAGE"]
    with council_scope(council_a.id):
        audited = AuditEntry.objects.filter(council_id=council_a.id, action="renewal-due")
        assert [one.facts for one in audited] == [{"until": "2027-11-30", "messages": 1}]


def test_the_notice_leads_to_the_council_where_the_service_is_not_offered(council_a: CouncilView, ben: Person):
    case_id = running(ben)
    tell_due_renewals(council_a.id, now=NOTICE_AT)
    (letter,) = written(council_a, case_id)
    assert f"Subscribe for another year: {absolute_council_url(council_a, 'services:home')}. " in letter.text


def test_the_notice_leads_to_where_the_service_begins_while_it_is_offered(council_a: CouncilView, ben: Person):
    case_id = running(ben)
    lewes = next(one for one in COUNCILS if one.slug == "lewes")
    with council_scope(council_a.id):
        services.set_layer(
            council_a.id,
            slug="garden-waste-subscription",
            layer=layer_text(lewes, "garden-waste-subscription", files_of(folder=GARDEN)),
            can_be_paid=True,
            actor=SYSTEM,
            now=NOTICE_AT,
        )
        services.put_live(
            council_a.id,
            slug="garden-waste-subscription",
            signed_off_by=ben.id,
            must_be_welsh=False,
            can_be_paid=True,
            actor=SYSTEM,
            now=NOTICE_AT,
        )
    tell_due_renewals(council_a.id, now=NOTICE_AT)
    (letter,) = written(council_a, case_id)
    start = absolute_council_url(council_a, "journeys:start", service="garden-waste-subscription")
    assert f"Subscribe for another year: {start}. " in letter.text


def test_the_notice_is_in_the_language_of_the_request(council_a: CouncilView, ben: Person):
    case_id = running(ben, language="cy")
    tell_due_renewals(council_a.id, now=NOTICE_AT)
    with council_scope(council_a.id):
        letter = messages.list_messages_of_case(council_a.id, case_id=case_id)[-1]
    assert letter.language == "cy"
    assert "30 Tachwedd 2027" in letter.text


def test_who_gave_no_email_is_written_to_by_letter(council_a: CouncilView, ben: Person):
    case_id = running(ben, answers={"email": None})
    assert tell_due_renewals(council_a.id, now=NOTICE_AT) == 1
    assert [one.channel for one in written(council_a, case_id)] == ["LETTER"]
    assert kinds(council_a, case_id)[-2:] == ["FALLS_DUE", "LETTER"]


@pytest.mark.parametrize(("to", "more"), [("cancelled", {"decision": {"refund": 1000}}), ("renewed", {})])
def test_what_is_closed_is_not_told(council_a: CouncilView, ben: Person, to: str, more: dict[str, Any]):
    case_id = running(ben)
    move(ben, case_id, to, version=2, **more)
    assert row(council_a, case_id).notice_at is None
    assert tell_due_renewals(council_a.id, now=NOTICE_AT) == 0
    assert written(council_a, case_id) == []


def test_when_the_last_day_is_over_it_ends_by_itself_and_a_late_notice_is_left_out(council_a: CouncilView, ben: Person):
    case_id = running(ben)
    assert move_due_cases(council_a.id, now=ENDS_AT - SECOND) == 0
    assert tell_due_renewals(council_a.id, now=ENDS_AT) == 0
    assert row(council_a, case_id).notice_at is None
    assert move_due_cases(council_a.id, now=ENDS_AT) == 1
    case = row(council_a, case_id)
    assert (case.state, case.is_open, case.runs_until) == ("ended", False, RUNS_UNTIL)
    assert written(council_a, case_id) == []


def test_the_first_entry_begins_the_time_and_coming_back_does_not_begin_it_again(council_a: CouncilView, ben: Person):
    pause = ("next: [renewed, cancelled]\n", "next: [renewed, cancelled, delivering]\n")
    case_id = opened(council_a, pause)
    move(ben, case_id, "active", decision=DECISION)
    tell_due_renewals(council_a.id, now=NOTICE_AT)
    later = NOTICE_AT + dt.timedelta(days=1)
    move(ben, case_id, "delivering", version=2, decision={"deliver_on": "2027-11-05"}, now=later)
    assert row(council_a, case_id).moves_at is None
    again = {"first_day": "2027-11-05", "first_collection": "2027-11-05"}
    move(ben, case_id, "active", version=3, decision=again, now=later + dt.timedelta(days=1))
    case = row(council_a, case_id)
    assert (case.runs_until, case.notice_at, case.moves_at) == (RUNS_UNTIL, None, ENDS_AT)
    assert tell_due_renewals(council_a.id, now=ENDS_AT - SECOND) == 0


def test_a_time_can_begin_with_the_request(council_a: CouncilView):
    yearly = (
        "renew:\n  every: {years: 1}\n  starts: state:active\n  from: first_day\n",
        "renew:\n  every: {months: 1}\n",
    )
    case_id = opened(council_a, yearly)
    # Monday 23 November 2026: until 22 December, and told 28 days before, on the 24th of November.
    case = row(council_a, case_id)
    assert (case.runs_until, case.notice_at) == (dt.date(2026, 12, 22), dt.datetime(2026, 11, 24, tzinfo=dt.UTC))


def test_a_summer_day_begins_an_hour_earlier(council_a: CouncilView, ben: Person):
    case_id = opened(council_a)
    move(ben, case_id, "active", decision={"first_day": "2026-08-01", "first_collection": "2026-12-08"})
    case = row(council_a, case_id)
    # Until 31 July 2027; 28 days before is 3 July, which begins at 23:00 in UTC the day before.
    assert case.notice_at == dt.datetime(2027, 7, 2, 23, tzinfo=dt.UTC)
    assert case.moves_at == dt.datetime(2027, 7, 31, 23, tzinfo=dt.UTC)


def test_the_sender_sees_until_when_it_runs(council_a: CouncilView, ben: Person):
    case_id = running(ben)
    with council_scope(council_a.id):
        found = get_tracked(council_a.id, case_id=case_id, private=False)
    assert found is not None
    assert found.runs_until == RUNS_UNTIL


def test_another_councils_sweep_tells_nobody_here(council_a: CouncilView, council_b: CouncilView, ben: Person):
    case_id = running(ben)
    assert tell_due_renewals(council_b.id, now=NOTICE_AT) == 0
    assert not tell_if_due(council_b.id, case_id=case_id, now=NOTICE_AT)
    assert row(council_a, case_id).notice_at == NOTICE_AT


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once(council_a: CouncilView, ben: Person):
    case_id, start, told = running(ben), threading.Barrier(3), []

    def sweep() -> None:
        start.wait()
        try:
            told.append(tell_due_renewals(council_a.id, now=NOTICE_AT))
        finally:
            connection.close()

    workers = [threading.Thread(target=sweep) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(told) == [0, 0, 1]
    assert len(written(council_a, case_id)) == 1
    assert kinds(council_a, case_id).count("FALLS_DUE") == 1
