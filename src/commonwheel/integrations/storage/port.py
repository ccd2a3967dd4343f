"""What a place for uploads must be able to do, whatever it is made of."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from commonwheel.core.problems import Failure


class StoredFileMissing(Failure):
    """No file has this name: it was never kept, or has been removed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no stored file {name!r}.")
        self.name = name


class StorageRefused(Failure):
    """The bytes could not be kept: the disk is full, say, or read-only."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The file could not be kept: {why}. Free some space, or check the folder's permissions.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Kept:
    """
    What was kept.

    Attributes:
        name: by which it is found again: `COUNCIL/ab/cd/SHA256`.
        sha256: of the bytes, lower-case hex.
        size: in bytes.
    """

    name: str
    sha256: str
    size: int


class Storage(Protocol):
    """Files by content, each council's apart."""

    def keep(self, council: str, content: BinaryIO) -> Kept:
        """
        Keep the bytes for good before returning; the same bytes twice are kept once.

        Args:
            council: the council's key; letters, digits and hyphens.
            content: read from where it stands to its end.

        Raises:
            StorageRefused: when the bytes cannot be kept; nothing is left behind.
        """
        ...

    def open(self, name: str) -> BinaryIO:
        """
        Open what was kept under a name, to be read and closed by the caller.

        Raises:
            StoredFileMissing: when nothing is kept under it.
        """
        ...

    def list_older(self, council: str, *, than: dt.datetime) -> Iterator[str]:
        """List the names of a council's files last kept before an aware moment, in no order."""
        ...

    def remove(self, name: str, *, unless_kept_since: dt.datetime) -> bool:
        """
        Remove a file unless it was kept (again) since an aware moment; say whether it is gone.

        A file that is not there counts as gone.
        """
        ...
