"""The payment page and the simulated provider's page, ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.payments.queries import ChargeView, Cost
from commonwheel.design.moments import moment, pounds
from commonwheel.integrations.pay.simulated import SimulatedPayment


@dataclass(frozen=True, slots=True)
class PayPage:
    """
    The page of a charge.

    Attributes:
        notice: what came of the last try, or why nothing can be paid now; "" for nothing.
        can_pay: whether the button that leads to the provider is shown.
        paid: when it was paid; "" where it is not.
        is_simulated: no money moves.
    """

    title: str
    service: str
    reference: str
    cost: Cost
    notice: str
    can_pay: bool
    paid: str
    is_simulated: bool
    track_url: str


@dataclass(frozen=True, slots=True)
class SimulatedPage:
    """The simulated provider's page."""

    amount: str
    reference: str
    description: str


def pay_page(
    charge: ChargeView, *, language: str, is_simulated: bool, track_url: str, notice: str = "", can_pay: bool = True
) -> PayPage:
    """
    Return the page of a charge.

    Args:
        notice: in place of what came of the last try.
        can_pay: whether there is somebody who takes payments.
    """
    paid_at = charge.paid_at
    return PayPage(
        title=_title(charge),
        service=charge.title_in(language),
        reference=charge.reference,
        cost=charge.cost_in(language),
        notice=notice or _after(charge),
        can_pay=can_pay and charge.can_be_paid,
        paid=moment(paid_at) if paid_at else "",
        is_simulated=is_simulated,
        track_url=track_url,
    )


def simulated_page(payment: SimulatedPayment) -> SimulatedPage:
    """Return the simulated provider's page."""
    return SimulatedPage(
        amount=pounds(payment.new.pence), reference=payment.new.reference, description=payment.new.description
    )


def not_reached() -> str:
    """Say that the provider cannot be reached."""
    return _("We cannot reach the payment service at the moment. Try again in a few minutes. Nothing is lost.")


def not_taken() -> str:
    """Say that nobody takes payments."""
    return _("We cannot take payments online at the moment. Phone us and give your reference.")


def being_checked() -> str:
    """Say that the resident has done everything, and the provider has not."""
    return _("Your payment is being checked. You do not need to pay again. Look at this page again in a few minutes.")


def _title(charge: ChargeView) -> str:
    if charge.paid_at:
        return _("Payment received")
    if not charge.is_owed:
        return _("There is nothing to pay")
    return _("Pay for your request") if charge.can_be_paid else _("You do not need to pay yet")


def _after(charge: ChargeView) -> str:
    """Say what came of the last try; an unfinished one is gone on with by the same button."""
    if charge.last is None or charge.paid_at:
        return ""
    return {
        "REFUSED": _("Your payment was refused. No money was taken. You can try again."),
        "CANCELLED": _("You left before you paid. No money was taken. You can try again."),
        "FAILED": _("Something went wrong with your payment. No money was taken. You can try again."),
    }.get(charge.last.state, "")
