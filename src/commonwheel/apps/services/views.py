"""A council's front page, and what its staff see of its services."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from commonwheel.apps.authorities.api import Permission, get_page_facts
from commonwheel.apps.services.presenters import home_page, privacy_page, services_page
from commonwheel.apps.services.queries import get_effective, list_beside, list_live_services
from commonwheel.foundation.access import open_to_residents, staff_only
from commonwheel.foundation.frames import resident_frame, staff_frame
from commonwheel.foundation.requests import CouncilRequest, StaffRequest


@open_to_residents
def home(request: CouncilRequest) -> HttpResponse:
    """Show what the council offers."""
    services = list_live_services(request.council.id)
    page = home_page(request.council, services=services, language=request.language)
    return render(request, "services/home.html", {"frame": resident_frame(request), "page": page})


@open_to_residents
@require_safe
def privacy(request: CouncilRequest) -> HttpResponse:
    """Say what the council's live services do with what people tell them."""
    council = request.council
    services = [(one, get_effective(one.digest)) for one in list_live_services(council.id)]
    page = privacy_page(get_page_facts(council.id), services, language=request.language)
    words = {"frame": resident_frame(request), "council": council, "page": page}
    return render(request, "services/privacy.html", words)


@staff_only(Permission.SEE_SERVICES)
@require_GET
def list_(request: StaffRequest) -> HttpResponse:
    """Show what the council has adopted, and its own changes beside the shared words and settings."""
    may_change = Permission.CHANGE_SERVICES in request.staff.permissions
    may_rule = Permission.CHANGE_COUNCIL in request.staff.permissions
    beside = list_beside(request.council.id)
    page = services_page(request.council, beside, may_change=may_change, may_rule=may_rule)
    words = {"frame": staff_frame(request, current="services:list"), "page": page}
    return render(request, "services/list.html", words)
