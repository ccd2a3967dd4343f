"""The confirmation: the reference, what happens next, and by when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from commonwheel.apps.journeys.presenters.pages import SentPage
from commonwheel.apps.journeys.presenters.summaries import sections_of
from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.core.casework.clocks import due
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.model.casework import Clock
from commonwheel.core.values.working_days import WorkingCalendar
from commonwheel.design.frame import Link
from commonwheel.design.moments import day, moment

Calendars = Mapping[str, WorkingCalendar]


def sent_page(
    wording: Wording,
    *,
    answers: Mapping[str, Any],
    reference: str,
    sent_at: dt.datetime,
    calendars: Calendars,
    track_url: str,
    offers: Sequence[Link],
) -> SentPage:
    """Return the confirmation of what was sent at a moment."""
    return SentPage(
        reference=reference,
        next_words=_next_words(wording),
        clocks=tuple(_promises(wording, sent_at, calendars)),
        track_url=track_url,
        offers=tuple(offers),
        sections=sections_of(wording.effective, answers, language=wording.language, step_url=None),
        sent_at=moment(sent_at),
    )


def _next_words(wording: Wording) -> str:
    first = wording.effective.pattern.case.states[0]
    if not first.hint:
        return ""
    return words_of(wording.effective, f"case.states.{first.id}.hint", first.hint, wording.language, wording.settings)


def _promises(wording: Wording, sent_at: dt.datetime, calendars: Calendars) -> list[str]:
    """Return, for each clock that runs from now, what is promised by when."""
    case = wording.effective.pattern.case
    entries = ((case.states[0].id, sent_at),)
    zone = timezone.get_default_timezone()
    ends = [
        (one, due(one, received_at=sent_at, entries=entries, calendars=calendars, timezone=zone)) for one in case.clocks
    ]
    return [f"{_label(wording, clock)} {day(end.on)}" for clock, end in ends if end is not None]


def _label(wording: Wording, clock: Clock) -> str:
    if clock.label is None:
        return _("We aim to finish this by")
    address = f"case.clocks.{clock.id}.label"
    return words_of(wording.effective, address, clock.label, wording.language, wording.settings)
