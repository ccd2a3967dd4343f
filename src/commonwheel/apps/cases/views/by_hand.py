"""Letters and calls: the list, one letter to print, and what came of each."""

import contextlib
import io
import uuid

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.actions.by_hand import NoSuchLetter, finish_letter
from commonwheel.apps.cases.actions.working import record_reading
from commonwheel.apps.cases.forms.by_hand import DoneForm
from commonwheel.apps.cases.presenters.by_hand import by_hand_page, letter_sheet, letters_paper
from commonwheel.apps.cases.queries.by_hand import MOST_LISTED, ByHand, find_letter, list_letters_and_calls
from commonwheel.apps.cases.queries.request import RequestNotFound
from commonwheel.design.paper import set_letters
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
LIST = "cases:letters"


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def letters(request: StaffRequest) -> HttpResponse:
    """List the letters and calls that wait for an officer."""
    return _list(request, done=_just_done(request))


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def letter(request: StaffRequest, message_id: uuid.UUID) -> HttpResponse:
    """Show one letter as it is printed and posted."""
    council, found = request.council, find_letter(request.council.id, message_id=message_id)
    if found is None or not found.is_letter:
        raise Http404
    record_reading(council.id, case_id=found.case.id, staff=request.staff, now=timezone.now())
    sheet = letter_sheet(found, council=council, today=timezone.localdate())
    context = {"frame": staff_frame(request, current="cases:queue"), "page": sheet, "can_work": _can_work(request)}
    return render(request, "cases/letter.html", context)


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def letter_done(request: StaffRequest, message_id: uuid.UUID) -> HttpResponse:
    """Take one off the list; where another officer was quicker the list says so."""
    form = DoneForm(request.POST)
    if not form.is_valid():
        if find_letter(request.council.id, message_id=message_id) is None:
            raise Http404
        return _list(request, problem=str(next(iter(form.errors.values()))[0]), status=UNPROCESSABLE)
    try:
        finish_letter(
            request.council.id, message_id=message_id, **form.cleaned_data, staff=request.staff, now=timezone.now()
        )
    except (NoSuchLetter, RequestNotFound):
        raise Http404 from None
    return HttpResponseRedirect(f"{council_url(request.council, LIST)}?done={message_id}")


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_POST
def print_letters(request: StaffRequest) -> HttpResponseBase:
    """Give the letters named that still wait, as one PDF; to the list where none does."""
    council, named, now = request.council, _named(request), timezone.now()
    waiting = [one for one in list_letters_and_calls(council.id) if one.message.id in named and one.is_letter]
    if not waiting:
        return HttpResponseRedirect(council_url(council, LIST))
    for case_id in {one.case.id for one in waiting}:
        record_reading(council.id, case_id=case_id, staff=request.staff, now=now)
    pdf = set_letters(letters_paper(waiting, council=council, now=now))
    name = f"letters-{timezone.localdate(now).isoformat()}.pdf"
    return FileResponse(io.BytesIO(pdf), as_attachment=True, filename=name, content_type="application/pdf")


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def letters_posted(request: StaffRequest) -> HttpResponse:
    """Take the letters named off the list; one that a colleague was quicker with stays as that one left it."""
    for key in _named(request):
        with contextlib.suppress(NoSuchLetter, RequestNotFound):
            finish_letter(
                request.council.id, message_id=key, how="POSTED", note="", staff=request.staff, now=timezone.now()
            )
    return HttpResponseRedirect(f"{council_url(request.council, LIST)}?posted=together")


def _named(request: StaffRequest) -> list[uuid.UUID]:
    """Return the letters that a form names, as many as are shown at most; nonsense is passed over."""
    found = (_key(text) for text in request.POST.getlist("letter")[:MOST_LISTED])
    return [one for one in found if one is not None]


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _list(request: StaffRequest, *, done: ByHand | None = None, problem: str = "", status: int = 200) -> HttpResponse:
    council = request.council
    found = list_letters_and_calls(council.id, limit=MOST_LISTED + 1)
    context = {
        "frame": staff_frame(request, current="cases:queue"),
        "page": by_hand_page(found, done, council=council, staff=request.staff),
        "problem": problem,
        "posted_together": request.GET.get("posted") == "together",
        "can_work": _can_work(request),
    }
    return render(request, "cases/letters.html", context, status=status)


def _can_work(request: StaffRequest) -> bool:
    return Permission.WORK_REQUESTS in request.staff.permissions


def _just_done(request: StaffRequest) -> ByHand | None:
    """Return the one that the address names; None for nonsense and for what this council has not."""
    key = _key(request.GET.get("done", ""))
    return find_letter(request.council.id, message_id=key) if key else None
