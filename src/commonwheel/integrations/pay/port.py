"""
The port through which payments are taken: what is asked of a provider, how a payment stands, what can go wrong.

Its shape is that of GOV.UK Pay (docs/sources.md#govuk-pay): a payment is made at the provider, the
resident pays on the provider's own page, and how it stands is always asked of the provider, never read
from an address that somebody came back by.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from commonwheel.core.problems import Failure


class Status(StrEnum):
    """How a payment stands; the last four are final."""

    CREATED = "created"
    STARTED = "started"
    SUBMITTED = "submitted"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ERROR = "error"


FINAL = frozenset({Status.SUCCESS, Status.FAILED, Status.CANCELLED, Status.ERROR})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """
    A payment to be made.

    Attributes:
        key: names the payment for ever: asked twice with one key, the provider makes one payment.
        pence: one or more.
        reference: the request's, as the council knows it.
        description: what is paid for; it stands on the payment page.
        return_url: where the resident comes back to, however it went.
        language: `en` or `cy`, that of the payment page.
    """

    key: str
    pence: int
    reference: str
    description: str
    return_url: str
    language: str


@dataclass(frozen=True, slots=True)
class PaymentAt:
    """
    A payment as the provider has it.

    Attributes:
        id: the provider's own.
        next_url: where the resident pays; "" where nothing is left for them to do.
    """

    id: str
    status: Status
    pence: int
    next_url: str


class PaymentsUnreachable(Failure):
    """The provider could not be reached, or its answer made no sense; trying again may help."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Payments cannot be taken at the moment ({why}). Try again later.")


class PaymentsRefused(Failure):
    """The provider does not accept what it was asked; trying again changes nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The payment provider refused what it was asked ({why}). Check the council’s key with it.")


class PaymentProvider(Protocol):
    """Somebody who takes payments for a council."""

    name: str
    """Kept with each payment, to ask the same provider again."""

    def create(self, new: NewPayment) -> PaymentAt:
        """
        Make a payment, or return the one that was made with this key.

        Raises:
            PaymentsUnreachable, PaymentsRefused.
        """
        ...

    def find(self, payment_id: str) -> PaymentAt:
        """
        Return how a payment stands now.

        Raises:
            PaymentsUnreachable: where it cannot be told. PaymentsRefused: where the provider has no such payment.
        """
        ...
