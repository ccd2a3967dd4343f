"""Staff try a service of their council as a resident would: its draft, before anything of it is published."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes import api as changes
from commonwheel.apps.journeys.actions.answering import start_journey
from commonwheel.apps.journeys.queries.opening import JourneyExpired, JourneyNotHere, get_trial
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.apps.services import api as services
from commonwheel.core.examples.recording import JourneyIsNotFinished
from commonwheel.core.packages.starting import name_of
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.framing import may_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

CONFLICT, UNPROCESSABLE = 409, 422
_LONGEST = 100
_NOT_KEPT = (
    JourneyExpired,
    JourneyIsNotFinished,
    services.ExampleCannotBe,
    services.OwnExamplesDoNotPass,
    services.PatternDoesNotCheck,
)


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
    return may_frame(_page(request, service, inside=inside, kept=Kept(handle)))


@staff_only(Permission.CHANGE_SERVICES)
@never_cache
@require_POST
def keep(request: StaffRequest, slug: str, handle: str) -> HttpResponseBase:
    """Keep a trial that is finished as an example of ours, under a name."""
    service, called = _service(request, slug), request.POST.get("called", "").strip()[:_LONGEST]
    now = timezone.now()
    try:
        tried = get_trial(request.council.id, service_slug=service.slug, handle=handle, now=now)
        if not name_of(called):
            raise services.ExampleCannotBe(_("Say what it is, with letters from A to Z."))
        changes.keep_as_example(request.council, slug, called=called, answers=tried.answers, by=request.staff, now=now)
    except JourneyNotHere:
        raise Http404 from None
    except _NOT_KEPT as reason:
        inside = council_url(request.council, "journeys:journey", service=service.slug, handle=handle)
        return may_frame(_page(request, service, inside=inside, kept=Kept(handle, called, _why(reason))))
    return HttpResponseRedirect(council_url(request.council, "changes:examples", slug=slug))


# Private


@dataclass(frozen=True, slots=True)
class Kept:
    """The form that keeps a trial: of which, what was typed, and why it was not kept."""

    handle: str
    called: str = ""
    error: str = ""


def _why(reason: Failure) -> str:
    if isinstance(reason, JourneyIsNotFinished):
        return _("Answer first, to the page on which a resident would check the answers.")
    return str(reason)


def _service(request: StaffRequest, slug: str) -> services.ServiceView:
    try:
        return services.get_service(request.council.id, slug)
    except services.ServiceNotFound:
        raise Http404 from None


def _page(
    request: StaffRequest,
    service: services.ServiceView,
    *,
    inside: str = "",
    why_not: str = "",
    kept: Kept | None = None,
) -> HttpResponse:
    may_change = Permission.CHANGE_SERVICES in request.staff.permissions
    context = {
        "frame": staff_frame(request, current="services:list"),
        "title": service.title_in("en"),
        "slug": service.slug,
        "may_change": may_change,
        "inside": inside,
        "why_not": why_not,
        "kept": kept,
    }
    status = CONFLICT if why_not else UNPROCESSABLE if kept and kept.error else 200
    return render(request, "journeys/trial.html", context, status=status)
