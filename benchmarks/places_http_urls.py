"""The node's own addresses, and beside them a bare view: a constant of a kilobyte, through the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from commonwheel.foundation.access import open_to_all
from commonwheel.project.urls import urlpatterns as own

BODY = b'{"bare": "' + b"x" * 1_000 + b'"}'


@open_to_all
def bare(request: HttpRequest) -> HttpResponse:
    """Answer with the constant."""
    del request
    return HttpResponse(BODY, "application/json")


urlpatterns = [path("api/bare", bare), *own]
