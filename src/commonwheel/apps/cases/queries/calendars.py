"""The calendars that clocks count on."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from commonwheel.core.casework.clocks import authority_calendars
from commonwheel.core.values.calendars import nation_calendars
from commonwheel.core.values.working_days import WorkingCalendar
from commonwheel.foundation.councils import CouncilView

_CALENDAR_OF = {"england": "england-and-wales", "wales": "england-and-wales"}


def calendars_of(council: CouncilView) -> Mapping[str, WorkingCalendar]:
    """
    Return the calendars by name; `authority` is that of the council's nation.

    Source:
        docs/sources.md#bank-holidays, the copy that the package carries, so that no page waits for the network.
    """
    nations = _nations()
    return authority_calendars(nations, authority=nations[_CALENDAR_OF.get(council.nation, council.nation)])


@cache
def _nations() -> dict[str, WorkingCalendar]:
    published = BankHolidays(use_cached_holidays=True)
    return nation_calendars({
        nation: {_day(holiday["date"]) for holiday in published.get_holidays(division=nation)}
        for nation in (BankHolidays.ENGLAND_AND_WALES, BankHolidays.SCOTLAND, BankHolidays.NORTHERN_IRELAND)
    })  # fmt: skip


def _day(found: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(found) if isinstance(found, str) else found
