"""Addresses of a council that ended lead on to the one that follows it."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import get_urlconf
from django.utils import timezone

from commonwheel.foundation.access import Audience, openness_of
from commonwheel.foundation.councils import CouncilView, Succession, directory
from commonwheel.foundation.links import absolute_council_url, absolute_node_url, council_url
from commonwheel.foundation.requests import NodeRequest, Respond

REMEMBERED_SECONDS = 3_600


class LeadingOn:
    """
    Leads residents on from pages of a council that ended: to the same page of the one council that follows it.

    What was begun there is finished there, and where requests stayed, or may still come, they are tracked there. Where
    several follow, a resident is led to the page that says which of them serves their place.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead on from the pages at which something begins."""
        del args
        succession = _in_force(cast("NodeRequest", request).council)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if succession is None or not _is_for_residents(view) or not _begins(name, succession):
            return None
        follower = _only(succession)
        if follower is None:
            return HttpResponseRedirect(absolute_node_url(settings.WHO_SERVES_PATH))
        address = _same_page(request, follower, name, kwargs, succession)
        answer = HttpResponsePermanentRedirect(address, preserve_request=True)
        # Browsers would remember it for ever, and an order can be put right.
        answer.headers["Cache-Control"] = f"private, max-age={REMEMBERED_SECONDS}"
        return answer


def _in_force(council: CouncilView | None) -> Succession | None:
    found = council.succession if council else None
    return found if found and found.on <= timezone.localdate() else None


def _only(succession: Succession) -> CouncilView | None:
    """Return the one council that follows, where it is one and open."""
    if len(succession.followers) > 1:
        return None
    found = directory().find_council(succession.followers[0])
    return found if found and found.is_open else None


def _is_for_residents(view: object) -> bool:
    openness = openness_of(view)
    return openness is not None and openness.audience is Audience.RESIDENTS


def _begins(name: str, succession: Succession) -> bool:
    if name.startswith(settings.TRACKING_PAGES):
        return not succession.keeps_requests and len(succession.followers) == 1
    return name in settings.LEADING_PAGES


def _same_page(
    request: HttpRequest, follower: CouncilView, name: str, kwargs: Mapping[str, Any], succession: Succession
) -> str:
    given = {key: value for key, value in kwargs.items() if key != "council"}
    if "service" in given:
        given["service"] = dict(succession.services).get(given["service"], given["service"])
    query = request.META.get("QUERY_STRING", "")
    # From the host of one council to the pages of another only a whole address leads.
    address = absolute_council_url if get_urlconf() == settings.OWN_HOST_URLCONF else council_url
    return address(follower, name, **given) + (f"?{query}" if query else "")
