"""What officers type: searches, notes, assignments, moves. Validation only."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwheel.apps.cases.queries.queue import LONGEST_SEARCH, PageMark, Tab
from commonwheel.core.casework.entries import DayIsNotPossible, check_day
from commonwheel.core.patterns.answering.cel_values import Circumstances, decision_facts, facts_of
from commonwheel.core.patterns.answering.checks import check_answer
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.fields import BLANK, Form, Misread, read_field
from commonwheel.core.patterns.answering.shown import Placed, decision_questions, setting_words, words_of
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.model.questions import Choice
from commonwheel.core.patterns.running.programme import Placed as PlacedQuestion
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import PARTS, FieldError, FieldView, OptionView
from commonwheel.design.moments import day

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
class Known:
    """
    What the rules of an officer's answers may read.

    Attributes:
        answers: the resident's.
        since: the day from which the state that the request stands in counts.
    """

    answers: Mapping[str, Any]
    circumstances: Circumstances
    since: dt.date


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


def read_move(programme: Programme, state: State, form: QueryDict, *, known: Known) -> MoveRead:
    """Read what an officer typed to move a request to a state, and hold it to the rules of the service."""
    effective = programme.effective
    placed = {one.id: one for one in programme.decisions[state.id]}
    decision, faults = _decision(placed, form)
    faults |= _broken_rules(programme, state, decision, known=known, but=faults.keys())
    faults = _impossible_day(state, decision, known) | faults
    fields = tuple(
        replace(_typed(_field(effective, one), form), error=faults.get(one.question.id, ""))
        for one in decision_questions(effective, state)
    )
    errors = [FieldError(_target(field), field.error) for field in fields if field.error]
    reason = form.get("reason", "").strip()
    if fault := _reason_fault(state, reason):
        errors.append(FieldError("reason", fault))
    version = form.get("version", "")
    return MoveRead(fields, reason, decision, int(version) if version.isdecimal() else 0, tuple(errors))


def _decision(placed: Mapping[str, PlacedQuestion], form: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers that can be read, and what is wrong with the others, by question."""
    posted = Form({name: form.getlist(name) for name in form}, lambda _uprn: None, lambda _postcode: None, {})
    decision: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, one in placed.items():
        try:
            answer = read_field(one, posted)
        except Misread:
            faults[name] = _("Check what you entered")
            continue
        if answer is not BLANK:
            decision[name] = answer
        elif not one.optional and not one.when:
            faults[name] = _("Answer this question")
    return decision, faults


def _broken_rules(
    programme: Programme, state: State, decision: Mapping[str, Any], *, known: Known, but: Iterable[str]
) -> dict[str, str]:
    """Return the words of the rules that answers break, by question."""
    facts = decision_facts(facts_of(programme, known.answers, known.circumstances), programme, state.id, dict(decision))
    broken: dict[str, str] = {}
    for placed in programme.decisions[state.id]:
        if placed.id in decision and placed.id not in but:
            for error in check_answer(placed, decision[placed.id], facts=facts, circumstances=known.circumstances):
                broken.setdefault(placed.id, _rule_words(programme.effective, placed, error))
    return broken


def _impossible_day(state: State, decision: Mapping[str, Any], known: Known) -> dict[str, str]:
    """Return what is wrong with the day on which the move is said to have happened."""
    try:
        check_day(state, decision, since=known.since, today=known.circumstances.today)
    except DayIsNotPossible as failure:
        if dt.date.fromisoformat(decision[failure.question]) > failure.latest:
            return {failure.question: _("The date must be today or in the past")}
        words = _("The date must be %(day)s or later: that is when the request came to where it stands now")
        return {failure.question: words % {"day": day(failure.earliest)}}
    return {}


def _rule_words(effective: Effective, placed: PlacedQuestion, error: AnswerError) -> str:
    for check in placed.checks:
        if error.code == "check" and f"{check.address}.say" == error.address:
            return words_of(effective, error.address, check.check.say, "en", setting_words(effective, "en"))
    return _("Check what you entered")


def _target(field: FieldView) -> str:
    return f"{field.id}-{PARTS[field.type][0]}" if field.type in PARTS else field.id


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


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
