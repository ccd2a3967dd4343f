"""Keeps pages as new as the folder: problems in place of a stale page, journeys moved to the newest words."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from commonwheel.apps.journeys import api as journeys
from commonwheel.core.layers.tree import Layered
from commonwheel.foundation.requests import NodeRequest, Respond
from commonwheel.project.preview.account import chosen_facts, facts_of_example
from commonwheel.project.preview.examples import moment_of_example
from commonwheel.project.preview.folder import Seen
from commonwheel.project.preview.newest import effective_with, example_of_journey, newest, the_service
from commonwheel.project.preview.presenters import problems_page

ALWAYS_THERE = ("/preview/status/", "/health/")
CANNOT_BE_SHOWN = 503


class NewestPages:
    """Reads the folder before each page."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the folder's problems where it has errors, else with the page."""
        if request.path in ALWAYS_THERE:
            return self.get_response(request)
        seen = newest()
        request.preview_seen = seen  # type: ignore[attr-defined]  # for the views of the preview
        response = problems_response(request, seen) if seen.layered is None else self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> None:
        """Bring the journey in the address to the newest words, and to the day and the facts of its example."""
        del view, args
        council, handle = cast("NodeRequest", request).council, kwargs.get("handle")
        if council is None:
            return
        request.account_facts = chosen_facts(request) or {}  # type: ignore[attr-defined]  # `foundation.requests`
        if not isinstance(handle, str):
            return
        digest = _put_on_its_day(request, handle)
        if digest:
            journeys.move_to(council.id, handle=handle, digest=digest)


def problems_response(request: HttpRequest, seen: Seen) -> HttpResponse:
    """Return the list of problems."""
    return render(request, "preview/problems.html", problems_page(seen), status=CANNOT_BE_SHOWN)


def _put_on_its_day(request: HttpRequest, handle: str) -> str:
    """Put the request where the journey's example is, and return the digest of the service as it sets it up."""
    layered: Layered = request.preview_seen.layered  # type: ignore[attr-defined]  # this middleware put it there
    example = layered.bundle.examples.get(example_of_journey(handle))
    if example is None:
        return service.digest if (service := the_service()) else ""
    request.moment = moment_of_example(example)  # type: ignore[attr-defined]  # `foundation.requests.moment_of`
    if chosen_facts(request) is None:
        request.account_facts = facts_of_example(example)  # type: ignore[attr-defined]  # `foundation.requests`
    return effective_with(layered, example).digest
