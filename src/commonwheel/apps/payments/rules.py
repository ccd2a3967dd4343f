"""The signed address of a payment page: whoever has it may see what is owed, and pay it."""

import base64
import binascii
import uuid

from django.core import signing


def write_token(council_id: uuid.UUID, charge_id: uuid.UUID) -> str:
    """Return the token of a charge's page, good at this council only. It never ends: it only lets people pay."""
    key = base64.urlsafe_b64encode(charge_id.bytes).decode().rstrip("=")
    return signing.Signer(sep="~", salt=_salt(council_id)).sign(key)


def read_token(council_id: uuid.UUID, token: str) -> uuid.UUID | None:
    """Return the key of the charge of a token; None where it is none, or another council's."""
    try:
        key = signing.Signer(sep="~", salt=_salt(council_id)).unsign(token)
        return uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key}=="))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None


def _salt(council_id: uuid.UUID) -> str:
    return f"payment:{council_id}"
