"""Officers' lists are read in the order of an index, so that a page costs the same however many requests there are."""

import pytest
from django.db import connection
from tests.support.missed_bin import Open

from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.queue import _ORDERS, Tab, _selected
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope

NO_SCANS = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_incremental_sort")
"""What PostgreSQL is told to avoid if it can: over a few rows it would sort, as that is quicker there."""


@pytest.mark.parametrize("tab", list(Tab))
def test_no_list_is_sorted_anew(council_a: CouncilView, open_a: Open, tab: Tab) -> None:
    open_a()
    order = _ORDERS[tab]
    sign = "-" if order.descending else ""
    with council_scope(council_a.id), connection.cursor() as cursor:
        for setting in NO_SCANS if connection.vendor == "postgresql" else ():
            cursor.execute(f"SET LOCAL {setting} = off")
        rows = _selected(Case.objects.of(council_a.id), tab, new_key()).order_by(f"{sign}{order.column}", f"{sign}id")
        plan = rows[:26].explain()
    assert "cases_" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
