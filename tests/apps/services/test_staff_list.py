"""What a service's owner sees: what is live, and the council's own changes beside what is shared."""

import html
import re

from django.test import Client
from django.utils import timezone
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person, sign_in
from tests.support.patterns import pattern_files

from commonwheel.apps.services import api as services
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope


def page(person: Person) -> str:
    found = sign_in(Client(), person).get(council_url(person.council, "services:list"))
    assert found.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.content.decode())).split())


def test_a_live_service_shows_its_version_and_our_changes(council_a: CouncilView, dev: Person) -> None:
    live = put_live(council_a, dev, pattern_files("report-missed-bin"))
    layer = (
        "language: 1\nlayer: harbourside\npattern: commonwheel-examples/report-missed-bin\n"
        f"made_against: {{version: 1.1.0, digest: {live.digest}}}\n"
        "settings: {report_within_days: 5, same_day_reports: false}\n"
        "changes:\n  - {at: steps.bin, set: {title: What was missed today?}}\n"
        "  - {at: messages.received, set: {subject: We have it}}\n"
    )
    with council_scope(council_a.id):
        services.set_layer(council_a.id, slug=live.slug, layer=layer, actor=audit.SYSTEM, now=timezone.now())
    text = page(dev)
    assert "Report a missed bin collection Live Version 1.1.0" in text
    assert "See it as residents do" in text
    assert "3 5" in text
    assert "Yes No" in text
    assert "Title “Which bin was missed?”" in text
    assert "What was missed today?" in text
    assert "Subject of “received”" in text


def test_a_service_without_changes_says_so_and_one_not_live_has_no_link(council_a: CouncilView, dev: Person) -> None:
    live = put_live(council_a, dev, pattern_files("report-missed-bin"))
    with council_scope(council_a.id):
        services.take_down(council_a.id, slug=live.slug, actor=audit.SYSTEM, now=timezone.now())
    text = page(dev)
    assert "used just as it is shared" in text
    assert "Not live" in text
    assert "See it as residents do" not in text


def test_a_council_without_services_is_told_so(ben: Person) -> None:
    assert "No service has been set up yet" in page(ben)
