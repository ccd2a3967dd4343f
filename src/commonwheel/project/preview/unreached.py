"""A stop that no journey of the preview reaches, shown by itself."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonwheel.apps.journeys.presenters.checking import stop_page
from commonwheel.apps.journeys.presenters.wording import wording_of
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.wording.words import ValueDoesNotFit, ValueIsMissing
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.requests import CouncilRequest
from commonwheel.project.preview.front import Shelf


def stop_response(request: HttpRequest, shelf: Shelf, stop: str) -> HttpResponse:
    """
    Return a stop's page with the answers of the chosen example, whether or not they lead there.

    Raises:
        Http404: the service has no such stop, or its words need an answer that nobody has given.
    """
    programme = services.get_programme(shelf.service.digest)
    placed = next((one for one in programme.stops if one.stop.id == stop), None)
    if placed is None:
        raise Http404
    ours = cast("CouncilRequest", request)
    ours.council, ours.language = shelf.council, shelf.language
    walked = shelf.walked.get(shelf.chosen)
    try:
        page = stop_page(
            wording_of(programme, shelf.language),
            placed,
            answers=walked.answers if walked else {},
            council=shelf.council,
            start_url="",
            start_title="",
            phone=shelf.service.phone,
            back_url=reverse("preview:front") + shelf.query(),
            is_spoken=False,
        )
    except (ValueIsMissing, ValueDoesNotFit):
        raise Http404 from None
    frame = resident_frame(
        ours, service_name=shelf.service.title_in(shelf.language), phone=shelf.service.phone, languages=()
    )
    return render(request, "journeys/stop.html", {"frame": frame, "page": page})
