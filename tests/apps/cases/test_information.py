"""A request for information at councils of two nations: its own law, its own days, its own Commissioner."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.cast import Person, add_council, add_person, sign_in
from tests.support.missed_bin import staff_of

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions.working import move_case, move_due_cases
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.apps.services import api as services
from commonwheel.core.casework.entries import DayIsNotPossible
from commonwheel.core.casework.states import StateIsUnknown
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

FOLDER = Path(__file__).parents[3] / "patterns" / "ask-for-information"
ANSWERS: dict[str, Any] = {
    "kind": "council",
    "request": "How many street lights are there?",
    "form": "electronic",
    "full_name": "Amina Yusuf",
    "reply_by": "email",
    "email": "amina@residents.example",
}
REFUSED = {"grounds": ["cost"], "sections": "section 12 of the Act", "weighed": "none"}


def at(day: int, hour: int = 9, month: int = 11) -> dt.datetime:
    """Return a moment of 2026, in November where not said."""
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def opened(person: Person) -> Case:
    """Open a request that was received on Monday 2 November 2026."""
    council = person.council
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    with council_scope(council.id):
        service = services.adopt(council.id, files=files, phone="01632 960 000", actor=SYSTEM, now=at(1))
        found = cases.open_case(
            council.id,
            journey_id=uuid.uuid4(),
            service_id=service.id,
            digest=service.digest,
            answers=ANSWERS,
            language="en",
            receipt=cases.Receipt(channel="WEB", received_at=at(2), entered_at=at(2)),
        )
    return now_is(council, found.id)


def now_is(council: CouncilView, case_id: uuid.UUID) -> Case:
    with council_scope(council.id):
        return Case.objects.of(council.id).get(id=case_id)


def moved(case: Case, person: Person, to: str, when: dt.datetime, *, reason: str = "", **decision: Any) -> Case:
    council = person.council
    with council_scope(council.id):
        version = Case.objects.of(council.id).get(id=case.id).version
        move_case(
            council.id,
            case_id=case.id,
            version=version,
            to=to,
            reason=reason,
            decision=decision,
            staff=staff_of(person),
            now=when,
        )
    return now_is(council, case.id)


def letters(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        return list(
            OutboxMessage.objects.filter(council_id=council.id).order_by("written_at").values_list("text", flat=True)
        )


@pytest.fixture
def morag(db: None) -> Person:
    """Return a caseworker of a Scottish council."""
    council = add_council("glenmore", name="Glenmore Council", nation="scotland", email="foi@glenmore.example")
    return add_person("Morag Bell", council=council, roles=("OFFICER",))


def test_the_time_starts_again_on_the_day_the_reply_came_and_not_the_day_it_was_read(ben: Person) -> None:
    case = opened(ben)
    assert case.due_on == dt.date(2026, 12, 1)
    case = moved(case, ben, "clarifying", at(5), question="Which ones?")
    assert case.due_on == NOTHING_DUE
    # Saturday 14 November, read on Tuesday 17. Monday 16 is day 1, and Monday 14 December day 20: see tests/patterns.
    case = moved(case, ben, "clarified", at(17), clarified_on="2026-11-14")
    assert case.due_on == dt.date(2026, 12, 14)
    assert "by 14 December 2026" in letters(ben.council)[-1]
    with council_scope(ben.council.id):
        event = CaseEvent.objects.filter(council_id=ben.council.id, to_state="clarified").get()
    assert event.at == at(17), "the timeline says when it was written down"


@pytest.mark.parametrize("day", ["2026-11-04", "2026-11-18"])
def test_a_reply_cannot_come_before_the_question_or_after_today(ben: Person, day: str) -> None:
    case = moved(opened(ben), ben, "clarifying", at(5), question="Which ones?")
    with pytest.raises(DayIsNotPossible):
        moved(case, ben, "clarified", at(17), clarified_on=day)
    assert now_is(ben.council, case.id).state == "clarifying"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 4), "The date must be 5 November 2026 or later"),
        (dt.date(9999, 1, 1), "today or in the past"),
    ],
)
def test_the_page_says_so_beside_the_date(ben: Person, ben_client: Client, day: dt.date, words: str) -> None:
    case = moved(opened(ben), ben, "clarifying", at(5), question="Which ones?")
    address = f"/staff/harbourside/requests/{case.id}/move/clarified/"
    parts = {"clarified_on-day": day.day, "clarified_on-month": day.month, "clarified_on-year": day.year}
    answer = ben_client.post(address, {"-version": case.version, **parts})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now_is(ben.council, case.id).state == "clarifying"


def test_the_preview_shows_the_date_that_the_move_would_give(ben: Person, ben_client: Client) -> None:
    case = moved(opened(ben), ben, "clarifying", at(5), question="Which ones?")
    address = f"/staff/harbourside/requests/{case.id}/move/clarified/"
    parts = {"clarified_on-day": 14, "clarified_on-month": 11, "clarified_on-year": 2026}
    page = ben_client.post(address, {"-version": case.version, "do": "preview", **parts}).content.decode()
    assert "by 14 December 2026" in page


def test_an_answer_meets_the_clock_and_the_request_waits_for_a_review_then_closes_by_itself(
    ben: Person, ben_client: Client
) -> None:
    case = moved(opened(ben), ben, "answered", at(20), sent_how="by email")
    assert case.is_open
    assert case.due_on == NOTHING_DUE
    with council_scope(ben.council.id):
        clock = CaseClock.objects.get(council_id=ben.council.id, clock="answer")
    assert (clock.ended_at, clock.is_running) == (at(20), False)
    page = ben_client.get(f"/staff/harbourside/requests/{case.id}/").content.decode()
    assert "stopped when the request was closed" not in page
    # Friday 20 November is day 0: 45 working days end on Friday 29 January 2027.
    too_soon, then = dt.datetime(2027, 1, 29, 23, tzinfo=dt.UTC), dt.datetime(2027, 1, 30, 0, 1, tzinfo=dt.UTC)
    assert move_due_cases(ben.council.id, now=too_soon) == 0
    assert move_due_cases(ben.council.id, now=then) == 1
    assert now_is(ben.council, case.id).state == "closed"


def test_the_days_until_a_fee_is_paid_do_not_count(ben: Person) -> None:
    case = moved(opened(ben), ben, "fee-asked", at(9), fee=2400, fee_for="copies")
    case = moved(case, ben, "fee-paid", at(20), paid_on="2026-11-18")
    assert case.due_on == dt.date(2026, 12, 11)


def test_the_officers_date_counts_while_the_public_interest_is_weighed(ben: Person) -> None:
    more = {"exemption": "section 43", "decide_by": "2026-12-18"}
    case = moved(opened(ben), ben, "weighing", at(30), reason="Prices.", **more)
    assert case.due_on == dt.date(2026, 12, 18)


def test_scotland_is_not_offered_time_to_weigh_the_public_interest(morag: Person, ben: Person) -> None:
    for person, offered in ((morag, False), (ben, True)):
        case = opened(person)
        address = f"/staff/{person.council.slug}/requests/{case.id}/"
        page = sign_in(Client(), person).get(address).content.decode()
        assert ("Public interest being weighed" in page) is offered
    case = opened_of(morag.council)
    with pytest.raises(StateIsUnknown):
        moved(case, morag, "weighing", at(20), reason="Prices.", exemption="x", decide_by="2026-12-18")
    page = sign_in(Client(), morag).get(f"/staff/glenmore/requests/{case.id}/move/weighing/")
    assert page.status_code == 409


def opened_of(council: CouncilView) -> Case:
    with council_scope(council.id):
        return Case.objects.of(council.id).get()


def test_each_nation_has_its_own_clock_and_commissioner(morag: Person, ben: Person) -> None:
    for person, clock, commissioner in (
        (morag, "answer-scotland", "the Scottish Information Commissioner: https://www.foi.scot"),
        (ben, "answer", "the Information Commissioner: https://ico.org.uk"),
    ):
        case = opened(person)
        moved(case, person, "refused", at(20), reason="It would cost too much.", **REFUSED)
        with council_scope(person.council.id):
            clocks = CaseClock.objects.filter(council_id=person.council.id).values_list("clock", flat=True)
            assert list(clocks) == [clock]
        assert commissioner in letters(person.council)[-1]
