"""What officers type: searches, notes, assignments, moves. Validation only."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwheel.apps.cases.queries.queue import LONGEST_SEARCH, PageMark, Tab
from commonwheel.core.patterns.effective import Effective
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.questions import Choice
from commonwheel.core.patterns.shown import Placed, decision_questions, setting_words, words_of
from commonwheel.design.fields import PARTS, FieldError, FieldView, OptionView

LONGEST_NOTE = 5_000
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue was asked for; whatever cannot be read is as if it had not been asked."""

    tab: Tab
    words: str
    service_id: uuid.UUID | None
    mark: PageMark


def read_queue(query: QueryDict) -> Asked:
    """Read the address of the queue."""
    tab = query.get("tab", "")
    return Asked(
        tab=Tab(tab) if tab in {one.value for one in Tab} else Tab.DUE,
        words=" ".join(query.get("q", "")[:LONGEST_SEARCH].split()),
        service_id=_uuid(query.get("service", "")),
        mark=PageMark(after=query.get("after", ""), before=query.get("before", "")),
    )


class NoteForm(forms.Form):
    """An internal note."""

    note = forms.CharField(
        max_length=LONGEST_NOTE,
        error_messages={
            "required": gettext_lazy("Write something in the note"),
            "max_length": gettext_lazy("Keep the note to 5,000 characters"),
        },
    )


class AssignForm(forms.Form):
    """Who is to have a request; nobody where empty."""

    to = forms.UUIDField(required=False, error_messages={"invalid": gettext_lazy("Choose somebody from the list")})
    version = forms.IntegerField(min_value=0)


@dataclass(frozen=True, slots=True)
class MoveRead:
    """
    A move as it was typed.

    Attributes:
        fields: the officer's questions with what was typed.
        decision: the valid answers, in the notation of examples.
        version: of the request as the officer saw it; 0 where the form has none.
    """

    fields: tuple[FieldView, ...]
    reason: str
    decision: Mapping[str, Any]
    version: int
    errors: tuple[FieldError, ...]


def blank_move(effective: Effective, state: State, *, version: int) -> MoveRead:
    """Return the form of a move before anything is typed."""
    fields = tuple(_field(effective, placed) for placed in decision_questions(effective, state))
    return MoveRead(fields=fields, reason="", decision={}, version=version, errors=())


def read_move(effective: Effective, state: State, form: QueryDict) -> MoveRead:
    """Read what an officer typed to move a request to a state."""
    fields, decision, errors = [], {}, []
    for placed in decision_questions(effective, state):
        typed = _typed(_field(effective, placed), form)
        answer, fault = _read(placed, typed)
        if fault:
            typed = replace(typed, error=fault)
            part = PARTS.get(typed.type, ("",))[0]
            errors.append(FieldError(f"{typed.id}-{part}".strip("-"), fault))
        elif answer is not None:
            decision[placed.question.id] = answer
        fields.append(typed)
    reason = form.get("reason", "").strip()
    if fault := _reason_fault(state, reason):
        errors.append(FieldError("reason", fault))
    version = form.get("version", "")
    return MoveRead(tuple(fields), reason, decision, int(version) if version.isdecimal() else 0, tuple(errors))


def _reason_fault(state: State, reason: str) -> str:
    if state.reason == "required" and not reason:
        return _("Enter a reason. The resident will read it")
    return _("Keep the reason to 2,000 characters") if len(reason) > LONGEST_REASON else ""


def _field(effective: Effective, placed: Placed) -> FieldView:
    question = placed.question
    values = setting_words(effective, "en")

    def words(key: str) -> str:
        source = getattr(question, key, None)
        return words_of(effective, f"{placed.address}.{key}", source, "en", values) if source else ""

    return FieldView(
        id=question.id,
        type=str(getattr(question, "type", "text")),
        label=words("label"),
        hint=words("hint"),
        optional=question.optional,
        options=_options(effective, placed, values),
    )


def _options(effective: Effective, placed: Placed, values: Mapping[str, Any]) -> tuple[OptionView, ...]:
    if not isinstance(placed.question, Choice):
        return ()
    return tuple(
        OptionView(one.value, words_of(effective, one.label_address, one.label, "en", values))
        for one in effective.choices(placed.address, placed.question)
    )


def _typed(field: FieldView, form: QueryDict) -> FieldView:
    if field.type in PARTS:
        parts = tuple((part, form.get(f"{field.id}-{part}", "").strip()) for part in PARTS[field.type])
        return replace(field, parts=parts)
    if field.type == "checkboxes":
        return replace(field, chosen=tuple(form.getlist(field.id)))
    return replace(field, value=form.get(field.id, "").strip())


def _read(placed: Placed, typed: FieldView) -> tuple[Any, str]:
    """Return the answer in the notation of examples and "", or None and what is wrong."""
    if not (typed.value or typed.chosen or any(text for _part, text in typed.parts)):
        return None, "" if placed.question.optional else _("Answer “%(label)s”") % {"label": typed.label}
    try:
        return _READ.get(typed.type, _text)(typed), ""
    except ValueError:
        return None, _("Check “%(label)s”") % {"label": typed.label}


def _text(typed: FieldView) -> str:
    if len(typed.value) > LONGEST_REASON:
        raise ValueError(typed.id)
    return typed.value


def _date(typed: FieldView) -> str:
    parts = dict(typed.parts)
    return dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()


def _chosen(typed: FieldView) -> str:
    if typed.value not in {one.value for one in typed.options}:
        raise ValueError(typed.value)
    return typed.value


def _several(typed: FieldView) -> list[str]:
    known = {one.value for one in typed.options}
    if not set(typed.chosen) <= known:
        raise ValueError(typed.id)
    return list(typed.chosen)


def _pence(typed: FieldView) -> int:
    pounds, _dot, pence = typed.value.replace(",", "").removeprefix("£").partition(".")
    if len(pence) > 2:  # noqa: PLR2004 - a hundred pence to the pound
        raise ValueError(typed.value)
    return int(pounds) * 100 + int(pence.ljust(2, "0") or 0)


def _yes_no(typed: FieldView) -> bool:
    if typed.value not in {"yes", "no", "true", "false"}:
        raise ValueError(typed.value)
    return typed.value in {"yes", "true"}


def _number(typed: FieldView) -> int | float:
    text = typed.value.replace(",", "")
    return float(text) if "." in text else int(text)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


_READ: Mapping[str, Callable[[FieldView], Any]] = {
    "date": _date,
    "radios": _chosen,
    "select": _chosen,
    "checkboxes": _several,
    "money": _pence,
    "yes-no": _yes_no,
    "declaration": _yes_no,
    "number": _number,
}
