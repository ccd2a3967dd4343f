"""Secrets that the node must read again: encrypted at rest under keys made from the node's own secret key."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from commonwheel.core.problems import Failure

MARK = "fernet:"


class SealDoesNotOpen(Failure):
    """What was sealed does not open with this node's secret key: the key was changed."""

    def __init__(self) -> None:
        super().__init__("A kept secret does not open with this node's secret key. Make a new one.")


def seal(text: str, *, purpose: bytes) -> str:
    """Return a secret as it is stored; each purpose has a key of its own."""
    return MARK + _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: bytes) -> str:
    """
    Return a stored secret.

    Raises:
        SealDoesNotOpen: with the node's present key and those it had before.
    """
    try:
        return _cipher(purpose).decrypt(sealed.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        raise SealDoesNotOpen from None


def _cipher(purpose: bytes) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(key, purpose) for key in keys])


@cache
def _fernet(secret_key: str, purpose: bytes) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))
