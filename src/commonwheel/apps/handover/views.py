"""Staff's pages: where requests go, and what was not delivered."""

import contextlib
import uuid
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.handover.actions.handing import NothingToTryAgain, try_again
from commonwheel.apps.handover.actions.setting import NewDestination, Set, renew_secret, renew_token, set_destination
from commonwheel.apps.handover.forms import DestinationForm
from commonwheel.apps.handover.presenters import (
    service_lines,
    setting_page,
    undelivered_messages,
    undelivered_requests,
)
from commonwheel.apps.handover.queries import find_destination, list_destinations, list_undelivered
from commonwheel.apps.handover.rules import DestinationCannotBe
from commonwheel.apps.messages import api as messages
from commonwheel.apps.services import api as services
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.frames import staff_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.requests import StaffRequest
from commonwheel.integrations.webhooks.https import HttpsWebhooks

UNPROCESSABLE = 422
PLACES = "handover:places"


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_GET
def places(request: StaffRequest) -> HttpResponse:
    """List where the requests of each service are worked."""
    council = request.council
    lines = service_lines(council, services.list_services(council.id), list_destinations(council.id))
    saved = next((one for one in lines if one.slug == request.GET.get("saved")), None)
    context = {"frame": staff_frame(request, current=PLACES), "services": lines, "saved": saved}
    return render(request, "handover/places.html", context)


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: StaffRequest, slug: str) -> HttpResponse:
    """Say where the requests of a service go."""
    service = _service(request, slug)
    if request.method != "POST":
        place = find_destination(request.council.id, service_id=service.id)
        known = {"way": place.way, "system": place.system, "email": place.email, "url": place.url} if place else {}
        return _setting_page(request, service, DestinationForm(initial={"way": "HERE", **known}))
    form = DestinationForm(request.POST)
    if not form.is_valid():
        return _setting_page(request, service, form, status=UNPROCESSABLE)
    values = {name: value.strip() for name, value in form.cleaned_data.items()}
    try:
        made = set_destination(
            request.council.id,
            slug=slug,
            new=NewDestination(**values),
            webhooks=HttpsWebhooks(private_hosts=settings.HANDOVER_PRIVATE_HOSTS),
            actor=_actor(request),
            now=timezone.now(),
        )
    except DestinationCannotBe as reason:
        form.add_error(reason.part or None, str(reason))
        return _setting_page(request, service, form, status=UNPROCESSABLE)
    return _made(request, service, made, _("Secret of the webhook"))


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_POST
def secret(request: StaffRequest, slug: str) -> HttpResponse:
    """Make a new secret for webhooks, and show it once."""
    return _renewed(request, slug, renew_secret, _("Secret of the webhook"))


@staff_only(Permission.CHANGE_COUNCIL)
@never_cache
@require_POST
def token(request: StaffRequest, slug: str) -> HttpResponse:
    """Make a new token for sending a status back, and show it once."""
    return _renewed(request, slug, renew_token, _("Token for sending a status back"))


@staff_only(Permission.SEE_REQUESTS, keeps_to_services=True)
@never_cache
@require_GET
def undelivered(request: StaffRequest) -> HttpResponse:
    """List the requests and messages that could not be delivered."""
    council = request.council
    context = {
        "frame": staff_frame(request, current="cases:queue"),
        "can_retry": Permission.WORK_REQUESTS in request.staff.permissions,
        "requests": undelivered_requests(council, list_undelivered(council.id)),
        "messages": undelivered_messages(council, messages.list_given_up(council.id)),
        "is_tried": request.GET.get("tried") == "again",
    }
    return render(request, "handover/undelivered.html", context)


@staff_only(Permission.WORK_REQUESTS, keeps_to_services=True)
@require_POST
def retry(request: StaffRequest, delivery_id: uuid.UUID) -> HttpResponse:
    """Try to hand a request over again; one that somebody else tried again meanwhile is left alone."""
    with contextlib.suppress(NothingToTryAgain):
        try_again(request.council.id, delivery_id=delivery_id, actor=_actor(request), now=timezone.now())
    return HttpResponseRedirect(f"{council_url(request.council, 'handover:undelivered')}?tried=again")


def _actor(request: StaffRequest) -> Actor:
    return Actor("STAFF", str(request.staff.id))


def _service(request: StaffRequest, slug: str) -> services.ServiceView:
    try:
        return services.get_service(request.council.id, slug)
    except services.ServiceNotFound:
        raise Http404 from None


def _renewed(request: StaffRequest, slug: str, renew: Callable[..., Set], name: str) -> HttpResponse:
    service = _service(request, slug)
    make = partial(renew, request.council.id, slug=slug, actor=_actor(request), now=timezone.now())
    try:
        return _made(request, service, make(), name)
    except DestinationCannotBe as reason:
        form = DestinationForm({})
        form.add_error(None, str(reason))
        return _setting_page(request, service, form, status=UNPROCESSABLE)


def _made(request: StaffRequest, service: services.ServiceView, made: Set, name: str) -> HttpResponse:
    if not made.secret:
        return HttpResponseRedirect(f"{council_url(request.council, PLACES)}?saved={service.slug}")
    context = {
        "frame": staff_frame(request, current=PLACES),
        "page": setting_page(service, made.destination),
        "name": name,
        "secret": made.secret,
    }
    return render(request, "handover/made.html", context)


def _setting_page(
    request: StaffRequest, service: services.ServiceView, form: DestinationForm, *, status: int = 200
) -> HttpResponse:
    page = setting_page(service, find_destination(request.council.id, service_id=service.id))
    context = {"frame": staff_frame(request, current=PLACES), "page": page, "form": form}
    return render(request, "handover/setting.html", context, status=status)
