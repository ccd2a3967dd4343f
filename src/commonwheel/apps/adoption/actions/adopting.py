"""Fetches releases, and makes draft services of them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from commonwheel.apps.adoption.models import FetchedRelease
from commonwheel.apps.adoption.queries.library import Offer, get_followed, list_places, reach
from commonwheel.apps.adoption.rules import layer_with
from commonwheel.apps.services import api as services
from commonwheel.core.packages.naming import path_of
from commonwheel.core.packages.release import Release, read_release
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.failures import CommonsUnavailable
from commonwheel.integrations.trust.port import Commons, SignedRelease


class OtherThanPublished(Failure):
    """The bytes of a release are those that were signed, and tell of another release than its path."""

    def __init__(self, path: str, found: str) -> None:
        super().__init__(f"{path} holds {found}. It was not adopted: tell its publisher.")


class NotAService(Failure):
    """A block was asked for: it is no service by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a block: a part of services, and none by itself.")


class AdoptedOtherwise(Failure):
    """The council has this service already, in another version or with its own changes."""

    def __init__(self, service: services.ServiceView, version: str) -> None:
        super().__init__(
            f"The council has {service.pattern_name} {service.version} already, at “{service.slug}”."
            + (f" Take version {version} as an update." if version != service.version else "")
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """A release whose signed bytes were read: which commons and path, and what is in it."""

    commons: str
    signed: SignedRelease
    release: Release


def fetch(offer: Offer, asked: Commons, *, now: dt.datetime) -> Fetched:
    """
    Fetch a release, and read it: its signature, its digest, its name.

    Raises:
        ReleaseUnknown, ReleaseNotHandedOut, TrustRefused, CommonsUnavailable: as the port says.
        ReleaseRefused, OtherThanPublished: where the publisher signed something that is no release of that name.
        NotAService: where it is a block.
    """
    signed, data = asked.fetch(offer.path, now=now)
    release = read_release(data)
    manifest = release.manifest
    if path_of(manifest) != signed.path:
        raise OtherThanPublished(signed.path, f"{manifest.full_name} {manifest.version}")
    if manifest.kind != "pattern":
        raise NotAService(manifest.full_name)
    return Fetched(offer.commons, signed, release)


def fetch_anywhere(offer: Offer, *, now: dt.datetime) -> Fetched:
    """
    Fetch a release from the first commons that lists it and can be asked: a mirror is as good as what it mirrors.

    Raises:
        As `fetch`; where none can be asked, what the first of them said.
    """
    failures: list[CommonsUnavailable] = []
    for place in list_places(offer) or [offer]:
        try:
            return fetch(place, reach(get_followed(place.commons)), now=now)
        except CommonsUnavailable as why:
            failures.append(why)
    raise failures[0]


@action
def keep_fetched(fetched: Fetched, *, now: dt.datetime) -> None:
    """Keep where the files of a release came from; the first commons that they were fetched from stays."""
    manifest = fetched.release.manifest
    FetchedRelease.objects.get_or_create(
        full_name=manifest.full_name,
        files_digest=services.files_digest(fetched.release.files),
        defaults={
            "version": manifest.version,
            "commons": fetched.commons,
            "path": fetched.signed.path,
            "sha256": fetched.signed.sha256,
            "fetched_at": now,
        },
    )


@action
def adopt(
    council: CouncilView,
    fetched: Fetched,
    *,
    given: Mapping[str, str],
    slug: str = "",
    phone: str = "",
    phone_hours: str = "",
    phone_hours_cy: str = "",
    actor: audit.Actor,
    now: dt.datetime,
) -> services.ServiceView:
    """
    Make a draft service of a fetched release for a council: residents meet it once it is put live.

    Args:
        given: the settings that the council decides, as typed, by name.
        slug: its place in addresses; the service's own name where "".
        phone: for help with it; the council's own where "".

    Raises:
        AdoptedOtherwise: where the council has it already in another way; nothing is changed.
        SettingsNotGiven, SettingUnknown, SettingCannotBe, SlugCannotBe, PatternDoesNotCheck: nothing is changed.
    """
    release = fetched.release
    keep_fetched(fetched, now=now)
    layer = layer_with(release.bundle, given, council=council.slug)
    already = _already(council.id, release, layer)
    if already is not None:
        return already
    return services.adopt(
        council.id,
        files=release.files,
        layer=layer,
        slug=slug,
        phone=phone or council.phone,
        phone_hours=phone_hours,
        phone_hours_cy=phone_hours_cy,
        actor=actor,
        now=now,
    )


# Private


def _already(council_id: uuid.UUID, release: Release, layer: str) -> services.ServiceView | None:
    """Return the council's service where it is just this one already; refuse where it is another one by the name."""
    manifest = release.manifest
    for one in services.list_services(council_id):
        if one.pattern_name == manifest.full_name:
            written = services.get_written(council_id, one.slug)
            if dict(written.files) != dict(release.files) or written.layer != layer:
                raise AdoptedOtherwise(one, manifest.version)
            return one
    return None
