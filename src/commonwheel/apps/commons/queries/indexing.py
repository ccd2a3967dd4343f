"""What the index should say, read from the folder; nothing is written, so that nobody waits meanwhile."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonwheel.apps.commons.models import Publisher as PublisherRow
from commonwheel.apps.commons.models import Release as ReleaseRow
from commonwheel.apps.commons.queries.folder import published_at, read_published, the_folder
from commonwheel.apps.commons.rules.telling import Told, guidance_in, in_order, tell
from commonwheel.core.connectors.facts import KIND as CONNECTOR
from commonwheel.core.packages.profile import Profile, read_profile
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.integrations.trust.failures import ReleaseUnknown
from commonwheel.integrations.trust.port import SignedRelease
from commonwheel.integrations.trust.repository import CommonsFolder
from commonwheel.integrations.trust.shelf import PublisherShelf, Shelved, read_shelves

_HANDED_OUT = frozenset({"offered", "deprecated"})


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """One release as the index has it; `told` is None where that is known already, or cannot be told."""

    shelved: Shelved
    version: str
    published_at: dt.datetime
    told_against: str
    told: Told | None

    @property
    def release(self) -> SignedRelease:
        """What was signed."""
        return self.shelved.release

    @property
    def since(self) -> dt.date | None:
        """The day since which its state is what it is; None where nobody said."""
        try:
            return dt.date.fromisoformat(self.shelved.since)
        except ValueError:
            return None

    @property
    def order(self) -> str:
        """See `rules.telling.in_order`."""
        return in_order(self.version)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Something that is shared: `newest` is the release that its words are from."""

    name: str
    newest: ReleaseFacts
    guidance: str
    releases: tuple[ReleaseFacts, ...]


@dataclass(frozen=True, slots=True)
class PublisherFacts:
    """A publisher with all that it shares; `profile` is None where it says nothing of itself that can be read."""

    shelf: PublisherShelf
    profile: Profile | None
    entries: tuple[EntryFacts, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: publishers that changed, the names of those that are no more, and all connectors."""

    changed: tuple[PublisherFacts, ...]
    gone: frozenset[str]
    connectors: tuple[SignedRelease, ...]


@dataclass(slots=True)
class _Before:
    """What the index says of a publisher's releases, by path: what each was told against."""

    told: Mapping[str, str] = field(default_factory=dict)


def plan_index(*, anew: bool = False) -> Plan:
    """
    Read what the index should say.

    Args:
        anew: look at every byte, also of what the index has already.

    Raises:
        CommonsClosed, NotStarted.
    """
    folder = the_folder()
    shelves = read_shelves(folder.counting())
    known = dict(PublisherRow.objects.values_list("name", "digest"))
    changed = [shelf for shelf in shelves if anew or known.get(shelf.name) != shelf.digest]
    facts = tuple(_publisher(folder, shelf, _Before() if anew else _before(shelf.name)) for shelf in changed)
    releases = (shelved.release for shelf in shelves for shelved in shelf.releases)
    return Plan(
        changed=facts,
        gone=frozenset(known) - {shelf.name for shelf in shelves},
        connectors=tuple(one for one in releases if one.facts.get("kind") == CONNECTOR),
    )


# Private


def _before(publisher: str) -> _Before:
    rows = ReleaseRow.objects.filter(entry__publisher_id=publisher, is_read=True)
    return _Before(dict(rows.values_list("path", "told_against")))


def _publisher(folder: CommonsFolder, shelf: PublisherShelf, before: _Before) -> PublisherFacts:
    named: dict[str, list[Shelved]] = {}
    for shelved in shelf.releases:
        named.setdefault(shelved.release.name, []).append(shelved)
    entries = tuple(_entry(folder, name, some, before) for name, some in sorted(named.items()))
    return PublisherFacts(shelf, _profile(shelf.profile), entries)


def _profile(said: Mapping[str, Any]) -> Profile | None:
    try:
        return read_profile(said) if said else None
    except ReleaseRefused:
        return None


def _entry(folder: CommonsFolder, name: str, some: list[Shelved], before: _Before) -> EntryFacts:
    releases = tuple(_releases(folder, some, before))
    handed_out = [one for one in releases if one.release.state in _HANDED_OUT]
    newest = (handed_out or releases)[-1]
    try:
        guidance = guidance_in(folder.release(newest.release.path, newest.release.sha256))
    except ReleaseUnknown:
        guidance = ""
    return EntryFacts(name, newest, guidance, releases)


def _releases(folder: CommonsFolder, some: list[Shelved], before: _Before) -> Iterator[ReleaseFacts]:
    last: SignedRelease | None = None
    for shelved in sorted(some, key=lambda one: in_order(_version(one.release))):
        signed = shelved.release
        against = last.sha256 if last else ""
        known = before.told.get(signed.path) == against
        yield ReleaseFacts(
            shelved=shelved,
            version=_version(signed),
            published_at=published_at(folder, signed.path, signed.sha256),
            told_against=against,
            told=None if known else _told(signed, last),
        )
        last = signed


def _told(signed: SignedRelease, before: SignedRelease | None) -> Told | None:
    release = read_published(signed.path, signed.sha256)
    if release is None:
        return None
    return tell(release, read_published(before.path, before.sha256) if before else None)


def _version(signed: SignedRelease) -> str:
    return str(signed.facts.get("version", ""))[:60]
