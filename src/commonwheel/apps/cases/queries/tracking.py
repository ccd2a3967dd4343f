"""What somebody who sent a request may read of it: by reference, or by the signed link."""

import datetime as dt
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from typing import Any

from commonwheel.apps.cases.models import NOTHING_DUE, Case, CaseClock, CaseEvent, CaseLink
from commonwheel.apps.cases.queries.queue import name_key
from commonwheel.core.values.postcode import NotAPostcode, normalise
from commonwheel.core.values.reference import NotAReference, read_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One state that a request entered; `reason` is only for readers of the signed link."""

    at: dt.datetime
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCase:
    """
    A request as its sender may see it.

    Attributes:
        digest: of the effective pattern, whose words print it.
        steps: states entered, oldest first; never empty.
        due_on: the earliest date on which something is due, or None; `due_clock` is the id of its clock.
        runs_until: the last day of the time that is renewed, or None.
        answers: in the notation of examples; None unless the signed link was used.
    """

    id: uuid.UUID
    reference: str
    service_id: uuid.UUID
    journey_id: uuid.UUID
    digest: str
    state: str
    language: str
    received_at: dt.datetime
    closed_at: dt.datetime | None
    due_on: dt.date | None
    due_clock: str
    runs_until: dt.date | None
    steps: tuple[Step, ...]
    answers: dict[str, Any] | None = None


def find_tracked(council_id: uuid.UUID, *, reference: str, proof: str) -> TrackedCase | None:
    """
    Return the request with this reference, where `proof` is the postcode or the surname its sender gave.

    Where the request asked neither, the reference is enough. None for everything else, after the same work.
    """
    row = Case.objects.of(council_id).filter(reference=written(reference)).first()
    if not _proves(row, proof) or row is None:
        return None
    return _tracked(row, private=False)


def get_tracked(council_id: uuid.UUID, *, case_id: uuid.UUID, private: bool) -> TrackedCase | None:
    """Return a request that was found a moment ago; `private` adds answers and reasons."""
    row = Case.objects.of(council_id).filter(id=case_id).first()
    return _tracked(row, private=private) if row else None


def find_link(council_id: uuid.UUID, *, token: str, now: dt.datetime) -> tuple[uuid.UUID, dt.datetime] | None:
    """Return the key of the case that a signed link opens and when the link ends; None where it opens nothing."""
    links = CaseLink.objects.filter(council_id=council_id, token_hash=hash_token(token), expires_at__gt=now)
    link = links.first()
    return (link.case_id, link.expires_at) if link else None


def hash_token(token: str) -> str:
    """Return what is kept of a token: its SHA-256. It has 128 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def written(reference: str) -> str:
    """Return a reference as it is stored; "" for what is none."""
    try:
        return read_reference(reference)
    except NotAReference:
        return ""


def _proves(row: Case | None, proof: str) -> bool:
    """Compare with both things in every case, so that the time says nothing."""
    postcode, surname = (row.postcode, row.surname) if row else ("", "")
    same = [hmac.compare_digest(_postcode(proof).encode(), postcode.encode()) and postcode != ""]
    same.append(_same_surname(proof, surname))
    return any(same) or (row is not None and not postcode and not surname)


def _same_surname(proof: str, surname: str) -> bool:
    """Accept the surname alone, or a whole name that ends in it."""
    typed = f" {name_key(proof)}"[-(len(surname) + 1) :]
    return hmac.compare_digest(typed.encode(), f" {surname}".encode()) and surname != ""


def _postcode(text: str) -> str:
    try:
        return normalise(text)
    except NotAPostcode:
        return ""


def _tracked(row: Case, *, private: bool) -> TrackedCase:
    kinds = (CaseEvent.Kind.OPENED, CaseEvent.Kind.MOVED)
    events = CaseEvent.objects.filter(council_id=row.council_id, case_id=row.id, kind__in=kinds).order_by("number")
    return TrackedCase(
        id=row.id,
        reference=row.reference,
        service_id=row.service_id,
        journey_id=row.journey_id,
        digest=row.effective_id,
        state=row.state,
        language=row.language,
        received_at=row.received_at,
        closed_at=row.closed_at,
        due_on=None if row.due_on == NOTHING_DUE else row.due_on,
        due_clock=_due_clock(row),
        runs_until=row.runs_until,
        steps=tuple(Step(at=one.at, state=one.to_state, reason=one.reason if private else "") for one in events),
        answers=dict(row.answers) if private else None,
    )


def _due_clock(row: Case) -> str:
    clocks = CaseClock.objects.filter(council_id=row.council_id, case_id=row.id, due_on=row.due_on, is_running=True)
    return clocks.order_by("clock").values_list("clock", flat=True).first() or ""
