"""A council's front page."""

from django.http import HttpResponse
from django.shortcuts import render

from commonwheel.apps.services.presenters import home_page
from commonwheel.apps.services.queries import list_live_services
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.requests import CouncilRequest


@open_to_residents
def home(request: CouncilRequest) -> HttpResponse:
    """Show what the council offers."""
    services = list_live_services(request.council.id)
    page = home_page(request.council, services=services, language=request.language)
    return render(request, "services/home.html", {"frame": resident_frame(request), "page": page})
