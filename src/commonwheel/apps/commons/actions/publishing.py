"""Takes in what publishers send: first what is cheap to refuse, then who signed, then what it is; then it counts."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.commons.actions.indexing import index_commons
from commonwheel.apps.commons.queries.folder import (
    CommonsIsCopy,
    folder_path,
    is_copy,
    read_published,
    the_running_commons,
)
from commonwheel.apps.commons.rules.checking import check_release, check_wheel
from commonwheel.apps.commons.rules.telling import in_order
from commonwheel.core.packages.profile import read_profile
from commonwheel.core.packages.refusals import ReleaseRefused, refusal
from commonwheel.core.packages.release import Release
from commonwheel.core.problems import Problem
from commonwheel.integrations.bank_holidays.carried import carried_calendars
from commonwheel.integrations.trust.package_index import owner_of
from commonwheel.integrations.trust.port import SignedRelease
from commonwheel.integrations.trust.shelf import PublisherShelf, read_list

PageCheck = Callable[[Release], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Sent:
    """
    What a publisher sends.

    Attributes:
        signed_list: its next list of releases, signed.
        contents: the bytes of what is new in it, in any order; the list tells which is which.
    """

    publisher: str
    signed_list: bytes
    contents: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What came of it.

    Attributes:
        number: of the publisher's list that counts now.
        paths: of the releases that were new.
        is_repeat: the same was sent before, and nothing changed.
    """

    publisher: str
    number: int
    paths: tuple[str, ...]
    is_repeat: bool


def publish(sent: Sent, *, pages: PageCheck, now: dt.datetime) -> Taken:
    """
    Take a publisher's next list with what is new in it. All of it counts, or nothing has changed.

    Args:
        pages: returns what is wrong with the pages of a release; asked last, since it costs most.

    It counts once it is in the folder; the index follows, and a sweep makes it where this process dies in between.

    Raises:
        CommonsClosed, CommonsIsCopy, PublisherUnknown, NotMetadata, NotSignedEnough, VersionRefused, MetadataRefused,
        ReleaseIsFixed, FileRefused, ReleaseRefused, WheelRefused, BrowserUnavailable, CommonsUnwritable: why not.
    """
    if is_copy():
        raise CommonsIsCopy
    folder = the_running_commons()
    shelf = read_list(sent.publisher, sent.signed_list)
    files = _by_path(shelf, sent.contents)
    is_new = folder.check(sent.publisher, sent.signed_list, files)
    if is_new:
        _check_all(shelf, files, pages)
        folder.publish(sent.publisher, sent.signed_list, files, now=now)
    index_commons()
    return Taken(sent.publisher, shelf.number, tuple(files), is_repeat=not is_new)


# Private


def _by_path(shelf: PublisherShelf, contents: Sequence[bytes]) -> Mapping[str, bytes]:
    listed = {shelved.release.sha256: shelved.release.path for shelved in shelf.releases}
    files = {}
    for content in contents:
        digest = hashlib.sha256(content).hexdigest()
        if digest not in listed:
            raise refusal("not-signed", digest)
        files[listed[digest]] = content
    return files


def _check_all(shelf: PublisherShelf, files: Mapping[str, bytes], pages: PageCheck) -> None:
    if shelf.profile:
        read_profile(dict(shelf.profile))
    calendars, read = carried_calendars(), dict[str, Release]()
    for signed in _in_order(shelf, files):
        if signed.path.endswith(".whl"):
            check_wheel(files[signed.path], signed, owner=owner_of(folder_path(), signed.name))
        else:
            before = _before(shelf, signed, read)
            read[signed.path] = check_release(files[signed.path], signed, before, calendars=calendars)
            if problems := pages(read[signed.path]):
                raise ReleaseRefused(*problems)


def _in_order(shelf: PublisherShelf, files: Mapping[str, bytes]) -> Iterator[SignedRelease]:
    new = [shelved.release for shelved in shelf.releases if shelved.release.path in files]
    yield from sorted(new, key=_order)


def _before(shelf: PublisherShelf, signed: SignedRelease, read: Mapping[str, Release]) -> Release | None:
    """Return the greatest of the lesser versions, be it there already or sent at the same time."""
    named = [one.release for one in shelf.releases if one.release.name == signed.name]
    lesser = sorted((one for one in named if _order(one) < _order(signed)), key=_order)
    if not lesser:
        return None
    last = lesser[-1]
    return read.get(last.path) or read_published(last.path, last.sha256)


def _order(signed: SignedRelease) -> str:
    return in_order(str(signed.facts.get("version", "")))
