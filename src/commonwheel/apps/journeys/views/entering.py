"""Officers enter for somebody what came by post, email or phone, at the counter or through a councillor."""

import uuid
from collections.abc import Sequence

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.journeys.actions.answering import Started
from commonwheel.apps.journeys.actions.entering import enter_for, take_up, take_up_saved
from commonwheel.apps.journeys.forms import Posted, read_arrival
from commonwheel.apps.journeys.presenters.entering import entering_page
from commonwheel.apps.journeys.queries import JourneyNotHere, LinkNotGood, list_unfinished
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.foundation.access import opens_to, staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
QUEUE = "cases:queue"
LONGEST_SEARCH = 100
LONGEST_LINK = 500


@staff_only(Permission.ASSIST_RESIDENTS, keeps_to_services=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """Ask which service, how and when; then lead to its first page."""
    council = request.council
    offered = services.list_live_services(council.id)
    if request.method != "POST":
        return _page(request, offered, {}, ())
    posted = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    read = read_arrival(posted, offered=offered, languages=council.languages, today=timezone.localdate())
    if read.service is None or read.arrival is None:
        return _page(request, offered, posted, read.errors)
    started = enter_for(
        council.id,
        service_id=read.service.id,
        digest=read.service.digest,
        arrival=read.arrival,
        staff=request.staff,
        now=timezone.now(),
    )
    return _opened(request, read.service.slug, started)


@staff_only(Permission.ASSIST_RESIDENTS, keeps_to_services=True)
@require_POST
def carry_on(request: StaffRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Open in this browser what an officer began and did not send."""
    council, now = request.council, timezone.now()
    try:
        slug, started = take_up(council.id, journey_id=journey_id, staff=request.staff, now=now)
    except JourneyNotHere:
        raise Http404 from None
    return _opened(request, slug, started)


@staff_only(Permission.ASSIST_RESIDENTS)
@require_POST
def by_link(request: StaffRequest) -> HttpResponse:
    """Open in this browser what a resident saved, by the link that they read out."""
    council = request.council
    token = request.POST.get("link", "").strip()[:LONGEST_LINK].rstrip("/").rpartition("/")[2]
    try:
        slug, started = take_up_saved(council.id, token=token, staff=request.staff, now=timezone.now())
    except LinkNotGood:
        error = _("This link opens nothing here. Ask them to read it again, or begin anew. It works for 28 days")
        return _page(request, services.list_live_services(council.id), {}, (), link_error=error)
    return _opened(request, slug, started)


def _page(
    request: StaffRequest,
    offered: Sequence[services.ServiceView],
    posted: Posted,
    errors: Sequence[AnswerError],
    *,
    link_error: str = "",
) -> HttpResponse:
    council, words = request.council, request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    page = entering_page(
        offered,
        list_unfinished(council.id, now=timezone.now(), words=words),
        languages=council.languages,
        posted=posted,
        errors=errors,
        queue_url=council_url(council, QUEUE),
        words=words,
        takes_links=opens_to(by_link, request.staff),
        link_error=link_error,
    )
    context = {"frame": staff_frame(request, current=QUEUE), "page": page}
    return render(request, "journeys/enter.html", context, status=UNPROCESSABLE if page.errors else 200)


def _opened(request: StaffRequest, slug: str, started: Started) -> HttpResponse:
    address = council_url(request.council, "journeys:journey", service=slug, handle=started.handle)
    response = HttpResponseRedirect(address)
    give_cookie(response, request.council, service=slug, started=started)
    return response
