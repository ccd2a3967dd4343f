"""The page on which staff start a service of their council's own."""

from django.http import HttpResponse
from django.shortcuts import render as render_page
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions.starting import ServiceIsThere, start_service
from commonwheel.apps.changes.forms import StartForm, start_fields
from commonwheel.apps.changes.queries.blocks import list_blocks
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, to
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """Ask for a few words, and start a service from them."""
    blocks = list_blocks(request.council.id)
    form = StartForm(start_fields(blocks), request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.new_service(request.council.slug, blocks=blocks)
        try:
            made = start_service(request.council, new, by=request.staff, now=timezone.now())
        except services.PatternDoesNotCheck as reason:
            form.add_error(None, " ".join(dict.fromkeys(one.help for one in reason.problems)))
        except services.SlugCannotBe:
            form.add_error("title", _("A page of the council’s site is called so. Give it another title"))
        except ServiceIsThere as reason:
            form.add_error("title", str(reason))
        else:
            return to(request, made.slug, "overview")
    context = {"frame": staff_frame(request, current="services:list"), "form": form}
    return render_page(request, "changes/start.html", context, status=UNPROCESSABLE if form.is_bound else 200)
