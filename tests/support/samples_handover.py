"""Samples of the addresses of handing over."""

from collections.abc import Mapping

from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.contractor import SLUG, delivery, send_to
from tests.support.walk import SECRET, sample


@sample("handover:setting", "handover:secret", "handover:token")
def service(person: Person) -> Mapping[str, object]:
    """Return a service whose requests are worked elsewhere."""
    missed_bin.adopt(person.council)
    send_to(person.council, "CSV", system=SECRET)
    return {"slug": SLUG}


@sample("handover:retry")
def undelivered(person: Person) -> Mapping[str, object]:
    """Return a request that was given up."""
    service_here = missed_bin.adopt(person.council)
    send_to(person.council, "CSV", system=SECRET)
    opened = missed_bin.opener(person.council, service_here)()
    row = delivery(person.council, opened.id)
    row.state, row.last_error = "GIVEN_UP", SECRET
    row.save()
    return {"delivery_id": row.id}
