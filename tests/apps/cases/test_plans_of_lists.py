"""Officers' lists are read in the order of an index, so that a page costs the same however many requests there are."""

import re
from collections.abc import Sequence

import pytest
from django.db import connection
from tests.support.missed_bin import Open

from commonwheel.apps.cases.models import Case, Cases
from commonwheel.apps.cases.queries.queue import _ORDERS, Tab, _search_conditions, _selected
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope

NO_SCANS = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort")
"""What PostgreSQL is told to avoid if it can: over a few rows it would sort, as that is quicker there."""

MANY = 2_000
"""So few that they are quickly made, and so many that PostgreSQL takes an index that says more over one that says less."""


def open_many(council: CouncilView, open_one: Open) -> list[Case]:
    """Give the council many requests like one."""
    key = open_one().id
    with council_scope(council.id):
        like = Case.objects.of(council.id).filter(id=key).values().get()
        own = ({"id": new_key(), "journey_id": new_key(), "reference": f"MB-{n}"} for n in range(MANY))
        return Case.objects.bulk_create(Case(**{**like, **fields}) for fields in own)


def plan_of(rows: Cases, *avoided: str) -> str:
    with connection.cursor() as cursor:
        for setting in avoided if connection.vendor == "postgresql" else ():
            cursor.execute(f"SET LOCAL {setting} = off")
    return rows.explain()


@pytest.mark.parametrize("tab", list(Tab))
def test_no_list_is_sorted_anew(council_a: CouncilView, open_a: Open, tab: Tab) -> None:
    open_a()
    order = _ORDERS[tab]
    sign = "-" if order.descending else ""
    with council_scope(council_a.id):
        rows = _selected(Case.objects.of(council_a.id), tab, new_key()).order_by(f"{sign}{order.column}", f"{sign}id")
        plan = plan_of(rows[:26], *NO_SCANS)
    assert "cases_" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("Griffiths", ["surname", "surname", "search_name"]),
        ("MB-4K", ["reference", "search_name", "search_name", "surname", "surname"]),
        ("Zoë Griffiths", ["search_name", "search_name", "surname", "surname"]),
    ],
)
def test_a_search_reads_what_it_finds_from_an_index(
    council_a: CouncilView, open_a: Open, words: str, columns: Sequence[str]
) -> None:
    open_many(council_a, open_a)
    conditions = _search_conditions(words)
    assert len(conditions) == len(columns)
    for condition, column in zip(conditions, columns, strict=True):
        with council_scope(council_a.id):
            rows = Case.objects.of(council_a.id).filter(condition).order_by("-received_at", "-id")
            plan = plan_of(rows.values_list("received_at", "id")[:26], *NO_SCANS[:2])
        assert re.search(rf"(COVERING INDEX|Index Cond).*\b{column}\b", plan), plan


def test_what_a_search_shows_is_looked_up_by_key(council_a: CouncilView, open_a: Open) -> None:
    # PostgreSQL learns in time how many a council has; here it guesses ten, and would read these for a page's keys.
    asked = 26 if connection.vendor == "sqlite" else 2
    keys = [case.id for case in open_many(council_a, open_a)[:asked]]
    with council_scope(council_a.id):
        plan = plan_of(Case.objects.with_keys(council_a.id, keys), *NO_SCANS[:2])
    assert re.search(r"\(id=\?\)|Index Cond:.*\bid = ANY", plan), plan


def test_the_closed_are_read_without_the_open_before_them(council_a: CouncilView, open_a: Open) -> None:
    open_many(council_a, open_a)
    with council_scope(council_a.id):
        rows = _selected(Case.objects.of(council_a.id), Tab.CLOSED, new_key()).order_by("-closed_at", "-id")
        plan = plan_of(rows[:26], *NO_SCANS)
    assert re.search(r"(cases_closed|Index Cond:) \(.*closed_at", plan), plan
