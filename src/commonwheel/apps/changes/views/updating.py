"""The pages on which staff take an update of a service."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions import updating
from commonwheel.apps.changes.forms import DecisionForm
from commonwheel.apps.changes.presenters.updates import (
    conflict_page,
    decision_fields,
    different_page,
    update_page,
)
from commonwheel.apps.changes.queries.updates import get_update, rehearsal_of
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, page_of_changes, render, to
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@require_safe
@page_of_changes
def update(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what an update brings, what of ours stays, and what is to be decided."""
    found = get_update(request.council, slug)
    return render(request, "update", {"page": update_page(found), "slug": slug})


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def decide(request: StaffRequest, slug: str, kind: str, at: str) -> HttpResponse:
    """Decide one thing that an update and our changes do not agree on."""
    found = get_update(request.council, slug)
    conflict = next((one for one in found.open if (one.kind, one.at) == (kind, at)), None)
    form = DecisionForm(decision_fields(conflict), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            updating.decide(
                request.council,
                slug,
                seen=request.POST.get("seen", ""),
                decision=updating.Decided(at, kind, form.choice, form.own),
                by=request.staff,
                now=timezone.now(),
            )
        except updating.OwnCannotStand as reason:
            form.add_error("own", str(reason))
        else:
            return _onwards(request, slug)
    if conflict is None:
        raise Http404
    seen = request.POST.get("seen", found.seen)
    context = {"form": form, "page": conflict_page(found, conflict), "slug": slug, "seen": seen}
    return render(request, "decide", context, status=UNPROCESSABLE if form.is_bound else 200)


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def leave(request: StaffRequest, slug: str) -> HttpResponse:
    """Leave an update."""
    seen = request.POST.get("seen", "")
    updating.leave_update(request.council, slug, seen=seen, by=request.staff, now=timezone.now())
    return to(request, slug, "overview", done="left")


@staff_only(Permission.SEE_SERVICES)
@require_safe
@page_of_changes
def different(request: StaffRequest, slug: str) -> HttpResponse:
    """Show what comes out otherwise for residents, before anything is published."""
    page = different_page(rehearsal_of(request.council, slug))
    may_change = Permission.CHANGE_SERVICES in request.staff.permissions
    return render(request, "different", {"page": page, "slug": slug, "may_change": may_change})


# Private


def _onwards(request: StaffRequest, slug: str) -> HttpResponse:
    """Lead on to what is to be decided next, or to what the update then brings."""
    left = get_update(request.council, slug).open
    if not left:
        return to(request, slug, "update")
    return HttpResponseRedirect(
        council_url(request.council, "changes:decide", slug=slug, kind=left[0].kind, at=left[0].at)
    )
