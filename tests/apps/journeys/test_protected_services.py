"""A service for people in danger: a way out on each page, help first, and no trace in mail."""

import re

import pytest
from django.test import Client
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person
from tests.support.resident import Resident
from tests.support.services import service_files

from commonwheel.apps.cases.models import Case, CaseLink
from commonwheel.apps.cases.queries.tracking import find_tracked
from commonwheel.apps.messages import api as messages
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

STEPS = """\
  - id: you
    title: Who are you?
    ask:
      - {id: full_name, type: name, label: Your name}
      - {id: email, type: email, label: Your email, optional: true}
      - {id: home, type: address, label: Where do you live?, within: anywhere}
"""
HOME = {"home__typed": "yes", "home__line_1": "1 High Street", "home__town": "Town", "home__postcode": "AA3 1AB"}
MESSAGE = b"---\nsubject: Your call for help, {{ case.reference }}\n---\n\nWe have it. [Look]({{ case.link }})\n"


@pytest.fixture
def begun(council_a: CouncilView, dev: Person) -> Resident:
    """Return somebody who has begun to ask for help."""
    files = service_files(STEPS, more="protect: true")
    told = files["pattern.yaml"].replace(b"hint: We will look at it.", b"tell: {resident: received.md}")
    put_live(council_a, dev, {**files, "pattern.yaml": told, "messages/received.md": MESSAGE})
    return Resident(Client(), "/harbourside/try-it/").begin()


def send(resident: Resident) -> Resident:
    resident.answer(full_name="Amina Yusuf", email="amina@residents.example", **HOME)
    return resident.post(resident.url, {"version": resident.hidden("version")})


def is_guarded(resident: Resident) -> bool:
    """Whether the page has the way out and, before all else, whom to call."""
    body = resident.text.partition("<main")[0]
    return "govuk-exit-this-page" in body and body.index("call 999") < len(body)


def test_every_page_has_a_way_out_and_says_first_whom_to_call(begun: Resident) -> None:
    assert is_guarded(begun)
    first = begun.url
    assert is_guarded(begun.answer(full_name=""))
    assert is_guarded(begun.post(f"{begun.base}save/", {}))
    link = re.search(r"/harbourside/resume/[^\s\"<]+/", begun.text)
    assert link
    assert is_guarded(begun.get(link[0]))
    assert is_guarded(begun.get("/harbourside/try-it/"))
    begun.get(first)
    begun.answer(full_name="Amina Yusuf", **HOME)
    assert begun.heading == "Check your answers before you send"
    assert is_guarded(begun)
    begun.post(begun.url, {"version": begun.hidden("version")})
    assert is_guarded(begun)


def test_a_saved_link_is_shown_and_never_sent(begun: Resident, council_a: CouncilView) -> None:
    begun.get(f"{begun.base}save/")
    assert 'name="email"' not in begun.text
    begun.post(f"{begun.base}save/", {"email": "amina@residents.example"})
    assert "/resume/" in begun.text
    with council_scope(council_a.id):
        assert messages.list_kept_letters() == []


def test_no_copy_is_offered_that_would_stay_on_the_device(begun: Resident) -> None:
    send(begun)
    assert "PDF" not in begun.text
    assert begun.get(f"{begun.base}sent/copy/").heading == "Sent"


def test_a_message_says_nothing_in_its_subject_and_opens_nothing(begun: Resident, council_a: CouncilView) -> None:
    send(begun)
    with council_scope(council_a.id):
        case = Case.objects.of(council_a.id).get()
        (message,) = messages.list_messages_of_case(council_a.id, case_id=case.id)
        assert message.subject == "A message from Harbourside Council"
        assert not CaseLink.objects.filter(council_id=council_a.id).exists()


def test_a_name_does_not_prove_who_asks(begun: Resident, council_a: CouncilView) -> None:
    send(begun)
    with council_scope(council_a.id):
        reference = Case.objects.of(council_a.id).get().reference
        assert find_tracked(council_a.id, reference=reference, proof="Yusuf") is None
        assert find_tracked(council_a.id, reference=reference, proof="AA3 1AB") is not None


def test_other_services_have_no_such_bar(council_a: CouncilView, dev: Person) -> None:
    put_live(council_a, dev, service_files(STEPS))
    resident = Resident(Client(), "/harbourside/try-it/").begin()
    assert "govuk-exit-this-page" not in resident.text
    assert "call 999" not in resident.text
