"""Where a service begins."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commonwheel.apps.journeys.actions.answering import start_journey
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.starting import start_page
from commonwheel.apps.journeys.presenters.wording import wording_of
from commonwheel.apps.journeys.queries import circumstances_of
from commonwheel.apps.journeys.rules.paths import step_slug
from commonwheel.apps.journeys.views.cookies import give_cookie
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.route import walk
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.pages import resident_page
from commonwheel.foundation.requests import CouncilRequest, account_facts_of


@open_to_residents
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CouncilRequest, service: str) -> HttpResponse:
    """Show what the service is; begin it when asked."""
    try:
        found = services.get_live_service(request.council.id, service)
    except services.ServiceNotFound:
        page = problems.service_missing(council_url(request.council, "services:home"))
        return resident_page(request, "journeys/problem.html", frame=resident_frame(request), page=page, status=404)
    return _begin(request, found) if request.method == "POST" else _show(request, found)


def _show(request: CouncilRequest, service: services.ServiceView) -> HttpResponse:
    programme = services.get_programme(service.digest)
    page = start_page(request, wording_of(programme, _language(request, service)), service=service)
    frame = resident_frame(
        request,
        phone=service.phone,
        phone_hours=service.phone_hours,
        phone_hours_cy=service.phone_hours_cy,
        languages=service.languages,
        protect=programme.effective.pattern.protect,
    )
    return resident_page(request, "journeys/start.html", frame=frame, page=page)


def _begin(request: CouncilRequest, service: services.ServiceView) -> HttpResponse:
    now = timezone.now()
    started = start_journey(
        request.council.id,
        service_id=service.id,
        digest=service.digest,
        language=_language(request, service),
        now=now,
    )
    programme = services.get_programme(service.digest)
    circumstances = circumstances_of(request.council, now=now, account=account_facts_of(request))
    first = walk(programme, {}, circumstances).next or programme.pages[0]
    names = {"service": service.slug, "handle": started.handle, "step": step_slug(first.id)}
    response = HttpResponseRedirect(council_url(request.council, "journeys:step", **names))
    give_cookie(response, request.council, service=service.slug, started=started)
    return response


def _language(request: CouncilRequest, service: services.ServiceView) -> str:
    code = request.language.partition("-")[0]
    return code if code in service.languages else service.languages[0]
