"""Takes in what software says of itself, and lets it go."""

import datetime as dt
import hashlib

from slugify import slugify

from commonwheel.apps.commons.models import Software
from commonwheel.apps.commons.queries.folder import CommonsClosed, is_open
from commonwheel.apps.commons.queries.software import FILE, SoftwareNotFound, SoftwareView, get_software
from commonwheel.core.problems import Failure, Problem
from commonwheel.core.reuse.entry import Entry
from commonwheel.core.reuse.publiccode import check
from commonwheel.foundation.transactions import action


class FileSaysNothing(Failure):
    """
    A file cannot be listed: it cannot be read, or has no name.

    Attributes:
        problems: why.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = f" Line {problems[0].line}: expected {problems[0].expected}. {problems[0].help}" if problems else ""
        super().__init__(f"This file cannot be listed: it cannot be read, or does not say what it is called.{first}")
        self.problems = problems


@action
def list_file(body: bytes, *, address: str = "", now: dt.datetime) -> SoftwareView:
    """
    List a software by its publiccode.yml, or bring what is listed of it up to date. Faults do not keep it out.

    Args:
        address: where it was fetched; "" where somebody gave it.

    Raises:
        CommonsClosed, FileSaysNothing.
    """
    if not is_open():
        raise CommonsClosed
    checked = check(body, file=FILE)
    entry = checked.entry
    if entry is None:
        raise FileSaysNothing(checked.problems)
    name = name_of(entry, address)
    Software.objects.update_or_create(
        name=name,
        defaults={
            "title": entry.name, "body": body, "address": address, "found": _found_by(entry), "looked_at": now,
            "errors": sum(problem.severity == "error" for problem in checked.problems),
        },
    )  # fmt: skip
    return get_software(name)


@action
def let_go(name: str) -> None:
    """
    Take a software off the list.

    Raises:
        SoftwareNotFound.
    """
    if not Software.objects.filter(name=name).delete()[0]:
        raise SoftwareNotFound(name)


def name_of(entry: Entry, address: str) -> str:
    """Return the name under which a software is listed: the same for the same repository, and for no other."""
    identity = entry.url or address or entry.name
    mark = hashlib.sha256(identity.encode()).hexdigest()[:8]
    return f"{slugify(entry.name, max_length=60) or 'software'}-{mark}"


# Private


def _found_by(entry: Entry) -> str:
    words = [
        entry.name, entry.owner, entry.licence, *entry.maintainers, *entry.categories, *entry.used_by,
        *(one.short for one in entry.words), *(one.long for one in entry.words),
    ]  # fmt: skip
    return " ".join(words).lower()
