"""A council's look, and what it says of itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonwheel.apps.authorities.presenters import accessibility_page, cookie_rows
from commonwheel.apps.authorities.queries import get_logo, get_page_facts
from commonwheel.design.responses import logo_response, stylesheet_response
from commonwheel.design.theme import stylesheet
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.requests import CouncilRequest


@open_to_residents
@require_safe
def look(request: CouncilRequest, digest: str) -> HttpResponse:
    """Send the council's colours over the common look."""
    return stylesheet_response(stylesheet(dict(request.council.theme)), asked_for=digest)


@open_to_residents
@require_safe
def logo(request: CouncilRequest, digest: str) -> HttpResponse:
    """Send the council's logo."""
    data, kind = get_logo(request.council.id)
    return logo_response(data, kind=kind, asked_for=digest)


@open_to_residents
@require_safe
def contact(request: CouncilRequest) -> HttpResponse:
    """Say how to reach the council."""
    return render(request, "authorities/contact.html", {"frame": resident_frame(request), "council": request.council})


@open_to_residents
@require_safe
def accessibility(request: CouncilRequest) -> HttpResponse:
    """State how far the pages can be used, how that is known, and what to do where somebody cannot."""
    page = accessibility_page(request.council, get_page_facts(request.council.id), language=request.language)
    return render(request, "authorities/accessibility.html", {"frame": resident_frame(request), "page": page})


@open_to_residents
@require_safe
def cookies(request: CouncilRequest) -> HttpResponse:
    """Say which cookies the pages leave, and why."""
    return render(request, "authorities/cookies.html", {"frame": resident_frame(request), "cookies": cookie_rows()})
