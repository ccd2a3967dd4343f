"""Moving a request on: what the officer is asked, the message it sends, and the move itself."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.actions.reaching import way_to_resident
from commonwheel.apps.cases.actions.working import RequestChanged, move_case
from commonwheel.apps.cases.forms.moving import Known, MoveRead, blank_move, read_move
from commonwheel.apps.cases.presenters.move import MoveView, Typed, move_view
from commonwheel.apps.cases.presenters.moving import Block, Shown, blocks_of
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.clocks import as_counted, list_moves, next_due, running_clocks, runs_until_after
from commonwheel.apps.cases.queries.request import CaseView
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.queries.wording import Facts, authority_words
from commonwheel.apps.cases.rules import prepared_prefix
from commonwheel.apps.cases.views.requests import QUEUE, UNPROCESSABLE, back_to, case_of, changed
from commonwheel.apps.files import api as files
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.casework.entries import DayIsNotPossible, Entered
from commonwheel.core.casework.states import CaseIsClosed, Effects, Moved, MoveIsNotAllowed, StateIsUnknown, moves_from
from commonwheel.core.patterns.answering.answers import Lookups
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.core.patterns.answering.decision_forms import asked_on
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.shown import answer_words, decision_words, setting_words
from commonwheel.core.patterns.model.casework import State
from commonwheel.core.patterns.running.programme import Programme
from commonwheel.core.patterns.versions.effective import Effective
from commonwheel.design.fields import FoundAddress
from commonwheel.design.questions.sending import FINDER, Sent, found_again, pressed_on_address
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.requests import StaffRequest

_STAYS = FINDER | {"upload", "remove", "add", "without"}
"""What is pressed to go on answering; nothing is said to be wrong meanwhile."""


@dataclass(frozen=True)
class _Desk:
    """A request on an officer's desk, to be moved to a state."""

    request: StaffRequest
    case: CaseView
    to: State

    @property
    def council(self) -> CouncilView:
        return self.request.council

    @property
    def effective(self) -> Effective:
        return effective_of(self.case.digest)

    @property
    def programme(self) -> Programme:
        return services.get_programme(self.case.digest)

    @cached_property
    def posted(self) -> dict[str, list[str]]:
        return {name: [str(value) for value in values] for name, values in self.request.POST.lists()}

    @cached_property
    def files(self) -> files.FilesOf:
        """The files given while the move is prepared; they belong to the case, and to nobody who prepares another."""
        asked = files.taking_files(self.programme.decisions[self.to.id])
        prefix = prepared_prefix(self.request.staff.id, self.to.id)
        return files.FilesOf(self.council.id, self.case.id, asked, prefix)

    @property
    def known(self) -> Known:
        return known_of(self.council, self.case, given=self.files.answers())

    def history(self, *more: Entered) -> tuple[Entered, ...]:
        return _history(self.council, self.case, *more)

    def due_after(self, decision: Mapping[str, Any]) -> dt.date | None:
        """Return what would be due next if the request were moved there now."""
        if self.to.final is not None:
            return None
        history = self.history(Entered(self.to.id, timezone.now(), decision))
        pattern = case_pattern(self.effective, self.council)
        return next_due(running_clocks(pattern, history, received_at=self.case.received_at, council=self.council))

    def facts_after(self, read: MoveRead) -> Facts:
        """Return what a message would say of the request if it were moved there now."""
        moved = Moved(self.case.state, self.to.id, Effects(), decision=read.decision)
        return Facts(
            reference=self.case.reference,
            received_at=self.case.received_at,
            due_on=self.due_after(read.decision),
            answers=self.case.answers,
            state=self.to.id,
            reason=read.reason or "…",
            decision=read.decision,
            link="…",
            runs_until=runs_until_after(self.effective, self.case, moved, on=timezone.localdate()),
        )

    def find(self, postcode: str) -> list[FoundAddress] | None:
        found = places.list_at_postcode(self.council, postcode=postcode)
        return None if found is None else [FoundAddress(one.uprn, one.line) for one in found]


def known_of(council: CouncilView, case: CaseView, *, given: Mapping[str, Sequence[Mapping[str, Any]]]) -> Known:
    """
    Return what the answers of whoever moves the case are held against.

    Args:
        given: the files that came already, by question.
    """
    return Known(
        answers=case.answers,
        circumstances=Circumstances(
            today=timezone.localdate(),
            calendar=calendars_of(council)["authority"],
            account={},
            authority={"id": council.slug, "name": council.name, "nation": council.nation, "tier": council.tier},
            in_area=lambda place, area: places.is_in_area(council, place=place, area=area),
        ),
        since=timezone.localdate(_history(council, case)[-1].at),
        lookups=Lookups(
            find_property=lambda uprn: places.address_by_uprn(council, uprn=uprn),
            find_postcode=places.middle_of_postcode,
            files=given,
        ),
    )


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, case_id: uuid.UUID, state: str) -> HttpResponse:
    """Ask what a move needs, show the message it sends, and make it."""
    case = case_of(request, case_id)
    pattern = case_pattern(effective_of(case.digest), request.council)
    to = next((one for one in moves_from(pattern, case.state) if one.id == state), None)
    if to is None:
        return changed(request, case)
    desk = _Desk(request, case, to)
    if request.method == "POST":
        return _posted(desk)
    return _show(desk, blank_move(desk.programme, to, version=case.version, known=desk.known), Sent({}))


