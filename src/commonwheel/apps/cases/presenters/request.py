"""One request, ready to print: everything about it on one page."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.presenters.by_hand import MESSAGES, message_state, message_words
from commonwheel.apps.cases.presenters.due import DueWords, due_words
from commonwheel.apps.cases.presenters.states import state_colour
from commonwheel.apps.cases.queries.request import CaseView, ClockView, TimelineEntry
from commonwheel.apps.cases.queries.services import case_pattern
from commonwheel.apps.cases.queries.wording import clock_label, state_label
from commonwheel.apps.cases.rules import kept_prefix
from commonwheel.apps.files.api import UploadView
from commonwheel.apps.handover.api import HandoverView
from commonwheel.apps.messages.api import SentMessage
from commonwheel.apps.payments.api import ChargeView, Cost
from commonwheel.core.casework.states import moves_from
from commonwheel.core.patterns.answering.shown import ShownAnswer, shown_answers, shown_decision
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.moments import day, moment, pounds
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class MoveLink:
    """A state the request can be moved to."""

    label: str
    href: str
    ends: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A date to be kept, or that was kept or missed."""

    label: str
    on: str
    words: DueWords
    remark: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that was sent."""

    name: str
    href: str
    size: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened."""

    at: str
    iso: str
    what: str
    who: str
    reason: str
    note: str
    decision: tuple[ShownAnswer, ...]
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message; `trouble` says why it has not arrived, `by_hand_url` where an officer says that it is done."""

    subject: str
    to: str
    at: str
    state: str
    colour: str
    text: str
    language: str
    trouble: str
    by_hand_url: str


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody the request can be given to."""

    key: str
    name: str
    selected: bool


@dataclass(frozen=True, slots=True)
class PaymentPart:
    """
    What the request costs, and whether it is paid.

    Attributes:
        remark: what came of the last try.
        ask_url: where an officer asks the resident for it; "" where that is done, or needs nobody.
    """

    cost: Cost
    state: str
    colour: str
    remark: str
    ask_url: str


@dataclass(frozen=True, slots=True)
class ElsewherePart:
    """Where the request is worked, and how handing it over stands; `trouble` says why it has not arrived."""

    system: str
    state: str
    colour: str
    trouble: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the page of one request shows."""

    key: uuid.UUID
    version: int
    reference: str
    service: str
    state: str
    colour: str
    is_open: bool
    due: DueWords
    received: str
    closed: str
    channel: str
    language: str
    moves_at: str
    runs_until: str
    name: str
    email: str
    phone: str
    assigned: str
    is_mine: bool
    answers: tuple[ShownAnswer, ...]
    copy_url: str
    files: tuple[FileLine, ...]
    clocks: tuple[ClockLine, ...]
    timeline: tuple[TimelineLine, ...]
    messages: tuple[MessageLine, ...]
    moves: tuple[MoveLink, ...]
    people: tuple[PersonChoice, ...]
    payment: PaymentPart | None
    elsewhere: ElsewherePart | None
    can_work: bool
    can_assign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is read about one request."""

    case: CaseView
    effective: Effective
    timeline: Sequence[TimelineEntry]
    clocks: Sequence[ClockView]
    messages: Sequence[SentMessage]
    uploads: Sequence[UploadView]
    papers: Sequence[UploadView]
    people: Sequence[StaffView]
    charge: ChargeView | None
    handover: HandoverView | None


