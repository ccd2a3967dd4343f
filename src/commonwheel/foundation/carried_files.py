"""A file that somebody chose, carried from page to page in a hidden box: nothing is kept of what is not used."""

import base64
import binascii
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonwheel.core.problems import Failure

LARGEST = 1_000_000
"""Bytes of a file that is read while somebody waits; a larger one is brought by command."""
FILE, CARRIED, NAME = "file", "carried", "carried_name"
"""The names of the boxes: the one that a file is chosen in, and the hidden ones."""
_LONGEST_NAME = 200


class NoSuchFile(Failure):
    """No file was chosen, or one that cannot be read while somebody waits."""


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file that somebody chose on this page or one before: its name, and its bytes."""

    name: str
    data: bytes

    @property
    def text(self) -> str:
        """Its bytes as the hidden box has them."""
        return base64.b64encode(self.data).decode()


def file_in(request: HttpRequest) -> CarriedFile:
    """
    Return the file that was chosen, or that came along from the page before.

    Raises:
        NoSuchFile: where there is none, or it is too large.
    """
    chosen = request.FILES.get(FILE)
    if chosen is not None and chosen.size is not None and chosen.size > LARGEST:
        raise NoSuchFile(_("The file is larger than 1 megabyte. Ask whoever runs this site to bring it by command"))
    if chosen is not None and chosen.size:
        return CarriedFile((chosen.name or "form")[:_LONGEST_NAME], chosen.read())
    data = _carried(request.POST.get(CARRIED, ""))
    if not data:
        raise NoSuchFile(_("Choose the file of the form"))
    return CarriedFile(request.POST.get(NAME, "form")[:_LONGEST_NAME], data)


# Private


def _carried(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
