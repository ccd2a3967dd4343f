"""With what the staff of a council publish, as the operator chose it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Publishing:
    """
    With what the staff of one council publish from their pages.

    Attributes:
        council: its short name.
        key: file with the publisher's private key; `passphrase` is its own.
        address: of the commons.
    """

    council: str
    key: Path
    passphrase: str
    address: str
