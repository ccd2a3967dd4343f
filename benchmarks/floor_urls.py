"""
The floor: the same HTML from a constant, and for a form one row written in one transaction.

Server, middleware, database and the council of the address are the node's own.
"""

import os
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path

from commonwheel.foundation import addresses  # noqa: F401  # registers how a council stands in a path
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.transactions import atomic
from commonwheel.project.views import health

PAGE = Path(os.environ["COMMONWHEEL_DATA"]) / "floor.html"
_pages: list[bytes] = []


@open_to_residents
def floor(request: HttpRequest) -> HttpResponse:
    """Answer with the constant page, or write one row and lead back to it."""
    if request.method == "POST":
        with atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO floor (said) VALUES (%s)", [request.POST.get("details", "")])
        return HttpResponseRedirect(request.path)
    get_token(request)
    if not _pages:
        _pages.append(PAGE.read_bytes())
    return HttpResponse(_pages[0])


urlpatterns = [path("health/", health, name="health"), path("<council:council>/floor/", floor, name="floor")]
