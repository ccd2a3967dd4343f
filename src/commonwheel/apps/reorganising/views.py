"""Staff's page: what happens when this council becomes another, or others become it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.reorganising.presenters import rehearsal_page
from commonwheel.apps.reorganising.queries.councils import plan_of
from commonwheel.apps.reorganising.queries.looking import rehearse_on_node
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_safe
def rehearsal(request: StaffRequest) -> HttpResponse:
    """Rehearse what the register says of this council, and of no other that has nothing to do with it."""
    now, council = timezone.now(), request.council
    plan = plan_of(council, today=timezone.localdate(now))
    page = None
    if plan is not None:
        may_change = Permission.CHANGE_SERVICES in request.staff.permissions
        report = rehearse_on_node(plan, now=now)
        page = rehearsal_page(report, council, may_change=may_change, today=timezone.localdate(now))
    context = {"frame": staff_frame(request, current="services:list"), "page": page}
    return render(request, "reorganising/rehearsal.html", context)
