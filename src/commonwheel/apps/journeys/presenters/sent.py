"""The confirmation: the reference, what happens next, and by when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from commonwheel.apps.cases import api as cases
from commonwheel.apps.journeys.presenters.pages import SentPage
from commonwheel.apps.journeys.presenters.summaries import sections_of
from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.apps.payments.api import Cost
from commonwheel.core.casework.entries import Entered
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.model.casework import Clock
from commonwheel.design.frame import Link
from commonwheel.design.moments import day, moment
from commonwheel.foundation.councils import CouncilView


def sent_page(
    wording: Wording,
    *,
    answers: Mapping[str, Any],
    reference: str,
    sent_at: dt.datetime,
    received_at: dt.datetime,
    council: CouncilView,
    track_url: str,
    account_url: str,
    copy_url: str,
    is_signed_in: bool,
    offers: Sequence[Link],
    cost: Cost | None,
    pay_url: str,
    is_paid: bool,
    officer_links: Sequence[Link] = (),
    went_to: str = "",
) -> SentPage:
    """
    Return the confirmation of what was sent at a moment, and counts as received at another.

    Args:
        cost: None where it costs nothing.
        pay_url: where it can be paid; "" where it is paid, or need not be yet.
    """
    return SentPage(
        reference=reference,
        next_words=_next_words(wording),
        clocks=tuple(_promises(wording, received_at, council)),
        track_url=track_url,
        account_url=account_url,
        copy_url=copy_url,
        is_signed_in=is_signed_in,
        offers=tuple(offers),
        officer_links=tuple(officer_links),
        sections=sections_of(wording.effective, answers, language=wording.language, step_url=None),
        sent_at=moment(sent_at),
        cost=cost,
        pay_url=pay_url,
        is_paid=is_paid,
        went_to=went_to,
    )


def _next_words(wording: Wording) -> str:
    first = wording.effective.pattern.case.states[0]
    if not first.hint:
        return ""
    return words_of(wording.effective, f"case.states.{first.id}.hint", first.hint, wording.language, wording.settings)


def _promises(wording: Wording, received_at: dt.datetime, council: CouncilView) -> list[str]:
    """Return, for each clock that runs from receipt, what is promised by when."""
    pattern = cases.case_pattern(wording.effective, council)
    history = (Entered(pattern.states[0].id, received_at),)
    ends = cases.running_clocks(pattern, history, received_at=received_at, council=council)
    clocks = {clock.id: clock for clock in pattern.clocks}
    return [f"{_label(wording, clocks[name])} {day(end.on)}" for name, end in ends]


def _label(wording: Wording, clock: Clock) -> str:
    if clock.label is None:
        return _("We aim to finish this by")
    address = f"case.clocks.{clock.id}.label"
    return words_of(wording.effective, address, clock.label, wording.language, wording.settings)
