"""Takes updates: carries a service's changes over a newer version of it, and decides what the two do not agree on."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from commonwheel.apps.changes.actions.rows import DraftChangedMeanwhile, locked, record, text_of
from commonwheel.apps.changes.models import Draft
from commonwheel.apps.changes.queries.drafts import CannotBeRead, DraftNotFound, layer_of, seen_digest, shared_of
from commonwheel.apps.changes.queries.updates import Merging, NothingToDecide, NoUpdate, merged, merging_of
from commonwheel.apps.services import api as services
from commonwheel.core.layers.conflicts import Choice, Conflict
from commonwheel.core.layers.merge import Decision, decided
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.tree import Layered
from commonwheel.core.packages.versions import read_version
from commonwheel.core.patterns.versions.digest import value_digest
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action


class UpdateIsOfAnother(Failure):
    """The files are of another shared service."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"This is a version of {found}, and the service came of {wanted}. Give a newer one of that.")


class UpdateIsNotNewer(Failure):
    """The files are of a version that the service, or its draft, has already, or of an older one."""

    def __init__(self, found: str, has: str) -> None:
        super().__init__(
            f"This is version {found}, and version {has} is there already. An update is to a newer version; an "
            "earlier one that was published here is in the history of the service."
        )


class OwnCannotStand(Failure):
    """What somebody wrote instead of both is refused by the newer version."""


@dataclass(frozen=True, slots=True)
class Decided:
    """
    What somebody chose.

    Attributes:
        at, kind: of which conflict (`core.layers.conflicts.Conflict`).
        own: the words, where the choice is `own`.
    """

    at: str
    kind: str
    choice: Choice
    own: str = ""

    def is_about(self, conflict: Conflict) -> bool:
        """Whether it can be chosen for a conflict."""
        return (self.at, self.kind) == (conflict.at, conflict.kind) and self.choice in conflict.choices


@action
def begin_update(
    council: CouncilView, slug: str, *, files: Mapping[str, bytes], by: StaffView, now: dt.datetime
) -> None:
    """
    Begin to bring a service to a newer version: a draft, into which our changes, or the draft under way, are carried.

    Nothing that residents have is changed. The same update again is as good as once.

    Args:
        files: of the newer version, by path.

    Raises:
        ServiceNotFound: where the council has no such service.
        PatternDoesNotCheck: with every error of the files; nothing is begun.
        UpdateIsOfAnother, UpdateIsNotNewer: where they are no newer version of what the service came of.
        ServiceChangedMeanwhile: where a draft under way was begun from something else than the service is now.
        CannotBeRead: where what the service is written in does not fit; nothing is begun.
    """
    written = services.get_written(council.id, slug)
    source = services.keep_source(files, now=now)
    row = Draft.objects.of(council.id).select_for_update().filter(service_id=written.service.id).first()
    if row is not None and row.to_source_id == source.id:
        return
    if source.full_name != written.service.pattern_name:
        raise UpdateIsOfAnother(source.full_name, written.service.pattern_name)
    beneath = services.get_source(row.to_source_id) if row is not None and row.to_source_id else None
    _require_newer(source, beneath.version if beneath else written.service.version)
    if row is not None and row.begun_from != written.digest:
        raise services.ServiceChangedMeanwhile
    row = row or _new(written, now)
    if row.to_source_id is None:
        row.before_update = row.layer
    if row.to_source_id is None or not row.undecided:
        # What stands over the version that the draft is at is carried on from there.
        row.from_source_id, row.carried = row.to_source_id or written.source_id, row.layer
    row.to_source_id = source.id
    old = shared_of(services.get_source(row.from_source_id or written.source_id).files)
    _keep(row, merged(old, shared_of(files), row.carried, owner=council.slug), by=by, now=now)
    record(written.service, "update-begun", by, now)


