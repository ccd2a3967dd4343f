"""Layers of councils that end, laid together at the one that follows: drafts of its services, to be settled there."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.changes import api as changes
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.services import api as services
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.packages.versions import read_version
from commonwheel.core.reorganising.laying import Brings, Laid, lay_together
from commonwheel.foundation.audit import Actor
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action, atomic

Written = Mapping[str, services.Written]
"""What each council's service is written in, by the id of the council."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """
    What came of one service.

    Attributes:
        slug: its place in addresses; "" where the new council has none of it.
        is_new: whether the draft was made now.
        says: what was done, or why nothing was, in sentences.
    """

    pattern: str
    slug: str
    is_new: bool
    says: tuple[str, ...]


@action
def draft_services(
    new: str, councils: Councils, *, leads: Sequence[str], by: StaffView, now: dt.datetime
) -> tuple[Drafted, ...]:
    """
    Make a draft of each service that comes to a new council, with one layer laid together from those of before.

    A service that the new council has not set up is, and is not live: its people settle the draft, publish it and sign
    it off. Where they have begun to change it, or it is live, nothing is done. Again it changes nothing.

    Args:
        new: id of the new council; it is on the node.
        leads: ids of councils whose changes stand where they differ: of each service the first of them that brings it.
        by: who at the new council makes the drafts.
    """
    parts = {each: councils.here[each] for each in councils.plan.into[new] if each in councils.here}
    brought: dict[str, dict[str, services.Written]] = {}
    for each, council in parts.items():
        for name, written in _written(council):
            brought.setdefault(name, {})[each] = written
    with council_scope(councils.here[new].id):
        return tuple(
            _draft(councils.here[new], name, brought[name], _Made(councils.names, leads, by, now))
            for name in sorted(brought)
        )


# Private


@dataclass(frozen=True, slots=True)
class _Made:
    """By whom drafts are made, when, and who leads."""

    names: Mapping[str, str]
    leads: Sequence[str]
    by: StaffView
    now: dt.datetime

    def lead(self, written: Written) -> str:
        return next((each for each in self.leads if each in written), "")


def _written(council: CouncilView) -> Iterator[tuple[str, services.Written]]:
    with council_scope(council.id):
        found = [services.get_written(council.id, one.slug) for one in services.list_services(council.id)]
    yield from ((one.service.pattern_name, one) for one in found)


def _draft(new: CouncilView, pattern: str, written: Written, made: _Made) -> Drafted:
    try:
        with atomic():
            ours = _set_up(new, pattern, written, made)
            if ours.layer or ours.service.is_live or changes.find_draft(new.id, ours.service.slug):
                says = f"{new.name} has begun with “{ours.service.title_in('en')}” itself: nothing was laid together."
                return Drafted(pattern, ours.service.slug, is_new=False, says=(says,))
            laid = _lay(new, ours, written, made.lead(written))
            changes.begin_with(new, ours.service.slug, layer=laid.layer, by=made.by, now=made.now)
    except (services.SlugCannotBe, services.PatternDoesNotCheck, changes.CannotBeRead, LayerDoesNotFit) as reason:
        return Drafted(pattern, "", is_new=False, says=(f"No draft of {pattern} was made at {new.name}: {reason}",))
    return Drafted(pattern, ours.service.slug, is_new=True, says=tuple(_says(new, ours, written, laid, made)))


def _set_up(new: CouncilView, pattern: str, written: Written, made: _Made) -> services.Written:
    """Return the new council's service, set up in the newest version that one of the others has where it has none."""
    known = {one.pattern_name: one.slug for one in services.list_services(new.id)}
    if pattern not in known:
        newest = max(written.values(), key=lambda one: read_version(one.service.version))
        slug = written[made.lead(written) or next(iter(written))].service.slug
        actor = Actor("STAFF", str(made.by.id))
        services.adopt(new.id, files=newest.files, slug=slug, phone=new.phone, actor=actor, now=made.now)
        known[pattern] = slug
    return services.get_written(new.id, known[pattern])


def _lay(new: CouncilView, ours: services.Written, written: Written, lead: str) -> Laid:
    brought = {}
    for each, one in written.items():
        beneath, layer = changes.layer_beside(one)
        brought[each] = Brings(beneath, layer)
    return lay_together(changes.layer_beside(ours)[0], brought, owner=new.slug, lead=lead)


def _says(new: CouncilView, ours: services.Written, written: Written, laid: Laid, made: _Made) -> Iterator[str]:
    title, lead = ours.service.title_in("en"), made.lead(written)
    yield f"A draft of “{title}” is made at {new.name}, in version {ours.service.version}."
    yield f"Changes that all of its councils have alike, and which stand in it: {laid.shared:,}."
    if lead:
        yield f"Where they differ, it is as {made.names[lead]} has it: {laid.led:,} more of its changes stand in it."
    elif len(written) > 1:
        yield "Where they differ, it is as the shared service has it."
    for council, notes in laid.carried.items():
        yield from (f"{made.names[council]}: {note}" for note in notes)
