"""Reads: which commons are followed, what they offer, and where a council's services came from."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from commonwheel.apps.adoption.models import FetchedRelease, FollowedCommons, OfferedRelease, Speaking
from commonwheel.apps.adoption.models import Statement as SentStatement
from commonwheel.apps.adoption.rules import folded, order_of
from commonwheel.apps.services import api as services
from commonwheel.core.examples.proving import with_values
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.read import read_layer
from commonwheel.core.packages.naming import Wanted
from commonwheel.core.packages.statement import Statement, read_statement
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.problems import Failure
from commonwheel.integrations.trust.client import HttpCommons
from commonwheel.integrations.trust.port import Commons
from commonwheel.integrations.trust.statements import unsigned_text

SHOWN_AT_ONCE = 50
MOST_TOLD = 20


class NothingFollowed(Failure):
    """This node follows no commons."""

    def __init__(self) -> None:
        super().__init__(
            "This node follows no shared library yet. The people who run it add one: "
            "commonwheel library follow NAME ADDRESS --root FILE."
        )


class CommonsNotFollowed(Failure):
    """No commons of that name is followed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"This node follows no shared library called “{name[:61]}”.")


class NotOffered(Failure):
    """No commons that is followed offers this, or not any more; says why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Followed:
    """A commons that is followed; `failure` is why it did not answer last, "" where it did."""

    name: str
    address: str
    root: str
    position: int
    asked_at: dt.datetime | None
    failed_at: dt.datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A release that a commons lists.

    Attributes:
        commons: its name.
        state: `offered`, `deprecated`, `withdrawn` or `quarantined`; only the first two are handed out.
    """

    commons: str
    path: str
    full_name: str
    kind: str
    version: str
    title: str
    summary: str
    needs: tuple[int, ...]
    languages: tuple[str, ...]
    sha256: str
    state: str
    reason: str
    is_newest: bool

    @property
    def publisher(self) -> str:
        """Who signed it."""
        return self.full_name.split("/")[0]

    @property
    def is_handed_out(self) -> bool:
        """Whether it can be adopted."""
        return self.state in {"offered", "deprecated"}


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where a council's service came from, and what is said of it now.

    Attributes:
        commons, path, sha256: of the release that its files came from; "" where it was adopted from a folder.
        now: how its commons lists that release now; None where it does not.
        newer: the newest version of it, where that is greater than the council's.
    """

    service: services.ServiceView
    commons: str
    path: str
    sha256: str
    now: Offer | None
    newer: Offer | None


def list_followed() -> tuple[Followed, ...]:
    """List the commons that are followed, the first to be asked first."""
    return tuple(_followed(row) for row in FollowedCommons.objects.order_by("position", "name"))


def get_followed(name: str) -> Followed:
    """
    Return a commons that is followed.

    Raises:
        CommonsNotFollowed.
    """
    row = FollowedCommons.objects.filter(name=name).first()
    if row is None:
        raise CommonsNotFollowed(name)
    return _followed(row)


def reach(commons: Followed) -> Commons:
    """Return what asks a commons, with what this node remembers of its publishers."""
    return HttpCommons(
        name=commons.name,
        address=commons.address,
        pinned_root=commons.root.encode(),
        folder=Path(settings.TRUST_FOLDER),
    )


def search_offers(text: str = "", *, kind: str = "pattern", after: str = "", limit: int = SHOWN_AT_ONCE) -> list[Offer]:
    """
    Return the newest version of each shared service in whose words all the words of a text stand, by full name.

    Args:
        after: the full name after which to go on; "" for the beginning.
    """
    rows = _ranked().filter(is_newest=True, kind=kind, full_name__gt=after)
    for word in folded(text).split()[:10]:
        rows = rows.filter(words__contains=word)
    # A name that two commons list stands once, as the first of them lists it.
    found: dict[str, Offer] = {}
    for row in rows.order_by("full_name", "commons__position")[: limit * max(1, FollowedCommons.objects.count())]:
        found.setdefault(row.full_name, _offer(row))
    return list(found.values())[:limit]


def near_offers(words: Collection[str], *, limit: int) -> list[Offer]:
    """Return the newest versions of shared services in whose words most of some words stand, the nearest first."""
    wanted = {word for text in words for word in folded(text).split()}
    rows = _ranked().filter(is_newest=True, kind="pattern").order_by("full_name", "commons__position")
    ranked: dict[str, tuple[int, Offer]] = {}
    for row in rows:
        if near := len(wanted.intersection(row.words.split())):
            ranked.setdefault(row.full_name, (-near, _offer(row)))
    return [offer for _, offer in sorted(ranked.values(), key=lambda one: (one[0], one[1].full_name))[:limit]]


def list_offers(full_name: str) -> list[Offer]:
    """Return all versions of a shared service at the first commons that lists it, the newest first."""
    rows = list(_ranked().filter(full_name=full_name).order_by("commons__position", "-order"))
    return [_offer(row) for row in rows if row.commons_id == rows[0].commons_id]


def find_offer(wanted: Wanted) -> Offer:
    """
    Return the release that is meant: of the version, or the newest one.

    Raises:
        NothingFollowed, NotOffered.
    """
    offers = list_offers(wanted.full_name)
    if not offers:
        if not FollowedCommons.objects.exists():
            raise NothingFollowed
        raise NotOffered(
            f"No shared library that this node follows has {wanted.full_name}. Look for it with `commonwheel library "
            "search`, or ask anew with `commonwheel library refresh`."
        )
    if wanted.version is None:
        newest = next((offer for offer in offers if offer.is_newest), None)
        if newest is None:
            raise NotOffered(f"All versions of {wanted.full_name} are stopped: {offers[0].reason}")
        return newest
    found = next((offer for offer in offers if offer.version == str(wanted.version)), None)
    if found is None:
        there = ", ".join(offer.version for offer in offers if offer.is_handed_out) or "none that can be adopted"
        raise NotOffered(f"There is no version {wanted.version} of {wanted.full_name}. There are: {there}.")
    if not found.is_handed_out:
        raise NotOffered(f"{wanted.full_name} {found.version} is {found.state}: {found.reason}")
    return found


def list_places(offer: Offer) -> list[Offer]:
    """Return a release as each commons lists it that has the very same, in the order in which they are asked."""
    rows = _ranked().filter(path=offer.path, sha256=offer.sha256).order_by("commons__position", "commons__name")
    return [_offer(row) for row in rows]


def list_origins(council_id: uuid.UUID) -> tuple[Origin, ...]:
    """List where each of a council's services came from, and whether there is a newer version."""
    adopted = services.list_adopted(council_id)
    fetched = _fetched([one.files_digest for one in adopted])
    offers = _offers_of([one.service.pattern_name for one in adopted])
    return tuple(_origin(one, fetched, offers.get(one.service.pattern_name, ())) for one in adopted)


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: `said` is what it holds; `failure` why it was not taken so far, "" where it was."""

    commons: str
    said: Statement
    made_at: dt.datetime
    sent_at: dt.datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Whether a council says what it runs, the key it signs with, and what it said last, the newest first."""

    is_heard: bool
    public_key: str
    agreed_at: dt.datetime | None
    told: tuple[Told, ...]


