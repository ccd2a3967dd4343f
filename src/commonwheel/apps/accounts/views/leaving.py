"""Signing out: here, and at the council's provider for whoever came by it."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any, cast

from allauth.account import views as allauth_views
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonwheel.apps.accounts import queries
from commonwheel.apps.accounts.actions import council_sign_in as actions
from commonwheel.apps.accounts.views.leading import lead_on
from commonwheel.apps.authorities import api as authorities
from commonwheel.core.problems import Failure
from commonwheel.foundation.access import open_to_all
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.requests import CouncilRequest, moment_of
from commonwheel.foundation.scope import council_scope

LEFT = "council_sign_out"
"""Where the session of whoever signed out keeps the state that the provider sends back, until it does."""


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out; when told so, sign out here, and lead to the council's provider who came by it."""
    sign_ins: dict[str, str] = request.session.get(queries.SIGN_INS, {})
    if request.method == "POST":
        _end(request, sign_ins)
    answer: HttpResponse = allauth_views.logout(request)
    if request.method != "POST" or not sign_ins:
        return answer
    council = authorities.get_council_by_id(uuid.UUID(next(reversed(sign_ins))))
    state = secrets.token_urlsafe(32)
    address = _page_of_provider(council, state=state)
    if address is None:
        return HttpResponseRedirect(council_url(council, "accounts:left"))
    request.session[LEFT] = state
    return lead_on(request, address, words="your council’s sign-in, to sign out there too")


@open_to_all
@never_cache
@require_safe
def left(request: CouncilRequest) -> HttpResponse:
    """Say that the person is signed out, and whether at the council's provider as well."""
    council: CouncilView | None = request.council
    if council is None or council.staff_sign_in == "local":
        raise Http404
    if request.user.is_authenticated:
        return redirect("accounts:home")
    state: Any = request.session.pop(LEFT, "")
    is_out_there = bool(state) and constant_time_compare(state, request.GET.get("state", ""))
    words = {"council": council, "is_out_there": is_out_there}
    return render(cast("HttpRequest", request), "accounts/left.html", words)


def _end(request: HttpRequest, sign_ins: Mapping[str, str]) -> None:
    """End the sign-ins that the session names, each in its council."""
    for council, sign_in in sign_ins.items():
        with council_scope(uuid.UUID(council)):
            actions.end_sign_in(uuid.UUID(council), uuid.UUID(sign_in), at=moment_of(request))


def _page_of_provider(council: CouncilView, *, state: str) -> str | None:
    """Return where one signs out at the council's provider; None where that has no such page, or does not answer."""
    try:
        with council_scope(council.id):
            provider = queries.client_of(council.id)
        return (
            provider.leave(return_url=absolute_council_url(council, "accounts:left"), state=state) if provider else None
        )
    except Failure:
        return None
