"""Officers' pages of requests."""

import datetime as dt
import uuid

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.actions.working import (
    NobodyOfThatName,
    RequestChanged,
    add_note,
    assign_case,
    move_case,
    record_reading,
)
from commonwheel.apps.cases.forms import AssignForm, Known, MoveRead, NoteForm, blank_move, read_move, read_queue
from commonwheel.apps.cases.presenters.move import move_view
from commonwheel.apps.cases.presenters.queue import queue_view
from commonwheel.apps.cases.presenters.request import Parts, request_view
from commonwheel.apps.cases.queries.calendars import calendars_of
from commonwheel.apps.cases.queries.clocks import as_counted, list_moves, next_due, running_clocks, runs_until_after
from commonwheel.apps.cases.queries.queue import list_queue, search_requests
from commonwheel.apps.cases.queries.request import (
    CaseView,
    RequestNotFound,
    get_case,
    list_clocks,
    list_timeline,
)
from commonwheel.apps.cases.queries.services import case_pattern, effective_of
from commonwheel.apps.cases.queries.wording import Facts
from commonwheel.apps.files import api as files
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.core.casework.entries import DayIsNotPossible, Entered
from commonwheel.core.casework.states import CaseIsClosed, Effects, Moved, MoveIsNotAllowed, StateIsUnknown, moves_from
from commonwheel.core.patterns.answering.cel_values import Circumstances
from commonwheel.core.patterns.model.casework import State
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
CONFLICT = 409
QUEUE = "cases:queue"


@staff_only(Permission.SEE_REQUESTS)
@never_cache
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    """List requests by tab, or what a search found."""
    asked, council = read_queue(request.GET), request.council
    if asked.words:
        page = search_requests(council.id, words=asked.words, mark=asked.mark)
    else:
        page = list_queue(
            council.id, tab=asked.tab, staff_id=request.staff.id, service_id=asked.service_id, mark=asked.mark
        )
    view = queue_view(
        page,
        council=council,
        staff=request.staff,
        tab=asked.tab,
        words=asked.words,
        service_id=asked.service_id,
        services=services.list_services(council.id),
        people=authorities.list_staff(council.id),
        today=timezone.localdate(),
    )
    return render(request, "cases/queue.html", {"frame": staff_frame(request, current=QUEUE), "page": view})


@staff_only(Permission.SEE_REQUESTS)
@never_cache
@require_GET
def show(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show everything about one request, and write down that it was read."""
    case = _case(request, case_id)
    record_reading(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return _page(request, case, note=NoteForm())


@staff_only(Permission.WORK_REQUESTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, case_id: uuid.UUID, state: str) -> HttpResponse:
    """Ask what a move needs, show the message it sends, and make it."""
    case = _case(request, case_id)
    pattern = case_pattern(effective_of(case.digest), request.council)
    to = next((one for one in moves_from(pattern, case.state) if one.id == state), None)
    if to is None:
        return _changed(request, case)
    if request.method != "POST":
        return _move_page(request, case, to, blank_move(effective_of(case.digest), to, version=case.version))
    read = read_move(services.get_programme(case.digest), to, request.POST, known=_known(request, case))
    if read.errors or request.POST.get("do") == "preview":
        return _move_page(request, case, to, read, status=UNPROCESSABLE if read.errors else 200)
    try:
        move_case(
            request.council.id,
            case_id=case.id,
            version=read.version,
            to=to.id,
            reason=read.reason,
            decision=read.decision,
            staff=request.staff,
            now=timezone.now(),
        )
    except (RequestChanged, CaseIsClosed, MoveIsNotAllowed, StateIsUnknown, DayIsNotPossible):
        return _changed(request, case)
    return _back(request, case, done="moved")


@staff_only(Permission.WORK_REQUESTS)
@require_POST
def note(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add an internal note."""
    case, form = _case(request, case_id), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note=form, status=UNPROCESSABLE)
    add_note(
        request.council.id,
        case_id=case.id,
        text=form.cleaned_data["note"],
        staff=request.staff,
        now=timezone.now(),
    )
    return _back(request, case, done="noted")


