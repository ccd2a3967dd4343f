"""What a destination may be, and the secrets that go with it."""

import base64
import re
import secrets

from commonwheel.core.problems import Failure
from commonwheel.foundation.sealing import seal, unseal

_PURPOSE = b"commonwheel webhook secrets, 1"
_SECRET_BYTES = 32
_TOKEN_BYTES = 32
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9.-]{1,250}")
WAYS = ("HERE", "EMAIL", "WEBHOOK", "CSV")
LONGEST_SYSTEM = 120


class DestinationCannotBe(Failure):
    """
    What was said of where requests go cannot be; says what and how to mend it. Nothing is changed.

    Attributes:
        part: which part of it is wrong: `system`, `email` or `url`; "" where it is none of these.
    """

    def __init__(self, words: str, *, part: str = "") -> None:
        super().__init__(words)
        self.part = part


def new_secret() -> str:
    """Return a secret by chance that signs webhooks, as receivers' libraries take it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def new_token() -> str:
    """Return a token by chance with which the other place sends a status back."""
    return "cws_" + secrets.token_urlsafe(_TOKEN_BYTES)


def sealed(secret: str) -> str:
    """Return a secret as it is stored."""
    return seal(secret, purpose=_PURPOSE)


def opened(stored: str) -> str:
    """
    Return a secret that was stored.

    Raises:
        SealDoesNotOpen: the node's secret key was changed.
    """
    return unseal(stored, purpose=_PURPOSE)


def check_way(way: str, *, system: str, email: str, protects: bool) -> None:
    """
    Accept a way requests may go.

    Args:
        protects: whether the service guards people against those around them.

    Raises:
        DestinationCannotBe: says why not.
    """
    if way not in WAYS:
        raise DestinationCannotBe(f"“{way}” is no way for requests to go. Use here, email, webhook or csv.")
    if way == "HERE":
        return
    if not system or len(system) > LONGEST_SYSTEM:
        raise DestinationCannotBe(
            f"Say what people call the place where requests are worked, in at most {LONGEST_SYSTEM} characters.",
            part="system",
        )
    if way == "EMAIL" and not _EMAIL.fullmatch(email):
        raise DestinationCannotBe(f"“{email}” is not an email address that requests can go to.", part="email")
    if way == "EMAIL" and protects:
        raise DestinationCannotBe(
            "Requests of this service never leave by email: whoever reads that mail must not learn of them. "
            "Use a webhook or the daily file, or work them here."
        )
