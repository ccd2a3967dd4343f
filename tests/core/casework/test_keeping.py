"""The day on which something kept is over."""

import datetime as dt

import pytest

from commonwheel.core.casework.keeping import is_counted, over_on
from commonwheel.core.patterns.model.keeping import Keep

CLOSED = dt.date(2027, 11, 30)
LAST = dt.date(2028, 1, 31)


@pytest.mark.parametrize(
    ("keep", "day"),
    [
        ({"days": 10, "from": "closed"}, dt.date(2027, 12, 10)),
        ({"months": 3, "from": "closed"}, dt.date(2028, 2, 29)),
        ({"years": 2, "from": "closed"}, dt.date(2029, 11, 30)),
        ({"months": 1, "from": "last-contact"}, dt.date(2028, 2, 29)),
        ({"years": 6, "from": "end-of-financial-year"}, dt.date(2034, 3, 31)),
        ({"years": 9_000, "from": "closed"}, dt.date.max),
        ({"days": 9_999_999, "from": "closed"}, dt.date.max),
    ],
)
def test_a_time_counts_from_the_day_that_it_names(keep: dict[str, object], day: dt.date) -> None:
    assert over_on(Keep.model_validate(keep), closed=CLOSED, last_contact=LAST) == day


@pytest.mark.parametrize(("closed", "ends"), [((2027, 3, 31), 2027), ((2027, 4, 1), 2028), ((2027, 1, 5), 2027)])
def test_the_financial_year_ends_with_march(closed: tuple[int, int, int], ends: int) -> None:
    keep = Keep.model_validate({"years": 1, "from": "end-of-financial-year"})
    assert over_on(keep, closed=dt.date(*closed), last_contact=LAST) == dt.date(ends + 1, 3, 31)


@pytest.mark.parametrize("start", ["subscription-end", "birthday"])
def test_a_day_that_no_request_knows_is_for_a_person_to_find_out(start: str) -> None:
    keep = Keep.model_validate({"years": 1, "from": start})
    assert not is_counted(keep)
    assert over_on(keep, closed=CLOSED, last_contact=LAST) == dt.date(2028, 11, 30)
    assert is_counted(Keep.model_validate({"years": 1, "from": "closed"}))
