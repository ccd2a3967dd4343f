"""What stands in a commons now, publisher by publisher: what its catalogue is made from."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tuf.api.metadata import Targets

from commonwheel.integrations.trust import metadata
from commonwheel.integrations.trust.counting import Counting
from commonwheel.integrations.trust.failures import ReleaseUnknown
from commonwheel.integrations.trust.port import SignedRelease
from commonwheel.integrations.trust.repository import CommonsFolder
from commonwheel.integrations.trust.succession import read_steps


@dataclass(frozen=True, slots=True)
class Shelved:
    """
    A release, and since when its state is what it is.

    Attributes:
        since: "" where it is offered, or nobody said.
    """

    release: SignedRelease
    since: str


@dataclass(frozen=True, slots=True)
class PublisherShelf:
    """
    One publisher.

    Attributes:
        number: of its signed list; 0 before the first.
        digest: of that list and of what the commons has stopped in it: it changes with whatever is shown.
        runs_out_at: None before the first list.
        profile: what it says of itself, as it came.
        successor: the publisher that speaks for it now; "" for itself.
    """

    name: str
    number: int
    digest: str
    runs_out_at: dt.datetime | None
    profile: Mapping[str, Any]
    releases: tuple[Shelved, ...]
    successor: str


def read_shelves(counting: Counting) -> tuple[PublisherShelf, ...]:
    """Return the publishers of a commons by name, each with its releases by path."""
    listed = metadata.read(counting.publishers, Targets).signed
    return tuple(
        _shelf(name, counting, successor=next((step.successor for step in reversed(read_steps(role))), ""))
        for name, role in sorted(metadata.list_roles(listed).items())
    )


def read_list(publisher: str, text: bytes) -> PublisherShelf:
    """
    Return what a publisher's list says, whoever signed it.

    Raises:
        NotMetadata, MetadataRefused: where it is none, or not as a commons has it.
    """
    return _shelf(publisher, Counting(0, b"", {publisher: text}, {}, {}), successor="")


def find_shelf(folder: CommonsFolder, publisher: str) -> PublisherShelf | None:
    """Return one publisher of a commons; None where it has none of that name."""
    return next((shelf for shelf in read_shelves(folder.counting()) if shelf.name == publisher), None)


def path_named(shelves: Iterable[PublisherShelf], named: str) -> str:
    """
    Return the path of a release by `PUBLISHER/NAME@VERSION`; a path is one already.

    Raises:
        ReleaseUnknown: where no publisher has it.
    """
    full_name, _at, version = named.partition("@")
    for shelf in shelves:
        for shelved in shelf.releases:
            release = shelved.release
            is_named = f"{release.publisher}/{release.name}" == full_name and release.facts.get("version") == version
            if is_named or release.path == named:
                return release.path
    raise ReleaseUnknown("This commons", named)


# Private


def _shelf(name: str, counting: Counting, *, successor: str) -> PublisherShelf:
    text = counting.lists.get(name)
    of_it = {path: why for path, why in counting.quarantine.items() if path.split("/")[0] == name}
    stopped = {path: (why, counting.days.get(path, "")) for path, why in of_it.items()}
    digest = hashlib.sha256((text or b"") + repr((sorted(stopped.items()), successor)).encode()).hexdigest()
    if text is None:
        return PublisherShelf(name, 0, digest, None, {}, (), successor)
    signed = metadata.read(text, Targets).signed
    releases = metadata.list_releases(name, signed)
    said = signed.unrecognized_fields.get(metadata.PROFILE, {})
    return PublisherShelf(
        name=name,
        number=signed.version,
        digest=digest,
        runs_out_at=signed.expires,
        profile=said if isinstance(said, dict) else {},
        releases=tuple(_shelved(releases[path], signed, stopped) for path in sorted(releases)),
        successor=successor,
    )


def _shelved(release: SignedRelease, signed: Targets, stopped: Mapping[str, tuple[str, str]]) -> Shelved:
    if release.path in stopped:
        why, since = stopped[release.path]
        return Shelved(replace(release, state="quarantined", reason=why), since)
    since = str((signed.targets[release.path].custom or {}).get("since", ""))
    return Shelved(release, since if release.state != "offered" else "")
