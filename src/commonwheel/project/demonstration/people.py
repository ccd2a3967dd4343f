"""The invented people of the demonstration: who they are, and how to sign in as one of them."""

import base64
import datetime as dt
import hashlib
import hmac
from dataclasses import asdict, dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from commonwheel.project.demonstration.councils import COUNCILS, PASSWORD

PERIOD_SECONDS = 30


@dataclass(frozen=True, slots=True)
class PersonToBe:
    """Somebody a visitor can be. `code` is the second factor's of this half minute."""

    name: str
    email: str
    council: str
    council_slug: str
    wants: str
    password: str
    code: str


def secret_of(email: str) -> str:
    """Return the second factor's secret (base32) of an invented person: another on each node."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demonstration:{email}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def code_of(email: str, *, now: dt.datetime) -> str:
    """Return the code that an invented person's telephone would show at that moment."""
    code: str = format_hotp_value(hotp_value(secret_of(email), int(now.timestamp()) // PERIOD_SECONDS))
    return code


def people_to_be(*, now: dt.datetime) -> list[PersonToBe]:
    """Return everybody a visitor can be, with the codes of this moment."""
    return [
        PersonToBe(
            name=person.name,
            email=person.email,
            council=council.name,
            council_slug=council.slug,
            wants=person.wants,
            password=PASSWORD,
            code=code_of(person.email, now=now),
        )
        for council in COUNCILS
        for person in council.people
    ]


def as_json(people: list[PersonToBe]) -> list[dict[str, str]]:
    """Return people as plain values."""
    return [asdict(person) for person in people]
