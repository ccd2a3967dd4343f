"""The pages on which staff publish what they changed of a service, and undo it."""

import uuid

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions import drafts, publishing
from commonwheel.apps.changes.presenters.overview import history_lines
from commonwheel.apps.changes.queries.publications import list_publications
from commonwheel.apps.changes.views.shared import page_of_changes, render, to
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def send(request: StaffRequest, slug: str) -> HttpResponse:
    """Send a draft for sign-off."""
    seen = request.POST.get("seen", "")
    drafts.send(request.council, slug, seen=seen, by=request.staff, now=timezone.now())
    return to(request, slug, "overview")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def publish(request: StaffRequest, slug: str) -> HttpResponse:
    """Sign a draft off, and publish it."""
    publishing.publish(
        request.council,
        slug,
        seen=request.POST.get("seen", ""),
        note=request.POST.get("note", "").strip()[:400],
        can_be_paid=payments.can_go_live(request.council),
        by=request.staff,
        now=timezone.now(),
    )
    return to(request, slug, "overview", done="published")


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@page_of_changes
def history(request: StaffRequest, slug: str) -> HttpResponse:
    """List what was published of a service."""
    lines = history_lines(list_publications(request.council.id, slug))
    title = services.get_service(request.council.id, slug).title_in("en")
    return render(request, "history", {"lines": lines, "slug": slug, "title": title})


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def publish_again(request: StaffRequest, slug: str, publication_id: uuid.UUID) -> HttpResponse:
    """Publish what a service was before."""
    can_be_paid = payments.can_go_live(request.council)
    publishing.publish_again(
        request.council,
        slug,
        publication_id=publication_id,
        can_be_paid=can_be_paid,
        by=request.staff,
        now=timezone.now(),
    )
    return to(request, slug, "history")
