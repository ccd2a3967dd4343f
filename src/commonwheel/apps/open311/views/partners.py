"""Administrators' page: which partners send reports, and what they can report."""

import uuid

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.open311.actions.keys import end_key, give_key
from commonwheel.apps.open311.presenters.partners import partners_page
from commonwheel.apps.open311.queries import PartnerNotFound, list_partners, offers_of
from commonwheel.apps.open311.rules import PartnerCannotBe, new_key
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.requests import StaffRequest

UNPROCESSABLE = 422
PARTNERS = "open311:partners"


class PartnerForm(forms.Form):
    """Who gets a key."""

    name = forms.CharField(
        max_length=120,
        error_messages={
            "required": _("Enter who the partner is"),
            "max_length": _("Keep the name to 120 characters"),
        },
    )


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: StaffRequest) -> HttpResponse:
    """List the partners and what they can report; give a new one a key, and show it once."""
    if request.method != "POST":
        return _page(request, PartnerForm())
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    key = new_key()
    try:
        made = give_key(
            request.council.id, name=form.cleaned_data["name"], key=key, actor=_actor(request), now=timezone.now()
        )
    except PartnerCannotBe as reason:
        form.add_error("name", str(reason))
        return _page(request, form, status=UNPROCESSABLE)
    context = {
        "frame": staff_frame(request, current=PARTNERS),
        "name": made.name,
        "key": key,
        "base_url": _base_url(request),
    }
    return render(request, "open311/given.html", context)


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_POST
def end(request: StaffRequest, partner_id: uuid.UUID) -> HttpResponse:
    """End a partner's key."""
    try:
        end_key(request.council.id, partner_id=partner_id, actor=_actor(request), now=timezone.now())
    except PartnerNotFound:
        raise Http404 from None
    return HttpResponseRedirect(council_url(request.council, PARTNERS))


def _page(request: StaffRequest, form: PartnerForm, *, status: int = 200) -> HttpResponse:
    council = request.council
    taken = offers_of(council, language="en", now=timezone.now())
    page = partners_page(council, list_partners(council.id), taken, base_url=_base_url(request))
    context = {"frame": staff_frame(request, current=PARTNERS), "page": page, "form": form}
    return render(request, "open311/partners.html", context, status=status)


def _base_url(request: StaffRequest) -> str:
    return absolute_council_url(request.council, "open311:services", format="json").rpartition("/")[0]


def _actor(request: StaffRequest) -> Actor:
    return Actor("STAFF", str(request.staff.id))
