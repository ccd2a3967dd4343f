"""The service that follows on takes over the answers that are named, and the resident confirms each."""

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.journeys.models import Journey
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

FIRST = """\
  - id: you
    title: Who are you?
    ask:
      - {id: full_name, type: name, label: Full name}
      - {id: email, type: email, label: Email address, optional: true}
      - {id: secret, type: text, label: Anything else, optional: true}
      - {id: size, type: number, label: How many are you?, optional: true}
"""
THEN = """\
then:
  - id: more
    start: commonwheel-tests/next-one
    label: Ask for more
    carry: {who: full_name, mail: email, number: size, gone: secret}
"""
NEXT = """\
  - id: person
    title: Who is it for?
    ask:
      - {id: who, type: name, label: Name of the person}
      - {id: mail, type: email, label: Email of the person, optional: true}
  - id: rest
    title: What is the rest?
    ask:
      - {id: number, type: text, label: Number, optional: true}
      - {id: secret, type: text, label: Their secret, optional: true}
"""


@pytest.fixture
def sent(council_a: CouncilView, dev: Person) -> Resident:
    """Return somebody who sent the first service, at a council that has the one that follows on."""
    put_live(council_a, dev, service_files(NEXT, name="next-one", title="The next one"))
    put_live(council_a, dev, service_files(FIRST, more=THEN))
    resident = Resident(Client(), "/harbourside/try-it/").begin()
    resident.answer(full_name="Amina Yusuf", email="amina@residents.example", secret="not to be told", size="3")
    return resident.post(resident.url, {"version": resident.hidden("version")})


def offered(resident: Resident) -> Resident:
    """Follow the link on the confirmation."""
    return resident.get(f"{resident.base}next/more/")


def following(council: CouncilView) -> list[Journey]:
    with council_scope(council.id):
        return list(Journey.objects.of(council.id).filter(service__slug="next-one"))


def test_the_confirmation_offers_it_and_says_first_what_it_takes_over(sent: Resident, council_a: CouncilView) -> None:
    assert f'href="{sent.base}next/more/"' in sent.text
    offered(sent)
    assert sent.heading == "Ask for more"
    assert "Name of the person" in sent.text
    assert "Amina Yusuf" in sent.text
    assert following(council_a) == []


def test_what_is_named_is_filled_in_and_nothing_else(sent: Resident, council_a: CouncilView) -> None:
    offered(sent).answer()
    assert sent.heading == "Who is it for?"
    assert 'value="Amina Yusuf"' in sent.text
    assert 'value="amina@residents.example"' in sent.text
    assert "We filled this in from what you told us before." in sent.text
    (journey,) = following(council_a)
    assert journey.carried == {"who": "Amina Yusuf", "mail": "amina@residents.example"}
    assert journey.answers == {}


def test_nothing_personal_stands_in_an_address(sent: Resident) -> None:
    offered(sent)
    seen = [sent.url, sent.answer().url]
    assert not any(word in address.lower() for address in seen for word in ("amina", "yusuf", "residents"))


def test_nothing_counts_until_its_page_is_confirmed(sent: Resident, council_a: CouncilView) -> None:
    offered(sent).answer()
    here = sent.base
    sent.get(f"{here}check-answers/")
    assert sent.heading == "Who is it for?"
    sent.answer(who="Amina Yusuf", mail="")
    assert sent.heading == "What is the rest?"
    assert "We filled this in" not in sent.text
    (journey,) = following(council_a)
    assert (journey.answers, journey.carried) == ({"who": "Amina Yusuf"}, {})


def test_what_was_taken_out_stays_out(sent: Resident) -> None:
    offered(sent).answer()
    page = sent.url
    sent.answer(who="Amina Yusuf", mail="")
    sent.get(page)
    assert "amina@residents.example" not in sent.text


def test_begun_twice_it_is_one_and_stays_as_far_as_it_got(sent: Resident, council_a: CouncilView) -> None:
    asked = offered(sent).url
    sent.answer()
    sent.answer(who="Somebody else", mail="")
    sent.post(asked, {})
    assert sent.heading == "Check your answers before you send"
    (journey,) = following(council_a)
    assert journey.answers == {"who": "Somebody else"}


def test_an_error_shows_what_was_typed_and_not_what_was_filled_in(sent: Resident) -> None:
    offered(sent).answer()
    sent.answer(who="", mail="not an address")
    assert sent.status == 422
    assert 'value="not an address"' in sent.text
    assert 'value="Amina Yusuf"' not in sent.text


def test_it_can_begin_with_empty_pages(sent: Resident) -> None:
    offered(sent)
    assert 'href="/harbourside/next-one/"' in sent.text


def test_before_sending_and_for_what_is_not_offered_there_is_no_such_page(
    council_a: CouncilView, dev: Person, sent: Resident
) -> None:
    sent.get(f"{sent.base}next/nothing/")
    assert sent.status == 404
    unsent = Resident(Client(), "/harbourside/try-it/").begin()
    page = unsent.url
    assert unsent.post(f"{unsent.base}next/more/", {}).url == page
    assert following(council_a) == []


def test_a_stranger_gets_nothing_of_it(sent: Resident, council_a: CouncilView) -> None:
    stranger = Resident(Client(), "").post(f"{sent.base}next/more/", {})
    assert stranger.status == 404
    assert following(council_a) == []


def test_where_nothing_is_taken_over_the_link_leads_to_its_start(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(NEXT, name="next-one", title="The next one"))
    put_live(
        council_a,
        dev,
        service_files(FIRST, more=THEN.replace("{who: full_name, mail: email, number: size, gone: secret}", "{}")),
    )
    resident = Resident(Client(), "/harbourside/try-it/").begin()
    resident.answer(full_name="Amina Yusuf")
    resident.post(resident.url, {"version": resident.hidden("version")})
    assert 'href="/harbourside/next-one/"' in resident.text
    assert resident.get(f"{resident.base}next/more/").heading == "The next one"
