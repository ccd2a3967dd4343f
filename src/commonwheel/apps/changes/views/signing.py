"""The pages on which parts of a service are signed off, a service is put live, and it is said who signs."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_page
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.actions import signing
from commonwheel.apps.changes.forms import RuleForm
from commonwheel.apps.changes.presenters.signing import part_names, rule_fields, rule_lines, sign_off_page
from commonwheel.apps.changes.queries.signing import get_signing, rules_of
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, page_of_changes, render, to
from commonwheel.apps.payments import api as payments
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.parts import PARTS
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.SEE_SERVICES)
@require_safe
@page_of_changes
def sign_off(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what of a service is to be signed off, and by whom; before it goes live, what else is missing."""
    council = request.council
    found = get_signing(council, slug, by=request.staff)
    missing: tuple[str, ...] = ()
    if not found.service.is_live and not found.seen:
        missing = services.find_unready(
            council.id,
            slug=slug,
            must_be_welsh=council.nation == "wales",
            can_be_paid=payments.can_go_live(council),
        )
    context = {
        "page": sign_off_page(found, missing),
        "may_change": Permission.CHANGE_SERVICES in request.staff.permissions,
        "done": request.GET.get("done", "")[:12],
    }
    return render(request, "sign_off", context)


@staff_only(Permission.SEE_SERVICES)
@require_POST
@page_of_changes
def sign(request: StaffRequest, slug: str, part: str) -> HttpResponse:
    """Sign one part off."""
    digest = request.POST.get("digest", "")
    signing.sign(request.council, slug, part=part, digest=digest, by=request.staff, now=timezone.now())
    return to(request, slug, "sign-off", done="signed")


@staff_only(Permission.CHANGE_SERVICES)
@require_POST
@page_of_changes
def put_live(request: StaffRequest, slug: str) -> HttpResponse:
    """Open a service to residents."""
    can_be_paid = payments.can_go_live(request.council)
    signing.put_live(request.council, slug, can_be_paid=can_be_paid, by=request.staff, now=timezone.now())
    return to(request, slug, "sign-off", done="live")


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """Say which parts are signed off, and by whom."""
    context = {"frame": _frame(request), "lines": rule_lines(rules_of(request.council.id))}
    return render_page(request, "changes/rules.html", {**context, "done": request.GET.get("done", "")[:12]})


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, part: str) -> HttpResponse:
    """Say whether one part is signed off, and by whom."""
    found = next((one for one in PARTS if one == part), None)
    if found is None:
        raise Http404
    form = RuleForm(rule_fields(rules_of(request.council.id)[found]), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = Actor("STAFF", str(request.staff.id))
        try:
            signing.set_rule(request.council, form.rule_of(found), by=actor, now=timezone.now())
        except (signing.NobodyCalledSo, signing.NobodyCouldSign) as reason:
            form.add_error("emails", str(reason))
        else:
            return HttpResponseRedirect(f"{council_url(request.council, 'changes:rules')}?done=saved")
    context = {"frame": _frame(request), "form": form, "name": part_names()[found]}
    return render_page(request, "changes/rule.html", context, status=UNPROCESSABLE if form.is_bound else 200)


# Private


def _frame(request: StaffRequest) -> object:
    return staff_frame(request, current="services:list")