def get_voice(council_id: uuid.UUID) -> Voice:
    """Return whether, and what, a council says of what it runs."""
    row = Speaking.objects.filter(council_id=council_id).first()
    if row is None:
        return Voice(is_heard=False, public_key="", agreed_at=None, told=())
    rows = SentStatement.objects.filter(council_id=council_id).order_by("-number")[:MOST_TOLD]
    return Voice(row.ended_at is None, row.public_key, row.agreed_at, tuple(map(_told, rows)))


def get_ours(council_id: uuid.UUID, slug: str) -> Bundle:
    """
    Return a council's service as it is written now, with its own words and settings.

    Raises:
        ServiceNotFound: where there is none.
        NotOffered: where what it is written in cannot be read any more.
    """
    written = services.get_written(council_id, slug)
    bundle = read_folder(written.files).bundle
    layer = read_layer(written.layer.encode()).layer if written.layer else None
    if bundle is None:
        raise NotOffered("What this service is written in cannot be read any more.")
    layered = lay(bundle, layer)
    return with_values(layered.bundle, layered.values)


# Private


def _ranked() -> QuerySet[OfferedRelease]:
    return OfferedRelease.objects.select_related("commons")


def _fetched(digests: Sequence[str]) -> Mapping[tuple[str, str], FetchedRelease]:
    rows = FetchedRelease.objects.filter(files_digest__in=digests)
    return {(row.full_name, row.files_digest): row for row in rows}


def _offers_of(names: Sequence[str]) -> Mapping[str, Sequence[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in _ranked().filter(full_name__in=names).order_by("commons__position", "-order"):
        found.setdefault(row.full_name, []).append(_offer(row))
    return found


def _origin(
    one: services.Adopted, fetched: Mapping[tuple[str, str], FetchedRelease], offers: Sequence[Offer]
) -> Origin:
    row = fetched.get((one.service.pattern_name, one.files_digest))
    now = next((offer for offer in offers if row and (offer.commons, offer.path) == (row.commons, row.path)), None)
    # An update is looked for where the service came from, and nowhere else.
    home = [offer for offer in offers if row is None or offer.commons == row.commons]
    newest = next((offer for offer in home if offer.is_newest), None)
    is_newer = newest is not None and order_of(newest.version) > order_of(one.service.version)
    return Origin(
        service=one.service,
        commons=row.commons if row else "",
        path=row.path if row else "",
        sha256=row.sha256 if row else "",
        now=now,
        newer=newest if is_newer else None,
    )


def _told(row: SentStatement) -> Told:
    said = read_statement(unsigned_text(row.signed.encode()))
    return Told(row.commons, said, row.made_at, row.sent_at, row.last_error)


def _followed(row: FollowedCommons) -> Followed:
    return Followed(row.name, row.address, row.root, row.position, row.asked_at, row.failed_at, row.failure)


def _offer(row: OfferedRelease) -> Offer:
    return Offer(
        commons=row.commons.name,
        path=row.path,
        full_name=row.full_name,
        kind=row.kind,
        version=row.version,
        title=row.title,
        summary=row.summary,
        needs=tuple(row.needs),
        languages=tuple(row.languages),
        sha256=row.sha256,
        state=row.state,
        reason=row.reason,
        is_newest=row.is_newest,
    )
