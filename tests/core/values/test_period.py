"""Half-open periods of days."""

import datetime as dt

import pytest

from commonwheel.core.values.period import Period, PeriodEndsBeforeItBegins

APRIL, MAY, JUNE = dt.date(2026, 4, 1), dt.date(2026, 5, 1), dt.date(2026, 6, 1)


def test_the_first_day_belongs_and_the_last_does_not() -> None:
    period = Period(APRIL, MAY)
    assert period.holds(APRIL)
    assert period.holds(dt.date(2026, 4, 30))
    assert not period.holds(MAY)
    assert not period.holds(dt.date(2026, 3, 31))


def test_a_period_without_an_end_goes_on() -> None:
    assert Period(APRIL).holds(dt.date(9999, 12, 31))


def test_neighbours_do_not_overlap() -> None:
    assert not Period(APRIL, MAY).overlaps(Period(MAY, JUNE))
    assert not Period(MAY, JUNE).overlaps(Period(APRIL, MAY))
    assert not Period(MAY).overlaps(Period(APRIL, MAY))
    assert Period(APRIL).overlaps(Period(MAY))
    assert Period(APRIL, JUNE).overlaps(Period(MAY, JUNE))


def test_a_period_that_holds_no_day_is_refused() -> None:
    with pytest.raises(PeriodEndsBeforeItBegins) as caught:
        Period(MAY, MAY)
    assert (caught.value.from_on, caught.value.until_on) == (MAY, MAY)
