"""The shared library on a council's staff pages: found, looked at, set up, updated; by whoever may change services."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person, add_person, sign_in
from tests.support.commons import House, Served, serving
from tests.support.patterns import pattern_files
from tests.support.shelves import EXAMPLES, MISSED_BIN, asks_for_collection_days, at_version, put

from commonwheel.apps.adoption import api as adoption
from commonwheel.apps.adoption.views import library
from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.trust.failures import CommonsUnavailable

FILES = pattern_files("report-missed-bin")
EXAMPLE = min(path for path in FILES if path.startswith("examples/")).split("/")[1].removesuffix(".yaml")
HERE = {"publisher": EXAMPLES, "service": "report-missed-bin"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Pages look at the clock, so this commons was started now."""
    made = House(tmp_path / "commons")
    made.start(now=timezone.now())
    made.join(EXAMPLES, now=timezone.now())
    put(made, asks_for_collection_days(FILES), now=timezone.now())
    return made


@pytest.fixture
def served(house: House, tmp_path: Path, settings: LazySettings, db: None) -> Iterator[Served]:
    settings.TRUST_FOLDER = tmp_path / "trust"
    library._remembered.cache_clear()
    with serving(house.served) as made:
        adoption.follow("home", address=made.address, root=house.root.decode(), now=timezone.now())
        ask()
        yield made


@pytest.fixture
def olu(council_a: CouncilView) -> Person:
    return add_person("Olu Grant", council=council_a, roles=("SERVICE_OWNER",))


@pytest.fixture
def page(client: Client, olu: Person) -> Client:
    return sign_in(client, olu)


def ask() -> None:
    followed = adoption.get_followed("home")
    adoption.refresh(followed, adoption.reach(followed), now=timezone.now())


def at(council: CouncilView, name: str, **given: object) -> str:
    return council_url(council, f"adoption:{name}", **given)


def services_of(council: CouncilView) -> tuple[services.ServiceView, ...]:
    with council_scope(council.id):
        return services.list_services(council.id)


def form(**given: str) -> dict[str, str]:
    return {
        "setting_collection_days": "We collect on Mondays.", "phone": "01632 960 007", "hours": "", "hours_cy": "",
        "slug": "missed-bins", **given,
    }  # fmt: skip


def test_an_officer_finds_a_service_and_has_a_draft(served: Served, page: Client, council_a: CouncilView) -> None:
    found = page.get(at(council_a, "library"), {"words": "missed"}).content.decode()
    assert "Report a missed bin" in found
    shown = page.get(at(council_a, "offer", **HERE)).content.decode()
    assert "When you collect" in shown
    assert "Set it up" in shown
    assert "When should it have been emptied?" in shown
    asked = page.get(at(council_a, "adopt", **HERE)).content.decode()
    assert 'name="setting_collection_days"' in asked
    done = page.post(at(council_a, "adopt", **HERE), form())
    assert done["Location"].endswith("?new=missed-bins")
    told = page.get(done["Location"]).content.decode()
    assert "Residents do not see it yet" in told
    (made,) = services_of(council_a)
    assert (made.slug, made.phone, made.is_live, made.version) == ("missed-bins", "01632 960 007", False, "1.1.0")
    with council_scope(council_a.id):
        assert services.get_effective(made.digest).settings["collection_days"] == "We collect on Mondays."
    again = page.get(at(council_a, "library")).content.decode()
    assert "You have it" in again


