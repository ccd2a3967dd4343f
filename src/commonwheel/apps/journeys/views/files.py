"""A resident's own uploads."""

import uuid

from django.http import FileResponse
from django.http.response import HttpResponseBase

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.presenters import problems
from commonwheel.apps.journeys.views.visit import Visit, journey_page


@journey_page
def download(visit: Visit, upload: uuid.UUID) -> HttpResponseBase:
    """Send back a file that was uploaded in this journey."""
    if visit.helper is not None and visit.journey.closed_at is not None:
        # What was sent is another council's.
        return visit.problem(problems.page_missing(visit.url("journey")), status=404)
    try:
        found, content = files.open_upload(visit.council.id, journey_id=visit.journey.id, upload_id=upload)
    except files.UploadMissing:
        return visit.problem(problems.page_missing(visit.url("journey")), status=404)
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
