"""What is refused before any view sees it, and the page for what a view has no method for."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from commonwheel.foundation.requests import Respond

TOO_LARGE = 413
NO_SUCH_METHOD = 405


class Refusals:
    """Answers with our own pages, in which people read what to do next, where Django has none."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a body over the limit unread; put a page into a bare "method not allowed"."""
        if _declared(request) > settings.MOST_REQUEST_BYTES:
            return render(request, "413.html", status=TOO_LARGE)
        response = self.get_response(request)
        if response.status_code != NO_SUCH_METHOD or _has_words(response) or request.method == "HEAD":
            return response
        page = render(request, "405.html", status=NO_SUCH_METHOD)
        page.headers["Allow"] = response.headers.get("Allow", "GET")
        return page


def _declared(request: HttpRequest) -> int:
    """Return the length that the request says it has; what says none has no body that anybody reads."""
    said = cast("str", request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() else 0


def _has_words(response: HttpResponseBase) -> bool:
    return response.streaming or bool(cast("HttpResponse", response).content)