# Private


def _history(council: CouncilView, case: CaseView, *more: Entered) -> tuple[Entered, ...]:
    moves = list_moves(council.id, case_id=case.id, received_at=case.received_at)
    return as_counted(case_pattern(effective_of(case.digest), council), [*moves, *more])


def _posted(desk: _Desk) -> HttpResponse:
    """Keep the files that came, whatever was pressed, and do what was."""
    refused = desk.files.take(files.incoming_of(desk.request.FILES, desk.files.asked), now=timezone.now())
    pressed = desk.request.POST.get("do", "")
    what, _dot, rest = pressed.partition(".")
    if what == "remove":
        desk.files.drop(rest.rpartition(".")[2])
    read = read_move(desk.programme, desk.to, desk.posted, known=desk.known)
    if what in _STAYS:
        return _show(desk, read, _pressed(desk, read, pressed, refused), tells=False)
    if refused or not read.is_good or what == "preview":
        told = {one.question for one in refused}
        errors = (*refused, *(error for error in read.errors if error.question not in told))
        return _show(desk, read, _sent(desk, read, errors))
    return _move(desk, read)


def _move(desk: _Desk, read: MoveRead) -> HttpResponse:
    try:
        move_case(
            desk.council.id,
            case_id=desk.case.id,
            version=read.version,
            to=desk.to.id,
            reason=read.reason,
            decision=read.decision,
            staff=desk.request.staff,
            now=timezone.now(),
        )
    except (RequestChanged, CaseIsClosed, MoveIsNotAllowed, StateIsUnknown, DayIsNotPossible):
        return changed(desk.request, desk.case)
    return back_to(desk.request, desk.case, done="moved")


def _pressed(desk: _Desk, read: MoveRead, pressed: str, refused: Sequence[AnswerError]) -> Sent:
    """Return what was sent, with what a button of a finder asked, and what is wrong with files that came."""
    if pressed.partition(".")[0] not in FINDER:
        return _sent(desk, read, refused)
    asked = pressed_on_address(read.form.posted, pressed, find=desk.find)
    listed = _sent(desk, read, (*refused, *asked.errors))
    return replace(listed, found={**listed.found, **asked.found}, modes=asked.modes)


def _sent(desk: _Desk, read: MoveRead, errors: Sequence[AnswerError]) -> Sent:
    """Return what was sent, with each list of addresses that was on the page."""
    posted = read.form.posted
    return Sent(posted, errors, found=found_again(posted, sorted(asked_on(read.read)), find=desk.find))


def _show(desk: _Desk, read: MoveRead, sent: Sent, *, tells: bool = True) -> HttpResponse:
    blocks = blocks_of(
        Shown(
            effective=desk.effective,
            form=read.form,
            read=read.read,
            values=_values(desk, read),
            sent=sent,
            said=read.said if tells else {},
            files=desk.files.kept(),
        )
    )
    view = _view(desk, read, blocks, tells=tells)
    context = {"frame": staff_frame(desk.request, current=QUEUE), "page": view}
    return render(desk.request, "cases/move.html", context, status=UNPROCESSABLE if view.errors else 200)


def _view(desk: _Desk, read: MoveRead, blocks: Sequence[Block], *, tells: bool) -> MoveView:
    typed = Typed(
        reason=read.reason,
        reason_error=read.reason_error if tells else "",
        version=read.version,
        seen=" ".join(sorted(asked_on(read.read))),
    )
    return move_view(
        desk.case,
        desk.effective,
        desk.to,
        council=desk.council,
        blocks=blocks,
        typed=typed,
        facts=desk.facts_after(read),
        channel=way_to_resident(desk.case, desk.effective).channel,
    )


def _values(desk: _Desk, read: MoveRead) -> dict[str, Any]:
    """Return what the words of the questions may name."""
    return {
        **answer_words(desk.effective, desk.case.answers, "en"),
        **setting_words(desk.effective, "en"),
        **decision_words(desk.effective, desk.to, read.decision, "en"),
        **authority_words(desk.council, "en"),
        "today": timezone.localdate(),
    }
