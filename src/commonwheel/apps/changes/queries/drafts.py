"""Reads drafts, and what a draft makes of its service."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.models import Draft
from commonwheel.apps.services import api as services
from commonwheel.core.layers.apply import lay_over, made_against
from commonwheel.core.layers.conflicts import Conflict
from commonwheel.core.layers.editing import sources_of, tree_of
from commonwheel.core.layers.explain import Laid, Said, local_changes
from commonwheel.core.layers.model import Layer
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.refusals import LayerDoesNotFit, Refused
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import Effective, effective_of
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
        to_source: key of the version that it brings the service to; None where it takes no update.
        undecided: how much of the update is to be decided before anything else can be changed.
    """

    seen: str
    changed_at: dt.datetime
    changed_by: str
    sent_at: dt.datetime | None
    sent_by: str
    is_stale: bool
    to_source: uuid.UUID | None = None
    undecided: int = 0


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


def get_change(council: CouncilView, slug: str) -> Change:
    """
    Return a service as it is being changed.

    Raises:
        ServiceNotFound: where there is none.
        CannotBeRead: where the changes do not fit.
    """
    written = services.get_written(council.id, slug)
    row = row_of(written)
    beneath = beneath_of(row, written)
    layer = layer_of(row.layer if row else written.layer, beneath, owner=council.slug)
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
    row = row_of(written)
    return _viewed(row, written) if row else None


def effective_of_draft(council: CouncilView, slug: str) -> Effective:
    """
    Return what a service is as it is being changed, or as it is where nobody changes it.

    Raises:
        ServiceNotFound: where there is none.
        CannotBeRead: where the changes do not fit.
    """
    written = services.get_written(council.id, slug)
    row = row_of(written)
    laid = laid_of(beneath_of(row, written), row.layer if row else written.layer, owner=council.slug)
    return effective_of(laid.bundle, laid.values)


def layer_beside(written: services.Written) -> tuple[Layered, Layer]:
    """
    Return the shared service that a council's service lies on, and the council's layer; empty where it has none.

    Raises:
        CannotBeRead: where this release of ours refuses either.
    """
    beneath = shared_of(written.files)
    return beneath, layer_of(written.layer, beneath, owner="council")


def list_wrong(change: Change) -> tuple[Conflict, ...]:
    """List what would not work of a change, each at the address of its part."""
    try:
        laid = lay_over(change.beneath, change.layer)
    except LayerDoesNotFit as failure:
        return tuple(Conflict(one.found, "does-not-check", one.help) for one in failure.problems)
    return does_not_check(laid, change.beneath)


def shared_of(files: Mapping[str, bytes]) -> Layered:
    """
    Return a shared service from its files.

    Raises:
        CannotBeRead: where this release of ours refuses it.
    """
    bundle = read_folder(files).bundle
    if bundle is None:
        raise CannotBeRead
    return Layered(bundle, {})


def beneath_of(row: Draft | None, written: services.Written) -> Layered:
    """
    Return the shared service that a draft lies on, or the council's own where there is no draft.

    Raises:
        CannotBeRead: as `shared_of`.
    """
    if row is None or row.to_source_id is None:
        return shared_of(written.files)
    return shared_of(services.get_source(row.to_source_id).files)


def layer_of(text: str, beneath: Layered, *, owner: str) -> Layer:
    """
    Return a layer from its text; an empty one, made against what lies beneath, where it is "".

    Raises:
        CannotBeRead: where it is none.
    """
    if text:
        layer = read_layer(text.encode()).layer
        if layer is None:
            raise CannotBeRead
        return layer
    pattern = beneath.bundle.pattern
    made = made_against(effective_of(beneath.bundle))
    return Layer(language=pattern.language, layer=owner, pattern=pattern.full_name, made_against=made)


def laid_of(beneath: Layered, text: str, *, owner: str) -> Layered:
    """
    Return what a layer's text makes of what lies beneath.

    Raises:
        CannotBeRead: where it does not fit.
    """
    try:
        return lay_over(beneath, layer_of(text, beneath, owner=owner))
    except LayerDoesNotFit as failure:
        raise CannotBeRead from failure


def row_of(written: services.Written) -> Draft | None:
    """Return the draft of a service; None where nobody changes it."""
    service = written.service
    return Draft.objects.of(service.council_id).filter(service_id=service.id).first()


def seen_digest(row: Draft, layer: str) -> str:
    """Return the digest of a draft with this layer, and with what was decided of an update."""
    whole = layer if row.to_source_id is None else f"{row.to_source_id}\n{row.carried}\n{layer}"
    return hashlib.sha256(whole.encode()).hexdigest()


# Private


def _viewed(row: Draft, written: services.Written) -> DraftView:
    names = _names(row.council_id, [row.changed_by_id, row.sent_by_id])
    return DraftView(
        seen=seen_digest(row, row.layer),
        changed_at=row.changed_at,
        changed_by=names.get(row.changed_by_id, ""),
        sent_at=row.sent_at,
        sent_by=names.get(row.sent_by_id, "") if row.sent_by_id else "",
        is_stale=row.begun_from != written.digest,
        to_source=row.to_source_id,
        undecided=row.undecided,
    )


def _names(council_id: uuid.UUID, keys: Sequence[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    return authorities.names_of_staff(council_id, {key for key in keys if key is not None})
