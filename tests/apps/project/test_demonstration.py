"""The demonstration is filled once, finishes what was cut short, and says what it is."""

import dataclasses
import datetime as dt
import re

import pyotp
import pytest
from django.test import Client, override_settings
from tests.support.shared_setup import undone_at_the_end

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases.models import Case
from commonwheel.apps.services import api as services
from commonwheel.core.layers.read import read_layer
from commonwheel.foundation.scope import council_scope
from commonwheel.project.demonstration.councils import COUNCILS, MISSED_BIN, SHARED
from commonwheel.project.demonstration.differences import differences
from commonwheel.project.demonstration.people import code_of, people_to_be, secret_of
from commonwheel.project.demonstration.seed import seed

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
FEW = tuple(dataclasses.replace(council, reports=min(council.reports, 3)) for council in COUNCILS[:2] + COUNCILS[-2:])


@pytest.fixture(scope="module")
def filled_once(django_db_setup, django_db_blocker):
    with undone_at_the_end(django_db_blocker):
        with django_db_blocker.unblock(), override_settings(DEMONSTRATION=True):
            seed(now=NOW, say=lambda _words: None, councils=FEW)
        yield


@pytest.fixture
def demonstration(filled_once, db, settings):
    settings.DEMONSTRATION = True


def counted() -> dict[str, int]:
    from django.apps import apps
    from django.db import connection

    with connection.cursor() as cursor:
        counts = {}
        for model in apps.get_models():
            if model.__module__.startswith("commonwheel."):
                cursor.execute(f'SELECT COUNT(*) FROM "{model._meta.db_table}"')
                counts[model._meta.label] = cursor.fetchone()[0]
    return counts


@pytest.mark.usefixtures("demonstration")
def test_filling_it_again_adds_nothing(settings):
    # On PostgreSQL a table shows nothing without a council in force, so each is counted within each.
    def everywhere():
        found = []
        for council in authorities.list_councils():
            with council_scope(council.id):
                found.append(counted())
        return found

    before = everywhere()
    seed(now=NOW, say=lambda _words: None, councils=FEW)
    assert everywhere() == before


@pytest.mark.usefixtures("demonstration")
def test_councils_share_one_service_and_differ_where_their_layers_say():
    shown = []
    for council in authorities.list_councils():
        with council_scope(council.id):
            service = services.find_live_by_pattern(council.id, pattern_name="commonwheel-examples/report-missed-bin")
            shown += [services.get_effective(service.digest)] if service else []
    rows = {row.what: row.values for row in differences(shown)}
    assert len(shown) == 2
    assert rows["Days allowed to report a missed bin"] == (("2",), ("3",))
    assert rows["Working days until the crew comes back"] == (("2",), ("3",))
    assert "When residents can phone" not in rows


@pytest.mark.usefixtures("demonstration")
def test_what_residents_pay_is_what_each_council_gave_and_never_what_stands_there_to_try_it():
    prices = {}
    for council in authorities.list_councils():
        with council_scope(council.id):
            for one in services.list_adopted(council.id):
                effective = services.get_effective(one.service.digest)
                given = read_layer(services.get_written(council.id, one.service.slug).layer.encode()).layer
                decided = {setting.id for setting in effective.pattern.settings if setting.decide}
                assert one.service.is_live
                assert not decided or (given and decided <= set(given.settings))
                prices[council.slug, one.service.slug] = effective.settings.get("price_first")
    assert prices["brighton-and-hove", "garden-waste-subscription"] == 5200
    assert prices["lewes", "garden-waste-subscription"] == 7000


def test_a_welsh_council_has_both_its_names_and_serves_in_welsh_first(db, settings, client: Client):
    settings.DEMONSTRATION = True
    welsh = next(council for council in COUNCILS if council.slug == "ynys-mon")
    seed(now=NOW, say=lambda _words: None, councils=(dataclasses.replace(welsh, reports=10),))
    assert "Isle of Anglesey / Ynys Môn" in client.get("/").content.decode()
    page = client.get("/ynys-mon/").content.decode()
    assert '<html lang="cy"' in page
    assert "Rhoi gwybod am gasgliad bin a fethwyd" in page
    with council_scope(authorities.find_council("ynys-mon").id):
        languages = {case.language for case in Case.objects.all()}
    assert languages == {"cy", "en"}


@pytest.mark.usefixtures("demonstration")
def test_english_councils_show_no_welsh_unless_they_choose_it(client: Client):
    assert "Cymraeg" not in client.get("/lewes/").content.decode()
    assert "Cymraeg" in client.get("/brighton-and-hove/").content.decode()


@pytest.mark.usefixtures("demonstration")
def test_the_front_page_says_what_this_is_and_where_to_begin(client: Client):
    page = client.get("/").content.decode()
    assert "No council shown here has taken part" in page
    assert 'href="/brighton-and-hove/report-missed-bin/"' in page
    assert 'href="/demonstration/"' in page
    assert "No services here yet" in page
    assert "One service, two ways" in page


@pytest.mark.usefixtures("demonstration")
def test_the_page_of_people_lists_everybody_with_the_code_of_the_moment(client: Client):
    page = client.get("/demonstration/").content.decode()
    for council in COUNCILS:
        for person in council.people:
            assert person.email in page
    assert re.search(r"<code>\d{6}</code>", page)


@pytest.mark.usefixtures("demonstration")
def test_the_differences_are_shown_side_by_side(client: Client):
    page = client.get("/demonstration/differences/").content.decode()
    assert "Shared bin in the street" in page
    assert "Was the bin at the edge of your property on time?" in page


@pytest.mark.parametrize("path", ["/demonstration/", "/demonstration/differences/"])
def test_outside_a_demonstration_there_is_nobody_to_be(db, client: Client, settings, path: str):
    settings.DEMONSTRATION = False
    assert client.get(path).status_code == 404


def test_a_code_is_what_an_authenticator_would_show():
    email = "ben@brighton-and-hove.example"
    assert code_of(email, now=NOW) == pyotp.TOTP(secret_of(email)).at(NOW)


def test_no_two_people_share_a_second_factor():
    people = people_to_be(now=NOW)
    assert len({secret_of(person.email) for person in people}) == len(people)


def test_nobody_invented_has_an_address_that_could_exist():
    assert all(person.email.endswith(".example") for person in people_to_be(now=NOW))


def test_lewes_and_eastbourne_share_one_service_and_its_officer_can_be_tried(db, settings):
    settings.DEMONSTRATION = True
    both = tuple(dataclasses.replace(one, reports=1) for one in COUNCILS if one.slug in SHARED.councils)
    for _ in range(2):
        seed(now=NOW, say=lambda _words: None, councils=both)
    (declared,) = authorities.list_shared_services()
    lewes = authorities.get_council("lewes")
    assert declared.officers[lewes.id] == SHARED.officers
    with council_scope(lewes.id):
        assert declared.services[lewes.id] == {services.get_service(lewes.id, MISSED_BIN).id}
    (idris,) = [one for one in people_to_be(now=NOW) if one.email in SHARED.officers]
    assert "Lewes" in idris.wants
