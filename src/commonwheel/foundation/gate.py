"""Whether somebody may open a page: who they are, signed in how, and what their role includes."""

import importlib
import uuid
from typing import Protocol, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from commonwheel.foundation.access import Audience, Openness
from commonwheel.foundation.councils import CouncilView, StaffView, directory
from commonwheel.foundation.requests import AccountRequest, NodeRequest
from commonwheel.foundation.scope import account_scope, council_scope, services_scope


class SignIn(Protocol):
    """What foundation asks of the app that signs people in (`settings.SIGN_IN`)."""

    def missing_second_factor(self, request: HttpRequest) -> str | None:
        """Return the page where the person mends that they used no second factor, or None where they did."""

    def sign_in_page(self, council: CouncilView | None) -> str | None:
        """Return the page on which the council's staff choose how to sign in, or None where they need not."""

    def sign_in_first(self, request: HttpRequest, council: CouncilView, staff: StaffView) -> str | None:
        """Return the page where the person signs in as this council wants it of them, or None where they did."""

    def account_of(self, request: HttpRequest) -> uuid.UUID | None:
        """Return the key of the resident who has signed in to My account, or None."""


def answer_instead(request: NodeRequest, openness: Openness) -> HttpResponseBase | None:
    """
    Return what whoever asks is answered instead of a page that is open to others only; None where it may answer.

    Where it is open to staff, `request.staff` is set.

    Raises:
        Http404: where it must read as if it were not there.
        PermissionDenied: to staff whose role does not include it.
    """
    if openness.audience is Audience.ALL:
        return None
    if openness.audience is Audience.RESIDENTS:
        if request.council is None or not request.council.is_open:
            raise Http404
        return None
    if openness.audience is Audience.ACCOUNT:
        return _resident_signs_in_first(request)
    elsewhere = _sign_in_first(request, request.council)
    if elsewhere is None and openness.audience is Audience.STAFF:
        return _require_staff(request, openness)
    return elsewhere


def staff_of_another(
    request: NodeRequest, openness: Openness, *, council_id: uuid.UUID
) -> StaffView | HttpResponseBase:
    """
    Return the staff of another council than the one in the address, or what they are answered instead.

    For a page that keeps to one thing which they began. The request stays one of nobody's staff here; whoever acts in
    a shared service is not let in.

    Raises:
        Http404: where it must read as if it were not there.
        PermissionDenied: to staff whose role does not include it.
    """
    council = directory().get_council_by_id(council_id)
    elsewhere = _sign_in_first(request, council)
    if elsewhere is not None:
        return elsewhere
    person: uuid.UUID = request.user.pk  # type: ignore[assignment]  # whoever comes here has signed in
    with council_scope(council_id):
        staff = directory().find_staff(council_id, user_id=person)
        if staff is None or staff.services is not None or staff.home_id is not None:
            raise Http404
        page = _sign_in().sign_in_first(request, council, staff)
    if page is not None:
        return HttpResponseRedirect(page)
    _require(openness, staff)
    return staff


def _sign_in_first(request: NodeRequest, council: CouncilView | None) -> HttpResponseBase | None:
    sign_in = _sign_in()
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), sign_in.sign_in_page(council) or settings.LOGIN_URL)
    page = sign_in.missing_second_factor(request)
    if page is not None:
        return HttpResponseRedirect(page)
    request.scopes.enter_context(account_scope(request.user.pk))
    return None


def _resident_signs_in_first(request: NodeRequest) -> HttpResponseBase | None:
    account_id = _sign_in().account_of(request)
    if account_id is None:
        return redirect_to_login(request.get_full_path(), settings.RESIDENTS_SIGN_IN_URL)
    cast("AccountRequest", request).account_id = account_id
    request.scopes.enter_context(account_scope(account_id))
    return None


def _sign_in() -> SignIn:
    return cast("SignIn", importlib.import_module(settings.SIGN_IN))


def _require_staff(request: NodeRequest, openness: Openness) -> HttpResponseBase | None:
    if request.council is None:
        raise Http404
    person: uuid.UUID = request.user.pk  # type: ignore[assignment]  # whoever comes here has signed in
    request.staff = directory().find_staff(request.council.id, user_id=person)
    if request.staff is None:
        # As if it were not there: another council's staff learn nothing.
        raise Http404
    page = _sign_in_as_staff(request, request.council, request.staff)
    if page is not None:
        return HttpResponseRedirect(page)
    if request.staff.services is not None:
        if not openness.keeps_to_services:
            # Whatever does not keep to services is not there for whoever keeps to some.
            raise Http404
        request.scopes.enter_context(services_scope(request.staff.services))
    _require(openness, request.staff)
    return None


def _require(openness: Openness, staff: StaffView) -> None:
    if not openness.permissions <= staff.permissions:
        message = "Your role does not include this. Ask an administrator of your council."
        raise PermissionDenied(message)


def _sign_in_as_staff(request: NodeRequest, council: CouncilView, staff: StaffView) -> str | None:
    """Return where the person first signs in; who acts in a shared service signs in as their own council wants it."""
    if staff.home_id is None:
        return _sign_in().sign_in_first(request, council, staff)
    with council_scope(staff.home_id):
        own = directory().find_staff(staff.home_id, user_id=staff.user_id)
        if own is None or own.home_id is not None:
            raise Http404
        return _sign_in().sign_in_first(request, directory().get_council_by_id(staff.home_id), own)
