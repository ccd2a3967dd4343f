"""The page on which staff choose a form from elsewhere, and see first which shared services ask much the same."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.adoption.actions.comparing import (
    Candidate,
    SharedOneChanged,
    SomebodyIsChangingIt,
    find_alike,
    use_shared,
)
from commonwheel.apps.adoption.presenters.comparing import beside
from commonwheel.apps.adoption.views.library import looked_at
from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.services import api as services
from commonwheel.core.forms.importing import Imported, given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.layers.refusals import Refused
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.carried_files import CarriedFile, NoSuchFile, file_in
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
WHOLE = "whole"
"""The choice to bring the form as a service of its own."""


@staff_only(Permission.CHANGE_SERVICES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: StaffRequest) -> HttpResponse:
    """Ask for a form's file; where a shared service asks much the same, show both, and ask which it shall be."""
    if request.method != "POST":
        return _choose(request)
    try:
        file = file_in(request)
        form = import_form(file.data, file.name, given_for(publisher=request.council.slug))
        alike = find_alike(request.council, form.form, look=looked_at)
    except (NoSuchFile, FormCannotBeRead) as reason:
        return _choose(request, str(reason))
    choice = request.POST.get("choice", "")
    if not alike or choice == WHOLE:
        return _go_on_with_the_whole(request)
    if "choice" not in request.POST and "compared" not in request.POST:
        return _compared(request, file, form, alike)
    chosen = next((one for one in alike if one.mark == choice), None)
    if chosen is None:
        why = str(SharedOneChanged()) if choice else _("Choose whether to use the shared one")
        return _compared(request, file, form, alike, error=why)
    return _use(request, file, form, alike, chosen)


# Private


def _choose(request: StaffRequest, error: str = "") -> HttpResponse:
    return _page(request, "bring", {"file_error": error}, status=UNPROCESSABLE if error else 200)


def _go_on_with_the_whole(request: StaffRequest) -> HttpResponse:
    """Lead on to where the whole form is brought; 307 has the browser send the file along."""
    return HttpResponseRedirect(council_url(request.council, "changes:bring"), status=307)


def _use(
    request: StaffRequest, file: CarriedFile, form: Imported, alike: Sequence[Candidate], chosen: Candidate
) -> HttpResponse:
    hide = request.POST.getlist("hide") if chosen is alike[0] else ()
    try:
        service = use_shared(request.council, chosen, form, hide=hide, by=request.staff, now=timezone.now())
    except services.SlugCannotBe:
        why = _("Another service of yours has its place in addresses. Ask whoever runs this site")
    except (SharedOneChanged, SomebodyIsChangingIt, services.PatternDoesNotCheck, Refused) as reason:
        why = str(reason)
    else:
        overview = council_url(request.council, "changes:overview", slug=service.slug)
        return HttpResponseRedirect(f"{overview}?done=saved")
    return _compared(request, file, form, alike, error=why)


def _compared(
    request: StaffRequest, file: CarriedFile, form: Imported, alike: Sequence[Candidate], *, error: str = ""
) -> HttpResponse:
    found = [beside(one, one.adapted(form, request.council)) for one in alike]
    context = {"carried": file, "found": found, "error": error, "whole": WHOLE}
    return _page(request, "compared", context, status=UNPROCESSABLE if error else 200)


def _page(request: StaffRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    frame = staff_frame(request, current="services:list")
    return render(request, f"adoption/{name}.html", {"frame": frame, **context}, status=status)
