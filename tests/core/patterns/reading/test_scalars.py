"""Each kind of scalar reads its own text, keeps what is typed already, and refuses the rest."""

import copy
import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from commonwheel.core.patterns.model.casework import Every, Length, Longer
from commonwheel.core.patterns.model.keys import ClockTime, Count, Day, Number, Plural, Truth, Whole


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Truth, "true", True),
        (Truth, "false", False),
        (Whole, "14", 14),
        (Whole, "-3", -3),
        (Number, "2.5", 2.5),
        (Day, "2028-02-29", dt.date(2028, 2, 29)),
        (ClockTime, "23:59", "23:59"),
        (Count, "1", 1),
        (Count, "9999", 9_999),
        (Count, "settings.return_days", "settings.return_days"),
    ],
)
def test_a_scalar_reads_its_text_and_keeps_its_value(kind, text, value):
    adapter = TypeAdapter(kind)
    assert adapter.validate_python(text) == value
    assert adapter.validate_python(value) == value


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Truth, "yes"),
        (Truth, 1),
        (Whole, "014"),
        (Whole, "1e3"),
        (Whole, True),
        (Whole, "9" * 20),
        (Number, "1."),
        (Number, "nan"),
        (Day, "29/02/2028"),
        (Day, "2027-02-29"),
        (ClockTime, "24:00"),
        (ClockTime, "9:30"),
        (Count, "0"),
        (Count, "10000"),
        (Count, 10_000),
        (Count, True),
        (Count, 2.5),
        (Count, "two"),
        (Count, "return_days"),
        (Count, "settings.Return"),
        (Count, ["1"]),
    ],
)
def test_a_scalar_refuses_what_is_not_its_own(kind, wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(wrong)


@pytest.mark.parametrize("units", [{}, {"days": 1, "hours": 1}])
def test_a_length_has_exactly_one_unit(units):
    with pytest.raises(ValidationError, match="one of hours"):
        Length.model_validate(units)


@pytest.mark.parametrize("ends", [{}, {"length": {"days": 1}, "until": "agreed_on"}])
def test_a_longer_time_has_exactly_one_end(ends):
    with pytest.raises(ValidationError, match="one of length or until"):
        Longer.model_validate({"id": "more", "after": "held", **ends})


@pytest.mark.parametrize("units", [{}, {"months": 1, "years": 1}])
def test_something_falls_due_again_in_exactly_one_unit(units):
    with pytest.raises(ValidationError, match="one of months or years"):
        Every.model_validate(units)


def test_a_plural_survives_copying_and_differs_by_any_of_its_forms():
    days = Plural({"one": "a day", "other": "days"})
    assert copy.copy(days) == days == copy.deepcopy(days)
    assert days != Plural({"one": "one day", "other": "days"})
    assert days != "days"
