"""The page on which an officer moves a request on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.cases.presenters.moving import Block, fields_on
from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.apps.cases.queries.wording import Facts, said_letter, state_label
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import FieldError, errors_of, news_of
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class Preview:
    """The message the resident will get; `how` says by which way, and what of it is still to be done."""

    how: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed beside the answers; `seen` names the questions on the page."""

    reason: str
    reason_error: str
    version: int
    seen: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """
    What the page asks and shows.

    Attributes:
        reason_rule: whether one is asked: required, optional or none.
        news: what the title says first: how many addresses were found; "" for nothing.
        seen: names of the questions on the page.
    """

    reference: str
    back_url: str
    state: str
    now: str
    ends: bool
    version: int
    blocks: tuple[Block, ...]
    reason_rule: str
    reason: str
    reason_error: str
    errors: tuple[FieldError, ...]
    preview: Preview | None
    news: str
    seen: str


def move_view(
    case: CaseView,
    effective: Effective,
    to: State,
    *,
    council: CouncilView,
    blocks: Sequence[Block],
    typed: Typed,
    facts: Facts,
    channel: str,
) -> MoveView:
    """
    Return the page of one move, with what was typed so far.

    Args:
        facts: as after the move.
        channel: by which way the resident is told: EMAIL, LETTER, CALL; "" for none.
    """
    fields = fields_on(blocks)
    reason_errors = [FieldError("the-reason", typed.reason_error)] if typed.reason_error else []
    return MoveView(
        reference=case.reference,
        back_url=council_url(council, "cases:request", case_id=case.id),
        state=state_label(effective, to.id, "en"),
        now=state_label(effective, case.state, "en"),
        ends=to.final is not None,
        version=typed.version,
        blocks=tuple(blocks),
        reason_rule=to.reason,
        reason=typed.reason,
        reason_error=typed.reason_error,
        errors=(*errors_of(fields), *reason_errors),
        preview=_preview(effective, to, facts, case, council=council, channel=channel),
        news=news_of(fields),
        seen=typed.seen,
    )


def _preview(
    effective: Effective, to: State, facts: Facts, case: CaseView, *, council: CouncilView, channel: str
) -> Preview | None:
    if to.tell is None or to.tell.resident is None:
        return None
    letter = said_letter(effective, to.tell.resident, case.language, facts, council=council, missing="…")
    return Preview(
        how=_how(case, channel, has_reason=to.reason != "none"),
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
    )


def _how(case: CaseView, channel: str, *, has_reason: bool) -> str:
    """Return by which way a message goes, in words."""
    if channel == "EMAIL":
        return _("By email to %(address)s.") % {"address": case.contact_email}
    waits = {
        "LETTER": _("They gave no email address, so this goes by letter. It will wait under “Letters and calls”."),
        "CALL": _("They gave no email address, so they are called. The call will wait under “Letters and calls”."),
    }
    if channel in waits:
        return waits[channel]
    nobody = _("They gave no way to reach them, so nobody is told.")
    return f"{nobody} {_('They see the reason when they track the request.')}" if has_reason else nobody
