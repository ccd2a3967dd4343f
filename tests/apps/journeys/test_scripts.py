"""What an adviser says stands on each page on which somebody on the phone or at the counter has to hear something."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.conftest import put_live
from tests.apps.journeys.test_groups_and_files import GROUP
from tests.support.cast import Person, add_person, sign_in
from tests.support.resident import Resident
from tests.support.services import service_files
from tests.support.streets import (
    ON_THE_BORDER,
    SERVICE,
    WITHIN_LEWES,
    county,
    keep_postcodes,
    lewes,
    placed,
    run_service,
    wealden,
)

from commonwheel.design.markdown import lines_of
from commonwheel.foundation.councils import CouncilView

STOPS = """\
stops:
  - id: not-here
    when: "where == 'away'"
    title: You live somewhere else
    text: |
      Ask **your own** council.

      - It knows [the rules](https://www.legislation.gov.uk/)
      - and it answers
  - id: by-law
    when: "where == 'nowhere'"
    title: This cannot be done
    law: the Example Act 1990
"""
STEPS = """\
  - id: where
    title: Where do you live?
    ask:
      - id: where
        type: radios
        label: Where do you live?
        options:
          - {value: here, label: Here}
          - {value: away, label: Away}
          - {value: nowhere, label: Nowhere}
      - {id: street, type: text, label: Which street, when: "where == 'here'"}
"""


def entering(council: CouncilView, service: str, *, channel: str = "PHONE") -> Resident:
    """Return an adviser who has begun to enter something for somebody."""
    adviser = add_person("Ada Cole", council=council, roles=("ADVISER",))
    today = timezone.localdate()
    day = {f"received_on-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    page = Resident(sign_in(Client(), adviser), "")
    typed = {"service": service, "channel": channel, "language": "en", **day}
    return page.post(f"/staff/{council.slug}/requests/enter/", typed)


def said(page: Resident) -> list[str]:
    """Return the lines that the page gives to say."""
    box = re.search(r'<div class="house-say".*?</div>', page.text, re.DOTALL)
    found = re.findall(r"<p[^>]*>(.*?)</p>", box[0], re.DOTALL) if box else []
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in found[1:]]


@pytest.fixture
def streets(settings: Any, tmp_path: Path, db: None) -> CouncilView:
    """Return a district that runs the street service, with the postcodes around it."""
    settings.DATA = tmp_path
    keep_postcodes(tmp_path)
    council = lewes()
    run_service(council)
    return council


def asked_where(council: CouncilView, *, channel: str = "PHONE") -> Resident:
    return entering(council, SERVICE, channel=channel).answer(problem="pothole").answer(land="street")


def test_an_entry_of_a_group_is_asked_aloud(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(GROUP))
    page = entering(council_a, "try-it")
    page.get(f"{page.base}cars/cars/1/")
    assert page.heading == "Car 1"
    assert said(page) == ["Please tell me: Registration number.", "Is it electric?"]


def test_a_stop_is_said_with_its_words_and_that_one_can_go_on(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS, more=STOPS))
    page = entering(council_a, "try-it").answer(where="away")
    assert page.heading == "You live somewhere else"
    assert said(page) == [
        "You live somewhere else.",
        "Ask your own council.",
        "It knows the rules",
        "and it answers",
        "If you think that this is wrong, I can go on.",
    ]


def test_a_stop_by_law_is_said_with_the_law(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS, more=STOPS))
    page = entering(council_a, "try-it").answer(where="nowhere")
    assert said(page) == ["This cannot be done.", "This is the law: the Example Act 1990."]


def test_a_change_that_makes_answers_needless_is_said(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS, more=STOPS))
    page = entering(council_a, "try-it")
    first = page.url
    page.answer(where="here", street="Lark Lane")
    page.post(f"{first}?return=check", {"where": "away"})
    assert page.heading == "Some answers no longer apply"
    assert said(page) == ["Because of this change I leave out what you told me about: Which street."]


def test_whose_it_is_is_said_and_that_it_can_be_sent_there(streets: CouncilView) -> None:
    run_service(county())
    page = placed(asked_where(streets), WITHIN_LEWES)
    assert page.heading == "This goes to East Sussex County"
    assert said(page)[:3] == [
        "This goes to East Sussex County.",
        "There are two councils for this place. The county council has this duty.",
        "I can send it there for you now. Is that all right?",
    ]


def test_where_it_cannot_be_sent_the_number_there_is_said(streets: CouncilView) -> None:
    county()
    page = placed(asked_where(streets), WITHIN_LEWES)
    assert page.heading == "This goes to East Sussex County"
    assert said(page) == [
        "This goes to East Sussex County.",
        "There are two councils for this place. The county council has this duty.",
        "I cannot send it from here, and nothing was sent. Please report it to East Sussex County.",
        "Their number is 01632 960707.",
    ]


def test_on_a_border_the_councils_to_choose_from_are_said(streets: CouncilView) -> None:
    run_service(wealden())
    page = entering(streets, SERVICE).answer(problem="fly-tipping").answer(land="street")
    placed(page, ON_THE_BORDER)
    assert page.heading == "Which council is it for?"
    assert said(page) == [
        "The place is near the border of these councils, and we cannot tell on which side it is.",
        "Which council is it for?",
        "You can choose: Lewes District; Wealden District; I do not know.",
        "Or tell me a postcode nearby.",
    ]
    assert said(page.answer())[0].startswith("The place is near the border")


def test_by_post_nothing_is_said_on_any_of_them(streets: CouncilView, council_a: CouncilView, dev: Person) -> None:
    run_service(county())
    assert said(placed(asked_where(streets, channel="POST"), WITHIN_LEWES)) == []
    put_live(council_a, dev, service_files(STEPS, more=STOPS))
    assert said(entering(council_a, "try-it", channel="POST").answer(where="away")) == []


def test_a_resident_reads_no_script_at_a_stop(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS, more=STOPS))
    resident = Resident(Client(), "/harbourside/try-it/").begin().answer(where="away")
    assert resident.heading == "You live somewhere else"
    assert "Say to them" not in resident.text


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("", ()),
        ("## Head\n\nOne\ntwo  \nthree", ("Head", "One two three")),
        ("`code` and <b>no HTML</b>", ("code and <b>no HTML</b>",)),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", ("a", "b", "1", "2")),
    ],
)
def test_markdown_is_said_without_its_marks(markdown: str, lines: tuple[str, ...]) -> None:
    assert lines_of(markdown) == lines
