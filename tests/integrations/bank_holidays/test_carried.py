"""The bank holidays that the library carries."""

import datetime as dt

from commonwheel.integrations.bank_holidays.carried import carried_calendars


def test_every_nation_has_its_own_days() -> None:
    calendars = carried_calendars()
    assert not calendars["england-and-wales"].is_working_day(dt.date(2026, 12, 25))
    assert calendars["england-and-wales"].is_working_day(dt.date(2026, 7, 13))
    assert not calendars["northern-ireland"].is_working_day(dt.date(2026, 7, 13))
    assert not calendars["any-uk"].is_working_day(dt.date(2026, 7, 13))


def test_they_reach_into_the_year_after_next() -> None:
    published = [calendar for name, calendar in carried_calendars().items() if name != "school"]
    assert all(calendar.known_until >= dt.date(2028, 12, 31) for calendar in published)


def test_school_days_leave_out_bank_holidays_and_are_always_provisional() -> None:
    school = carried_calendars()["school"]
    assert not school.is_working_day(dt.date(2026, 12, 25))
    assert school.is_provisional(dt.date(2024, 1, 2))
