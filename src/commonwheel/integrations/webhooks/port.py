"""The port through which webhooks leave: what a call is, and what can go wrong."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

from commonwheel.core.problems import Failure


@dataclass(frozen=True, slots=True)
class Call:
    """
    One webhook, ready to leave.

    Attributes:
        key: names what is reported and is the same at each try, so that the receiver can drop a repeat.
        at: aware; the signature's time.
        body: JSON in UTF-8.
        secrets: `whsec_…`; each makes a signature, so that a receiver may know the new or the old one.
    """

    key: str
    url: str
    at: dt.datetime
    body: bytes
    secrets: tuple[str, ...] = field(repr=False)


class AddressNotAllowed(Failure):
    """The address is one this node does not post to; trying again changes nothing."""


class WebhookRefused(Failure):
    """The receiver answered, and did not take this call; another one it may take."""


class WebhookUnavailable(Failure):
    """The receiver could not be reached, was too slow or is out of order; others would fare alike for now."""


class WebhookCarrier(Protocol):
    """Posts calls."""

    def post(self, call: Call) -> None:
        """
        Post one call; returning means that the receiver took it.

        Raises:
            AddressNotAllowed, WebhookRefused, WebhookUnavailable.
        """
        ...  # pragma: no cover  # a protocol has no body

    def check(self, url: str) -> None:
        """
        Accept an address that may be posted to, as far as can be told without asking anybody.

        Raises:
            AddressNotAllowed: says why not.
        """
        ...  # pragma: no cover  # a protocol has no body