def request_view(parts: Parts, *, council: CouncilView, staff: StaffView, today: dt.date) -> RequestView:
    """Return the page of one request."""
    case, effective = parts.case, parts.effective
    names = {one.id: one.name for one in parts.people}
    return RequestView(
        key=case.id,
        version=case.version,
        reference=case.reference,
        service=case.service_title,
        state=state_label(effective, case.state, "en"),
        colour=state_colour(effective, case.state),
        is_open=case.is_open,
        due=due_words(case.due_on, today=today),
        received=_received(case),
        closed=moment(case.closed_at) if case.closed_at else "",
        channel=_channels().get(case.channel, case.channel),
        language={"cy": _("Welsh")}.get(case.language, ""),
        moves_at=moment(case.moves_at) if case.moves_at else "",
        runs_until=day(case.runs_until) if case.runs_until else "",
        name=case.contact_name,
        email=case.contact_email,
        phone=case.contact_phone,
        assigned=names.get(case.assigned_to, _("Somebody who has left")) if case.assigned_to else "",
        is_mine=case.assigned_to == staff.id,
        answers=shown_answers(effective, case.answers, "en"),
        copy_url=council_url(council, "cases:copy", case_id=case.id),
        files=tuple(_file(one, case, council) for one in parts.uploads),
        clocks=tuple(_clock(one, case, effective, today=today) for one in parts.clocks),
        timeline=tuple(_timeline(one, parts, council) for one in reversed(parts.timeline)),
        messages=tuple(_message(one, council) for one in reversed(parts.messages)),
        moves=_moves(case, effective, council),
        people=tuple(_people(parts.people, case)),
        payment=_payment(parts.charge, council) if parts.charge else None,
        elsewhere=_elsewhere(parts.handover) if parts.handover else None,
        can_work=Permission.WORK_REQUESTS in staff.permissions,
        can_assign=Permission.ASSIGN_REQUESTS in staff.permissions,
    )


def _received(case: CaseView) -> str:
    """Return when it was received: an officer who enters a letter knows the day only."""
    at_midnight = timezone.localtime(case.received_at).time() == dt.time.min
    return day(case.received_at) if at_midnight and case.channel not in {"WEB", "PARTNER"} else moment(case.received_at)


def _channels() -> dict[str, str]:
    return {
        "WEB": _("Online"),
        "EMAIL": _("By email"),
        "PHONE": _("By phone"),
        "COUNTER": _("At the counter"),
        "POST": _("By post"),
        "COUNCILLOR": _("Through a councillor"),
        "PARTNER": _("Through another website"),
    }


def _moves(case: CaseView, effective: Effective, council: CouncilView) -> tuple[MoveLink, ...]:
    return tuple(
        MoveLink(
            label=state_label(effective, one.id, "en"),
            href=council_url(council, "cases:move", case_id=case.id, state=one.id),
            ends=one.final is not None,
        )
        for one in moves_from(case_pattern(effective, council), case.state)
    )


def _clock(clock: ClockView, case: CaseView, effective: Effective, *, today: dt.date) -> ClockLine:
    ended = clock.ended_at is not None
    remark = ""
    if ended and case.closed_at != clock.ended_at:
        remark = _("met")
    elif ended:
        remark = _("stopped when the request was closed")
    elif not clock.is_running:
        remark = _("stands still while we wait")
    elif clock.is_provisional:
        remark = _("may change: the bank holidays of that year are not published yet")
    return ClockLine(
        label=clock_label(effective, clock.clock, "en") or clock.clock.replace("-", " ").capitalize(),
        on=moment(clock.due_at) if clock.due_at else day(clock.due_on),
        words=due_words(None if ended or not clock.is_running else clock.due_on, today=today),
        remark=remark,
    )


def _timeline(entry: TimelineEntry, parts: Parts, council: CouncilView) -> TimelineLine:
    effective, before = parts.effective, kept_prefix(entry.number)
    return TimelineLine(
        at=moment(entry.at),
        iso=entry.at.isoformat(),
        what=_what(entry, parts.case, effective),
        who=entry.actor_name,
        reason=entry.reason,
        note=entry.note,
        decision=_decision(entry, effective),
        files=tuple(_file(one, parts.case, council) for one in parts.papers if one.question.startswith(before)),
    )


