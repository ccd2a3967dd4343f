"""A live missed-bin service at two councils, and a browser without JavaScript."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import streets
from tests.support.patterns import pattern_files
from tests.support.resident import Resident

if TYPE_CHECKING:
    from tests.support.cast import Person

    from commonwheel.apps.services.api import ServiceView
    from commonwheel.foundation.councils import CouncilView


def put_live(council: CouncilView, person: Person, files: dict[str, bytes]) -> ServiceView:
    """Adopt a pattern and open it to residents."""
    from commonwheel.apps.services import api as services
    from commonwheel.foundation import audit
    from commonwheel.foundation.scope import council_scope

    now = timezone.now()
    with council_scope(council.id):
        service = services.adopt(
            council.id,
            files=files,
            phone="01632 960 042",
            phone_hours="9 to 5",
            phone_hours_cy="9 tan 5",
            actor=audit.SYSTEM,
            now=now,
        )
        return services.put_live(
            council.id, slug=service.slug, signed_off_by=person.id, must_be_welsh=False, actor=audit.SYSTEM, now=now
        )


@pytest.fixture
def missed_bin(council_a: CouncilView, dev: Person) -> ServiceView:
    """Return the missed-bin service of council A, live."""
    return put_live(council_a, dev, pattern_files("report-missed-bin"))


@pytest.fixture
def resident(missed_bin: ServiceView) -> Resident:
    """Return somebody who has begun to report a missed bin at council A."""
    return Resident(Client(), "/harbourside/report-missed-bin/")


@pytest.fixture
def yesterday() -> dt.date:
    """Return the authority's date of yesterday."""
    return timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def district(db: None) -> CouncilView:
    """Return the district, which runs the street service."""
    council = streets.lewes()
    streets.run_service(council)
    return council


@pytest.fixture
def the_county(db: None) -> CouncilView:
    """Return the county, which runs the street service."""
    council = streets.county()
    streets.run_service(council)
    return council


@pytest.fixture
def neighbour(db: None) -> CouncilView:
    """Return the neighbouring district, which runs the street service."""
    council = streets.wealden()
    streets.run_service(council)
    return council
