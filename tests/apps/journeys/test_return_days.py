"""How soon a crew comes back is each council's own: what residents are promised, and when the request is due."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.conftest import put_live
from tests.apps.journeys.test_whole_journey import send, to_check
from tests.support.cast import Person, add_person
from tests.support.patterns import pattern_files
from tests.support.resident import Resident

from commonwheel.apps.cases import api as cases
from commonwheel.apps.cases.models import Case
from commonwheel.apps.services import api as services
from commonwheel.core.layers.apply import made_against
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

LAYER = """\
language: 1
layer: {council}
pattern: commonwheel-examples/report-missed-bin
made_against: {{version: {version}, digest: {digest}}}
settings:
  return_days: {days}
"""


def sent_at(council: CouncilView, person: Person, days: int, *, language: str = "en") -> Resident:
    """Return the confirmation of a report to a council whose crews come back within so many days."""
    service = put_live(council, person, pattern_files("report-missed-bin"))
    with council_scope(council.id):
        beneath = made_against(services.get_effective(service.digest))
        text = LAYER.format(council=council.slug, version=beneath.version, digest=beneath.digest, days=days)
        services.set_layer(council.id, slug=service.slug, layer=text, actor=SYSTEM, now=timezone.now())
    resident = Resident(Client(), f"/{council.slug}/report-missed-bin/")
    if language != "en":
        resident.get(f"{resident.start_url}?language={language}")
    return send(to_check(resident, timezone.localdate() - dt.timedelta(days=1)))


def test_two_councils_promise_their_own_dates(council_a: CouncilView, council_b: CouncilView, dev: Person) -> None:
    cara = add_person("Cara Lloyd", council=council_b, roles=("SERVICE_OWNER",))
    for council, person, days in ((council_a, dev, 1), (council_b, cara, 5)):
        page = sent_at(council, person, days)
        due = cases.calendars_of(council)["authority"].add_working_days(timezone.localdate(), days)
        assert f"We aim to come back by {due.day} {due:%B %Y}" in page.text
        with council_scope(council.id):
            assert Case.objects.of(council.id).get().due_on == due


@pytest.mark.parametrize(
    ("days", "english", "welsh"),
    [
        (1, "within 1 working day.", "o fewn 1 diwrnod gwaith."),
        (2, "within 2 working days.", "o fewn 2 ddiwrnod gwaith."),
        (7, "within 7 working days.", "o fewn 7 diwrnod gwaith."),
    ],
)
def test_residents_read_the_number_in_both_languages(
    council_a: CouncilView, dev: Person, days: int, english: str, welsh: str
) -> None:
    page = sent_at(council_a, dev, days)
    assert english in page.text
    assert welsh in page.get(f"{page.url}?language=cy").text
