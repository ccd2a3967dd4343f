"""With what the staff of a council publish, as the operator chose it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Publishing:
    """
    With what the staff of one council publish from their pages.

    Attributes:
        key: file with the publisher's private key; `passphrase` is its own.
        address: of the commons.
    """

    key: Path
    passphrase: str
    address: str
