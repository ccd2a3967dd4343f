"""The page on which an officer moves a request on."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.apps.cases.queries.wording import Facts, said_letter, state_label
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import FieldError, FieldView
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class Preview:
    """The message the resident will get; `to` is "" where it cannot be sent, because no address was given."""

    to: str
    subject: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """What the page asks and shows; `reason` rules whether one is asked: required, optional or none."""

    reference: str
    back_url: str
    state: str
    now: str
    ends: bool
    version: int
    fields: tuple[FieldView, ...]
    reason_rule: str
    reason: str
    reason_error: str
    errors: tuple[FieldError, ...]
    preview: Preview | None


def move_view(
    case: CaseView,
    effective: Effective,
    to: State,
    *,
    council: CouncilView,
    fields: Sequence[FieldView],
    reason: str,
    facts: Facts,
    version: int,
    errors: Sequence[FieldError],
) -> MoveView:
    """Return the page of one move, with what was typed so far; `facts` are as after it."""
    return MoveView(
        reference=case.reference,
        back_url=council_url(council, "cases:request", case_id=case.id),
        state=state_label(effective, to.id, "en"),
        now=state_label(effective, case.state, "en"),
        ends=to.final is not None,
        version=version,
        fields=tuple(fields),
        reason_rule=to.reason,
        reason=reason,
        reason_error=next((one.message for one in errors if one.target == "reason"), ""),
        errors=tuple(errors),
        preview=_preview(effective, to, facts, case, council),
    )


def _preview(effective: Effective, to: State, facts: Facts, case: CaseView, council: CouncilView) -> Preview | None:
    if to.tell is None or to.tell.resident is None:
        return None
    letter = said_letter(effective, to.tell.resident, case.language, facts, council=council, missing="…")
    return Preview(to=case.contact_email, subject=letter.subject, text=letter.text, language=letter.language)
