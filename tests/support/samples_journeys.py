"""Samples of the addresses of journeys: Amina is half way through a report at council A."""

import re
from collections.abc import Mapping

from django.test import Client
from django.utils import timezone
from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.walk import SECRET, sample

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.journeys.actions.entering import Arrival, enter_for
from commonwheel.apps.journeys.queries import list_unfinished
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

SERVICE = "report-missed-bin"
PLACE = {"typed": "yes", "line_1": SECRET, "town": "Harbourside", "postcode": "BN1 1JE"}


def live(council: CouncilView, person: Person) -> None:
    """Put the missed-bin service live at the council."""
    now = timezone.now()
    service = missed_bin.adopt(council)
    with council_scope(council.id):
        services.put_live(
            council.id, slug=service.slug, signed_off_by=person.id, must_be_welsh=False, actor=SYSTEM, now=now
        )


def begun(person: Person) -> Resident:
    """Return Amina's browser after her first answer."""
    live(person.council, person)
    other = authorities.find_council("fellgate")
    if other is not None:
        live(other, person)
    amina = Resident(Client(), f"/{person.council.slug}/{SERVICE}/").begin()
    return amina.answer(**{f"property__{name}": value for name, value in PLACE.items()})


@sample("journeys:start")
def start(person: Person) -> Mapping[str, object]:
    """Return the service."""
    begun(person)
    return {"service": SERVICE}


@sample(
    "journeys:journey",
    "journeys:check",
    "journeys:sent",
    "journeys:copy",
    "journeys:change",
    "journeys:save",
    "journeys:council",
)
def journey(person: Person) -> Mapping[str, object]:
    """Return the journey."""
    return {"service": SERVICE, "handle": handle_of(begun(person))}


@sample("journeys:stop")
def stop(person: Person) -> Mapping[str, object]:
    """Return the journey and where it might stop."""
    return {**journey(person), "stop": "too-late"}


@sample("journeys:next")
def following(person: Person) -> Mapping[str, object]:
    """Return the journey and a service that might follow on."""
    return {**journey(person), "then": "assisted-collection"}


@sample("journeys:file")
def upload(person: Person) -> Mapping[str, object]:
    """Return the journey and an upload that it does not have."""
    return {**journey(person), "upload": "0190a0a0-0000-7000-8000-000000000000"}


@sample("journeys:step")
def step(person: Person) -> Mapping[str, object]:
    """Return the journey and the step that shows the mark."""
    return {**journey(person), "step": "address"}


@sample("journeys:entry")
def entry(person: Person) -> Mapping[str, object]:
    """Return the journey and an entry of a group it does not have."""
    return {**journey(person), "step": "address", "group": "people", "number": 1}


@sample("journeys:resume", opens=True)
def resume(person: Person) -> Mapping[str, object]:
    """Return the token of the link by which Amina comes back."""
    amina = begun(person)
    amina.post(f"{amina.base}save/", {})
    found = re.search(r"/resume/([^/\s\"]+)/", amina.text)
    assert found, amina.text
    return {"token": found[1]}


def handle_of(resident: Resident) -> str:
    """Return the journey's handle."""
    return resident.base.rstrip("/").rpartition("/")[2]


@sample("journeys:carry_on")
def unfinished(person: Person) -> Mapping[str, object]:
    """Return what the officer began to enter for somebody and did not send."""
    live(person.council, person)
    with council_scope(person.council.id):
        service = services.get_service(person.council.id, SERVICE)
        arrival = Arrival(channel="POST", received_on=timezone.localdate(), language="en")
        enter_for(
            person.council.id,
            service_id=service.id,
            digest=service.digest,
            arrival=arrival,
            staff=missed_bin.staff_of(person),
            now=timezone.now(),
        )
        (mine,) = list_unfinished(person.council.id, now=timezone.now())
    return {"journey_id": mine.id}


@sample("journeys:try")
def tried(person: Person) -> Mapping[str, object]:
    """Return a service to try."""
    missed_bin.adopt(person.council)
    return {"slug": SERVICE}


@sample("journeys:trial", "journeys:keep-trial")
def trial(person: Person) -> Mapping[str, object]:
    """Return a trial under way."""
    return {**tried(person), "handle": "abcdefghjkmn"}
