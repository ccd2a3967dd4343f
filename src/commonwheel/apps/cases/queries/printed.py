"""The printed copy of what was sent: the same words as on the page of the request, in the language it was sent in."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from commonwheel.apps.cases.models import Case
from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.apps.cases.queries.wording import service_title
from commonwheel.apps.payments.api import Cost
from commonwheel.core.patterns.answering.shown import ShownAnswer, shown_answers
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.moments import day, moment
from commonwheel.design.paper import Fact, Paper, Part
from commonwheel.foundation.councils import CouncilView

ENGLISH = "en"


def printed_copy(case: CaseView, effective: Effective, *, council: CouncilView, cost: Cost | None) -> Paper:
    """
    Return the copy of a request.

    Args:
        cost: in the case's language; None where it costs nothing.
    """
    language = case.language if case.language in effective.languages else ENGLISH
    with override(language):
        return Paper(
            title=service_title(effective, language),
            author=council.name_in(language),
            language=language,
            facts=(Fact(_("Reference"), case.reference), _received(case)),
            parts=tuple(_parts(shown_answers(effective, case.answers, language), cost)),
            footer=case.reference,
            page_words=_("Page {page} of {pages}"),
            missing_words=_("Characters shown as □ cannot be printed here. They are on the page of the request."),
            dated=case.entered_at,
        )


def _received(case: CaseView) -> Fact:
    if case.channel in {Case.Channel.WEB, Case.Channel.PARTNER}:
        return Fact(_("Sent"), moment(case.entered_at))
    return Fact(_("Received"), day(case.received_at))


def _parts(answers: tuple[ShownAnswer, ...], cost: Cost | None) -> Iterator[Part]:
    heads = (_("Question"), _("Answer"))
    plain = tuple(Fact(one.label, one.text) for one in answers if one.text)
    if plain:
        yield Part(_("What was sent"), heads, plain)
    for group in answers:
        for number, entry in enumerate(group.entries, start=1):
            facts = tuple(Fact(one.label, one.text) for one in entry if one.text)
            yield Part(f"{group.label} {number}", heads, facts)
    if cost is not None:
        lines = tuple(Fact(line.label, line.amount) for line in cost.lines)
        yield Part(_("What it costs"), (_("For"), _("Amount")), (*lines, Fact(_("Total"), cost.total)))
