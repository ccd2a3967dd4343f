"""Keys of partners, what a report is known by when it comes again, and the bounds of what is taken and told."""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

from commonwheel.core.problems import Failure

KEY_MARK = "cwp_"
LONGEST_NAME = 120
MOST_A_MINUTE = 120
"""Reports that are taken of a partner in a minute where nothing else is said."""
MOST_EVER_A_MINUTE = 100_000
SAME_FOR = dt.timedelta(days=1)
"""How long a report that says all the same is the same one."""
KNOWN_FOR = dt.timedelta(days=28)
"""How long one is known by the key that its sender gave it."""
MOST_TOLD = 1_000
LONGEST_SPAN = dt.timedelta(days=90)
"""Requests told at once, and the time in which they came. Source: GeoReport version 2, "GET Service Requests"."""
MOST_BYTES = 65_536
_KEY_BYTES = 32


class PartnerCannotBe(Failure):
    """A partner cannot be as it is declared; nothing is changed."""


class QuestionIsWrong(Failure):
    """
    A program asked for what it cannot have.

    Attributes:
        status: of HTTP.
        reasons: sentences, at least one: what is wrong, and how to mend it.
    """

    def __init__(self, *reasons: str, status: int = 400) -> None:
        super().__init__(" ".join(reasons))
        self.status = status
        self.reasons = reasons


def new_key() -> str:
    """Return a key by chance."""
    return KEY_MARK + secrets.token_urlsafe(_KEY_BYTES)


def hash_key(key: str) -> str:
    """Return what is kept of a key; it has too many bits for a slow hash to add anything."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def check_partner(name: str, most_a_minute: int) -> None:
    """
    Accept what is said of a partner.

    Raises:
        PartnerCannotBe: says why.
    """
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise PartnerCannotBe(f"Say who the partner is, in at most {LONGEST_NAME} letters, such as “FixMyStreet”.")
    if not 1 <= most_a_minute <= MOST_EVER_A_MINUTE:
        raise PartnerCannotBe(f"Take between 1 and {MOST_EVER_A_MINUTE:,} reports a minute.")


def said_hash(given: Mapping[str, Sequence[str]]) -> str:
    """Return the SHA-256 of all that a report says; its sender's key is no part of it."""
    said = sorted((name, list(values)) for name, values in given.items() if name != "api_key")
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def repeat_key(named: str, said: str) -> str:
    """Return what a report is known by when it comes again: the name that its sender gave it, else all it says."""
    return hashlib.sha256(f"named:{named}".encode("utf-8", "replace")).hexdigest() if named else said
