"""The pages between the last question and sending."""

from collections.abc import Mapping, Sequence
from typing import Any

from commonwheel.apps.journeys.presenters.pages import ChangePage, CheckPage, StopPage
from commonwheel.apps.journeys.presenters.script import change_script, stop_script
from commonwheel.apps.journeys.presenters.summaries import LeftEmpty, StepUrl, sections_of
from commonwheel.apps.journeys.presenters.wording import Wording
from commonwheel.apps.payments import api as payments
from commonwheel.core.patterns.answering.route import Walk
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.running.programme import PlacedStop
from commonwheel.foundation.councils import CouncilView


def check_page(
    wording: Wording,
    found: Walk,
    *,
    council: CouncilView,
    step_url: StepUrl,
    back_url: str,
    save_url: str,
    version: int,
    notice: str = "",
    goes_to: tuple[str, ...] = (),
) -> CheckPage:
    """Return all answers, with links to change each, and what it costs."""
    return CheckPage(
        sections=sections_of(
            wording.effective,
            found.answers,
            language=wording.language,
            step_url=step_url,
            left_empty=_left_empty(wording, found, council),
        ),
        cost=_cost(wording, found),
        pays_next=bool(found.fee and found.fee.total_pence) and _is_paid_before(wording),
        back_url=back_url,
        save_url=save_url,
        version=version,
        notice=notice,
        goes_to=goes_to,
    )


def change_page(
    wording: Wording, *, answers: Mapping[str, Any], dropped: Sequence[str], back_url: str, is_spoken: bool
) -> ChangePage:
    """
    Return the answers that a change makes needless.

    Args:
        answers: before the change.
        dropped: ids; a group's member as `group.member`, for which the whole group is listed.
    """
    gone = {name.partition(".")[0] for name in dropped}
    sections = sections_of(wording.effective, answers, language=wording.language, step_url=None, only=gone)
    questions = (row.label for section in sections for row in section.rows)
    return ChangePage(sections, back_url, say=change_script(questions) if is_spoken else ())


def stop_page(
    wording: Wording,
    placed: PlacedStop,
    *,
    answers: Mapping[str, Any],
    council: CouncilView,
    start_url: str,
    start_title: str,
    phone: str,
    back_url: str,
    is_spoken: bool,
) -> StopPage:
    """Return a stop; `start_url` leads to another service, "" where the council does not offer it."""
    words, law = wording.stop(placed, answers=answers, council=council), placed.stop.law or ""
    return StopPage(
        title=words.title,
        text=words.text,
        law=law,
        start_url=start_url,
        start_title=start_title,
        phone=phone,
        back_url=back_url,
        say=stop_script(words.title, words.lines, law=law, instead=start_title) if is_spoken else (),
    )


def _left_empty(wording: Wording, found: Walk, council: CouncilView) -> list[LeftEmpty]:
    """Return the questions that were asked and left unanswered, so that they can still be answered."""
    return [
        LeftEmpty(placed.id, shown.page.id, fields[placed.id].label)
        for shown in found.pages
        for fields in (wording.step(shown.page, answers=found.answers, council=council).fields,)
        for placed in shown.questions
        if placed.type not in {"show", "group"} and placed.id not in found.answers
    ]


def _is_paid_before(wording: Wording) -> bool:
    fee = wording.effective.pattern.fee
    return fee is not None and fee.pay == "before"


def _cost(wording: Wording, found: Walk) -> payments.Cost | None:
    pattern = wording.effective.pattern.fee
    if found.fee is None or pattern is None:
        return None
    labels = {line.id: line.label for line in pattern.lines}
    return payments.cost_of(
        (words_of(wording.effective, line.address, labels[line.id], wording.language, wording.settings), line.pence)
        for line in found.fee.lines
    )