@action
def decide(
    council: CouncilView,
    slug: str,
    *,
    seen: str,
    decision: Decided,
    by: StaffView,
    now: dt.datetime,
) -> None:
    """
    Decide one thing that an update and our changes do not agree on; the same decision again is as good as once.

    Args:
        seen: digest of the draft that it was decided for.

    Raises:
        ServiceNotFound, DraftNotFound, NoUpdate, NothingToDecide: where there is none.
        DraftChangedMeanwhile: where the draft is another one now; nothing is changed.
        OwnCannotStand: where our own value cannot; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    row = locked(written)
    if row.to_source_id is None:
        raise NoUpdate
    if seen != seen_digest(row, row.layer):
        if _was_decided_so(row, decision):
            return
        raise DraftChangedMeanwhile
    merging = merging_of(row, owner=council.slug)
    found = next((one for one in merging.open if decision.is_about(one)), None)
    if found is None:
        raise NothingToDecide
    carried = _with_decision(row, merging.old, found, decision, owner=council.slug)
    try:
        after = merged(merging.old, merging.new, carried, owner=council.slug)
    except CannotBeRead as reason:
        raise OwnCannotStand(str(reason.__cause__)) from reason
    if decision.choice == "own":
        _refuse_what_cannot_stand(after, decision.at)
    row.before, row.carried = row.layer, carried
    _keep(row, after, by=by, now=now)


@action
def leave_update(council: CouncilView, slug: str, *, seen: str, by: StaffView, now: dt.datetime) -> None:
    """
    Leave an update: the draft is again as it was before it, and gone where there was none.

    Where no update is taken nothing happens.

    Raises:
        ServiceNotFound: where the council has no such service.
        DraftChangedMeanwhile: nothing is changed.
    """
    written = services.get_written(council.id, slug)
    try:
        row = locked(written)
    except DraftNotFound:
        return
    if row.to_source_id is None:
        return
    if seen != seen_digest(row, row.layer):
        raise DraftChangedMeanwhile
    record(written.service, "update-left", by, now)
    if row.before_update == written.layer:
        row.delete()
        return
    row.layer = row.before = row.before_update
    row.from_source_id = row.to_source_id = None
    row.carried, row.before_update, row.undecided = "", "", 0
    _save(row, by=by, now=now)


# Private


def _new(written: services.Written, now: dt.datetime) -> Draft:
    service = written.service
    return Draft(
        council_id=service.council_id,
        service_id=service.id,
        layer=written.layer,
        begun_from=written.digest,
        begun_at=now,
    )


def _require_newer(source: services.Source, has: str) -> None:
    if read_version(source.version) <= read_version(has):
        raise UpdateIsNotNewer(source.version, has)


def _was_decided_so(row: Draft, decision: Decided) -> bool:
    """Whether a decision is the one that was made last: its button was pressed twice."""
    layer = read_layer(row.carried.encode()).layer if row.carried else None
    last = layer.settled[-1] if layer and layer.settled else None
    if last is None or (last.at, last.choice) != (decision.at, decision.choice):
        return False
    return decision.choice != "own" or last.ours in _digests(decision.own)


def _digests(own: str) -> set[str]:
    """Return the digests that our own words may be kept under."""
    return {value_digest(own), *([value_digest(int(own))] if re.fullmatch(r"[0-9]{1,9}", own) else [])}


def _with_decision(row: Draft, old: Layered, found: Conflict, decision: Decided, *, owner: str) -> str:
    carried = layer_of(row.carried, old, owner=owner)
    return text_of(decided(carried, [Decision(found, decision.choice, _own(found, decision))]))


def _own(found: Conflict, decision: Decided) -> str | int:
    """Return our own words as the value that ours is of."""
    if decision.choice != "own" or isinstance(found.ours, str):
        return decision.own
    if not re.fullmatch(r"[0-9]{1,9}", decision.own):
        raise OwnCannotStand("This must be a whole number.")
    return int(decision.own)


def _refuse_what_cannot_stand(after: Merging, at: str) -> None:
    found = next((one for one in after.open if one.at == at), None)
    if found is not None:
        raise OwnCannotStand(found.says)


def _keep(row: Draft, merging: Merging, *, by: StaffView, now: dt.datetime) -> None:
    """Keep what a merge made of a draft."""
    row.layer, row.undecided = text_of(merging.merge.layer), len(merging.open)
    _save(row, by=by, now=now)


def _save(row: Draft, *, by: StaffView, now: dt.datetime) -> None:
    row.sent_at = row.sent_by_id = None
    row.changed_at, row.changed_by_id = now, by.id
    row.save()
