"""What tracking and My account answer alike."""

import uuid

from django.http import FileResponse, Http404

from commonwheel.apps.cases import api as cases


def copy_response(council_id: uuid.UUID, *, case_id: uuid.UUID) -> FileResponse:
    """Return the printed copy of a request, to somebody who may have it."""
    try:
        name, content = cases.open_copy(council_id, case_id=case_id)
    except cases.RequestNotFound:
        raise Http404 from None
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
