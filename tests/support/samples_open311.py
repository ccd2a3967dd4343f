"""Samples of the addresses of reports from other websites and apps."""

from collections.abc import Mapping

from tests.support import partner, streets
from tests.support.cast import Person
from tests.support.walk import SECRET, sample

from commonwheel.apps.open311 import api as open311
from commonwheel.foundation.scope import council_scope

ALL_JSON = ("open311:discovery", "open311:discovery-v2", "open311:services", "open311:requests")


@sample(*ALL_JSON)
def answered(person: Person) -> Mapping[str, object]:
    """Return the form of the answers; behind them stands a report of a partner."""
    report(person)
    return {"format": "json"}


@sample("open311:definition")
def definition(person: Person) -> Mapping[str, object]:
    """Return a service that takes reports."""
    report(person)
    return {"code": partner.LITTER, "format": "xml"}


@sample("open311:request")
def request(person: Person) -> Mapping[str, object]:
    """Return the request of a report."""
    return {"reference": report(person), "format": "json"}


@sample("open311:token")
def token(person: Person) -> Mapping[str, object]:
    """Return the token of a report."""
    return {"token": report(person), "format": "xml"}


@sample("open311:end")
def known(person: Person) -> Mapping[str, object]:
    """Return a partner."""
    partner.give_key(person.council, name=SECRET)
    with council_scope(person.council.id):
        return {"partner_id": open311.list_partners(person.council.id)[0].id}


def report(person: Person) -> str:
    """Let a partner in, and let it send a report; return its reference."""
    streets.run_service(person.council)
    sender = partner.let_in(person.council, name=SECRET)
    said = {**partner.RUBBISH, "service_code": partner.LITTER, "description": SECRET, "address_string": SECRET}
    return sender.reported({name: value for name, value in said.items() if name != "attribute[seen]"})
