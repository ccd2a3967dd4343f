"""A council keeps examples of its own: they are walked whenever the service is to change, and stop what breaks them."""

from typing import Any

import pytest
from tests.support import missed_bin
from tests.support.owner import SLUG, Owner, published

from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db
BROKEN = ("max: 200", "max: 180")


def add(owner: Owner, text: str) -> Any:
    return owner.browser.post(owner.url("examples"), {"text": text})


def test_an_example_is_kept_listed_and_removed(owner: Owner) -> None:
    assert "There are none yet" in owner.open("examples")
    assert [add(owner, missed_bin.own_example()).status_code for _ in range(2)] == [302, 302]
    page = owner.open("examples")
    assert ("As it should be" in page, page.count("<section>")) == (True, 1)
    for _press in range(2):
        assert owner.press_plain("remove-example", example="ours").status_code == 302
    assert "There are none yet" in owner.open("examples")


@pytest.mark.parametrize(
    "text",
    [
        "", "nothing", "id: [", "language: 1\nid: Nope!\n", "language: 1\nid: ours\ntoday: never\n",
        missed_bin.own_example(due_on="2026-11-27"), missed_bin.own_example().replace("container:", "colour:"),
        "x" * 30_000, "\x00",
    ],
)  # fmt: skip
def test_what_is_no_example_or_comes_out_otherwise_is_refused_and_not_kept(owner: Owner, text: str) -> None:
    answer = add(owner, text)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert "There are none yet" in owner.open("examples")


def test_nothing_is_published_that_one_of_our_examples_does_not_come_out_of(owner: Owner) -> None:
    add(owner, missed_bin.own_example())
    owner.begun()
    owner.press("setting", {"value": "4"}, at="return_days")
    assert "Comes out otherwise" in owner.open("examples")
    assert "Ours" in owner.open("different")
    answer = published(owner)
    assert (answer.status_code, "our own examples" in answer.content.decode()) == (409, True)
    assert owner.layer() == ""
    owner.press_plain("remove-example", example="ours")
    assert owner.press("publish").status_code == 302
    assert "return_days" in owner.layer()


def test_an_update_that_one_of_our_examples_does_not_come_out_of_is_not_published(owner: Owner) -> None:
    add(owner, missed_bin.own_example())
    files = missed_bin.newer(("default: 2\n", "default: 3\n"))
    with council_scope(owner.council.id):
        staff = missed_bin.staff_of(owner.person)
        changes.begin_update(owner.council, SLUG, files=files, by=staff, now=missed_bin.MONDAY)
        with pytest.raises(services.OwnExamplesDoNotPass):
            services.adopt(owner.council.id, files=files, phone="01632 960 000", actor=SYSTEM, now=missed_bin.MONDAY)
    assert published(owner).status_code == 409
    assert owner.written().service.version == "1.1.0"
    assert add(owner, missed_bin.own_example(due_on="2026-11-27")).status_code == 302, "it is mended for the draft"
    assert owner.press("publish").status_code == 302
    assert owner.written().service.version == "1.2.0"


def test_an_example_that_asks_what_an_update_takes_away_says_so(owner: Owner) -> None:
    add(owner, missed_bin.own_example())
    owner.begun()
    owner.press("hide", {"because": "Not here"}, at="steps.put-out")
    assert "Comes out otherwise" in owner.open("examples")