def _what(entry: TimelineEntry, case: CaseView, effective: Effective) -> str:
    if entry.kind in MESSAGES:
        return message_words(entry)
    if entry.kind == "MOVED":
        words = {"from": state_label(effective, entry.from_state, "en")}
        return _("%(to)s (was: %(from)s)") % {**words, "to": state_label(effective, entry.to_state, "en")}
    if entry.kind == "ASSIGNED":
        return _("Given to %(name)s") % {"name": entry.about} if entry.about else _("Given to nobody")
    if entry.kind in {"PAID", "ASKED"}:
        paid = _("Paid: %(amount)s") if entry.kind == "PAID" else _("Asked to pay: %(amount)s")
        return paid % {"amount": pounds(int(entry.about))}
    if entry.kind == "FALLS_DUE":
        return _("Falls due for renewal: it runs until %(day)s") % {"day": day(dt.date.fromisoformat(entry.about))}
    return _("Note") if entry.kind == "NOTED" else _receipt(entry, case)


def _receipt(entry: TimelineEntry, case: CaseView) -> str:
    if entry.at == case.received_at:
        return _("Received")
    return _("Entered; received on %(day)s") % {"day": day(case.received_at)}


def _payment(charge: ChargeView, council: CouncilView) -> PaymentPart:
    ask_url = ""
    if charge.paid_at:
        state, colour = _("Paid"), "green"
    elif not charge.is_owed:
        state, colour = _("Nothing to pay"), "grey"
    elif charge.asked_at:
        state, colour = _("Not paid yet"), "yellow"
    else:
        state, colour = _("To be paid later"), "grey"
        ask_url = council_url(council, "cases:ask_payment", case_id=charge.case_id)
    return PaymentPart(charge.cost_in("en"), state, colour, _last_try(charge), ask_url)


def _elsewhere(handed: HandoverView) -> ElsewherePart:
    state, colour = {
        "SENT": (_("Handed over on %s") % moment(handed.sent_at) if handed.sent_at else _("Handed over"), "green"),
        "WAITING": (_("On its way"), "yellow"),
        "GIVEN_UP": (_("Not delivered"), "red"),
    }[handed.state]
    return ElsewherePart(handed.system, state, colour, handed.last_error if handed.state != "SENT" else "")


def _last_try(charge: ChargeView) -> str:
    if charge.paid_at:
        return moment(charge.paid_at)
    if charge.last is None:
        return ""
    words = {
        "REFUSED": _("Refused on %(at)s"),
        "CANCELLED": _("Left unpaid on %(at)s"),
        "FAILED": _("Failed on %(at)s"),
    }.get(charge.last.state, _("Begun on %(at)s"))
    return words % {"at": moment(charge.last.ended_at or charge.last.began_at)}


def _decision(entry: TimelineEntry, effective: Effective) -> tuple[ShownAnswer, ...]:
    if not entry.decision:
        return ()
    state = next((one for one in effective.pattern.case.states if one.id == entry.to_state), None)
    return shown_decision(effective, state, entry.decision, "en") if state else ()


def _message(message: SentMessage, council: CouncilView) -> MessageLine:
    state, colour = message_state(message)
    waits = message.channel != "EMAIL" and message.state == "WAITING"
    return MessageLine(
        subject=message.subject,
        to=message.to.replace("\n", ", "),
        at=moment(message.done_at or message.sent_at or message.written_at),
        state=state,
        colour=colour,
        text=message.text,
        language=message.language,
        trouble=message.last_error if message.state != "SENT" else "",
        by_hand_url=council_url(council, "cases:letters") if waits else "",
    )


def _file(upload: UploadView, case: CaseView, council: CouncilView) -> FileLine:
    kilobytes = max(1, round(upload.size / 1_000))
    return FileLine(
        name=upload.name,
        href=council_url(council, "cases:file", case_id=case.id, upload_id=upload.id),
        size=f"{kilobytes:,} kB",
        is_checked=upload.is_checked,
    )


def _people(people: Iterable[StaffView], case: CaseView) -> Iterable[PersonChoice]:
    for one in (each for each in people if each.works_on(case.service_id)):
        if Permission.WORK_REQUESTS in one.permissions:
            yield PersonChoice(str(one.id), one.name, one.id == case.assigned_to)
