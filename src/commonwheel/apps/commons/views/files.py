"""The files of the commons, as The Update Framework asks for them. Any web server can serve them instead."""

import os
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from commonwheel.apps.commons.queries.folder import the_folder
from commonwheel.apps.commons.rules.serving import kept_for, media_type
from commonwheel.apps.commons.views.opening import where_open
from commonwheel.foundation.access import open_to_all


@open_to_all
@require_safe
@where_open
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file: for good where its name says its version, for a minute where it says what is newest."""
    kept = kept_for(path)
    if kept is None:
        raise Http404
    return sent(request, the_folder().served / path, kept=kept, media_type=media_type(path))


def sent(request: HttpRequest, path: Path, *, kept: str, media_type: str) -> HttpResponseBase:
    """
    Send a file, or say that who asks has it already.

    Args:
        kept: as `Cache-Control` has it.
        media_type: what it is.
    """
    try:
        content = path.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=media_type)
    facts = os.fstat(content.fileno())
    response.headers["Cache-Control"] = kept
    response.headers["ETag"] = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    response.headers["Last-Modified"] = http_date(int(facts.st_mtime))
    answer = get_conditional_response(request, etag=response.headers["ETag"], last_modified=int(facts.st_mtime))
    if answer is None:
        return response
    response.close()
    answer.headers["Cache-Control"] = kept
    return answer
