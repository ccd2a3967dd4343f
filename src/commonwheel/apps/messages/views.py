"""The demonstration's mailbox, and the messages that officers have to look at."""

import contextlib
import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.messages.actions.writing import MessageNotWaiting, retry_message
from commonwheel.apps.messages.presenters import PAGE, letter_page, mailbox_page
from commonwheel.apps.messages.queries import find_kept_letter, list_kept_letters
from commonwheel.foundation.access import open_to_all, staff_only
from commonwheel.foundation.frames import node_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

LONGEST_ADDRESS = 320


@open_to_all
@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters that would have been sent; only in a demonstration."""
    _require_demonstration()
    to = request.GET.get("to", "").strip()[:LONGEST_ADDRESS]
    letters = list_kept_letters(to=to, before=_uuid(request.GET.get("before", "")), limit=PAGE + 1)
    context = {"frame": node_frame(current="messages:mailbox"), "page": mailbox_page(letters, to=to)}
    return render(request, "messages/mailbox.html", context)


@open_to_all
@never_cache
@require_GET
def letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Show one letter; only in a demonstration."""
    _require_demonstration()
    found = find_kept_letter(letter_id)
    if found is None:
        raise Http404
    context = {"frame": node_frame(current="messages:mailbox"), "page": letter_page(found)}
    response = render(request, "messages/letter.html", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def retry(request: StaffRequest, message_id: uuid.UUID) -> HttpResponse:
    """Try a message again; one that somebody else tried again meanwhile is left alone."""
    with contextlib.suppress(MessageNotWaiting):
        retry_message(request.council.id, message_id=message_id, staff=request.staff, now=timezone.now())
    return HttpResponseRedirect(f"{council_url(request.council, 'handover:undelivered')}?tried=again")


def _require_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
