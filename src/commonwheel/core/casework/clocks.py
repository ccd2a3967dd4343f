"""Clocks: by when something is due, from the states a case has entered.

A history is the states entered, oldest first, each with its aware time; its first entry is the
opening. Source of the rules: docs/sources.md#clocks.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.core.casework.lengths import (
    AUTHORITY,
    Counting,
    TimeHasNoZone,
    add_days,
    add_hours,
    add_months,
    counting,
    local_day,
    start_of_day,
)
from commonwheel.core.patterns.model.casework import After, Clock, Length
from commonwheel.core.values.working_days import WorkingCalendar

History = Sequence[tuple[str, dt.datetime]]
Standstill = tuple[dt.datetime, dt.datetime | None]
_STATE = "state:"


@dataclass(frozen=True, slots=True)
class Due:
    """
    When a clock runs out.

    Attributes:
        on: the last day on which it is still in time.
        at: the instant, where the length is in hours; else None.
        provisional: the holidays of that time are not known yet.
        running: False while the clock stands still; then `on` is when it would run out
            if it went on from the day it stopped, so the true day is no earlier.
    """

    on: dt.date
    at: dt.datetime | None
    provisional: bool
    running: bool


def due(
    clock: Clock,
    *,
    received_at: dt.datetime,
    entries: History,
    calendars: Mapping[str, WorkingCalendar],
    timezone: dt.tzinfo,
) -> Due | None:
    """
    Return when a clock runs out, or None while it has not started.

    Day 0 is the day of receipt, the next day, or the day a state was first entered. The nth
    counting day after day 0 is due; with `next-day` the first counting day on or after day 0 is
    day 1, so that it comes to the same. Months end on the same day number, or the month's last.
    Hours count from the instant. A clock that stood still from one day to another runs out as many
    counting days later as lie after the first of them, up to and including the second.

    Args:
        clock: as the pattern has it.
        received_at: when the request was received; aware.
        entries: the states entered, oldest first, with aware times.
        calendars: by name; `authority`, the nations, `any-uk`, and `school` for school days.
        timezone: in which a day begins and ends.

    Raises:
        CalendarIsMissing, TimeHasNoZone, DayIsOutOfRange.

    Source:
        docs/sources.md#clocks
    """
    for _, at in (("", received_at), *entries):
        if at.tzinfo is None:
            raise TimeHasNoZone(at)
    started_at = _started_at(clock, received_at, entries)
    if started_at is None:
        return None
    standstills = list(_standstills(clock, entries, since=started_at))
    if clock.length.hours is not None:
        return _due_in_hours(clock, clock.length.hours, started_at, standstills, timezone)
    kind = counting(clock.length, calendar_name=clock.calendar, calendars=calendars)
    return _due_in_days(clock, kind, started_at, standstills, timezone)


def move_due_at(
    after: After,
    *,
    entered_at: dt.datetime,
    calendars: Mapping[str, WorkingCalendar],
    timezone: dt.tzinfo,
) -> dt.datetime:
    """
    Return when a state's automatic move happens: after so many hours, or when the last day is over.

    Args:
        after: as the state has it.
        entered_at: when the case entered the state; aware.
        calendars: as for `due`.
        timezone: in which a day ends.

    Raises:
        CalendarIsMissing, TimeHasNoZone, DayIsOutOfRange.
    """
    day = local_day(entered_at, timezone)
    if after.length.hours is not None:
        return add_hours(entered_at, after.length.hours).astimezone(timezone)
    kind = counting(after.length, calendar_name=after.calendar, calendars=calendars)
    return start_of_day(add_days(_counted(after.length, kind, day), 1), timezone)


def authority_calendars(
    calendars: Mapping[str, WorkingCalendar], *, authority: WorkingCalendar
) -> dict[str, WorkingCalendar]:
    """Return the nations' calendars with a council's own among them, under the name clocks use for it."""
    return {**calendars, AUTHORITY: authority}


def _started_at(clock: Clock, received_at: dt.datetime, entries: History) -> dt.datetime | None:
    started_at: dt.datetime | None = received_at
    if clock.starts.startswith(_STATE):
        state = clock.starts.removeprefix(_STATE)
        started_at = next((at for entered, at in entries if entered == state), None)
    if started_at is None:
        return None
    anew = [at for entered, at in entries if entered in clock.restarts and at >= started_at]
    return anew[-1] if anew else started_at


def _standstills(clock: Clock, entries: History, *, since: dt.datetime) -> Iterator[Standstill]:
    """Yield the times the clock stood still, oldest first; the last has no end where it still does."""
    ends: list[dt.datetime | None] = [*(at for _, at in entries[1:]), None]
    for (state, at), end in zip(entries, ends, strict=False):
        if state in clock.pauses and (end is None or end > since):
            yield max(at, since), end


def _due_in_hours(
    clock: Clock, hours: int, started_at: dt.datetime, standstills: list[Standstill], timezone: dt.tzinfo
) -> Due:
    begun_at = started_at
    if clock.starts == "next-day":
        begun_at = start_of_day(add_days(local_day(started_at, timezone), 1), timezone)
    at, running = add_hours(begun_at, hours), True
    for stopped_at, resumed_at in standstills:
        if stopped_at > at:
            break
        if resumed_at is None:
            running = False
        else:
            at += max(resumed_at - max(stopped_at, begun_at), dt.timedelta(0))
    at = at.astimezone(timezone)
    return Due(on=at.date(), at=at, provisional=False, running=running)


def _due_in_days(
    clock: Clock, kind: Counting, started_at: dt.datetime, standstills: list[Standstill], timezone: dt.tzinfo
) -> Due:
    day_0 = local_day(started_at, timezone)
    if clock.starts == "next-day" and clock.length.months is not None:
        day_0 = add_days(day_0, 1)
    on, running = _counted(clock.length, kind, day_0), True
    for stopped_at, resumed_at in standstills:
        stopped_on = max(local_day(stopped_at, timezone), day_0)
        if stopped_on > on:
            break
        if resumed_at is None:
            running = False
        else:
            on = kind.add(on, max(kind.between(stopped_on, local_day(resumed_at, timezone)), 0))
    return Due(on=on, at=None, provisional=kind.is_provisional(on), running=running)


def _counted(length: Length, kind: Counting, day: dt.date) -> dt.date:
    if length.months is not None:
        return add_months(day, length.months)
    return kind.add(day, length.days or length.working_days or length.school_days or 0)
