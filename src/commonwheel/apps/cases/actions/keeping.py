"""Letting go of requests whose time is over, as their patterns say; holding them, and deciding on the others."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone

from commonwheel.apps.cases.actions.copying import forget_copy
from commonwheel.apps.cases.actions.entering import next_number
from commonwheel.apps.cases.actions.people import sender_of
from commonwheel.apps.cases.models import NOTHING_DUE, AccountCase, Case, CaseClock, CaseEvent, CaseLink
from commonwheel.apps.cases.queries.request import RequestNotFound
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.core.casework.keeping import is_counted, over_on
from commonwheel.core.casework.lengths import local_day
from commonwheel.core.patterns.answering.shown import placed_questions
from commonwheel.core.patterns.model.keeping import Keep
from commonwheel.core.patterns.model.questions import Answerable, Group
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.core.patterns.wording.words import parse_words
from commonwheel.core.problems import Failure
from commonwheel.foundation.audit import SYSTEM, Actor, record
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

TIDIED_AT_ONCE = 200
_BY_ITSELF = frozenset({"delete", "anonymise"})


class RequestIsOpen(Failure):
    """What is still worked cannot be removed."""

    def __init__(self) -> None:
        super().__init__("This request is still open. Close it first; its time counts from then.")


class NotToReview(Failure):
    """A request may only be removed by hand when its time is over and nobody holds it."""

    def __init__(self) -> None:
        super().__init__("This request is not listed for a decision, or it is held. See `commonwheel keeping list`.")


def tidy_cases(council_id: uuid.UUID, *, now: dt.datetime, limit: int = TIDIED_AT_ONCE) -> int:
    """Let go of what has been kept long enough, each request in its own transaction; return how many had something."""
    with council_scope(council_id):
        due = Case.objects.of(council_id).to_tidy(_day(now)).order_by("goes_on", "id").values_list("id", flat=True)
        keys = list(due[:limit])
    return sum(tidy_case(council_id, case_id=key, now=now) for key in keys)


@action
def tidy_case(council_id: uuid.UUID, *, case_id: uuid.UUID, now: dt.datetime) -> bool:
    """Let go of what is over of a closed request, once, whoever else sweeps; say whether that was anything."""
    with council_scope(council_id):
        rows = Case.objects.of(council_id).to_tidy(_day(now)).select_for_update(of=("self",))
        case = rows.filter(id=case_id).first()
        return case is not None and _tidy(case, now=now)


@action
def hold_case(council_id: uuid.UUID, *, case_id: uuid.UUID, because: str, actor: Actor, now: dt.datetime) -> None:
    """
    Keep a request, whatever its time, until it is released; the reason stands in its timeline. Twice is as once.

    Raises:
        RequestNotFound: where the council has none with that key.
    """
    case = _locked(council_id, case_id)
    if case.held_at is None:
        case.held_at = now
        _store(case, "held_at")
        _note(case, f"Held, so that nothing of it is removed: {because}", now=now)
        _audit(case, "case-held", actor=actor, now=now)


@action
def release_case(council_id: uuid.UUID, *, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """
    Let a request's time run out as its service says. One that is not held stays as it is.

    Raises:
        RequestNotFound: where the council has none with that key.
    """
    case = _locked(council_id, case_id)
    if case.held_at is not None:
        case.held_at, case.goes_on = None, None
        _store(case, "held_at", "goes_on")
        _note(case, "Not held any more.", now=now)
        _audit(case, "case-released", actor=actor, now=now)


@action
def remove_case(council_id: uuid.UUID, *, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """
    Remove a request that was listed for a decision.

    Raises:
        RequestNotFound, RequestIsOpen, NotToReview: nothing is changed.
    """
    case = _locked(council_id, case_id)
    if case.is_open:
        raise RequestIsOpen
    if case.to_review_since is None or case.held_at is not None:
        raise NotToReview
    _delete(case, actor=actor, now=now)


# Private


def _tidy(case: Case, *, now: dt.datetime) -> bool:
    effective, today = effective_of(case.effective_id), _day(now)
    data = effective.pattern.data
    over = _over_on(case, data.keep) if data else NOTHING_DUE
    if data and over <= today and is_counted(data.keep) and data.then in _BY_ITSELF:
        (_delete if data.then == "delete" else _anonymise)(case, actor=SYSTEM, now=now)
        return True
    shorter = {one.id: one.keep for one in _kept_shorter(effective) if _is_there(case, one.id)}
    gone = [name for name, keep in shorter.items() if is_counted(keep) and _over_on(case, keep) <= today]
    days = [over, *(_over_on(case, keep) for name, keep in shorter.items() if name not in gone)]
    _remove_answers(case, effective, gone, now=now)
    if gone:
        _audit(case, "case-answers-removed", actor=SYSTEM, now=now, questions=gone)
    case.goes_on = min((day for day in days if day > today), default=NOTHING_DUE)
    _store(case, "goes_on")
    return _list_for_review(case, days, now=now) or bool(gone)


def _list_for_review(case: Case, days: Collection[dt.date], *, now: dt.datetime) -> bool:
    """List the case for a person to decide on, where a day has come on which nothing goes by itself."""
    if case.to_review_since is not None or min(days) > _day(now):
        return False
    case.to_review_since = _day(now)
    _store(case, "to_review_since")
    _audit(case, "case-listed-for-review", actor=SYSTEM, now=now)
    return True


def _over_on(case: Case, keep: Keep) -> dt.date:
    """Return the first day on which something of a closed case is not kept any more."""
    closed = _day(case.closed_at or case.entered_at)
    last = CaseEvent.objects.filter(council_id=case.council_id, case_id=case.id).order_by("-number").first()
    return over_on(keep, closed=closed, last_contact=max(closed, _day(last.at)) if last else closed)


def _kept_shorter(effective: Effective) -> Iterator[Any]:
    """Yield the questions, those in groups too, whose answers have a time of their own."""
    for placed in placed_questions(effective):
        question = placed.question
        members = question.ask if isinstance(question, Group) else ()
        for one in (question, *members):
            if isinstance(one, Answerable) and one.keep is not None:
                yield one


def _is_there(case: Case, name: str) -> bool:
    return name in case.answers or any(name in entry for entry in _entries(case))


def _entries(case: Case) -> Iterator[dict[str, Any]]:
    """Yield the entries of all groups answered."""
    for answer in case.answers.values():
        if isinstance(answer, list):
            yield from (entry for entry in answer if isinstance(entry, dict))


def _remove_answers(case: Case, effective: Effective, names: Collection[str], *, now: dt.datetime) -> None:
    """
    Take these answers out of the case, with their files, what was drawn from them and the letters that tell them.

    The printed copy goes too, and one of what is left is made.
    """
    if not names:
        return
    for holder in (case.answers, *_entries(case)):
        for name in names:
            holder.pop(name, None)
    _set_sender(case, effective)
    uploads = files.list_uploads(case.council_id, journey_id=case.journey_id)
    gone = {one.question: "" for one in uploads if one.question.rpartition(".")[2] in names}
    files.rename_questions(case.council_id, journey_id=case.journey_id, names=gone)
    if _letters_tell(effective, names) or _was_emailed(case) or _has_letters(case):
        messages.remove_messages(case.council_id, case_id=case.id)
    forget_copy(case)
    case.version, case.copy_due_at = case.version + 1, now
    _store(case, "answers", "version", "copy_due_at", *_SENDER)


_SENDER = ("contact_name", "contact_email", "contact_phone", "postcode", "surname", "search_name")


def _set_sender(case: Case, effective: Effective) -> None:
    """Keep of the sender only what the answers that are left tell; what was never kept is not added."""
    sender = sender_of(effective, case.answers)
    left = (sender.name, sender.email, sender.phone, sender.postcode, sender.surname, sender.search_name)
    for column, value in zip(_SENDER, left, strict=True):
        setattr(case, column, value if getattr(case, column) else "")


def _letters_tell(effective: Effective, names: Collection[str]) -> bool:
    texts = [text for one in effective.messages.values() for text in (one.head.subject, one.text)]
    pieces = [piece for text in texts for piece in parse_words(text) if not isinstance(piece, str)]
    return any(piece.name.partition(".")[0] in names for piece in pieces)


def _was_emailed(case: Case) -> bool:
    """Return whether a letter with all answers went to where the case is worked."""
    found = handover.find_handover(case.council_id, case_id=case.id)
    return found is not None and found.way == "EMAIL"


def _has_letters(case: Case) -> bool:
    """Return whether an officer was given letters or calls, which carry the address or the phone number."""
    return any(one.channel != "EMAIL" for one in messages.list_messages_of_case(case.council_id, case_id=case.id))


def _delete(case: Case, *, actor: Actor, now: dt.datetime) -> None:
    _remove_people(case)
    CaseClock.objects.filter(council_id=case.council_id, case_id=case.id).delete()
    _audit(case, "case-deleted", actor=actor, now=now)
    Case.objects.filter(council_id=case.council_id, id=case.id).delete()


def _anonymise(case: Case, *, actor: Actor, now: dt.datetime) -> None:
    """Leave only which service it was, its dates and its end: nothing that leads to a person."""
    _remove_people(case)
    # Letters that the resident has name the reference, and their browser knows the journey.
    case.reference, case.journey_id = f"-{uuid.uuid4().hex[:20]}", new_key()
    case.answers, case.assigned_to_id, case.to_review_since = {}, None, None
    for column in _SENDER:
        setattr(case, column, "")
    _store(case, "reference", "journey_id", "answers", "assigned_to", "to_review_since", *_SENDER)
    _audit(case, "case-anonymised", actor=actor, now=now)


def _remove_people(case: Case) -> None:
    """Mark the case, which lets its timeline go, and remove everything around it that may name somebody."""
    case.is_being_erased, case.copy_due_at = True, None
    _store(case, "is_being_erased", "copy_due_at")
    files.remove_uploads(case.council_id, journey_id=case.journey_id)
    files.remove_uploads(case.council_id, journey_id=case.id)
    messages.remove_messages(case.council_id, case_id=case.id)
    payments.remove_charge(case.council_id, case_id=case.id)
    handover.remove_handover(case.council_id, case_id=case.id)
    for rows in (CaseLink.objects, CaseEvent.objects, AccountCase.objects):
        rows.filter(council_id=case.council_id, case_id=case.id).delete()


def _locked(council_id: uuid.UUID, case_id: uuid.UUID) -> Case:
    case = Case.objects.of(council_id).select_for_update(of=("self",)).filter(id=case_id).first()
    if case is None:
        raise RequestNotFound
    return case


def _note(case: Case, words: str, *, now: dt.datetime) -> None:
    CaseEvent.objects.create(
        council_id=case.council_id,
        case_id=case.id,
        kind=CaseEvent.Kind.NOTED,
        number=next_number(case),
        at=now,
        note=words,
    )


def _audit(case: Case, what: str, *, actor: Actor, now: dt.datetime, **facts: Any) -> None:
    record(case.council_id, actor=actor, action=what, subject=f"case:{case.id}", at=now, facts=facts)


def _store(case: Case, *columns: str) -> None:
    case.save(update_fields=columns)


def _day(at: dt.datetime) -> dt.date:
    return local_day(at, timezone.get_default_timezone())
