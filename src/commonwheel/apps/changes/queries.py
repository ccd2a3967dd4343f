"""Reads drafts and publications, and what a draft makes of its service."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.models import Draft, Drafts, Publication
from commonwheel.apps.services import api as services
from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.conflicts import Conflict
from commonwheel.core.layers.editing import sources_of, tree_of
from commonwheel.core.layers.explain import Laid, Said, local_changes
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView


class DraftNotFound(Failure):
    """Nobody is changing this service."""

    def __init__(self) -> None:
        super().__init__("Nobody is changing this service now: it was published or thrown away meanwhile.")


class CannotBeRead(Failure):
    """What a service, or the changes of it, is written in cannot be read any more."""

    def __init__(self) -> None:
        super().__init__("Our changes do not fit the shared service any more. Throw this draft away, and begin again.")


@dataclass(frozen=True, slots=True)
class DraftView:
    """
    A draft.

    Attributes:
        seen: digest of the draft as it is; whoever changes it says which one they saw.
        changed_by, sent_by: names; "" where nobody did.
        is_stale: whether the service was changed otherwise since it was begun.
    """

    seen: str
    changed_at: dt.datetime
    changed_by: str
    sent_at: dt.datetime | None
    sent_by: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One local change: what is said, and where it stands in the layer's file, so that it can be put back."""

    said: Said
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """
    A service as it is being changed, or as it is where nobody changes it.

    Attributes:
        draft: None where nobody changes it.
        beneath: the shared service.
        tree: with our changes.
    """

    service: services.ServiceView
    draft: DraftView | None
    layer: Layer
    beneath: Layered
    tree: PatternTree
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class PublicationView:
    """One publication; `is_current` of the one in force. `by` is "" where it was not published on these pages."""

    id: uuid.UUID
    at: dt.datetime
    by: str
    note: str
    version: str
    is_current: bool


def get_change(council: CouncilView, slug: str) -> Change:
    """
    Return a service as it is being changed.

    Raises:
        ServiceNotFound: where there is none.
        CannotBeRead: where the changes do not fit.
    """
    written = services.get_written(council.id, slug)
    row = _drafts(council.id, written).first()
    beneath = shared_of(written)
    layer = layer_of(written, row.layer if row else written.layer, owner=council.slug)
    try:
        tree = tree_of(layer, beneath)
    except Refused as refusal:
        raise CannotBeRead from refusal
    said = local_changes(beneath.bundle, [Laid(layer)])
    differences = tuple(Difference(one, *source) for one, source in zip(said, sources_of(layer), strict=True))
    return Change(written.service, _viewed(row, written) if row else None, layer, beneath, tree, differences)


def find_draft(council_id: uuid.UUID, slug: str) -> DraftView | None:
    """
    Return the draft of a service, readable or not.

    Raises:
        ServiceNotFound: where there is no such service.
    """
    written = services.get_written(council_id, slug)
    row = _drafts(council_id, written).first()
    return _viewed(row, written) if row else None


def list_wrong(change: Change) -> tuple[Conflict, ...]:
    """List what would not work of a change, each at the address of its part."""
    return does_not_check(lay_over(change.beneath, change.layer), change.beneath)


def list_publications(council_id: uuid.UUID, slug: str) -> tuple[PublicationView, ...]:
    """
    List what was published of a service, the newest first.

    Raises:
        ServiceNotFound: where there is no such service.
    """
    written = services.get_written(council_id, slug)
    rows = list(Publication.objects.of(council_id).filter(service_id=written.service.id).order_by("-id"))
    names = _names(council_id, [row.published_by_id for row in rows])
    return tuple(
        PublicationView(
            id=row.id,
            at=row.published_at,
            by=names.get(row.published_by_id, "") if row.published_by_id else "",
            note=row.note,
            version=row.version,
            is_current=number == 0 and row.layer == written.layer,
        )
        for number, row in enumerate(rows)
    )


def shared_of(written: services.Written) -> Layered:
    """
    Return the shared service that a council's lies on.

    Raises:
        CannotBeRead: where this release of ours refuses it.
    """
    bundle = read_folder(written.files).bundle
    if bundle is None:
        raise CannotBeRead
    return Layered(bundle, {})


def layer_of(written: services.Written, text: str, *, owner: str) -> Layer:
    """
    Return a layer from its text; an empty one where it is "".

    Raises:
        CannotBeRead: where it is none.
    """
    if text:
        layer = read_layer(text.encode()).layer
        if layer is None:
            raise CannotBeRead
        return layer
    bundle = shared_of(written).bundle
    pattern = bundle.pattern
    made = made_against(effective_of(bundle))
    return Layer(language=pattern.language, layer=owner, pattern=pattern.full_name, made_against=made)


def seen_digest(text: str) -> str:
    """Return the digest of a draft."""
    return hashlib.sha256(text.encode()).hexdigest()


# Private


def _drafts(council_id: uuid.UUID, written: services.Written) -> Drafts:
    return Draft.objects.of(council_id).filter(service_id=written.service.id)


def _viewed(row: Draft, written: services.Written) -> DraftView:
    names = _names(row.council_id, [row.changed_by_id, row.sent_by_id])
    return DraftView(
        seen=seen_digest(row.layer),
        changed_at=row.changed_at,
        changed_by=names.get(row.changed_by_id, ""),
        sent_at=row.sent_at,
        sent_by=names.get(row.sent_by_id, "") if row.sent_by_id else "",
        is_stale=row.begun_from != written.digest,
    )


def _names(council_id: uuid.UUID, keys: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    return authorities.names_of_staff(council_id, {key for key in keys if key is not None})
