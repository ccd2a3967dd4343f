"""A provider at which no money moves, for demonstrations and tests: it behaves as the real one does."""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from commonwheel.integrations.pay.port import FINAL, NewPayment, PaymentAt, PaymentsRefused, Status

SIMULATED = "simulated"
LIFE = dt.timedelta(minutes=90)
"""After so long the real provider ends a payment that nobody finished; so does this one."""


@dataclass(frozen=True, slots=True)
class SimulatedPayment:
    """A payment at the simulated provider; `token` opens its page, and is as secret as the real one's address."""

    token: str
    new: NewPayment
    status: Status
    made_at: dt.datetime


class Ledger(Protocol):
    """Where the simulated provider keeps its payments."""

    def add(self, payment: SimulatedPayment) -> SimulatedPayment:
        """Keep a payment; return the one that is kept under its key."""
        ...

    def find(self, token: str) -> SimulatedPayment | None:
        """Return a payment, or None."""
        ...

    def set_status(self, token: str, status: Status) -> None:
        """Change how a payment stands, unless it stands so for good."""
        ...


class SimulatedPay:
    """
    The simulated provider.

    Args:
        ledger: where its payments are kept.
        page_url: from a token to the address of the page on which the resident chooses how it goes.
        clock: the time now.
    """

    name = SIMULATED

    def __init__(self, ledger: Ledger, *, page_url: Callable[[str], str], clock: Callable[[], dt.datetime]) -> None:
        self._ledger = ledger
        self._page_url = page_url
        self._clock = clock

    def create(self, new: NewPayment) -> PaymentAt:
        """See the port."""
        made = SimulatedPayment(secrets.token_urlsafe(16), new, Status.CREATED, self._clock())
        kept = self._ledger.add(made)
        if kept.new != new:
            raise PaymentsRefused("another payment was made with this key")
        return self._at(kept)

    def find(self, payment_id: str) -> PaymentAt:
        """See the port."""
        return self._at(self.look(payment_id))

    def look(self, token: str) -> SimulatedPayment:
        """
        Return a payment for its page; one that nobody finished in time has failed.

        Raises:
            PaymentsRefused: where there is none.
        """
        kept = self._ledger.find(token)
        if kept is None:
            raise PaymentsRefused("no such payment")
        if kept.status not in FINAL and self._clock() >= kept.made_at + LIFE:
            self._ledger.set_status(token, Status.FAILED)
            return replace(kept, status=Status.FAILED)
        return kept

    def choose(self, token: str, status: Status) -> SimulatedPayment:
        """Let the resident's choice on the page come true; a payment that is over stays as it is."""
        self.look(token)
        self._ledger.set_status(token, status)
        return self.look(token)

    def _at(self, kept: SimulatedPayment) -> PaymentAt:
        next_url = "" if kept.status in FINAL else self._page_url(kept.token)
        return PaymentAt(kept.token, kept.status, kept.new.pence, next_url)
