"""The calendars that clocks count on."""

from collections.abc import Mapping
from functools import cache

from commonwheel.core.casework.clocks import authority_calendars
from commonwheel.core.values.working_days import WorkingCalendar
from commonwheel.foundation.councils import CouncilView
from commonwheel.integrations.bank_holidays.carried import carried_calendars

_CALENDAR_OF = {"england": "england-and-wales", "wales": "england-and-wales"}


def calendars_of(council: CouncilView) -> Mapping[str, WorkingCalendar]:
    """Return the calendars by name; `authority` is that of the council's nation."""
    return _calendars_in(council.nation)


@cache
def _calendars_in(nation: str) -> Mapping[str, WorkingCalendar]:
    nations = carried_calendars()
    return authority_calendars(nations, authority=nations[_CALENDAR_OF.get(nation, nation)])
