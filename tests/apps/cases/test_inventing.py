"""Invented requests: spread over states and ages, the same for the same seed, made once."""

import datetime as dt
from collections import Counter

from tests.support.cast import Person
from tests.support.missed_bin import MONDAY, staff_of
from tests.support.papers import words_of

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.actions.inventing import OLDEST_DAYS
from commonwheel.apps.cases.models import Case
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


def test_they_are_believable_as_a_whole_and_made_once(
    council_a: CouncilView, service_a: ServiceView, ben: Person
) -> None:
    people = [staff_of(ben)]
    for _ in range(2):
        with council_scope(council_a.id):
            effective = cases.effective_of(service_a.digest)
            plans = list(
                cases.invented_plans(effective, number=40, seed="a", addresses=(), languages=("en", "cy"), now=MONDAY)
            )
            for plan in plans:
                cases.invent_case(
                    council_a.id,
                    service_id=service_a.id,
                    digest=service_a.digest,
                    plan=plan,
                    people=people,
                    now=MONDAY,
                )
            rows = list(Case.objects.of(council_a.id))
    assert len(rows) == 40
    states = Counter(row.state for row in rows)
    assert len(states) >= 3
    assert 5 <= sum(row.is_open for row in rows) <= 30
    ages = [(MONDAY - row.received_at).days for row in rows]
    assert min(ages) == 0
    assert 30 < max(ages) <= OLDEST_DAYS + 6
    assert len({row.contact_name for row in rows}) > 20
    assert all(row.received_at < MONDAY for row in rows)
    assert {row.answers["missed_on"] <= row.received_at.date().isoformat() for row in rows} == {True}


def test_no_copy_waits_to_be_made_of_what_is_invented_and_whoever_asks_for_one_gets_it(
    council_a: CouncilView, service_a: ServiceView, ben: Person
) -> None:
    with council_scope(council_a.id):
        effective = cases.effective_of(service_a.digest)
        (plan,) = cases.invented_plans(effective, number=1, seed="a", addresses=(), languages=("en",), now=MONDAY)
        cases.invent_case(
            council_a.id,
            service_id=service_a.id,
            digest=service_a.digest,
            plan=plan,
            people=[staff_of(ben)],
            now=MONDAY,
        )
        assert cases.make_due_copies(council_a.id, now=MONDAY + dt.timedelta(days=9)) == 0
        row = Case.objects.of(council_a.id).get()
        name, content = cases.open_copy(council_a.id, case_id=row.id)
    assert name == f"{row.reference}.pdf"
    with content:
        assert row.reference in words_of(content.read())


def test_another_seed_gives_other_requests_and_the_same_seed_the_same(service_a: ServiceView) -> None:
    effective = cases.effective_of(service_a.digest)

    def answers(seed: str) -> list[object]:
        plans = cases.invented_plans(effective, number=5, seed=seed, addresses=(), languages=("en",), now=MONDAY)
        return [plan.answers for plan in plans]

    assert answers("a") == answers("a")
    assert answers("a") != answers("b")
