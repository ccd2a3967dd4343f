"""The node's own pages: its health, and what stands in place of a page that cannot be shown."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from commonwheel.foundation.access import open_to_all

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@open_to_all
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the web process and its database answer; 503 where the database does not."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read, or holds more than anybody would send."""
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not, with the reason where one was given."""
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where nothing is."""
    del exception
    return render(request, "404.html", status=404)


def not_working(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours; the log has what happened."""
    return render(request, "500.html", status=500)


def not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page."""
    del reason
    return render(request, "forgery.html", status=403)
