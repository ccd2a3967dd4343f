"""What officers do, and what happens by itself: allowed moves only, once, seen by the right people."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from tests.support.cast import Person
from tests.support.missed_bin import MONDAY, Open, adopt, opener, staff_of

from commonwheel.apps.cases.actions.working import (
    NobodyOfThatName,
    NoteIsEmpty,
    RequestChanged,
    add_note,
    assign_case,
    move_case,
    move_due_cases,
)
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent
from commonwheel.apps.cases.queries.request import RequestNotFound, get_case, list_clocks, list_timeline
from commonwheel.apps.messages import api as messages
from commonwheel.core.casework.states import DecisionIsIncomplete, MoveIsNotAllowed, ReasonIsMissing
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

TUESDAY = MONDAY + dt.timedelta(days=1)


def move(person: Person, case_id: uuid.UUID, to: str, **changes: object) -> None:
    given = {"version": 1, "reason": "", "decision": {}, "now": TUESDAY, **changes}
    with council_scope(person.council.id):
        move_case(person.council.id, case_id=case_id, to=to, staff=staff_of(person), **given)  # type: ignore[arg-type]  # of its own keywords


def test_a_move_writes_state_timeline_message_and_audit(council_a: CouncilView, open_a: Open, ben: Person) -> None:
    opened = open_a()
    move(ben, opened.id, "arranged", decision={"return_on": "2026-11-26"})
    with council_scope(council_a.id):
        case = get_case(council_a.id, case_id=opened.id)
        moved = next(one for one in list_timeline(council_a.id, case_id=opened.id) if one.kind == "MOVED")
        message = messages.list_messages_of_case(council_a.id, case_id=opened.id)[-1]
        audited = AuditEntry.objects.filter(council_id=council_a.id, action="case-moved")
        assert [one.facts for one in audited] == [{"from": "received", "to": "arranged"}]
    assert (case.state, case.version, case.is_open) == ("arranged", 2, True)
    assert (moved.actor_name, moved.from_state, moved.decision) == (
        "Ben Adeyemi",
        "received",
        {"return_on": "2026-11-26"},
    )
    assert "26 November 2026" in message.text


def test_a_final_state_closes_the_request_and_stops_its_clocks(
    council_a: CouncilView, open_a: Open, ben: Person
) -> None:
    opened = open_a()
    move(ben, opened.id, "not-missed", reason="The bin was not out.\nThe crew took a picture.")
    with council_scope(council_a.id):
        case = Case.objects.of(council_a.id).get(id=opened.id)
        clock = CaseClock.objects.get(case_id=opened.id)
        message = messages.list_messages_of_case(council_a.id, case_id=opened.id)[-1]
    assert (case.is_open, case.closed_at, case.due_on, clock.ended_at) == (False, TUESDAY, NOTHING_DUE, TUESDAY)
    assert "The bin was not out." in message.text


@pytest.mark.parametrize(
    ("to", "changes", "failure"),
    [
        ("collected", {}, MoveIsNotAllowed),
        ("not-missed", {}, ReasonIsMissing),
        ("arranged", {}, DecisionIsIncomplete),
        ("duplicate", {"version": 7}, RequestChanged),
    ],
)
def test_a_move_that_is_refused_changes_nothing(
    open_a: Open, ben: Person, to: str, changes: dict[str, object], failure: type[Exception]
) -> None:
    opened, council_a = open_a(), ben.council
    with pytest.raises(failure):
        move(ben, opened.id, to, **changes)
    with council_scope(council_a.id):
        assert get_case(council_a.id, case_id=opened.id).state == "received"
        assert len(messages.list_messages_of_case(council_a.id, case_id=opened.id)) == 1


def test_of_two_officers_at_once_the_second_is_told(open_a: Open, ben: Person) -> None:
    opened = open_a()
    move(ben, opened.id, "duplicate")
    with pytest.raises(RequestChanged, match="Somebody else changed"):
        move(ben, opened.id, "withdrawn")


def test_another_councils_officer_can_do_nothing(open_a: Open, cara: Person, council_a: CouncilView) -> None:
    opened = open_a()
    staff, council = staff_of(cara), cara.council
    acts: list[Callable[[], object]] = [
        lambda: move(cara, opened.id, "duplicate"),
        lambda: add_note(council.id, case_id=opened.id, text="Hello", staff=staff, now=TUESDAY),
        lambda: assign_case(council.id, case_id=opened.id, version=1, to=staff.id, staff=staff, now=TUESDAY),
        lambda: get_case(council.id, case_id=opened.id),
    ]
    for act in acts:
        with council_scope(council.id), pytest.raises(RequestNotFound):
            act()
    with council_scope(council_a.id):
        assert get_case(council_a.id, case_id=opened.id).version == 1


def test_notes_and_assignments_are_on_the_timeline_and_audited(
    council_a: CouncilView, open_a: Open, ben: Person, dev: Person
) -> None:
    opened, staff = open_a(), staff_of(ben)
    with council_scope(council_a.id):
        add_note(council_a.id, case_id=opened.id, text=" Crew 4 says no. ", staff=staff, now=TUESDAY)
        with pytest.raises(NoteIsEmpty):
            add_note(council_a.id, case_id=opened.id, text="  ", staff=staff, now=TUESDAY)
        assign_case(council_a.id, case_id=opened.id, version=1, to=staff.id, staff=staff, now=TUESDAY)
        assign_case(council_a.id, case_id=opened.id, version=1, to=staff.id, staff=staff, now=TUESDAY)
        with pytest.raises(RequestChanged):
            assign_case(council_a.id, case_id=opened.id, version=1, to=None, staff=staff, now=TUESDAY)
        with pytest.raises(NobodyOfThatName):
            assign_case(council_a.id, case_id=opened.id, version=2, to=staff_of(dev).id, staff=staff, now=TUESDAY)
        assign_case(council_a.id, case_id=opened.id, version=2, to=None, staff=staff, now=TUESDAY)
        told = [(one.kind, one.note, one.about) for one in list_timeline(council_a.id, case_id=opened.id)][2:]
        actions = set(AuditEntry.objects.filter(council_id=council_a.id).values_list("action", flat=True))
    assert told == [("NOTED", "Crew 4 says no.", ""), ("ASSIGNED", "", "Ben Adeyemi"), ("ASSIGNED", "", "")]
    assert {"case-noted", "case-assigned", "case-opened"} <= actions


def test_what_moves_by_itself_moves_once_and_only_when_its_time_has_come(council_a: CouncilView) -> None:
    after = "      after: {length: {days: 3}, go: withdrawn}\n      tell: {resident: received.md}\n"
    service = adopt(council_a, ("      tell: {resident: received.md}\n", after))
    opened = opener(council_a, service)()
    for days, moved, state in ((3, 0, "received"), (4, 1, "withdrawn"), (5, 0, "withdrawn")):
        assert move_due_cases(council_a.id, now=MONDAY + dt.timedelta(days=days)) == moved
        with council_scope(council_a.id):
            assert get_case(council_a.id, case_id=opened.id).state == state
    with council_scope(council_a.id):
        last = [one for one in list_timeline(council_a.id, case_id=opened.id) if one.kind == "MOVED"]
        assert [(one.actor_name, one.to_state) for one in last] == [("", "withdrawn")]
        assert len(messages.list_messages_of_case(council_a.id, case_id=opened.id)) == 2


def test_a_clock_that_stands_still_is_not_due(council_a: CouncilView, ben: Person) -> None:
    service = adopt(council_a, ("      starts: next-day\n", "      starts: next-day\n      pauses: [arranged]\n"))
    opened = opener(council_a, service)()
    move(ben, opened.id, "arranged", decision={"return_on": "2026-11-26"})
    with council_scope(council_a.id):
        assert get_case(council_a.id, case_id=opened.id).due_on is None
        assert [clock.is_running for clock in list_clocks(council_a.id, case_id=opened.id)] == [False]


def test_a_protected_service_says_nothing_in_a_subject(council_a: CouncilView) -> None:
    service = adopt(council_a, ("duty: waste-collection\n", "duty: waste-collection\nprotect: true\n"))
    opened = opener(council_a, service)()
    with council_scope(council_a.id):
        (message,) = messages.list_messages_of_case(council_a.id, case_id=opened.id)
        about = [one.about for one in list_timeline(council_a.id, case_id=opened.id) if one.kind == "MESSAGE"]
    assert message.subject == "A message from Harbourside Council"
    assert about == ["Message"]


def test_a_notice_to_officers_goes_to_who_has_the_request(council_a: CouncilView, open_a: Open, ben: Person) -> None:
    opened, staff = open_a(), staff_of(ben)
    with council_scope(council_a.id):
        assign_case(council_a.id, case_id=opened.id, version=1, to=staff.id, staff=staff, now=TUESDAY)
    move(ben, opened.id, "arranged", version=2, decision={"return_on": "2026-11-26"})
    move(ben, opened.id, "could-not-reach", version=3, reason="A locked gate.")
    with council_scope(council_a.id):
        sent = messages.list_messages_of_case(council_a.id, case_id=opened.id)
    notice = next(one for one in sent if one.audience == "OFFICER")
    assert notice.to == ben.email
    assert "A locked gate." in notice.text


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_the_same_moment_move_it_once(
    council_a: CouncilView, open_a: Open, ben: Person
) -> None:
    opened, staff, outcomes = open_a(), staff_of(ben), []
    start = threading.Barrier(3)

    def press() -> None:
        start.wait()
        try:
            with council_scope(council_a.id):
                move_case(
                    council_a.id,
                    case_id=opened.id,
                    version=1,
                    to="duplicate",
                    reason="",
                    decision={},
                    staff=staff,
                    now=TUESDAY,
                )
            outcomes.append("moved")
        except RequestChanged:
            outcomes.append("told")
        finally:
            connection.close()

    officers = [threading.Thread(target=press) for _ in range(3)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    with council_scope(council_a.id):
        moves = CaseEvent.objects.filter(case_id=opened.id, kind="MOVED").count()
    assert sorted(outcomes) == ["moved", "told", "told"]
    assert moves == 1


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_send_at_the_same_moment_open_one_request(council_a: CouncilView, open_a: Open) -> None:
    journey_id, opened, start = uuid.uuid4(), [], threading.Barrier(3)

    def send() -> None:
        start.wait()
        try:
            opened.append(open_a(journey_id=journey_id))
        finally:
            connection.close()

    devices = [threading.Thread(target=send) for _ in range(3)]
    for device in devices:
        device.start()
    for device in devices:
        device.join()
    assert len(opened) == 3
    assert len(set(opened)) == 1
    with council_scope(council_a.id):
        assert Case.objects.of(council_a.id).count() == 1
