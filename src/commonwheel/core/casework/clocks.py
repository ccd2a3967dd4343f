"""Clocks: by when something is due, from the states a case has entered.

Source of the rules: docs/sources.md#clocks.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from commonwheel.core.casework.entries import Entered, History
from commonwheel.core.casework.lengths import (
    AUTHORITY,
    Counting,
    Span,
    TimeHasNoZone,
    add_days,
    add_hours,
    add_months,
    counting,
    local_day,
    span_of,
    start_of_day,
)
from commonwheel.core.patterns.model.casework import After, Clock, Longer
from commonwheel.core.values.working_days import WorkingCalendar

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
            if it went on from the day it stopped, so the true day is no earlier. False too once it is met.
        met_at: since when it is met; None while it is not.
    """

    on: dt.date
    at: dt.datetime | None
    provisional: bool
    running: bool
    met_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class _Standstill:
    """A time in which a clock stood still; without end where it still does; of whole days, or from when to when."""

    stopped_at: dt.datetime
    resumed_at: dt.datetime | None
    whole_days: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """
    A clock from its latest beginning.

    Attributes:
        started_at: when it began.
        entries: from then on, as far as the state that met it.
        met_at: when that was; None while it is not met.
    """

    started_at: dt.datetime
    entries: Sequence[Entered]
    met_at: dt.datetime | None


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
    counting days later as lie after the first of them, up to and including the second; where a state's
    days are disregarded, the first counts among them. A longer time counts from the same day 0.

    Args:
        clock: as the pattern has it, settled (`core.casework.settled`).
        received_at: when the request was received; aware.
        entries: the states entered, oldest first, as `core.casework.entries.counted` gives them.
        calendars: by name; `authority`, the nations, `any-uk`, and `school` for school days.
        timezone: in which a day begins and ends.

    Raises:
        CalendarIsMissing, TimeHasNoZone, DayIsOutOfRange, LengthIsNotKnown.

    Source:
        docs/sources.md#clocks
    """
    for at in (received_at, *(each.at for each in entries)):
        if at.tzinfo is None:
            raise TimeHasNoZone(at)
    run = _latest_run(clock, received_at, entries)
    if run is None:
        return None
    found = _ends(clock, run, calendars, timezone)
    return found if run.met_at is None else replace(found, running=False, met_at=run.met_at)


def move_due_at(
    after: After,
    *,
    entered_at: dt.datetime,
    calendars: Mapping[str, WorkingCalendar],
    timezone: dt.tzinfo,
    runs_until: dt.date | None = None,
) -> dt.datetime | None:
    """
    Return when a state's automatic move happens: after so many hours, or when the last day is over.

    None where it waits for the end of a time that has not begun.

    Args:
        after: as the state has it, settled.
        entered_at: when the case entered the state; aware.
        runs_until: the last day of the time that is renewed.
        calendars: as for `due`.
        timezone: in which a day ends.

    Raises:
        CalendarIsMissing, TimeHasNoZone, DayIsOutOfRange, LengthIsNotKnown.
    """
    if after.length is None:
        return None if runs_until is None else start_of_day(add_days(runs_until, 1), timezone)
    span, day = span_of(after.length), local_day(entered_at, timezone)
    if span.unit == "hours":
        return add_hours(entered_at, span.number).astimezone(timezone)
    kind = counting(span.unit, calendar_name=after.calendar, calendars=calendars)
    return start_of_day(add_days(_counted(span, kind, day), 1), timezone)


def authority_calendars(
    calendars: Mapping[str, WorkingCalendar], *, authority: WorkingCalendar
) -> dict[str, WorkingCalendar]:
    """Return the nations' calendars with a council's own among them, under the name clocks use for it."""
    return {**calendars, AUTHORITY: authority}


def _latest_run(clock: Clock, received_at: dt.datetime, entries: History) -> _Run | None:
    started_at: dt.datetime | None = received_at
    first = 0
    if clock.starts.startswith(_STATE):
        state = clock.starts.removeprefix(_STATE)
        found = next(((place, each.at) for place, each in enumerate(entries) if each.state == state), None)
        first, started_at = found or (0, None)
    if started_at is None:
        return None
    for place, each in enumerate(entries):
        if place >= first and each.state in clock.restarts:
            first, started_at = place, each.at
    since = entries[first:]
    met = next((place for place, each in enumerate(since) if each.state in clock.ends), None)
    if met is None:
        return _Run(started_at, since, None)
    return _Run(started_at, since[: met + 1], since[met].at)


def _ends(clock: Clock, run: _Run, calendars: Mapping[str, WorkingCalendar], timezone: dt.tzinfo) -> Due:
    longer, place = _longer(clock, run.entries)
    until = run.entries[place].decision.get(longer.until) if longer and longer.until else None
    span = span_of(longer.length if longer and longer.length else clock.length)
    standstills = list(_standstills(clock, run))
    if span.unit == "hours" and until is None:
        return _due_in_hours(clock, span.number, run.started_at, standstills, timezone)
    kind = counting(span.unit, calendar_name=clock.calendar, calendars=calendars)
    day_0 = _day_0(clock, span, run.started_at, timezone)
    if until is None:
        return _moved_on(kind, _counted(span, kind, day_0), day_0, standstills, timezone)
    # The officer who gave the day knew of what had stood still before.
    since = [each for each in standstills if each.stopped_at >= run.entries[place].at]
    return _moved_on(kind, dt.date.fromisoformat(until), day_0, since, timezone)


def _longer(clock: Clock, entries: Sequence[Entered]) -> tuple[Longer | None, int]:
    """Return the longer time whose state was entered last, with the place of that entry."""
    known = {each.after: each for each in clock.longer}
    places = [place for place, each in enumerate(entries) if each.state in known]
    return (known[entries[places[-1]].state], places[-1]) if places else (None, 0)


def _standstills(clock: Clock, run: _Run) -> Iterator[_Standstill]:
    """Yield the times the clock stood still, oldest first; the last has no end where it still does."""
    entries = run.entries
    ends: list[dt.datetime | None] = [*(each.at for each in entries[1:]), None]
    for each, end in zip(entries, ends, strict=False):
        if each.state in clock.pauses or each.state in clock.disregards:
            yield _Standstill(max(each.at, run.started_at), end, each.state in clock.disregards)


def _due_in_hours(
    clock: Clock, hours: int, started_at: dt.datetime, standstills: list[_Standstill], timezone: dt.tzinfo
) -> Due:
    begun_at = started_at
    if clock.starts == "next-day":
        begun_at = start_of_day(add_days(local_day(started_at, timezone), 1), timezone)
    at, running = add_hours(begun_at, hours), True
    for each in standstills:
        if each.stopped_at > at:
            break
        if each.resumed_at is None:
            running = False
        else:
            at += max(_end(each, timezone) - max(_beginning(each, timezone), begun_at), dt.timedelta(0))
    at = at.astimezone(timezone)
    return Due(on=at.date(), at=at, provisional=False, running=running)


def _beginning(standstill: _Standstill, timezone: dt.tzinfo) -> dt.datetime:
    at = standstill.stopped_at
    return start_of_day(local_day(at, timezone), timezone) if standstill.whole_days else at


def _end(standstill: _Standstill, timezone: dt.tzinfo) -> dt.datetime:
    at = standstill.resumed_at or standstill.stopped_at
    return start_of_day(add_days(local_day(at, timezone), 1), timezone) if standstill.whole_days else at


def _day_0(clock: Clock, span: Span, started_at: dt.datetime, timezone: dt.tzinfo) -> dt.date:
    day = local_day(started_at, timezone)
    return add_days(day, 1) if clock.starts == "next-day" and span.unit == "months" else day


def _moved_on(kind: Counting, on: dt.date, day_0: dt.date, standstills: list[_Standstill], timezone: dt.tzinfo) -> Due:
    """Return a day moved on by the counting days on which the clock stood still, none of them counted twice."""
    running, done = True, day_0
    for each in standstills:
        stopped_on = local_day(each.stopped_at, timezone)
        if stopped_on > on:
            break
        if each.resumed_at is None:
            running = False
            continue
        before = add_days(stopped_on, -1) if each.whole_days else stopped_on
        resumed_on = local_day(each.resumed_at, timezone)
        on = kind.add(on, max(kind.between(max(before, done), resumed_on), 0))
        done = max(done, resumed_on)
    return Due(on=on, at=None, provisional=kind.is_provisional(on), running=running)


def _counted(span: Span, kind: Counting, day: dt.date) -> dt.date:
    return add_months(day, span.number) if span.unit == "months" else kind.add(day, span.number)
