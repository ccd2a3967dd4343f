"""The page of a council's own examples of a service."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.forms import example_fields
from commonwheel.apps.changes.presenters.updates import example_lines
from commonwheel.apps.changes.queries.examples import list_examples, what_shall_be
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, page_of_changes, render, to
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.boxes import BoxForm
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def examples(request: StaffRequest, slug: str) -> HttpResponse:
    """List our own examples of a service, each with what comes out otherwise of the draft; keep one more."""
    council = request.council
    form = BoxForm(example_fields(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, on = Actor("STAFF", str(request.staff.id)), what_shall_be(council, slug)
        try:
            services.add_example(council.id, slug=slug, text=form.texts["text"], on=on, actor=actor, now=timezone.now())
        except (services.ExampleCannotBe, services.OwnExamplesDoNotPass) as reason:
            form.add_error("text", str(reason))
        else:
            return to(request, slug, "examples")
    service = services.get_service(council.id, slug)
    lines = example_lines(list_examples(council, slug))
    context = {"form": form, "lines": lines, "slug": slug, "title": service.title_in("en")}
    return render(request, "examples", context, status=UNPROCESSABLE if form.is_bound else 200)


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def remove(request: StaffRequest, slug: str, example: str) -> HttpResponse:
    """Remove one of our own examples."""
    actor = Actor("STAFF", str(request.staff.id))
    services.remove_example(request.council.id, slug=slug, name=example, actor=actor, now=timezone.now())
    return to(request, slug, "examples")
