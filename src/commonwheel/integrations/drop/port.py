"""The port through which files are left for another system."""

from typing import Protocol

from commonwheel.core.problems import Failure


class DropRefused(Failure):
    """The file could not be left; nothing of it is there, and trying later may help."""


class FileDrop(Protocol):
    """Takes files that another system fetches."""

    def put(self, place: tuple[str, ...], content: bytes) -> None:
        """
        Leave a file whole, or nothing; one of that name is replaced.

        Args:
            place: folders, then the file's name; letters, digits, full stops, hyphens.

        Raises:
            DropRefused: says why.
        """
        ...  # pragma: no cover  # a protocol has no body
