"""A file that somebody chose, carried from page to page in a hidden box: nothing is kept of what is not used."""

import base64
import binascii
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonwheel.core.forms.archive import unpacked
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
    Return the file that was chosen, or that came along from the page before; a packed one unpacked.

    Raises:
        NoSuchFile: where there is none, or it is too large, as it is or unpacked.
        FormCannotBeRead: it is packed, and broken.
    """
    chosen = request.FILES.get(FILE)
    if chosen is not None and chosen.size is not None and chosen.size > LARGEST:
        raise _too_large()
    if chosen is not None and chosen.size:
        return _whole(chosen.read(), chosen.name or "form")
    data = _carried(request.POST.get(CARRIED, ""))
    if not data:
        raise NoSuchFile(_("Choose the file of the form"))
    return _whole(data, request.POST.get(NAME, "form"))


# Private


def _whole(data: bytes, name: str) -> CarriedFile:
    whole, name = unpacked(data, name)
    if len(whole) > LARGEST:
        raise _too_large()
    return CarriedFile(name[:_LONGEST_NAME], whole)


def _too_large() -> NoSuchFile:
    return NoSuchFile(_("The file is larger than 1 megabyte. Ask whoever runs this site to bring it by command"))


def _carried(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
