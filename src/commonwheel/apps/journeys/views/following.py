"""The service that follows on one that was sent: what it takes over is listed, and filled in when asked."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from commonwheel.apps.journeys.actions.moving import follow_on
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.pages import FollowPage
from commonwheel.apps.journeys.presenters.summaries import sections_of
from commonwheel.apps.journeys.rules.keeping import carried_over
from commonwheel.apps.journeys.views.deciding import going_on
from commonwheel.apps.journeys.views.visit import Visit, journey_page
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.route import offered_next
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.running.programme import PlacedThen
from commonwheel.design.frame import Link
from commonwheel.foundation.links import council_url


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def follow(visit: Visit, then: str) -> HttpResponse:
    """List what the next service takes over; begin it when asked."""
    if visit.journey.closed_at is None:
        return HttpResponseRedirect(visit.on_url())
    offered = {placed.then.id: (placed, service) for placed, service in _offered(visit)}
    if then not in offered:
        return visit.problem(problems.page_missing(visit.url("sent")), status=404)
    placed, service = offered[then]
    carried = _carried(visit, placed, service)
    if not carried:
        return HttpResponseRedirect(_start_url(visit, service))
    if visit.request.method != "POST":
        return visit.render("follow", _page(visit, placed, service, carried))
    moved = follow_on(
        visit.journey, to=service, then=then, carried=carried, language=visit.kept_language, now=visit.now
    )
    return going_on(visit, visit.council, service, moved)


def offers(visit: Visit) -> list[Link]:
    """Return the services to offer next, of those that the council has; one that takes something over says so first."""
    return [
        Link(_words(visit, placed, service), _address(visit, placed, service)) for placed, service in _offered(visit)
    ]


def _offered(visit: Visit) -> list[tuple[PlacedThen, services.ServiceView]]:
    found = []
    for placed in offered_next(visit.programme, visit.walk.answers, visit.circumstances):
        service = services.find_live_by_pattern(visit.council.id, pattern_name=placed.then.start)
        if service is not None:
            found.append((placed, service))
    return found


def _carried(visit: Visit, placed: PlacedThen, service: services.ServiceView) -> Mapping[str, Any]:
    """Return what the next service takes over; nothing of what an officer entered for somebody."""
    if visit.journey.entered_by is not None:
        return {}
    after = services.get_programme(service.digest)
    return carried_over(placed.then.carry, visit.walk.answers, before=visit.programme, after=after)


def _address(visit: Visit, placed: PlacedThen, service: services.ServiceView) -> str:
    if _carried(visit, placed, service):
        return visit.url("next", then=placed.then.id)
    return _start_url(visit, service)


def _start_url(visit: Visit, service: services.ServiceView) -> str:
    return council_url(visit.council, "journeys:start", service=service.slug)


def _page(visit: Visit, placed: PlacedThen, service: services.ServiceView, carried: Mapping[str, Any]) -> FollowPage:
    after = services.get_programme(service.digest)
    return FollowPage(
        title=_words(visit, placed, service),
        sections=sections_of(after.effective, carried, language=visit.language, step_url=None),
        without_url=_start_url(visit, service),
        back_url=visit.url("sent"),
    )


def _words(visit: Visit, placed: PlacedThen, service: services.ServiceView) -> str:
    label, wording = placed.then.label, visit.wording
    if label is None:
        return service.title_in(visit.language)
    return words_of(wording.effective, f"{placed.address}.label", label, wording.language, wording.settings)
