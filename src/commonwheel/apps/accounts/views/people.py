"""Who works for a council: seen and changed by its administrators."""

import uuid
from typing import cast

from django.conf import settings
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from commonwheel.apps.accounts.actions import council_sign_in
from commonwheel.apps.accounts.actions import people as actions
from commonwheel.apps.accounts.actions.people import Invited, NotOnOneself
from commonwheel.apps.accounts.forms import InviteForm, WorkForm
from commonwheel.apps.accounts.presenters import Act, change_of_work, colleagues, confirmation, staff_sign_in_page
from commonwheel.apps.accounts.queries import find_provider, with_local_account
from commonwheel.apps.accounts.rules import CannotConnect, ComesByCouncilAccount, LocalAccountsAreOff
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import LastAdministrator, Permission, WorkCannotChange
from commonwheel.design.frame import StaffFrame
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.councils import StaffView
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import absolute_node_url, council_url
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.MANAGE_STAFF)
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """List who works for the council."""
    return _page(request, InviteForm())


@staff_only(Permission.MANAGE_STAFF)
@require_http_methods(["POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody, by email; the link is shown as well, for where mail does not arrive."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        invited = actions.invite(request.council.id, **form.cleaned_data, by=request.staff, at=timezone.now())
    except (LocalAccountsAreOff, ComesByCouncilAccount) as reason:
        return _page(request, form, problem=str(reason))
    link = absolute_node_url(reverse("accounts:invitation", kwargs={"token": invited.token}))
    _send(request, invited, link=link)
    words = {"frame": _frame(request), "invited": invited, "link": link}
    return render(request, "accounts/invited.html", words)


@staff_only(Permission.MANAGE_STAFF)
@require_GET
def sign_in_of_staff(request: StaffRequest) -> HttpResponse:
    """Show how the council's staff sign in, which group does what, and who last signed in when."""
    council = request.council
    page = staff_sign_in_page(
        council,
        provider=find_provider(council.id),
        people=authorities.list_staff(council.id),
        last=authorities.last_sign_ins(council.id),
    )
    words = {"frame": _frame(request), "page": page}
    return render(cast("HttpRequest", request), "accounts/sign_in_of_staff.html", words)


@staff_only(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """Ask what a colleague is to do, ask once more, and change it when told so."""
    colleague = authorities.find_staff(request.council.id, user_id=user_id)
    if colleague is None or colleague.services is not None:
        raise Http404
    if request.method != "POST":
        now = {"roles": sorted(colleague.roles), "teams": ", ".join(colleague.teams)}
        return _work_page(request, colleague, WorkForm(initial=now))
    form = WorkForm(request.POST)
    if not form.is_valid():
        return _work_page(request, colleague, form)
    if "confirmed" not in request.POST and not colleague.by_council_account:
        page = change_of_work(colleague, request.council, **form.cleaned_data)
        return render(cast("HttpRequest", request), "accounts/confirm.html", {"frame": _frame(request), "page": page})
    try:
        actions.change_work(
            request.council.id, user_id=user_id, **form.cleaned_data, by=request.staff, at=timezone.now()
        )
    except (LastAdministrator, WorkCannotChange) as reason:
        return _work_page(request, colleague, form, problem=str(reason))
    return redirect(council_url(request.council, "accounts:people"))


@staff_only(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """Ask whether to end somebody's work for the council; end it when told so."""
    if request.method != "POST":
        return _confirm(request, user_id, "end")
    try:
        actions.end_work(request.council.id, user_id=user_id, by=request.staff, at=timezone.now())
    except (NotOnOneself, LastAdministrator) as reason:
        return _page(request, InviteForm(), problem=str(reason))
    return redirect(council_url(request.council, "accounts:people"))


@staff_only(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """Ask whether to take a council account off a colleague again; do so when told."""
    if request.method != "POST":
        return _confirm(request, user_id, "disconnect")
    try:
        council_sign_in.disconnect(request.council.id, user_id=user_id, by=request.staff, at=timezone.now())
    except CannotConnect as reason:
        return _page(request, InviteForm(), problem=str(reason))
    return redirect(council_url(request.council, "accounts:people"))


@staff_only(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """Ask whether to let a colleague set up a new second factor; let them when told so."""
    if request.method != "POST":
        return _confirm(request, user_id, "reset")
    actions.reset_second_factor(request.council.id, user_id=user_id, by=request.staff, at=timezone.now())
    return redirect(council_url(request.council, "accounts:people"))


def _frame(request: StaffRequest) -> StaffFrame:
    return staff_frame(request, current="accounts:people")


def _confirm(request: StaffRequest, user_id: uuid.UUID, act: Act) -> HttpResponse:
    """Say what the act does to the colleague, and ask for it once more."""
    colleague = authorities.find_staff(request.council.id, user_id=user_id)
    if colleague is None or (act == "reset" and colleague.services is not None):
        raise Http404
    words = {"frame": _frame(request), "page": confirmation(act, colleague, request.council)}
    return render(cast("HttpRequest", request), "accounts/confirm.html", words)


def _work_page(request: StaffRequest, colleague: StaffView, form: WorkForm, *, problem: str = "") -> HttpResponse:
    words = {"frame": _frame(request), "colleague": colleague, "form": form, "problem": problem}
    return render(cast("HttpRequest", request), "accounts/change.html", words)


def _page(request: StaffRequest, form: InviteForm, *, problem: str = "") -> HttpResponse:
    staff = authorities.list_staff(request.council.id)
    listed = colleagues(staff, oneself=request.staff, with_local=with_local_account(staff))
    words = {"frame": _frame(request), "people": listed, "form": form, "problem": problem}
    return render(cast("HttpRequest", request), "accounts/people.html", words)


def _send(request: StaffRequest, invited: Invited, *, link: str) -> None:
    words = {"invited": invited, "link": link, "council_name": request.council.name, "by": request.staff.name}
    text = render_to_string("accounts/email/invitation.txt", words)
    title = f"Work for {request.council.name} on Commonwheel"
    # A server that does not answer must not undo the invitation: its link is on the page.
    send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [invited.email], fail_silently=True)
