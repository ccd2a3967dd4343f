"""Leading a browser on to another site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def lead_on(request: HttpRequest, address: str, *, words: str) -> HttpResponse:
    """
    Return a page that leads on to another site at once.

    A form must not be answered by sending the browser there: the content security policy keeps forms at home.
    """
    response = render(request, "accounts/lead_on.html", {"address": address, "where": words})
    response.headers["Refresh"] = f"0; url={address}"
    return response
