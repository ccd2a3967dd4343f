"""The package index of the commons: static files, in the form that who asks can read. Any web server can do it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from commonwheel.apps.commons.queries.folder import the_folder
from commonwheel.apps.commons.rules.serving import FOR_EVER, SHORT, media_type, of_the_index
from commonwheel.apps.commons.views.files import sent
from commonwheel.apps.commons.views.opening import where_open
from commonwheel.core.connectors.index import HTML_TYPE, JSON_TYPE
from commonwheel.foundation.access import open_to_all
from commonwheel.integrations.trust.package_index import HTML, JSON

_LATEST = "application/vnd.pypi.simple.latest"
# In this order where who asks does not mind: a browser is shown a page.
_FORMS = {
    "text/html": (HTML, "text/html; charset=utf-8"),
    JSON_TYPE: (JSON, JSON_TYPE),
    f"{_LATEST}+json": (JSON, JSON_TYPE),
    HTML_TYPE: (HTML, HTML_TYPE),
    f"{_LATEST}+html": (HTML, HTML_TYPE),
}


@open_to_all
@require_safe
@where_open
def index(request: HttpRequest, project: str = "", file: str = "") -> HttpResponseBase:
    """Serve the list of projects, the page of one, a wheel, or its metadata."""
    parts = of_the_index(project, file)
    if parts is None:
        raise Http404
    path = the_folder().served.joinpath("simple", *parts)
    if file:
        return sent(request, path, kept=FOR_EVER, media_type=media_type(file))
    wanted = request.get_preferred_type(list(_FORMS))
    if wanted is None:
        return HttpResponse("This index is there as HTML and as JSON.\n", status=406, content_type="text/plain")
    name, kind = _FORMS[wanted]
    response = sent(request, path / name, kept=SHORT, media_type=kind)
    response.headers["Vary"] = "Accept"
    return response
