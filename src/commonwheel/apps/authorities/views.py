"""A council's look."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from commonwheel.design.responses import stylesheet_response
from commonwheel.design.theme import stylesheet
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.requests import CouncilRequest


@open_to_residents
@require_safe
def look(request: CouncilRequest, digest: str) -> HttpResponse:
    """Send the council's colours over the common look."""
    return stylesheet_response(stylesheet(dict(request.council.theme)), asked_for=digest)
