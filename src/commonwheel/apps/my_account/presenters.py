"""Requests as their senders see them, ready to print: tracked, or in My account."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonwheel.apps.authorities.api import CouncilView
from commonwheel.apps.cases import api as cases
from commonwheel.apps.files.api import UploadView
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments.api import ChargeView, Cost
from commonwheel.core.patterns.answering.shown import ShownAnswer, shown_answers
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.moments import day


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened, on a day."""

    on: str
    iso: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent with the request."""

    name: str
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class PaymentPart:
    """What the request costs; `paid_on` is "" where it is not paid, `pay_url` where it cannot be paid now."""

    cost: Cost
    paid_on: str
    pay_url: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """
    What somebody sees of a request they sent.

    Attributes:
        colour: of the state's tag.
        by_when: one sentence about the next date; "" where none is due.
        runs_until: the last day of what is renewed; "" where nothing is.
        payment: None where it costs nothing.
        copy_url: of the printed copy; "" where none is offered.
        worked_by: what people call the place that works it for the council; "" where the council does.
        lang: of the service's words where they are in another language than the page; else "".
    """

    reference: str
    service: str
    state: str
    colour: str
    hint: str
    is_open: bool
    by_when: str
    is_late: bool
    runs_until: str
    received_on: str
    happened: tuple[Happened, ...]
    is_private: bool
    answers: tuple[ShownAnswer, ...]
    files: tuple[SentFile, ...]
    payment: PaymentPart | None
    copy_url: str
    worked_by: str
    lang: str


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """One line of My account. `by_when` is "" where nothing is due; `lang` as in StatusPage."""

    href: str
    service: str
    council: str
    reference: str
    state: str
    colour: str
    received_on: str
    by_when: str
    lang: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """My account: the requests last added first; `following` leads to older ones, "" for none."""

    email: str
    requests: tuple[ListedRequest, ...]
    following: str


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the council sent about a request."""

    on: str
    iso: str
    subject: str
    text: str
    lang: str


_COLOURS = {"done": "green", "refused": "red", "withdrawn": "grey", "duplicate": "grey", "referred": "purple"}


def payment_part(charge: ChargeView, *, language: str, pay_url: str) -> PaymentPart:
    """Return what a request costs, in a language."""
    return PaymentPart(
        cost=charge.cost_in(language),
        paid_on=day(charge.paid_at) if charge.paid_at else "",
        pay_url=pay_url if charge.can_be_paid else "",
    )


def status_page(
    found: cases.TrackedCase,
    effective: Effective,
    *,
    language: str,
    uploads: Sequence[UploadView],
    payment: PaymentPart | None,
    copy_url: str,
    worked_by: str,
    now: dt.datetime,
) -> StatusPage:
    """Return the page of a request in a language."""
    spoken = _spoken(effective, language)
    is_late = found.due_on is not None and found.due_on < timezone.localdate(now)
    return StatusPage(
        reference=found.reference,
        service=cases.service_title(effective, spoken),
        state=cases.state_label(effective, found.state, spoken),
        colour=_colour(effective, found.state),
        hint=cases.state_hint(effective, found.state, spoken),
        is_open=found.closed_at is None,
        by_when=_by_when(found, effective, spoken, is_late=is_late),
        is_late=is_late,
        runs_until=day(found.runs_until) if found.runs_until else "",
        received_on=day(found.received_at),
        happened=tuple(_happened(step, effective, spoken) for step in reversed(found.steps)),
        is_private=found.answers is not None,
        answers=shown_answers(effective, found.answers, spoken) if found.answers is not None else (),
        files=tuple(SentFile(one.name, one.id) for one in uploads),
        payment=payment,
        copy_url=copy_url,
        worked_by=worked_by,
        lang="" if spoken == language else spoken,
    )


def requests_page(
    held: Sequence[cases.ListedCase], *, email: str, language: str, limit: int, now: dt.datetime
) -> RequestsPage:
    """
    Return the list of an account.

    Args:
        held: one more than `limit` where older ones follow.
    """
    shown = held[:limit]
    following = f"{reverse('my_account:requests')}?before={shown[-1].id}" if len(held) > limit else ""
    return RequestsPage(email, tuple(_listed(one, language, now=now) for one in shown), following)


def sent_messages(told: Sequence[messages.SentMessage], *, language: str) -> tuple[SentMessage, ...]:
    """Return the messages that went to the resident, newest first."""
    return tuple(
        SentMessage(
            on=day(one.written_at),
            iso=timezone.localtime(one.written_at).date().isoformat(),
            subject=one.subject,
            text=one.text,
            lang="" if one.language == language else one.language,
        )
        for one in reversed(told)
        if one.audience == "RESIDENT"
    )


def council_choices(councils: Sequence[CouncilView], *, language: str) -> tuple[tuple[str, str], ...]:
    """Return slug and name of the open councils."""
    return tuple((one.slug, one.name_in(language)) for one in councils if one.is_open)


def _listed(held: cases.ListedCase, language: str, *, now: dt.datetime) -> ListedRequest:
    effective = cases.effective_of(held.digest)
    spoken = _spoken(effective, language)
    is_late = held.due_on is not None and held.due_on < timezone.localdate(now)
    words = _("Expected by %(day)s; it is taking longer") if is_late else _("Expected by %(day)s")
    return ListedRequest(
        href=reverse("my_account:request", kwargs={"case_id": held.case_id}),
        service=cases.service_title(effective, spoken),
        council=held.council_name_cy if language == "cy" and held.council_name_cy else held.council_name,
        reference=held.reference,
        state=cases.state_label(effective, held.state, spoken),
        colour=_colour(effective, held.state),
        received_on=day(held.received_at),
        by_when=words % {"day": day(held.due_on)} if held.due_on else "",
        lang="" if spoken == language else spoken,
    )


def _spoken(effective: Effective, language: str) -> str:
    return language if language in effective.languages else "en"


def _colour(effective: Effective, state_id: str) -> str:
    final = next((state.final for state in effective.pattern.case.states if state.id == state_id), None)
    return _COLOURS.get(final or "", "blue")


def _by_when(found: cases.TrackedCase, effective: Effective, language: str, *, is_late: bool) -> str:
    if found.due_on is None:
        return ""
    if is_late:
        return _("We aimed to do this by %(day)s. It is taking longer.") % {"day": day(found.due_on)}
    label = cases.clock_label(effective, found.due_clock, language) or _("We aim to do this by")
    return f"{label} {day(found.due_on)}."


def _happened(step: cases.Step, effective: Effective, language: str) -> Happened:
    return Happened(
        on=day(step.at),
        iso=timezone.localtime(step.at).date().isoformat(),
        what=cases.state_label(effective, step.state, language),
        reason=step.reason,
    )
