"""The queue, one request, and what is done to it on its own page."""

import contextlib
import uuid
from collections.abc import Collection, Sequence
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.actions.copying import open_copy
from commonwheel.apps.cases.actions.paying import ask_to_pay
from commonwheel.apps.cases.actions.working import (
    NobodyOfThatName,
    RequestChanged,
    add_note,
    assign_case,
    record_reading,
)
from commonwheel.apps.cases.forms.listing import AssignForm, NoteForm, read_queue
from commonwheel.apps.cases.presenters.queue import queue_view
from commonwheel.apps.cases.presenters.request import Parts, request_view
from commonwheel.apps.cases.queries.queue import QueueRow, list_queue, search_requests
from commonwheel.apps.cases.queries.request import (
    CaseView,
    RequestNotFound,
    get_case,
    list_clocks,
    list_timeline,
)
from commonwheel.apps.cases.queries.services import effective_of
from commonwheel.apps.files import api as files
from commonwheel.apps.handover import api as handover
from commonwheel.apps.messages import api as messages
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
CONFLICT = 409
MOST_COUNTED = 100
QUEUE = "cases:queue"


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
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
        services=() if asked.words else services.list_services(council.id),
        names=authorities.names_of_staff(council.id, {row.assigned_to for row in page.rows if row.assigned_to}),
        owed=_owed(council.id, page.rows),
        today=timezone.localdate(),
    )
    context = {
        "frame": staff_frame(request, current=QUEUE),
        "page": view,
        "by_hand": _counted(messages.count_by_hand(council.id)),
        "undelivered": _undelivered(council.id),
    }
    return render(request, "cases/queue.html", context)


def _owed(council_id: uuid.UUID, rows: Sequence[QueueRow]) -> Collection[uuid.UUID]:
    """Return which rows wait for money; where no service costs anything nobody is asked."""
    costing = [row.id for row in rows if effective_of(row.digest).pattern.fee is not None]
    return payments.owed_among(council_id, case_ids=costing) if costing else ()


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def show(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show everything about one request, and write down that it was read."""
    case = case_of(request, case_id)
    record_reading(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return _page(request, case, note=NoteForm())


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def note(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Add an internal note."""
    case, form = case_of(request, case_id), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note=form, status=UNPROCESSABLE)
    add_note(
        request.council.id,
        case_id=case.id,
        text=form.cleaned_data["note"],
        staff=request.staff,
        now=timezone.now(),
    )
    return back_to(request, case, done="noted")


@staff_only(Permission.ASSIGN_REQUESTS, keeps_to_services=True)
@require_POST
def assign(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the request to somebody, or to nobody."""
    case, form = case_of(request, case_id), AssignForm(request.POST)
    if not form.is_valid():
        return changed(request, case)
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
        return changed(request, case)
    return back_to(request, case, done="assigned")


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def ask_payment(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask the resident for what the request costs."""
    case = case_of(request, case_id)
    ask_to_pay(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return back_to(request, case, done="asked")


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def file(request: StaffRequest, case_id: uuid.UUID, upload_id: uuid.UUID) -> HttpResponseBase:
    """Give out a file that came with the request, or that an officer gave."""
    case = case_of(request, case_id)
    upload, content = _opened(request, case, upload_id)
    record_reading(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.media_type)


def _opened(request: StaffRequest, case: CaseView, upload_id: uuid.UUID) -> tuple[files.UploadView, BinaryIO]:
    for owner in (case.journey_id, case.id):
        with contextlib.suppress(files.UploadMissing):
            return files.open_upload(request.council.id, journey_id=owner, upload_id=upload_id)
    raise Http404


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def copy(request: StaffRequest, case_id: uuid.UUID) -> HttpResponseBase:
    """Give out the printed copy of what was sent."""
    case = case_of(request, case_id)
    name, content = open_copy(request.council.id, case_id=case.id)
    record_reading(request.council.id, case_id=case.id, staff=request.staff, now=timezone.now())
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")


def case_of(request: StaffRequest, case_id: uuid.UUID) -> CaseView:
    """Return the council's case, or answer that there is none."""
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
        papers=files.list_uploads(council.id, journey_id=case.id),
        charge=payments.find_charge(council.id, case_id=case.id),
        handover=handover.find_handover(council.id, case_id=case.id),
    )
    view = request_view(parts, council=council, staff=request.staff, today=timezone.localdate())
    done = {
        "moved": _("The request was moved on."),
        "noted": _("The note was added."),
        "asked": _("The resident was asked to pay."),
        "assigned": _("The request was given to somebody else.")
        if view.assigned and not view.is_mine
        else _("You have this request now.")
        if view.is_mine
        else _("Nobody has this request now."),
    }.get(request.GET.get("done", ""), "")
    context = {"frame": staff_frame(request, current=QUEUE), "page": view, "note": note, "done": done}
    return render(request, "cases/request.html", context, status=status)


def changed(request: StaffRequest, case: CaseView) -> HttpResponse:
    """Say that the request is no longer as the officer saw it; nothing was stored."""
    context = {
        "frame": staff_frame(request, current=QUEUE),
        "reference": case.reference,
        "href": council_url(request.council, "cases:request", case_id=case.id),
    }
    return render(request, "cases/changed.html", context, status=CONFLICT)


def back_to(request: StaffRequest, case: CaseView, *, done: str) -> HttpResponse:
    """Lead back to the request's page, which says what was done."""
    return HttpResponseRedirect(f"{council_url(request.council, 'cases:request', case_id=case.id)}?done={done}")


def _undelivered(council_id: uuid.UUID) -> str:
    """Return how many requests and messages could not be delivered, as far as is counted; "" for none."""
    return _counted(handover.count_undelivered(council_id) + messages.count_given_up(council_id))


def _counted(found: int) -> str:
    return (str(found) if found < MOST_COUNTED else f"{MOST_COUNTED}+") if found else ""
