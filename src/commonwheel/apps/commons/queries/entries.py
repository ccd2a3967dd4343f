"""Reads of what is shared: entries with their versions, publishers, what councils use, what is new."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from commonwheel.apps.commons.models import Admitted, Entry, Publisher, Release, Use
from commonwheel.apps.commons.queries.searching import EntryLine, line_of
from commonwheel.core.problems import Failure

NEWEST = 50


class EntryNotFound(Failure):
    """Nothing of that name is shared here."""

    def __init__(self) -> None:
        super().__init__("Nothing of this name is shared here. Look for it in the shared library.")


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One version; see the model."""

    path: str
    version: str
    sha256: str
    length: int
    facts: Mapping[str, Any]
    published_at: dt.datetime
    state: str
    reason: str
    since: dt.date | None
    changelog: str
    weight: str
    differences: tuple[tuple[str, str, str], ...]
    full_name: str
    title: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PublisherView:
    """A publisher; `offers` and `stories` are as it signed them."""

    name: str
    title: str
    kind: str
    web: str
    contact: str
    successor: str
    offers: tuple[Mapping[str, Any], ...]
    stories: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class UseView:
    """What a council signed of one shared service that it runs."""

    council: str
    version: str
    live_since: dt.date
    said_on: dt.date | None
    first_month: str
    requests: int | None
    closed: int | None
    within: int | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """Something that is shared, with all that is known of it; versions with the newest first."""

    line: EntryLine
    licence: str
    publisher: PublisherView
    releases: tuple[ReleaseView, ...]
    uses: tuple[UseView, ...]
    offers: tuple[tuple[str, Mapping[str, Any]], ...]
    stories: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def shown(self) -> ReleaseView:
        """The version that its words are from."""
        return next((one for one in self.releases if one.version == self.line.version), self.releases[0])


def get_entry(publisher: str, name: str) -> EntryView:
    """
    Return something that is shared.

    Raises:
        EntryNotFound.
    """
    entry = Entry.objects.select_related("publisher").filter(full_name=f"{publisher}/{name}").first()
    if entry is None:
        raise EntryNotFound
    releases = tuple(_release(row, entry) for row in entry.releases.order_by("-order"))
    return EntryView(
        line=line_of(entry),
        licence=entry.licence,
        publisher=_publisher(entry.publisher),
        releases=releases,
        uses=_uses(entry.full_name),
        offers=_said_of(entry.full_name, "offers"),
        stories=_said_of(entry.full_name, "stories"),
    )


def get_release(publisher: str, name: str, version: str) -> ReleaseView:
    """
    Return one version of something that is shared.

    Raises:
        EntryNotFound.
    """
    row = (
        Release.objects.select_related("entry").filter(entry__full_name=f"{publisher}/{name}", version=version).first()
    )
    if row is None:
        raise EntryNotFound
    return _release(row, row.entry)


def list_newest() -> tuple[ReleaseView, ...]:
    """Return the versions that came last, the newest first."""
    rows = Release.objects.select_related("entry").order_by("-published_at", "path")[:NEWEST]
    return tuple(_release(row, row.entry) for row in rows)


def list_publishers() -> tuple[tuple[PublisherView, int], ...]:
    """Return the publishers by title, each with how much it shares."""
    rows = Publisher.objects.annotate(shared=Count("entries")).order_by("title", "name")
    return tuple((_publisher(row), row.shared) for row in rows)


def get_publisher(name: str) -> tuple[PublisherView, tuple[EntryLine, ...]]:
    """
    Return a publisher with what it shares.

    Raises:
        EntryNotFound.
    """
    row = Publisher.objects.filter(name=name).first()
    if row is None:
        raise EntryNotFound
    entries = Entry.objects.select_related("publisher").filter(publisher=row).order_by("title", "full_name")
    return _publisher(row), tuple(line_of(entry) for entry in entries)


def list_entries() -> Sequence[EntryLine]:
    """Return all that is shared, by name."""
    return [line_of(entry) for entry in Entry.objects.select_related("publisher").order_by("full_name")]


def mark() -> str:
    """Return a text that is another one whenever anything that the catalogue shows has changed."""
    publishers = Publisher.objects.order_by("name").values_list("name", "digest")
    councils = Admitted.objects.order_by("council").values_list("council", "digest")
    return hashlib.sha256(repr((list(publishers), list(councils))).encode()).hexdigest()[:32]


# Private


def _release(row: Release, entry: Entry) -> ReleaseView:
    return ReleaseView(
        path=row.path,
        version=row.version,
        sha256=row.sha256,
        length=row.length,
        facts=row.facts,
        published_at=row.published_at,
        state=row.state,
        reason=row.reason,
        since=row.since,
        changelog=row.changelog,
        weight=row.weight,
        differences=tuple((weight, sentence, why) for weight, sentence, why in row.differences),
        full_name=entry.full_name,
        title=entry.title,
    )


def _publisher(row: Publisher) -> PublisherView:
    return PublisherView(
        row.name, row.title, row.kind, row.web, row.contact, row.successor, tuple(row.offers), tuple(row.stories)
    )


def _uses(full_name: str) -> tuple[UseView, ...]:
    # What a council says it runs counts where it is what was published here, to the last byte.
    published = Release.objects.filter(entry__full_name=full_name).values("sha256")
    rows = Use.objects.select_related("council").filter(service=full_name, digest__in=published)
    rows = rows.order_by("council__title", "council_id")
    return tuple(
        UseView(
            council=row.council.title,
            version=row.version,
            live_since=row.live_since,
            said_on=row.council.said_on,
            first_month=row.first_month,
            requests=row.requests,
            closed=row.closed,
            within=row.within,
        )
        for row in rows
    )


def _said_of(full_name: str, what: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Return what publishers offer, or tell, about something that is shared; offers also where they are for all."""
    rows = Publisher.objects.exclude(**{what: []}).order_by("title").values_list("title", what)
    return tuple(
        (title, one) for title, said in rows for one in said if one.get("service") in (full_name, *_for_all(what))
    )


def _for_all(what: str) -> tuple[None, ...]:
    return (None,) if what == "offers" else ()
