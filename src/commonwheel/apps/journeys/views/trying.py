"""Staff try a service of their council as a resident would: its draft, before anything of it is published."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes import api as changes
from commonwheel.apps.journeys.actions.answering import start_journey
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.framing import may_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

CONFLICT = 409


@staff_only(Permission.SEE_SERVICES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def try_(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what a trial is; begin one when asked."""
    service = _service(request, slug)
    if request.method != "POST":
        return _page(request, service)
    now = timezone.now()
    try:
        digest = changes.keep_for_trial(request.council, slug, now=now)
    except (changes.CannotBeRead, changes.DoesNotWork) as reason:
        return _page(request, service, why_not=str(reason))
    started = start_journey(
        request.council.id,
        service_id=service.id,
        digest=digest,
        language=service.languages[0],
        is_trial=True,
        now=now,
    )
    response = HttpResponseRedirect(council_url(request.council, "journeys:trial", slug=slug, handle=started.handle))
    give_cookie(response, request.council, service=slug, started=started)
    return response


@staff_only(Permission.SEE_SERVICES)
@never_cache
@require_safe
def trial(request: StaffRequest, slug: str, handle: str) -> HttpResponseBase:
    """Show a trial as on a phone."""
    service = _service(request, slug)
    inside = council_url(request.council, "journeys:journey", service=service.slug, handle=handle)
    return may_frame(_page(request, service, inside=inside))


# Private


def _service(request: StaffRequest, slug: str) -> services.ServiceView:
    try:
        return services.get_service(request.council.id, slug)
    except services.ServiceNotFound:
        raise Http404 from None


def _page(request: StaffRequest, service: services.ServiceView, *, inside: str = "", why_not: str = "") -> HttpResponse:
    may_change = Permission.CHANGE_SERVICES in request.staff.permissions
    context = {
        "frame": staff_frame(request, current="services:list"),
        "title": service.title_in("en"),
        "slug": service.slug,
        "may_change": may_change,
        "inside": inside,
        "why_not": why_not,
    }
    return render(request, "journeys/trial.html", context, status=CONFLICT if why_not else 200)
