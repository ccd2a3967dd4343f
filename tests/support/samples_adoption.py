"""Samples of the addresses of the shared library."""

from collections.abc import Mapping

from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.walk import SECRET, sample

from commonwheel.apps.adoption import api as adoption
from commonwheel.integrations.trust.port import SignedRelease

EXAMPLE = "assisted-not-missed"
NOWHERE = "http://127.0.0.1:1"


def offered(name: str) -> None:
    """Have a library that does not answer offer a newer version of a service."""
    facts = {"kind": "pattern", "title": "Report a missed bin collection", "summary": "Tell us."}
    path = f"commonwheel-examples/{name}/{name}-9.0.0.tar"
    adoption.follow("home", address=NOWHERE, root="{}", now=missed_bin.MONDAY)
    adoption.keep_offers(
        "home", [SignedRelease(path=path, length=10, sha256="0" * 64, facts=facts)], now=missed_bin.MONDAY
    )


@sample("adoption:offer", "adoption:adopt")
def offer(person: Person) -> Mapping[str, object]:
    """Return a shared service; what is marked is the council's own of that name."""
    missed_bin.adopt(person.council, ("title: Report a missed bin", f"title: {SECRET} Report a missed bin"))
    offered("report-missed-bin")
    return {"publisher": "commonwheel-examples", "service": "report-missed-bin"}


@sample("adoption:look")
def look(person: Person) -> Mapping[str, object]:
    """Return an example journey of a shared service."""
    return {**offer(person), "example": EXAMPLE}


@sample("adoption:examples")
def examples(person: Person) -> Mapping[str, object]:
    """Return a service of the council's own, with marked words."""
    missed_bin.adopt(person.council, ("title: Report a missed bin", f"title: {SECRET} Report a missed bin"))
    return {"slug": "report-missed-bin"}


@sample("adoption:look-at-ours")
def look_at_ours(person: Person) -> Mapping[str, object]:
    """Return an example journey of it."""
    return {**examples(person), "example": EXAMPLE}


@sample("adoption:update")
def update(person: Person) -> Mapping[str, object]:
    """Return a service of which there is a newer version."""
    missed_bin.adopt(person.council)
    offered("report-missed-bin")
    return {"slug": "report-missed-bin"}