def test_pressing_twice_makes_one_draft(served: Served, page: Client, council_a: CouncilView) -> None:
    page.post(at(council_a, "adopt", **HERE), form())
    second = page.post(at(council_a, "adopt", **HERE), form())
    assert second.status_code == 302
    assert len(services_of(council_a)) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"setting_collection_days": ""}, "Say something here"),
        ({"setting_collection_days": "x" * 301}, "This must be"),
        ({"slug": "Missed Bins"}, "lower-case letters"),
        ({"slug": "track"}, "has a page of its own"),
        ({"phone": "0" * 401}, "Keep this shorter"),
    ],
)
def test_what_cannot_be_stands_beside_its_box(
    served: Served, page: Client, council_a: CouncilView, wrong: dict[str, str], says: str
) -> None:
    answer = page.post(at(council_a, "adopt", **HERE), form(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert services_of(council_a) == ()


def test_a_newer_version_is_taken_as_a_draft_with_our_changes(
    house: House, served: Served, page: Client, council_a: CouncilView
) -> None:
    page.post(at(council_a, "adopt", **HERE), form())
    assert "Update available" not in page.get(at(council_a, "updates")).content.decode()
    put(house, at_version(asks_for_collection_days(FILES), "1.1.0", "1.1.1"), now=timezone.now())
    ask()
    told = page.get(at(council_a, "updates")).content.decode()
    assert "Begin the update to 1.1.1" in told
    assert "Update available" in page.get(at(council_a, "library")).content.decode()
    begun = page.post(at(council_a, "update", slug="missed-bins"))
    assert begun.status_code == 302
    with council_scope(council_a.id):
        (made,) = services.list_services(council_a.id)
        assert made.version == "1.1.0"
        assert changes.get_update(council_a, "missed-bins") is not None
    assert page.post(at(council_a, "update", slug="missed-bins")).status_code == 302


def test_a_version_that_was_withdrawn_is_told_where_it_runs(
    house: House, served: Served, page: Client, council_a: CouncilView
) -> None:
    page.post(at(council_a, "adopt", **HERE), form())
    path = f"{MISSED_BIN}/report-missed-bin-1.1.0.tar"
    house.set_state(path, "withdrawn", "It lost an answer.", now=timezone.now())
    ask()
    assert "Withdrawn: It lost an answer." in page.get(at(council_a, "updates")).content.decode()
    assert page.get(at(council_a, "offer", **HERE)).status_code == 404


def test_a_library_that_is_down_is_said_and_nothing_is_changed(
    served: Served, page: Client, council_a: CouncilView
) -> None:
    served.instead[".json"] = "drop"
    answer = page.get(at(council_a, "offer", **HERE))
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.content.decode()
    assert page.post(at(council_a, "adopt", **HERE), form()).status_code == 503
    assert services_of(council_a) == ()


def test_a_trouble_with_a_library_stands_above_what_it_offers(
    served: Served, page: Client, council_a: CouncilView
) -> None:
    adoption.note_failure("home", "No connection.", now=timezone.now() + dt.timedelta(hours=1))
    assert "“home” does not answer" in page.get(at(council_a, "library")).content.decode()


def test_without_a_library_that_is_said(page: Client, council_a: CouncilView) -> None:
    assert "not connected to a shared library yet" in page.get(at(council_a, "library")).content.decode()
    assert page.get(at(council_a, "offer", **HERE)).status_code == 404


def test_an_officer_who_may_not_change_services_sees_nothing_of_it(
    served: Served, client: Client, ben: Person, council_a: CouncilView
) -> None:
    sign_in(client, ben)
    assert client.get(at(council_a, "library")).status_code == 403
    assert client.post(at(council_a, "adopt", **HERE), form()).status_code == 403
    assert services_of(council_a) == ()


def test_looking_fetches_a_release_once(served: Served, page: Client, council_a: CouncilView) -> None:
    page.get(at(council_a, "offer", **HERE))
    before = len(served.asked)
    page.get(at(council_a, "offer", **HERE))
    assert len(served.asked) == before


def test_example_journeys_are_seen_as_the_councils_residents_would(
    served: Served, page: Client, council_a: CouncilView
) -> None:
    shown = page.get(at(council_a, "offer", **HERE)).content.decode()
    look = at(council_a, "look", **HERE, example=EXAMPLE)
    assert look in shown
    english = page.get(look).content.decode()
    assert "Nothing is sent or saved." in english
    assert "Where was the collection missed?" in english
    welsh = page.get(look, {"language": "cy"}).content.decode()
    assert 'lang="cy"' in welsh
    assert page.get(look, {"language": "fr"}).status_code == 404
    assert page.get(at(council_a, "look", **HERE, example="nothing")).status_code == 404


def test_our_own_service_is_seen_with_our_settings_and_words(
    served: Served, page: Client, council_a: CouncilView
) -> None:
    page.post(at(council_a, "adopt", **HERE), form())
    listed = page.get(at(council_a, "examples", slug="missed-bins")).content.decode()
    look = at(council_a, "look-at-ours", slug="missed-bins", example=EXAMPLE)
    assert look in listed
    assert "We collect on Mondays." in page.get(look).content.decode()
    assert page.get(at(council_a, "look-at-ours", slug="other", example=EXAMPLE)).status_code == 404


BINS = b"Question,Type\nProperty,address\nWhat was not emptied,text\nEmail,email\nIs there a dog?,yes/no\n"


def compared(client: Client, council: CouncilView, **more: str) -> HttpResponse:
    """Upload a form, or choose after it was uploaded."""
    file = SimpleUploadedFile("our-form.csv", BINS)
    return client.post(at(council, "compare"), {"file": file, **more})  # type: ignore[return-value]


def test_a_form_is_compared_with_what_the_library_offers(served: Served, page: Client, council_a: CouncilView) -> None:
    shown = compared(page, council_a).content.decode()
    (mark,) = re.findall(r'value="(commonwheel-examples/report-missed-bin@[0-9a-f]+)"', shown)
    for _ in range(2):
        assert compared(page, council_a, choice=mark).status_code == 302
    with council_scope(council_a.id):
        (origin,) = adoption.list_origins(council_a.id)
        assert (origin.commons, origin.service.is_live) == ("home", False)
        assert "Is there a dog?" in changes.effective_of_draft(council_a, "report-missed-bin").pattern.model_dump_json()


@pytest.mark.parametrize("why", [CommonsUnavailable("down"), adoption.NotAService("a block")])
def test_what_no_library_hands_out_now_is_compared_as_it_came_with_the_node(
    served: Served, page: Client, council_a: CouncilView, monkeypatch: pytest.MonkeyPatch, why: Exception
) -> None:
    def refuse(*_given: object) -> None:
        raise why

    monkeypatch.setattr(library, "_remembered", refuse)
    shown = compared(page, council_a).content.decode()
    (mark,) = re.findall(r'value="(commonwheel-examples/report-missed-bin@[0-9a-f]+)"', shown)
    assert compared(page, council_a, choice=mark).status_code == 302
    with council_scope(council_a.id):
        (origin,) = adoption.list_origins(council_a.id)
        assert origin.commons == ""
