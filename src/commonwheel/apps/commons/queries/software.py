"""Software of public bodies, read from the files that are kept."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from commonwheel.apps.commons.models import Software
from commonwheel.core.problems import Failure
from commonwheel.core.reuse.publiccode import Checked, check

PAGE = 30
FILE = "publiccode.yml"


class SoftwareNotFound(Failure):
    """No software of this name is listed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No software {name[:80]!r} is listed. `commonwheel code list` names what is.")


@dataclass(frozen=True, slots=True)
class SoftwareView:
    """
    One software.

    Attributes:
        address: where its file was fetched; "" where somebody gave it.
        body: the file as it was read.
    """

    name: str
    title: str
    address: str
    errors: int
    looked_at: dt.datetime
    body: bytes

    @property
    def checked(self) -> Checked:
        """What the file says, and what is wrong with it."""
        return check(self.body, file=FILE)


@dataclass(frozen=True, slots=True)
class SoftwarePage:
    """Some of what is listed, by title; `after` is the name to go on from, "" at the end."""

    lines: tuple[SoftwareView, ...]
    after: str


def list_software(*, words: str = "", after: str = "", most: int = PAGE) -> SoftwarePage:
    """
    List software by its title.

    Args:
        words: all of them stand in what it is found by.
        after: the name of the last that was seen.
    """
    rows = Software.objects.order_by("title", "name")
    for word in words.lower().split()[:8]:
        rows = rows.filter(found__contains=word[:60])
    seen = Software.objects.filter(name=after).values_list("title", flat=True).first() if after else None
    if seen is not None:
        rows = rows.filter(Q(title__gt=seen) | Q(title=seen, name__gt=after))
    found = [_view(row) for row in rows[: most + 1]]
    return SoftwarePage(tuple(found[:most]), found[most - 1].name if len(found) > most else "")


def get_software(name: str) -> SoftwareView:
    """
    Return one software.

    Raises:
        SoftwareNotFound.
    """
    row = Software.objects.filter(name=name).first()
    if row is None:
        raise SoftwareNotFound(name)
    return _view(row)


def list_addresses() -> tuple[tuple[str, str], ...]:
    """List the names of those whose file was fetched, each with the address."""
    return tuple(Software.objects.exclude(address="").order_by("name").values_list("name", "address"))


# Private


def _view(row: Software) -> SoftwareView:
    return SoftwareView(row.name, row.title, row.address, row.errors, row.looked_at, bytes(row.body))
