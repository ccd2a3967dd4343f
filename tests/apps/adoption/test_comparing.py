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
from tests.support.owner import Owner
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.adoption.actions import comparing
from commonwheel.apps.adoption.views import bringing
from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
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
KEPT_AT = "steps.kept.ask.kept_at"


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


def test_what_somebody_does_not_want_to_ask_is_hidden_only_where_they_say_so(
    council_a: CouncilView, olus: Client
) -> None:
    answer = upload(council_a, olus)
    choose(council_a, olus, answer, marks(answer)[0], hide=[KEPT_AT])
    assert '"kept_at"' not in labels_of_draft(council_a)
    assert '"out_on_time"' in labels_of_draft(council_a)


def test_a_draft_that_says_something_else_stays(council_a: CouncilView, olus: Client, olu: Person) -> None:
    missed_bin.adopt(council_a)
    olus.post(council_url(council_a, "changes:begin", slug="report-missed-bin"))
    before = labels_of_draft(council_a)
    answer = upload(council_a, olus)
    told = choose(council_a, olus, answer, marks(answer)[0])
    assert (told.status_code, "Somebody is changing" in told.content.decode()) == (422, True)
    assert labels_of_draft(council_a) == before


def test_another_version_than_was_looked_at_is_not_used(council_a: CouncilView, olus: Client) -> None:
    answer = upload(council_a, olus)
    told = choose(council_a, olus, answer, f"{marks(answer)[0]}x")
    assert (told.status_code, "has changed since you looked" in told.content.decode()) == (422, True)
    missed_bin.adopt(council_a, missed_bin.TITLE)
    told = choose(council_a, olus, answer, marks(answer)[0])
    assert "has changed since you looked" in told.content.decode()


def test_one_that_came_in_another_version_meanwhile_is_not_used(
    council_a: CouncilView, olus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = upload(council_a, olus)
    found = comparing.find_alike

    def late(*given: Any, **more: Any) -> Any:
        alike = found(*given, **more)
        missed_bin.adopt(council_a, missed_bin.TITLE)
        return alike

    monkeypatch.setattr(bringing, "find_alike", late)
    told = choose(council_a, olus, answer, marks(answer)[0])
    assert (told.status_code, "has changed since you looked" in told.content.decode()) == (422, True)


def test_nothing_chosen_is_asked_for_again_with_the_file(council_a: CouncilView, olus: Client) -> None:
    answer = upload(council_a, olus)
    told = olus.post(council_url(council_a, "adoption:compare"), boxes(answer))
    assert (told.status_code, "Choose whether to use the shared one" in told.content.decode()) == (422, True)
    assert boxes(told) == boxes(answer)


def test_the_whole_form_goes_on_with_its_file(council_a: CouncilView, olus: Client) -> None:
    answer = upload(council_a, olus)
    led = choose(council_a, olus, answer, "whole")
    assert (led.status_code, led.url) == (307, council_url(council_a, "changes:bring"))
    asked = olus.post(led.url, {**boxes(answer), "choice": "whole"})
    assert (asked.status_code, "The form: our.json" in asked.content.decode()) == (200, True)
    said = {"title": "Our bins", "duty": "waste-collection", "power": "An Act", "basis": "public-task", "years": "2"}
    made = olus.post(led.url, {**boxes(asked), **said})
    assert "What came of the form" in made.content.decode()
    with council_scope(council_a.id):
        assert [one.slug for one in services.list_services(council_a.id)] == ["our-bins"]


def test_a_form_that_nobody_shares_goes_on_at_once(council_a: CouncilView, olus: Client) -> None:
    assert upload(council_a, olus, OTHER).status_code == 307


@pytest.mark.parametrize(
    ("said", "why"),
    [(b"{}", "is not a form of a kind"), (b'{"pages": [', "line 1"), (b"", "Choose the file of the form")],
)
def test_what_is_no_form_is_said_and_starts_nothing(
    council_a: CouncilView, olus: Client, said: bytes, why: str
) -> None:
    told = upload(council_a, olus, said)
    assert (told.status_code, why in told.content.decode()) == (422, True)


def test_a_file_that_is_not_as_it_was_carried_is_asked_for_again(council_a: CouncilView, olus: Client) -> None:
    sent = {"carried": "é not base64", "carried_name": "x.json", "choice": "whole"}
    told = olus.post(council_url(council_a, "adoption:compare"), sent)
    assert (told.status_code, "Choose the file of the form" in told.content.decode()) == (422, True)


def test_another_council_gets_nothing_of_it(council_a: CouncilView, council_b: CouncilView, olus: Client) -> None:
    missed_bin.adopt(council_b, missed_bin.TITLE)
    answer = upload(council_a, olus)
    assert "You do not use it yet" in answer.content.decode()
    choose(council_a, olus, answer, marks(answer)[0])
    with council_scope(council_b.id):
        assert changes.find_draft(council_b.id, "report-missed-bin") is None
    assert upload(council_b, olus).status_code in (403, 404)


def test_who_may_not_change_services_compares_none(council_a: CouncilView, client: Client, ben: Person) -> None:
    assert upload(council_a, sign_in(client, ben)).status_code == 403


def test_a_place_in_addresses_that_is_taken_is_told_of(council_a: CouncilView, olus: Client) -> None:
    missed_bin.adopt(council_a, ("publisher: commonwheel-examples", "publisher: somebody-else"))
    answer = upload(council_a, olus)
    told = choose(
        council_a, olus, answer, next(mark for mark in marks(answer) if mark.startswith("commonwheel-examples"))
    )
    assert (told.status_code, "has its place in addresses" in told.content.decode()) == (422, True)


def test_what_was_done_is_in_the_audit(council_a: CouncilView, olus: Client) -> None:
    answer = upload(council_a, olus)
    for _ in range(2):
        choose(council_a, olus, answer, marks(answer)[0])
    with council_scope(council_a.id):
        entries = AuditEntry.objects.filter(council_id=council_a.id, action__in=("service-adopted", "change-begun"))
        assert sorted(entries.values_list("action", flat=True)) == ["change-begun", "service-adopted"]


def test_what_came_of_it_is_published_and_nothing_of_it_stands_in_the_way_of_going_live(
    council_a: CouncilView, olus: Client, olu: Person
) -> None:
    answer = upload(council_a, olus)
    choose(council_a, olus, answer, marks(answer)[0], hide=[KEPT_AT])
    owner = Owner(council_a, olu)
    assert owner.press("send").status_code == 302
    told = owner.press("publish", {"note": "Our form"})
    assert told.status_code == 302, seen_on(told.content.decode())
    assert "Is there a dog?" in written(council_a).layer
    with council_scope(council_a.id):
        told = services.find_unready(council_a.id, slug="report-missed-bin", must_be_welsh=False, can_be_paid=True)
    assert not any("example" in words.lower() or "has no answer" in words for words in told), told
