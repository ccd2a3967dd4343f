"""Reads what an update brings to a service, what of it is to be decided, and what residents would find different."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonwheel.apps.changes.models import Draft
from commonwheel.apps.changes.queries.drafts import (
    CannotBeRead,
    DraftNotFound,
    beneath_of,
    laid_of,
    layer_of,
    row_of,
    seen_digest,
    shared_of,
)
from commonwheel.apps.services import api as services
from commonwheel.core.examples.proving import with_values
from commonwheel.core.examples.rehearsal import OutcomeChange, rehearse
from commonwheel.core.layers.conflicts import Conflict
from commonwheel.core.layers.merge import Merge, merge
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.soundness import does_not_check
from commonwheel.core.layers.tree import Layered, PatternTree
from commonwheel.core.patterns.model.companions import Bundle, Example
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.compare import Difference
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView
from commonwheel.integrations.bank_holidays.carried import carried_calendars


class NoUpdate(Failure):
    """Nobody is bringing this service to a newer version."""

    def __init__(self) -> None:
        super().__init__("Nobody is taking an update of this service now: it was published or left meanwhile.")


class DoesNotWork(Failure):
    """Examples cannot be walked on a draft with errors."""

    def __init__(self) -> None:
        super().__init__("Mend first what would not work in this draft. It is listed on the first page of the draft.")


class NothingToDecide(Failure):
    """What somebody wants to decide of an update is not open."""

    def __init__(self) -> None:
        super().__init__("This was decided meanwhile, or is not to be decided any more. Look at what is left.")


@dataclass(frozen=True, slots=True)
class Update:
    """
    An update that a draft takes.

    Attributes:
        seen: digest of the draft.
        before, after: the versions.
        old, new: the shared service in both.
        brings: what the new version changes, but for what is to be decided.
        kept: how many changes of ours stand in it.
        open: what is to be decided.
        settled: what was.
        notes: what else is to be known of it, which nobody can decide.
    """

    service: services.ServiceView
    seen: str
    before: str
    after: str
    old: PatternTree
    new: PatternTree
    brings: tuple[Difference, ...]
    kept: int
    open: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    notes: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """
    A service's examples, walked as it is and as its draft would have it.

    Attributes:
        changes: what comes out otherwise, example by example.
        walked: how many examples there are.
        titles: what people call a page, a state or a message, by what it is of (`OutcomeChange.what`) and its name.
        moves: the state that a request moved to, in words, by example and move (`OutcomeChange.at`).
    """

    service: services.ServiceView
    changes: tuple[OutcomeChange, ...]
    walked: int
    titles: Mapping[tuple[str, str], str]
    moves: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Merging:
    """What a draft carries from one version to another."""

    old: Layered
    new: Layered
    merge: Merge

    @property
    def open(self) -> tuple[Conflict, ...]:
        """What is to be decided, and can be."""
        return tuple(one for one in self.merge.conflicts if one.choices)


def get_update(council: CouncilView, slug: str) -> Update:
    """
    Return the update that a service's draft takes.

    Raises:
        ServiceNotFound, DraftNotFound, NoUpdate: where there is none.
        CannotBeRead: where the changes do not fit.
    """
    written = services.get_written(council.id, slug)
    row = row_of(written)
    if row is None:
        raise DraftNotFound
    merging = merging_of(row, owner=council.slug)
    before, after = (one.bundle.pattern.version for one in (merging.old, merging.new))
    return Update(
        service=written.service,
        seen=seen_digest(row, row.layer),
        before=before,
        after=after,
        old=PatternTree(merging.old),
        new=PatternTree(merging.new),
        brings=merging.merge.took_upstream,
        kept=len(merging.merge.kept_local),
        open=merging.open,
        settled=merging.merge.settled,
        notes=tuple(one for one in merging.merge.conflicts if not one.choices),
    )


def merging_of(row: Draft, *, owner: str) -> Merging:
    """
    Return what a draft carries to a newer version.

    Raises:
        NoUpdate: where it carries nothing.
        CannotBeRead: where the changes do not fit.
    """
    if row.from_source_id is None or row.to_source_id is None:
        raise NoUpdate
    old, new = (shared_of(services.get_source(key).files) for key in (row.from_source_id, row.to_source_id))
    return merged(old, new, row.carried, owner=owner)


def merged(old: Layered, new: Layered, carried: str, *, owner: str) -> Merging:
    """
    Merge a layer's text from one version over another.

    Raises:
        CannotBeRead: where it does not fit the older one.
    """
    try:
        return Merging(old, new, merge(old, new, layer_of(carried, old, owner=owner)))
    except LayerDoesNotFit as failure:
        raise CannotBeRead from failure


def rehearsal_of(council: CouncilView, slug: str) -> Rehearsal:
    """
    Walk a service's examples as it is and as its draft would have it, and list what comes out otherwise.

    Raises:
        ServiceNotFound, DraftNotFound: where there is none.
        DoesNotWork: where something of the draft has to be mended first.
        CannotBeRead: where the changes cannot be read.
    """
    written = services.get_written(council.id, slug)
    row = row_of(written)
    if row is None:
        raise DraftNotFound
    now = _valued(shared_of(written.files), written.layer, owner=council.slug)
    then = _valued(beneath_of(row, written), row.layer, owner=council.slug)
    examples = (*then.examples.values(), *_own_examples(written, then))
    titles = {**_titles(now), **_titles(then)}
    moves = {
        (example.id, f"then.{number}"): titles["the state", move.go or ""]
        for example in examples
        for number, move in enumerate(example.then)
        if ("the state", move.go) in titles
    }
    changes = rehearse(now, then, examples, calendars=carried_calendars())
    return Rehearsal(written.service, changes, len(examples), titles, moves)


def draft_laid(council: CouncilView, written: services.Written) -> Layered | None:
    """
    Return what a service's draft makes of it; None where nobody changes it.

    Raises:
        DoesNotWork: where something of the draft has to be mended first.
        CannotBeRead: where the changes cannot be read.
    """
    row = row_of(written)
    return None if row is None else _working(beneath_of(row, written), row.layer, owner=council.slug)


# Private


def _valued(beneath: Layered, text: str, *, owner: str) -> Bundle:
    laid = _working(beneath, text, owner=owner)
    return with_values(laid.bundle, laid.values)


def _working(beneath: Layered, text: str, *, owner: str) -> Layered:
    try:
        laid = laid_of(beneath, text, owner=owner)
    except CannotBeRead as failure:
        raise DoesNotWork from failure
    if does_not_check(laid, beneath):
        raise DoesNotWork
    return laid


def _titles(bundle: Bundle) -> dict[tuple[str, str], str]:
    pattern = bundle.pattern
    return {
        **{("the pages", one.id): one.title for one in pattern.steps},
        **{("the stop", one.id): one.title for one in pattern.stops},
        **{("the state", one.id): one.label for one in pattern.case.states},
        **{
            ("the messages", name): one.head.subject
            for (name, language), one in bundle.messages.items()
            if language == "en"
        },
    }


def _own_examples(written: services.Written, then: Bundle) -> tuple[Example, ...]:
    """Return the council's own examples, each under a name that none of the shared ones has."""
    texts = services.list_own_examples(written.service)
    files = {path: data for path, data in written.files.items() if not path.startswith("examples/")}
    own = {f"examples/{name}.yaml": text.encode() for name, text in texts.items()}
    bundle = read_folder({**files, **own}).bundle if own else None
    found = bundle.examples.values() if bundle is not None else ()
    return tuple(one.model_copy(update={"id": f"{one.id}-ours"}) if one.id in then.examples else one for one in found)