@staff_only(Permission.ASSIGN_REQUESTS)
@require_POST
def assign(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the request to somebody, or to nobody."""
    case, form = _case(request, case_id), AssignForm(request.POST)
    if not form.is_valid():
        return _changed(request, case)
    try:
        assign_case(
            request.council.id,
            case_id=case.id,
            version=form.cleaned_data["version"],
            to=form.cleaned_data["to"],
            staff=request.staff,
            now=timezone.now(),
        )
    except (RequestChanged, NobodyOfThatName):
        return _changed(request, case)
    return _back(request, case, done="assigned")


@staff_only(Permission.SEE_REQUESTS)
@never_cache
@require_GET
def file(request: StaffRequest, case_id: uuid.UUID, upload_id: uuid.UUID) -> HttpResponseBase:
    """Give out a file that came with the request."""
    case = _case(request, case_id)
    try:
        upload, content = files.open_upload(request.council.id, journey_id=case.journey_id, upload_id=upload_id)
    except files.UploadMissing:
        raise Http404 from None
    record_reading(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.media_type)


def _case(request: StaffRequest, case_id: uuid.UUID) -> CaseView:
    try:
        return get_case(request.council.id, case_id=case_id)
    except RequestNotFound:
        raise Http404 from None


def _page(request: StaffRequest, case: CaseView, *, note: NoteForm, status: int = 200) -> HttpResponse:
    council = request.council
    parts = Parts(
        case=case,
        effective=effective_of(case.digest),
        timeline=list_timeline(council.id, case_id=case.id),
        clocks=list_clocks(council.id, case_id=case.id),
        messages=messages.list_messages_of_case(council.id, case_id=case.id),
        uploads=files.list_uploads(council.id, journey_id=case.journey_id),
        people=authorities.list_staff(council.id),
        charge=payments.find_charge(council.id, case_id=case.id),
    )
    view = request_view(parts, council=council, staff=request.staff, today=timezone.localdate())
    done = {
        "moved": _("The request was moved on."),
        "noted": _("The note was added."),
        "assigned": _("The request was given to somebody else.")
        if view.assigned and not view.is_mine
        else _("You have this request now.")
        if view.is_mine
        else _("Nobody has this request now."),
    }.get(request.GET.get("done", ""), "")
    context = {"frame": staff_frame(request, current=QUEUE), "page": view, "note": note, "done": done}
    return render(request, "cases/request.html", context, status=status)


def _known(request: StaffRequest, case: CaseView) -> Known:
    council = request.council
    return Known(
        answers=case.answers,
        circumstances=Circumstances(
            today=timezone.localdate(),
            calendar=calendars_of(council)["authority"],
            account={},
            authority={"id": council.slug, "name": council.name, "nation": council.nation, "tier": council.tier},
            in_area=lambda _place, _area: None,
        ),
        since=timezone.localdate(_history(request, case)[-1].at),
    )


def _history(request: StaffRequest, case: CaseView, *more: Entered) -> tuple[Entered, ...]:
    moves = list_moves(request.council.id, case_id=case.id, received_at=case.received_at)
    return as_counted(case_pattern(effective_of(case.digest), request.council), [*moves, *more])


def _due_after(request: StaffRequest, case: CaseView, to: State, read: MoveRead) -> dt.date | None:
    """Return what would be due next if the request were moved there now."""
    if to.final is not None:
        return None
    history = _history(request, case, Entered(to.id, timezone.now(), read.decision))
    pattern = case_pattern(effective_of(case.digest), request.council)
    return next_due(running_clocks(pattern, history, received_at=case.received_at, council=request.council))


def _facts_after(request: StaffRequest, case: CaseView, to: State, read: MoveRead) -> Facts:
    """Return what a message would say of the request if it were moved there now."""
    moved = Moved(case.state, to.id, Effects(), decision=read.decision)
    return Facts(
        reference=case.reference,
        received_at=case.received_at,
        due_on=_due_after(request, case, to, read),
        answers=case.answers,
        state=to.id,
        reason=read.reason or "…",
        decision=read.decision,
        link="…",
        runs_until=runs_until_after(effective_of(case.digest), case, moved, on=timezone.localdate()),
    )


def _move_page(request: StaffRequest, case: CaseView, to: State, read: MoveRead, *, status: int = 200) -> HttpResponse:
    view = move_view(
        case,
        effective_of(case.digest),
        to,
        council=request.council,
        fields=read.fields,
        reason=read.reason,
        facts=_facts_after(request, case, to, read),
        version=read.version,
        errors=read.errors,
    )
    context = {"frame": staff_frame(request, current=QUEUE), "page": view}
    return render(request, "cases/move.html", context, status=status)


def _changed(request: StaffRequest, case: CaseView) -> HttpResponse:
    """Say that the request is no longer as the officer saw it; nothing was stored."""
    context = {
        "frame": staff_frame(request, current=QUEUE),
        "reference": case.reference,
        "href": council_url(request.council, "cases:request", case_id=case.id),
    }
    return render(request, "cases/changed.html", context, status=CONFLICT)


def _back(request: StaffRequest, case: CaseView, *, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{council_url(request.council, 'cases:request', case_id=case.id)}?done={done}")
