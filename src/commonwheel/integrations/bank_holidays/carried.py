"""
The copy of GOV.UK's bank holidays that govuk-bank-holidays carries, so that no page waits for the network.

Source: docs/sources.md#bank-holidays.
"""

import datetime as dt
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from commonwheel.core.casework.lengths import SCHOOL
from commonwheel.core.values.calendars import ANY_UK, NATIONS, nation_calendars
from commonwheel.core.values.working_days import WorkingCalendar


@cache
def carried_calendars() -> dict[str, WorkingCalendar]:
    """
    Return the calendars of the nations, `any-uk` and `school`; a new release of the library brings later years.

    Nobody publishes the terms of all schools: `school` leaves out what is a holiday anywhere, and every day in it
    is provisional.
    """
    published = BankHolidays(use_cached_holidays=True)
    nations = nation_calendars(
        {nation: {_day(holiday["date"]) for holiday in published.get_holidays(division=nation)} for nation in NATIONS}
    )
    return {**nations, SCHOOL: WorkingCalendar(nations[ANY_UK].holidays, known_until=dt.date.min)}


def _day(found: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(found) if isinstance(found, str) else found
