"""Samples of the addresses of changing a service."""

from collections.abc import Mapping
from functools import partial

from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.walk import SECRET, sample

from commonwheel.apps.changes.actions import drafts, updating
from commonwheel.apps.changes.actions.starting import start_service
from commonwheel.apps.changes.models import Publication
from commonwheel.apps.changes.queries.drafts import find_draft
from commonwheel.apps.services import api as services
from commonwheel.core.layers import editing
from commonwheel.core.packages.starting import NewService
from commonwheel.foundation.audit import SYSTEM

SLUG = "report-missed-bin"


def drafted(person: Person) -> None:
    """Leave a draft of a service with marked words."""
    missed_bin.adopt(person.council)
    staff = missed_bin.staff_of(person)
    drafts.begin(person.council, SLUG, by=staff, now=missed_bin.MONDAY)
    draft = find_draft(person.council.id, SLUG)
    assert draft is not None
    edit = partial(editing.give, at="pattern", values={"title": SECRET})
    drafts.change(person.council, SLUG, seen=draft.seen, edit=edit, by=staff, now=missed_bin.MONDAY)


@sample(
    "changes:overview", "changes:begin", "changes:differences", "changes:put-back", "changes:send", "changes:publish",
    "changes:discard", "changes:history",
)  # fmt: skip
def service(person: Person) -> Mapping[str, object]:
    """Return a service that is being changed."""
    drafted(person)
    return {"slug": SLUG}


def updated(person: Person) -> None:
    """Leave a draft that takes an update, with one thing to decide."""
    drafted(person)
    staff = missed_bin.staff_of(person)
    updating.begin_update(person.council, SLUG, files=missed_bin.newer(), by=staff, now=missed_bin.MONDAY)


@sample("changes:sign-off", "changes:put-live", "changes:examples")
def to_sign(person: Person) -> Mapping[str, object]:
    """Return a service that is to be signed off."""
    return service(person)


@sample("changes:sign")
def part_to_sign(person: Person) -> Mapping[str, object]:
    """Return one part of it."""
    return {**service(person), "part": "owner"}


@sample("changes:rules", "changes:start")
def rules(_person: Person) -> Mapping[str, object]:
    """Return nothing: every council has them."""
    return {}


@sample("changes:rule")
def rule(_person: Person) -> Mapping[str, object]:
    """Return one part that is signed off."""
    return {"part": "data"}


@sample("changes:remove-example")
def own_example(person: Person) -> Mapping[str, object]:
    """Return an example of the council's own."""
    found = service(person)
    services.add_example(
        person.council.id, slug=SLUG, text=missed_bin.own_example(), actor=SYSTEM, now=missed_bin.MONDAY
    )
    return {**found, "example": "ours"}


@sample("changes:update", "changes:leave", "changes:different")
def update(person: Person) -> Mapping[str, object]:
    """Return a service whose draft takes an update."""
    updated(person)
    return {"slug": SLUG}


@sample("changes:decide")
def decision(person: Person) -> Mapping[str, object]:
    """Return one thing to decide of it."""
    updated(person)
    return {"slug": SLUG, "kind": "both-changed", "at": "title"}


@sample("changes:download")
def own(person: Person) -> Mapping[str, object]:
    """Return a service of the council's own, with marked words."""
    new = NewService(
        name="ask-for-a-bench", publisher=person.council.slug, title=SECRET, summary=SECRET, page="Where",
        question="Which park", duty="parks", power="A law", basis="public-task", years=1,
    )  # fmt: skip
    made = start_service(person.council, new, by=missed_bin.staff_of(person), now=missed_bin.MONDAY)
    return {"slug": made.slug}


@sample("changes:words", "changes:welsh", "changes:add-question", "changes:add-page", "changes:hide", "changes:move")
def page(person: Person) -> Mapping[str, object]:
    """Return a page of it."""
    return {**service(person), "at": "steps.bin"}


@sample("changes:move-to")
def question(person: Person) -> Mapping[str, object]:
    """Return a question of it."""
    return {**service(person), "at": "steps.bin.ask.missed_on"}


@sample("changes:setting")
def setting(person: Person) -> Mapping[str, object]:
    """Return a setting of it."""
    return {**service(person), "at": "report_within_days"}


@sample("changes:publish-again")
def publication(person: Person) -> Mapping[str, object]:
    """Return what it was before."""
    found = service(person)
    key = services.get_service(person.council.id, SLUG).id
    owned = {"council_id": person.council.id, "service_id": key}
    row = Publication.objects.create(**owned, version="1.0.0", note=SECRET, published_at=missed_bin.MONDAY)
    return {**found, "publication_id": row.id}
