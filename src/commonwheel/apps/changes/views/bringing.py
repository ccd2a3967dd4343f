"""The page on which staff make a service of a form that their council has in another system."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render as render_page
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions.starting import ServiceIsThere, start_from_files
from commonwheel.apps.changes.forms import BringForm, bring_fields
from commonwheel.apps.changes.presenters.bringing import brought
from commonwheel.apps.changes.views.shared import UNPROCESSABLE
from commonwheel.apps.services import api as services
from commonwheel.core.forms.archive import unpacked
from commonwheel.core.forms.importing import Imported, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.requests import StaffRequest

LARGEST = 1_000_000
"""Bytes of a file that is read while somebody waits; a larger one is brought by command."""


@staff_only(Permission.CHANGE_SERVICES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Ask for a form's file and what only people can decide, make a draft of it, and say what became of each part."""
    form = BringForm(bring_fields(), request.POST or None)
    file = request.FILES.get("file")
    error = _why_not(file) if request.method == "POST" else ""
    context: dict[str, Any] = {"frame": staff_frame(request, current="services:list"), "form": form}
    if request.method == "POST" and form.is_valid() and not error and file is not None:
        try:
            imported = import_form(*_read(file), form.given(request.council.slug))
            made = _made(request, form, imported)
        except FormCannotBeRead as reason:
            error = str(reason)
        else:
            if made is not None:
                return render_page(request, "changes/brought.html", context | brought(imported, made))
    context["file_error"] = error
    return render_page(request, "changes/bring.html", context, status=UNPROCESSABLE if form.is_bound else 200)


# Private


def _why_not(file: "UploadedFile[bytes] | None") -> str:
    if file is None or not file.size:
        return _("Choose the file of the form")
    if file.size > LARGEST:
        return _too_large()
    return ""


def _read(file: "UploadedFile[bytes]") -> tuple[bytes, str]:
    """Return a file and its name, unpacked; one that is packed must not be larger than another."""
    data, name = unpacked(file.read(), file.name or "form")
    if len(data) > LARGEST:
        raise FormCannotBeRead(_too_large())
    return data, name


def _too_large() -> str:
    return _("The file is larger than 1 megabyte. Ask whoever runs this site to bring it by command")


def _made(request: StaffRequest, form: BringForm, imported: Imported) -> services.ServiceView | None:
    """Start the service; where it cannot be, say so beside the box, and return None."""
    name = form.given(request.council.slug).name
    try:
        return start_from_files(request.council, name, imported.files, by=request.staff, now=timezone.now())
    except services.PatternDoesNotCheck as reason:
        form.add_error(None, " ".join(dict.fromkeys(one.help for one in reason.problems)))
    except services.SlugCannotBe:
        form.add_error("title", _("A page of the council’s site is called so. Give it another title"))
    except ServiceIsThere as reason:
        form.add_error("title", str(reason))
    return None
