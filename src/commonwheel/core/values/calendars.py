"""The nations' calendars, made from lists of bank holidays that are passed in.

A list maps a nation (`england-and-wales`, `scotland`, `northern-ireland`) to its bank holidays,
as GOV.UK publishes them. Source: docs/sources.md#bank-holidays.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from commonwheel.core.problems import Failure
from commonwheel.core.values.working_days import WorkingCalendar, any_of

NATIONS = ("england-and-wales", "scotland", "northern-ireland")
ANY_UK = "any-uk"


class BankHolidaysAreMissing(Failure):
    """The list has no bank holidays for a nation."""

    def __init__(self, nation: str) -> None:
        super().__init__(f"There are no bank holidays for {nation}. Load the list that GOV.UK publishes.")
        self.nation = nation


def nation_calendars(holidays: Mapping[str, Collection[dt.date]]) -> dict[str, WorkingCalendar]:
    """
    Return the calendar of each nation, and `any-uk`, on which a bank holiday anywhere is a holiday.

    Args:
        holidays: nation to its bank holidays, in any order; whole years, as they are published.

    Raises:
        BankHolidaysAreMissing: a nation has none.

    Source:
        docs/sources.md#bank-holidays; `any-uk`: docs/sources.md#freedom-of-information-act-2000.
    """
    calendars = {nation: _calendar(nation, holidays.get(nation, ())) for nation in NATIONS}
    return {**calendars, ANY_UK: any_of(*calendars.values())}


def _calendar(nation: str, holidays: Collection[dt.date]) -> WorkingCalendar:
    if not holidays:
        raise BankHolidaysAreMissing(nation)
    return WorkingCalendar(holidays=frozenset(holidays), known_until=dt.date(max(holidays).year, 12, 31))
