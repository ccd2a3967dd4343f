"""The payment page, and the page of the simulated provider."""

import logging
import uuid

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonwheel.apps.authorities.api import find_at_followers
from commonwheel.apps.payments.actions.paying import AmountDiffers, begin, settle
from commonwheel.apps.payments.actions.providers import provider_of, simulated_of
from commonwheel.apps.payments.presenters import being_checked, not_reached, not_taken, pay_page, simulated_page
from commonwheel.apps.payments.queries import ChargeNotFound, ChargeView, get_charge
from commonwheel.apps.payments.rules import read_token, write_token
from commonwheel.foundation.access import open_to_residents
from commonwheel.foundation.frames import resident_frame
from commonwheel.foundation.links import council_url
from commonwheel.foundation.pages import resident_page
from commonwheel.foundation.requests import CouncilRequest
from commonwheel.integrations.pay.port import FINAL, PaymentProvider, PaymentsRefused, PaymentsUnreachable, Status
from commonwheel.integrations.pay.simulated import SIMULATED

log = logging.getLogger("commonwheel.payments")
UNAVAILABLE = 503
CHOICES = {"success": Status.SUCCESS, "refusal": Status.FAILED, "leave": Status.CANCELLED}


@open_to_residents
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: CouncilRequest, token: str) -> HttpResponse:
    """Show what is owed and whether it is paid; lead to the provider when asked. The provider leads back here."""
    charge = _charge(request.council.id, read_token(request.council.id, token))
    if charge is None and (moved := _moved_to(request, token)):
        return HttpResponseRedirect(moved)
    if charge is None:
        # Not "not found": the log of those holds their address, and this one could be a token.
        return HttpResponseRedirect(council_url(request.council, "my_account:link_ended"))
    provider = provider_of(request.council)
    if provider is None:
        return _page(request, charge, notice=not_taken() if charge.can_be_paid else "", provider=None)
    try:
        return _go(request, charge, provider) if request.method == "POST" else _look(request, charge, provider)
    except (PaymentsUnreachable, PaymentsRefused, AmountDiffers) as problem:
        log.warning("The payment of charge %s stands still: %s", charge.id, problem)
        return _page(request, charge, notice=not_reached(), provider=provider, status=UNAVAILABLE)


@open_to_residents
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulated(request: CouncilRequest, token: str) -> HttpResponse:
    """Let somebody choose how a simulated payment goes; only in a demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    provider = simulated_of(request.council)
    try:
        payment = provider.look(token)
    except PaymentsRefused:
        return HttpResponseRedirect(council_url(request.council, "my_account:link_ended"))
    choice = CHOICES.get(request.POST.get("choice", ""))
    if choice is not None:
        payment = provider.choose(token, choice)
    if payment.status in FINAL:
        return HttpResponseRedirect(payment.new.return_url)
    return resident_page(
        request, "payments/simulated.html", frame=resident_frame(request), page=simulated_page(payment)
    )


def _charge(council_id: uuid.UUID, charge_id: uuid.UUID | None) -> ChargeView | None:
    try:
        return get_charge(council_id, charge_id=charge_id) if charge_id else None
    except ChargeNotFound:
        return None


def _moved_to(request: CouncilRequest, token: str) -> str:
    """Return where a charge is paid that a council which follows this one took over; "" for nowhere."""
    charge_id = read_token(request.council.id, token)
    follower = find_at_followers(request.council, lambda key: _charge(key, charge_id))
    if follower is None or charge_id is None:
        return ""
    return council_url(follower, "payments:pay", token=write_token(follower.id, charge_id))


def _look(request: CouncilRequest, charge: ChargeView, provider: PaymentProvider) -> HttpResponse:
    charge = settle(request.council.id, charge_id=charge.id, provider=provider, now=timezone.now())
    return _page(request, charge, provider=provider)


def _go(request: CouncilRequest, charge: ChargeView, provider: PaymentProvider) -> HttpResponse:
    language = request.language.partition("-")[0]
    next_url = begin(request.council, charge_id=charge.id, provider=provider, language=language, now=timezone.now())
    if next_url:
        return HttpResponseRedirect(next_url)
    charge = get_charge(request.council.id, charge_id=charge.id)
    return _page(request, charge, provider=provider, notice=being_checked() if charge.can_be_paid else "")


def _page(
    request: CouncilRequest,
    charge: ChargeView,
    *,
    provider: PaymentProvider | None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    page = pay_page(
        charge,
        language=request.language.partition("-")[0],
        is_simulated=provider is not None and provider.name == SIMULATED,
        track_url=council_url(request.council, "my_account:track"),
        notice=notice,
        can_pay=provider is not None,
    )
    response = resident_page(
        request, "payments/pay.html", frame=resident_frame(request, protect=charge.protect), page=page, status=status
    )
    # The address opens the page, so it goes to nobody else. Not `no-referrer`: see my_account.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
