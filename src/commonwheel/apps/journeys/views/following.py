"""The service that follows on one that was sent: what it takes over is listed, and filled in when asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.journeys.actions.moving import follow_on
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.presenters.pages import FollowPage
from commonwheel.apps.journeys.presenters.summaries import sections_of
from commonwheel.apps.journeys.queries import Follower, who_follows
from commonwheel.apps.journeys.rules.keeping import carried_over
from commonwheel.apps.journeys.views.deciding import going_on
from commonwheel.apps.journeys.views.visit import Visit, journey_page
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.answering.route import offered_next
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.running.programme import PlacedThen
from commonwheel.core.places.responsibility import Area
from commonwheel.design.frame import Link
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.scope import council_scope

_PLACES = frozenset({"address", "place"})


@dataclass(frozen=True, slots=True)
class _Offer:
    """A service to offer next: the pattern's entry, at which council, and what that takes over."""

    placed: PlacedThen
    follower: Follower
    carried: Mapping[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@journey_page
def follow(visit: Visit, then: str) -> HttpResponse:
    """List what the next service takes over; begin it when asked."""
    if visit.journey.closed_at is None:
        return HttpResponseRedirect(visit.on_url())
    offer = next((one for one in _offered(visit) if one.placed.then.id == then), None)
    if offer is None:
        return visit.problem(problems.page_missing(visit.url("sent")), status=404)
    if not offer.carried:
        return HttpResponseRedirect(_start_url(visit, offer))
    if visit.request.method != "POST":
        return visit.render("follow", _page(visit, offer))
    to, service = offer.follower.council, offer.follower.service
    moved = follow_on(
        visit.journey, to=service, then=then, carried=offer.carried, language=visit.kept_language, now=visit.now
    )
    return going_on(visit, to, service, moved)


def offers(visit: Visit) -> list[Link]:
    """Return the services to offer next, of those that the council has; one that takes something over says so first."""
    return [Link(_words(visit, one), _address(visit, one)) for one in _offered(visit)]


def _offered(visit: Visit) -> list[_Offer]:
    found = (_offer(visit, placed) for placed in offered_next(visit.programme, visit.walk.answers, visit.circumstances))
    return [one for one in found if one is not None]


def _offer(visit: Visit, placed: PlacedThen) -> _Offer | None:
    """Return the offer of a service; None where no council, or not clearly one, has it for this place."""
    follower = who_follows(
        visit.council,
        pattern_name=placed.then.start,
        areas=_areas(visit, placed),
        only_own=_stays_here(visit),
        on=visit.today,
    )
    if follower is None:
        return None
    carried = _carried(visit, placed, follower)
    answered = {theirs for theirs, ours in placed.then.carry.items() if ours in visit.walk.answers}
    if not follower.is_own and carried.keys() != answered:
        # Another council would ask again for what it was told it gets.
        return None
    return _Offer(placed, follower, carried)


def _stays_here(visit: Visit) -> bool:
    """Say whether no other council is offered: an officer enters it, or that it was sent must be told to nobody."""
    return visit.journey.is_entered or visit.programme.effective.pattern.protect


def _areas(visit: Visit, placed: PlacedThen) -> tuple[Area, ...]:
    """Return where the next service would be for: by the first place that it takes over, else in the council's area."""
    asked, answers = visit.programme.questions, visit.walk.answers
    ours = [name for name in placed.then.carry.values() if name in asked and asked[name].type in _PLACES]
    if not ours:
        return places.areas_served(visit.council.gss_code)
    given = next((name for name in ours if name in answers), None)
    if given is None:
        return ()
    if asked[given].type == "place":
        return places.areas_of_place(answers[given], on=visit.today)
    return places.areas_of_address(visit.council, answers[given], on=visit.today)


def _carried(visit: Visit, placed: PlacedThen, follower: Follower) -> Mapping[str, Any]:
    """Return what the next service takes over; nothing of what an officer entered for somebody."""
    if visit.journey.is_entered:
        return {}
    after = services.get_programme(follower.service.digest)
    found = carried_over(placed.then.carry, visit.walk.answers, before=visit.programme, after=after)
    if follower.is_own:
        return found
    with council_scope(follower.council.id):
        return {
            name: places.address_as_known_to(follower.council, value)
            if after.questions[name].type == "address"
            else value
            for name, value in found.items()
        }


def _address(visit: Visit, offer: _Offer) -> str:
    return visit.url("next", then=offer.placed.then.id) if offer.carried else _start_url(visit, offer)


def _start_url(visit: Visit, offer: _Offer) -> str:
    """Return where the next service begins empty: for an officer, the page on which requests are entered."""
    to = offer.follower.council
    if visit.journey.is_entered:
        return council_url(to, "journeys:enter")
    address = {"name": "journeys:start", "service": offer.follower.service.slug}
    return council_url(to, **address) if to.host == visit.council.host else absolute_council_url(to, **address)


def _page(visit: Visit, offer: _Offer) -> FollowPage:
    after = services.get_programme(offer.follower.service.digest)
    return FollowPage(
        title=_words(visit, offer),
        council_name=_council_name(visit, offer),
        sections=sections_of(after.effective, offer.carried, language=visit.language, step_url=None),
        without_url=_start_url(visit, offer),
        back_url=visit.url("sent"),
    )


def _council_name(visit: Visit, offer: _Offer) -> str:
    return "" if offer.follower.is_own else offer.follower.council.name_in(visit.language)


def _words(visit: Visit, offer: _Offer) -> str:
    """Return what it is called; where another council has it, with that council's name."""
    label, wording, placed = offer.placed.then.label, visit.wording, offer.placed
    if label is None:
        words = offer.follower.service.title_in(visit.language)
    else:
        words = words_of(wording.effective, f"{placed.address}.label", label, wording.language, wording.settings)
    name = _council_name(visit, offer)
    return _("%(service)s (%(council)s)") % {"service": words, "council": name} if name else words
