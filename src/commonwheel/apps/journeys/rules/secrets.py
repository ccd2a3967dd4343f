"""Handles and secrets: made by chance, kept as hashes, compared in constant time."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter is taken for another or for a digit."""
HANDLE_CHARACTERS = 12
SECRET_BYTES = 16
MOST_DEVICES = 8


def new_handle() -> str:
    """Return 60 random bits as 12 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(HANDLE_CHARACTERS))


def handle_after(journey_id: uuid.UUID, *, goes_on: str) -> str:
    """
    Return the handle of the journey in which another goes on: always the same one, so that a repeat finds it.

    Args:
        goes_on: where to, such as the key of a council.
    """
    digest = hashlib.sha256(f"{journey_id}:{goes_on}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:HANDLE_CHARACTERS])


def new_secret() -> str:
    """Return 128 random bits, safe in a cookie and in an address (22 characters)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> str:
    """Return what is stored of a secret; it has too many bits for a slow hash to add anything."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opens(secret: str, *, hashes: Sequence[str]) -> bool:
    """Whether a cookie's value is one of a journey's secrets."""
    given = hash_secret(secret)
    same = [hmac.compare_digest(given, known) for known in hashes]
    return any(same)


def with_devices(hashes: Sequence[str], *, more: Sequence[str]) -> list[str]:
    """Return the hashes with those of more devices, each once, within the same bound."""
    known = [*hashes, *(each for each in more if each not in hashes)]
    return known if len(known) <= MOST_DEVICES else [known[0], *known[1 - MOST_DEVICES :]]


def with_device(hashes: Sequence[str], *, secret: str) -> list[str]:
    """Return the hashes with a new device's; beyond the bound the oldest but the first is dropped."""
    known = [*hashes, hash_secret(secret)]
    return known if len(known) <= MOST_DEVICES else [known[0], *known[2:]]
