"""Times that are renewed, worked by hand: the last day, and the day on which the notice goes out."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwheel.core.casework.lengths import add_months
from commonwheel.core.casework.renewals import Renewal, renewal_begun
from commonwheel.core.casework.states import Effects, Moved, Notice
from commonwheel.core.patterns.model.casework import Renew
from commonwheel.core.patterns.model.companions import Move

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
MONTHS = st.integers(1, 60)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def renew(**more: Any) -> Renew:
    given = {"every": {"years": 1}, "starts": "state:active", "tell": {"resident": "soon.md"}, **more}
    return Renew.model_validate(given)


def begun(shape: Renew, on: str, *, to: str = "active", decision: dict[str, Any] | None = None) -> Renewal | None:
    moved = Moved("received", to, Effects(), decision=decision or {})
    return renewal_begun(shape, moved, answers={"wanted_from": "2027-02-01"}, on=day(on))


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ({"years": 1}, "2027-04-01", "2028-03-31"),
        ({"years": 1}, "2027-03-01", "2028-02-29"),  # 2028 is a leap year
        ({"years": 1}, "2028-02-29", "2029-02-28"),  # 2029 is none: the month's last day
        ({"years": 2}, "2027-01-01", "2028-12-31"),
        ({"months": 1}, "2027-01-31", "2027-02-28"),
        ({"months": 1}, "2027-02-28", "2027-03-27"),
        ({"months": 6}, "2027-08-31", "2028-02-29"),
        ({"months": 3}, "2027-11-15", "2028-02-14"),
    ],
)
def test_it_ends_the_day_before_the_same_day_or_on_the_last_of_a_shorter_month(
    every: dict[str, int], first: str, last: str
) -> None:
    found = begun(renew(every=every), first)
    assert found is not None
    assert found.runs_until == day(last)


def test_the_notice_goes_out_so_many_days_before_the_last_day() -> None:
    # 31 March 2028 less 28 days: 3 March.
    found = begun(renew(notice_days=28), "2027-04-01")
    assert found == Renewal(day("2028-03-31"), day("2028-03-03"), (Notice("resident", "soon.md"),))


def test_the_notice_never_goes_out_before_the_first_day() -> None:
    found = begun(renew(every={"months": 1}, notice_days=60), "2027-04-01")
    assert found is not None
    assert found.notice_on == day("2027-04-01")


def test_the_officers_date_is_the_first_day() -> None:
    shape = renew(**{"from": "valid_from", "tell": {"resident": "soon.md", "officer": "due.md"}})
    found = begun(shape, "2027-03-20", decision={"valid_from": "2027-04-01"})
    assert found is not None
    assert found.runs_until == day("2028-03-31")
    assert [notice.to for notice in found.notices] == ["resident", "officer"]


def test_the_residents_date_is_the_first_day_where_it_starts_with_the_request() -> None:
    shape = renew(starts="received", **{"from": "wanted_from"})
    opened = renewal_begun(
        shape, Moved("", "received", Effects()), answers={"wanted_from": "2027-02-01"}, on=day("2027-01-15")
    )
    assert opened is not None
    assert opened.runs_until == day("2028-01-31")
    assert begun(shape, "2027-01-20") is None


def test_it_is_not_known_before_the_officer_has_given_the_date() -> None:
    assert begun(renew(**{"from": "valid_from"}), "2027-03-20") is None


def test_no_other_move_begins_it() -> None:
    assert begun(renew(), "2027-04-01", to="waiting") is None


@given(first=DAYS, months=MONTHS)
def test_the_next_time_begins_the_day_after_and_is_never_shorter_than_it_says(first: dt.date, months: int) -> None:
    found = begun(renew(every={"months": months}), first.isoformat())
    assert found is not None
    following = found.runs_until + dt.timedelta(days=1)
    same = add_months(first, months)
    assert following == same if same.day == first.day else (same < following and following.day == 1)


@pytest.mark.parametrize("given", [{}, {"go": "done", "notice": "renewal"}])
def test_a_move_of_an_example_is_one_thing(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one of go or notice"):
        Move.model_validate({**given, "on": "2027-01-01"})
