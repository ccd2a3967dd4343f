"""A service owner brings a form that somebody shares already, and uses the shared one with what is local."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.forms.builder_forms import field, form, page
from tests.support import missed_bin
from tests.support.cast import Person, add_person, sign_in
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
BINS = form(
    page("/where", field("UkAddressField", "home", title="Your address"), to="/what"),
    page("/what", field("RadiosField", "bin", title="What was not emptied?", list="colours"), to="/day"),
    page("/day", field("DatePartsField", "day", title="When should the bin have been emptied?"), to="/dog"),
    page("/dog", field("TextField", "dog", title="Is there a dog?")),
    name="Report a missed bin",
)  # fmt: skip
OTHER = form(page("/colour", field("RadiosField", "colour", list="colours")))
CONTAINER = "steps.kept.ask.kept_at"


@pytest.fixture
def olu(council_a: CouncilView) -> Person:
    return add_person("Olu Grant", council=council_a, roles=("SERVICE_OWNER",))


@pytest.fixture
def olus(client: Client, olu: Person) -> Client:
    return sign_in(client, olu)


def upload(council: CouncilView, client: Client, said: Any = BINS) -> Any:
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.post(council_url(council, "adoption:compare"), {"file": SimpleUploadedFile("our.json", data)})


def boxes(answer: Any) -> dict[str, str]:
    """What the browser sends of the page: its hidden boxes."""
    seen = answer.content.decode()
    names = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', seen)
    return {name: value for name, value in names if name != "csrfmiddlewaretoken"}


def marks(answer: Any) -> list[str]:
    return re.findall(r'name="choice"[^>]*value="([^"]+)"', answer.content.decode())


def choose(council: CouncilView, client: Client, answer: Any, choice: str, **more: Any) -> Any:
    return client.post(council_url(council, "adoption:compare"), {**boxes(answer), "choice": choice, **more})


def written(council: CouncilView, slug: str = "report-missed-bin") -> services.Written:
    with council_scope(council.id):
        return services.get_written(council.id, slug)


def labels_of_draft(council: CouncilView, slug: str = "report-missed-bin") -> str:
    with council_scope(council.id):
        return changes.effective_of_draft(council, slug).pattern.model_dump_json()


def test_the_difference_is_shown_first_and_the_shared_one_is_the_first_choice(
    council_a: CouncilView, olus: Client
) -> None:
    asked = olus.get(council_url(council_a, "adoption:compare")).content.decode()
    assert wrong_words(seen_on(asked), wrong=FOR_OFFICERS) == []
    answer = upload(council_a, olus)
    seen = answer.content.decode()
    assert answer.status_code == 200
    assert wrong_words(seen_on(seen), wrong=FOR_OFFICERS) == []
    first, *_, last = marks(answer)
    assert (first.partition("@")[0], last) == ("commonwheel-examples/report-missed-bin", "whole")
    assert " checked" not in seen
    for words in ("Report a missed bin collection", "Is there a dog?", "Equality Act 2010", "Recommended"):
        assert words in seen
    assert seen.index("Both ask") < seen.index("What do you want to do?")
    with council_scope(council_a.id):
        assert services.list_services(council_a.id) == ()


def test_the_shared_one_becomes_a_draft_with_what_is_local_and_twice_is_as_good_as_once(
    council_a: CouncilView, olus: Client
) -> None:
    answer = upload(council_a, olus)
    for _ in range(2):
        led = choose(council_a, olus, answer, marks(answer)[0])
        overview = council_url(council_a, "changes:overview", slug="report-missed-bin")
        assert (led.status_code, led.url) == (302, f"{overview}?done=saved")
    there = written(council_a)
    assert (there.service.is_live, there.layer) == (False, "")
    assert "Is there a dog?" in labels_of_draft(council_a)
    ours = olus.get(council_url(council_a, "changes:differences", slug="report-missed-bin")).content.decode()
    assert all(words in ours for words in ("Your address", "When should the bin have been emptied?", "Dog"))


def test_a_service_that_runs_gets_a_draft_change(council_a: CouncilView, olus: Client) -> None:
    missed_bin.adopt(council_a)
    before = written(council_a)
    answer = upload(council_a, olus)
    choose(council_a, olus, answer, marks(answer)[0])
    assert written(council_a) == before
    assert "Is there a dog?" in labels_of_draft(council_a)
