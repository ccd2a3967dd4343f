"""Closed requests go when the time that their service says is over, and not a day before."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from PIL import Image
from tests.apps.cases.test_working import TUESDAY, move
from tests.support.cast import Person
from tests.support.missed_bin import Open, adopt, opener

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions.keeping import tidy_cases
from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent, CaseLink
from commonwheel.apps.files import api as files
from commonwheel.apps.messages import api as messages
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

DAY = dt.timedelta(days=1)
LAST_DAY = dt.datetime(2028, 11, 23, 12, 0, tzinfo=dt.UTC)
"""The last day of two years from the Tuesday on which the requests here are closed."""
THREE_MONTHS = dt.datetime(2027, 2, 24, 12, 0, tzinfo=dt.UTC)
BY_HAND: dict[str, Any] = {"actor": SYSTEM, "now": LAST_DAY + DAY}
DATE = "label: When should it have been emptied?\n"
KEEP, THEN = "keep: {years: 2, from: closed}", "then: delete"


def row(council: CouncilView, case_id: uuid.UUID) -> Case | None:
    with council_scope(council.id):
        return Case.objects.filter(council_id=council.id, id=case_id).first()


def tidy(council: CouncilView, now: dt.datetime) -> int:
    with council_scope(council.id):
        return tidy_cases(council.id, now=now)


def done(council: CouncilView) -> list[str]:
    with council_scope(council.id):
        rows = AuditEntry.objects.filter(council_id=council.id, subject__startswith="case:").order_by("id")
        return [one.action for one in rows if one.action not in {"case-opened", "case-moved"}]


def upload(council: CouncilView, journey_id: uuid.UUID, question: str) -> None:
    out = io.BytesIO()
    size = Image.new("RGB", (4, 4), "purple").save(out, "PNG") or out.tell()
    incoming = files.Incoming(name="bin.png", size=size, content=out)
    with council_scope(council.id):
        files.add_upload(
            council.id, journey_id=journey_id, question=question, incoming=incoming,
            limits=files.Limits(accept=("png",), max_mb=1), now=TUESDAY,
        )  # fmt: skip


def test_a_closed_request_is_deleted_with_all_that_belongs_to_it_when_its_time_is_over(
    council_a: CouncilView, open_a: Open, ben: Person
) -> None:
    journey = uuid.uuid4()
    opened = open_a(journey_id=journey)
    upload(council_a, journey, "photo")
    move(ben, opened.id, "withdrawn")
    assert tidy(council_a, LAST_DAY) == 0
    assert row(council_a, opened.id) is not None
    assert tidy(council_a, LAST_DAY + DAY) == 1
    assert tidy(council_a, LAST_DAY + DAY) == 0
    assert row(council_a, opened.id) is None
    with council_scope(council_a.id):
        for rows in (CaseEvent.objects, CaseClock.objects, CaseLink.objects):
            assert not rows.filter(council_id=council_a.id, case_id=opened.id).exists()
        assert not messages.list_messages_of_case(council_a.id, case_id=opened.id)
        assert not files.list_uploads(council_a.id, journey_id=journey)
    assert done(council_a) == ["case-deleted"]


def test_an_open_request_stays_however_old_it_is(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a()
    assert tidy(council_a, LAST_DAY + 9_000 * DAY) == 0
    assert row(council_a, opened.id) is not None


def test_another_councils_requests_are_not_touched(
    council_a: CouncilView, council_b: CouncilView, open_a: Open, ben: Person
) -> None:
    opened = open_a()
    move(ben, opened.id, "withdrawn")
    assert tidy(council_b, LAST_DAY + DAY) == 0
    assert row(council_a, opened.id) is not None


def test_an_answer_that_is_kept_for_less_time_goes_before_its_request(council_a: CouncilView, ben: Person) -> None:
    photo = "type: yes-no\n        label: Assisted collection at this address"
    service = adopt(council_a, (photo, f"keep: {{months: 3, from: closed}}\n        {photo}"))
    journey = uuid.uuid4()
    opened = opener(council_a, service)(journey_id=journey, answers={"assisted": True, "kept_at": "Behind the gate"})
    upload(council_a, journey, "kept_at")
    upload(council_a, journey, "photo")
    move(ben, opened.id, "withdrawn")
    assert tidy(council_a, THREE_MONTHS - DAY) == 0
    assert tidy(council_a, THREE_MONTHS) == 1
    assert tidy(council_a, THREE_MONTHS) == 0
    kept = row(council_a, opened.id)
    assert kept is not None
    assert not {"assisted", "kept_at"} & set(kept.answers)
    assert (kept.contact_name, kept.answers["container"]) == ("Amina Yusuf", "refuse")
    assert kept.goes_on == LAST_DAY.date() + DAY
    with council_scope(council_a.id):
        assert [one.question for one in files.list_uploads(council_a.id, journey_id=journey)] == ["photo"]
        assert messages.list_messages_of_case(council_a.id, case_id=opened.id)


def test_what_was_drawn_from_an_answer_and_the_letters_that_tell_it_go_with_it(
    council_a: CouncilView, ben: Person
) -> None:
    asked = "label: Address of the property\n"
    service = adopt(council_a, (asked, f"{asked}        keep: {{months: 3, from: closed}}\n"))
    opened = opener(council_a, service)()
    move(ben, opened.id, "withdrawn")
    with council_scope(council_a.id):
        letters = messages.list_messages_of_case(council_a.id, case_id=opened.id)
    assert any("1 Invented Street" in one.text for one in letters)
    tidy(council_a, THREE_MONTHS)
    kept = row(council_a, opened.id)
    assert kept is not None
    assert (kept.postcode, kept.contact_email) == ("", "amina@residents.example")
    with council_scope(council_a.id):
        assert not messages.list_messages_of_case(council_a.id, case_id=opened.id)


def test_a_request_without_its_people_is_only_a_number(council_a: CouncilView, ben: Person) -> None:
    service = adopt(council_a, (THEN, "then: anonymise"))
    opened = opener(council_a, service)()
    move(ben, opened.id, "withdrawn", reason="Amina rang.")
    assert tidy(council_a, LAST_DAY + DAY) == 1
    assert tidy(council_a, LAST_DAY + DAY) == 0
    left = row(council_a, opened.id)
    assert left is not None
    assert (left.state, left.answers, left.contact_name, left.contact_email) == ("withdrawn", {}, "", "")
    assert (left.postcode, left.surname, left.search_name) == ("", "", "")
    assert left.reference != opened.reference
    with council_scope(council_a.id):
        assert not CaseEvent.objects.filter(council_id=council_a.id, case_id=opened.id).exists()
        assert not messages.list_messages_of_case(council_a.id, case_id=opened.id)
        with pytest.raises(cases.RequestNotFound):
            cases.get_case(council_a.id, case_id=opened.id)
    assert done(council_a) == ["case-anonymised"]


@pytest.mark.parametrize(
    "changes",
    [
        [(THEN, "then: review")],
        [(THEN, "then: archive")],
        [(KEEP, "keep: {years: 2, from: birthday}"), (DATE, f"{DATE}        facts: date-of-birth\n")],
    ],
)
def test_what_does_not_go_by_itself_is_listed_and_removed_by_hand(
    council_a: CouncilView, ben: Person, changes: list[tuple[str, str]]
) -> None:
    opened = opener(council_a, adopt(council_a, *changes))()
    move(ben, opened.id, "withdrawn")
    with council_scope(council_a.id), pytest.raises(cases.NotToReview):
        cases.remove_case(council_a.id, case_id=opened.id, **BY_HAND)
    assert tidy(council_a, LAST_DAY + DAY) == 1
    assert tidy(council_a, LAST_DAY + DAY) == 0
    kept = row(council_a, opened.id)
    assert kept is not None
    assert kept.goes_on == NOTHING_DUE
    with council_scope(council_a.id):
        assert [one.reference for one in cases.list_to_review(council_a.id)] == [opened.reference]
        cases.remove_case(council_a.id, case_id=opened.id, **BY_HAND)
    assert row(council_a, opened.id) is None
    assert done(council_a) == ["case-listed-for-review", "case-deleted"]


def test_a_request_that_is_held_stays_until_it_is_released(council_a: CouncilView, open_a: Open, ben: Person) -> None:
    opened = open_a()
    move(ben, opened.id, "withdrawn")
    with council_scope(council_a.id):
        for _ in range(2):
            cases.hold_case(council_a.id, case_id=opened.id, because="A complaint", actor=SYSTEM, now=TUESDAY)
        assert [one.reference for one in cases.list_held(council_a.id)] == [opened.reference]
    assert tidy(council_a, LAST_DAY + 900 * DAY) == 0
    with council_scope(council_a.id):
        for _ in range(2):
            cases.release_case(council_a.id, case_id=opened.id, actor=SYSTEM, now=LAST_DAY)
    assert tidy(council_a, LAST_DAY + DAY) == 1
    assert row(council_a, opened.id) is None
    assert done(council_a) == ["case-held", "case-released", "case-deleted"]


def test_nobody_removes_an_open_request_or_one_that_is_not_there(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        with pytest.raises(cases.RequestIsOpen):
            cases.remove_case(council_a.id, case_id=opened.id, **BY_HAND)
        with pytest.raises(cases.RequestNotFound):
            cases.remove_case(council_a.id, case_id=uuid.uuid4(), **BY_HAND)
