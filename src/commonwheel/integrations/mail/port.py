"""The port through which letters leave: what a letter is, and what can go wrong."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from commonwheel.core.problems import Failure


@dataclass(frozen=True, slots=True)
class Letter:
    """
    One email, ready to leave.

    Attributes:
        message_id: `<local@domain>`, fixed when the letter was written, so that a repeat is recognised as one.
        sender: an address, with or without a name: `Wealden <noreply@example.org>`.
        to: one address.
        written_at: aware; the message's date.
        subject: one line.
        text: the plain part.
        html: the same words as HTML; "" for none.
        language: code of the language of the words, such as `cy`.
    """

    message_id: str
    sender: str
    to: str
    written_at: dt.datetime
    subject: str
    text: str
    html: str = ""
    language: str = "en"


class MailRefused(Failure):
    """The letter cannot be delivered as it is; trying again would change nothing."""


class MailUnavailable(Failure):
    """The letter could not be handed over now; trying later may help."""


class MailCarrier(Protocol):
    """Takes letters and sees that they leave."""

    def send(self, letter: Letter) -> None:
        """
        Hand one letter over.

        Raises:
            MailRefused: when it will never be taken.
            MailUnavailable: when it may be taken later.
        """
        ...  # pragma: no cover  # a protocol has no body
