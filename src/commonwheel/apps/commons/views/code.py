"""Software of public bodies: the list, and one at a time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonwheel.apps.commons.presenters.software import list_page, software_page
from commonwheel.apps.commons.queries.software import FILE, SoftwareNotFound, SoftwareView, get_software, list_software
from commonwheel.apps.commons.views.opening import where_open
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.frames import node_frame

_LONGEST = 200


@open_to_all
@require_safe
@where_open
def listed(request: HttpRequest) -> HttpResponse:
    """List what there is, or what answers some words."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    after = request.GET.get("after", "").replace("\x00", "")[:_LONGEST]
    page = list_page(words, list_software(words=words, after=after))
    return render(request, "commons/code.html", {"page": page, "frame": _frame()})


@open_to_all
@require_safe
@where_open
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one software."""
    return render(request, "commons/software.html", {"page": software_page(_found(name)), "frame": _frame()})


@open_to_all
@require_safe
@where_open
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out the file as it was read."""
    del request
    response = HttpResponse(_found(name).body, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


# Private


def _found(name: str) -> SoftwareView:
    try:
        return get_software(name)
    except SoftwareNotFound as error:
        raise Http404(str(error)) from error


def _frame() -> object:
    return node_frame(current="commons:catalogue")
