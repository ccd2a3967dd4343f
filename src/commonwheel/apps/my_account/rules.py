"""Who may see what of a request: the passes that tracking gives out, kept in signed cookies."""

import ipaddress
import uuid
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "tracked"
CLAIM = "claim"
PASS_SECONDS = 30 * 60
NETWORK_BITS_OF_ONE_HOME = 64


@dataclass(frozen=True, slots=True)
class Pass:
    """The right to see one request for half an hour; `private` adds answers, files and reasons."""

    case_id: uuid.UUID
    private: bool


def write_pass(found: Pass, *, council_id: uuid.UUID) -> str:
    """Return a pass as a cookie's value, good at this council only."""
    return signing.dumps([str(found.case_id), found.private], salt=_salt(council_id))


def read_pass(value: str, *, council_id: uuid.UUID) -> Pass | None:
    """Return the pass in a cookie; None where it is none, is another council's, or its time is over."""
    try:
        case_id, private = signing.loads(value, salt=_salt(council_id), max_age=PASS_SECONDS)
        return Pass(uuid.UUID(case_id), private is True)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def write_claim(case_id: uuid.UUID, *, council_id: uuid.UUID) -> str:
    """Return the part of an address by which a signed-in resident puts the case into their account."""
    return signing.dumps([str(council_id), str(case_id)], salt=CLAIM)


def read_claim(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the keys of the council and the case; None where we did not write it, or its time is over."""
    try:
        council_id, case_id = signing.loads(token, salt=CLAIM, max_age=PASS_SECONDS)
        return uuid.UUID(council_id), uuid.UUID(case_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def sender_of(address: str) -> str:
    """Return the keyed hash under which tries from a network address count; a home's IPv6 network is one sender."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return salted_hmac("tracking", address, algorithm="sha256").hexdigest()
    if found.version == 6:  # noqa: PLR2004  # the protocol's name
        network = ipaddress.ip_network(f"{found}/{NETWORK_BITS_OF_ONE_HOME}", strict=False)
        return salted_hmac("tracking", str(network), algorithm="sha256").hexdigest()
    return salted_hmac("tracking", str(found), algorithm="sha256").hexdigest()


def _salt(council_id: uuid.UUID) -> str:
    return f"tracking:{council_id}"
