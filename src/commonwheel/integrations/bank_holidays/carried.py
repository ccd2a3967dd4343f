"""
The copy of GOV.UK's bank holidays that govuk-bank-holidays carries, so that no page waits for the network.

Source: docs/sources.md#bank-holidays.
"""

from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from commonwheel.core.values.calendars import NATIONS, nation_calendars
from commonwheel.core.values.working_days import WorkingCalendar


@cache
def carried_calendars() -> dict[str, WorkingCalendar]:
    """Return the calendars of the nations and `any-uk`; a new release of the library brings later years."""
    published = BankHolidays(use_cached_holidays=True)
    return nation_calendars(
        {nation: {holiday["date"] for holiday in published.get_holidays(division=nation)} for nation in NATIONS}
    )
