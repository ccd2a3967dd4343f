"""What a council's staff are about to publish: what is in it, and how it differs from what is there."""

import uuid
from dataclasses import dataclass, replace

from django.conf import settings

from commonwheel.apps.commons.rules.telling import in_order, tell
from commonwheel.core.examples.run import run_examples
from commonwheel.core.packages.naming import path_of
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release, problems_of, read_release
from commonwheel.core.packages.succession import refuse_too_small
from commonwheel.core.problems import Failure, Problem
from commonwheel.foundation.councils import CouncilView
from commonwheel.integrations.bank_holidays.carried import carried_calendars
from commonwheel.integrations.storage.port import StoredFileMissing
from commonwheel.integrations.trust.choice import Publishing
from commonwheel.integrations.trust.door import CommonsDoor
from commonwheel.integrations.trust.port import SignedRelease
from commonwheel.integrations.trust.shelf import read_list


class NotAPublisher(Failure):
    """This council's staff publish nothing from here."""

    def __init__(self) -> None:
        super().__init__("Nothing is shared from here. Ask those who run this site to set it up.")


class UploadIsGone(Failure):
    """What was uploaded is not kept any more."""

    def __init__(self) -> None:
        super().__init__("The file is not kept any more. Upload it again.")


@dataclass(frozen=True, slots=True)
class Looked:
    """
    A release that was looked into.

    Attributes:
        digest: of its bytes; it is found again by it.
        before: the version in the shared library that it follows; "" for none.
        differences: (weight, sentence, why) of each from that version.
        problems: what is to be mended first; none where it can be published.
        is_there: it is published already.
    """

    digest: str
    title: str
    full_name: str
    version: str
    path: str
    languages: tuple[str, ...]
    changelog: str
    before: str
    weight: str
    differences: tuple[tuple[str, str, str], ...]
    problems: tuple[Problem, ...]
    is_there: bool


def publishing_of(council: CouncilView) -> Publishing:
    """
    Return with what a council's staff publish.

    Raises:
        NotAPublisher: where they do not.
    """
    found: Publishing | None = settings.PUBLISHING.get(council.slug)
    if found is None:
        raise NotAPublisher
    return found


def kept_upload(council_id: uuid.UUID, digest: str) -> bytes:
    """
    Return what was uploaded before, by its digest.

    Raises:
        UploadIsGone.
    """
    try:
        with settings.UPLOADS_STORAGE.open(f"{council_id}/{digest[:2]}/{digest[2:4]}/{digest}") as file:
            content: bytes = file.read()
            return content
    except (StoredFileMissing, ValueError) as error:
        raise UploadIsGone from error


def look_into(council: CouncilView, content: bytes) -> Looked:
    """
    Return what is in a release, and what would keep the shared library from taking it.

    Raises:
        NotAPublisher, CommonsUnavailable, NotMetadata: it cannot be looked at now.
        ReleaseRefused: it is no release.
    """
    door = CommonsDoor(publishing_of(council).address)
    release = read_release(content)
    manifest = release.manifest
    current = door.releases_of(manifest.publisher)
    listed = [one.release for one in read_list(manifest.publisher, current).releases] if current else []
    before = _before(door, release, listed)
    told = tell(release, before)
    return Looked(
        digest=release.digest,
        title=manifest.title,
        full_name=manifest.full_name,
        version=manifest.version,
        path=path_of(manifest),
        languages=manifest.languages,
        changelog=told.changelog,
        before=before.manifest.version if before else "",
        weight=told.weight,
        differences=told.differences,
        problems=_problems(release, before),
        is_there=any((one.path, one.sha256) == (path_of(manifest), release.digest) for one in listed),
    )


# Private


def _before(door: CommonsDoor, release: Release, listed: list[SignedRelease]) -> Release | None:
    order = in_order(release.manifest.version)
    named = [(in_order(str(one.facts.get("version", ""))), one) for one in listed if one.name == release.manifest.name]
    lesser = sorted((one for one in named if one[0] < order), key=lambda one: one[0])
    if not lesser:
        return None
    last = lesser[-1][1]
    return read_release(door.release(last.path, last.sha256))


def _problems(release: Release, before: Release | None) -> tuple[Problem, ...]:
    found = list(problems_of(release))
    if not found and release.manifest.kind == "pattern":
        walked = run_examples(release.bundle, calendars=carried_calendars()).problems
        found = [replace(one, severity="error") for one in walked]
    if not found and before is not None:
        try:
            refuse_too_small(before, release)
        except ReleaseRefused as refused:
            found = list(refused.problems)
    return tuple(sorted(found))
