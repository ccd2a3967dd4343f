"""The page on which staff make a service of a form that their council has in another system."""

from typing import Any

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
from commonwheel.core.forms.importing import Imported, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.carried_files import NoSuchFile, file_in
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Ask for a form's file and what only people can decide, make a draft of it, and say what became of each part."""
    said = request.POST if "title" in request.POST else None  # the page before leads on here with the file alone
    form = BringForm(bring_fields(), said)
    context: dict[str, Any] = {"frame": staff_frame(request, current="services:list"), "form": form}
    if request.method == "POST":
        try:
            file = context["carried"] = file_in(request)
            if form.is_valid():
                imported = import_form(file.data, file.name, form.given(request.council.slug))
                made = _made(request, form, imported)
                if made is not None:
                    return render_page(request, "changes/brought.html", context | brought(imported, made))
        except (NoSuchFile, FormCannotBeRead) as reason:
            context |= {"file_error": str(reason), "carried": None}
    is_wrong = form.is_bound or "file_error" in context
    return render_page(request, "changes/bring.html", context, status=UNPROCESSABLE if is_wrong else 200)


# Private


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
