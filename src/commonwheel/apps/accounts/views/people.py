"""Who works for a council: seen and changed by its administrators."""

import uuid
from typing import cast

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonwheel.apps.accounts import actions
from commonwheel.apps.accounts.actions import Invited, NotOnOneself
from commonwheel.apps.accounts.forms import InviteForm
from commonwheel.apps.accounts.presenters import colleagues, frame_of
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import Permission
from commonwheel.foundation.access import staff_only
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
    invited = actions.invite(request.council.id, **form.cleaned_data, by=request.staff, at=timezone.now())
    link = absolute_node_url(reverse("accounts:invitation", kwargs={"token": invited.token}))
    _send(request, invited, link=link)
    words = {"frame": frame_of(request, request.council), "invited": invited, "link": link}
    return render(request, "accounts/invited.html", words)


@staff_only(Permission.MANAGE_STAFF)
@require_POST
def end(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """End somebody's work for the council."""
    try:
        actions.end_work(request.council.id, user_id=user_id, by=request.staff, at=timezone.now())
    except NotOnOneself as reason:
        return _page(request, InviteForm(), problem=str(reason))
    return redirect(council_url(request.council, "accounts:people"))


@staff_only(Permission.MANAGE_STAFF)
@require_POST
def reset_second_factor(request: StaffRequest, user_id: uuid.UUID) -> HttpResponse:
    """Let a colleague set up a new second factor."""
    actions.reset_second_factor(request.council.id, user_id=user_id, by=request.staff, at=timezone.now())
    return redirect(council_url(request.council, "accounts:people"))


def _page(request: StaffRequest, form: InviteForm, *, problem: str = "") -> HttpResponse:
    listed = colleagues(authorities.list_staff(request.council.id), oneself=request.staff)
    words = {"frame": frame_of(request, request.council), "people": listed, "form": form, "problem": problem}
    return render(cast("HttpRequest", request), "accounts/people.html", words)


def _send(request: StaffRequest, invited: Invited, *, link: str) -> None:
    words = {"invited": invited, "link": link, "council_name": request.council.name, "by": request.staff.name}
    text = render_to_string("accounts/email/invitation.txt", words)
    title = f"Work for {request.council.name} on Commonwheel"
    # A server that does not answer must not undo the invitation: its link is on the page.
    send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [invited.email], fail_silently=True)
