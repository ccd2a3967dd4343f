"""Letters and calls: the list, one letter to print, and what came of each."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.cases.actions.by_hand import NoSuchLetter, finish_letter
from commonwheel.apps.cases.actions.working import record_reading
from commonwheel.apps.cases.forms.by_hand import DoneForm
from commonwheel.apps.cases.presenters.by_hand import by_hand_page, letter_sheet
from commonwheel.apps.cases.queries.by_hand import MOST_LISTED, ByHand, find_letter, list_letters_and_calls
from commonwheel.apps.cases.queries.request import RequestNotFound
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
    if found is None or found.message.channel != "LETTER":
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


def _list(request: StaffRequest, *, done: ByHand | None = None, problem: str = "", status: int = 200) -> HttpResponse:
    council = request.council
    found = list_letters_and_calls(council.id, limit=MOST_LISTED + 1)
    context = {
        "frame": staff_frame(request, current="cases:queue"),
        "page": by_hand_page(found, done, council=council, staff=request.staff),
        "problem": problem,
        "can_work": _can_work(request),
    }
    return render(request, "cases/letters.html", context, status=status)


def _can_work(request: StaffRequest) -> bool:
    return Permission.WORK_REQUESTS in request.staff.permissions


def _just_done(request: StaffRequest) -> ByHand | None:
    """Return the one that the address names; None for nonsense and for what this council has not."""
    try:
        key = uuid.UUID(request.GET.get("done", ""))
    except ValueError:
        return None
    return find_letter(request.council.id, message_id=key)
