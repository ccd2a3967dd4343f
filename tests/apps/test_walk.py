"""
Nobody sees another council's things: every address of the node is opened as everybody.

Council A is filled by the apps' samples (`tests/support/samples_<app>.py`), each of whose words
carries a mark. Then the cast opens every address with those samples' arguments, in A's place and
in B's. An address that is added fails here until it has a sample. Cara walks once more as an officer of
a service that A and B share: first of another one than the marked things belong to, then of theirs.
"""

import importlib
import pkgutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import tests.support
from django.apps import apps
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.support import missed_bin, sharing
from tests.support.cast import Person, sign_in, working_at_both
from tests.support.shared_setup import undone_at_the_end
from tests.support.walk import OPENING, SAMPLES, SECRET, Address, addresses
from tests.support.words_on_screen import FOR_OFFICERS, FOR_RESIDENTS, seen_on, wrong_words

from commonwheel.apps.authorities.rules import IN_A_SHARED_SERVICE
from commonwheel.foundation.access import Audience
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import CouncilOwned
from commonwheel.foundation.scope import council_scope

for _module in pkgutil.iter_modules(tests.support.__path__):
    if _module.name.startswith("samples_"):
        importlib.import_module(f"tests.support.{_module.name}")

pytestmark = pytest.mark.django_db
COUNCILS = [one for one in addresses() if "council" in one.arguments]
REFUSED = {403, 404, 405, 410}


def is_for_staff(address: Address) -> bool:
    return address.openness is not None and address.openness.audience is Audience.STAFF


@dataclass(frozen=True)
class Case:
    """One address with things of council A behind it."""

    address: Address
    arguments: Mapping[str, object]
    council: CouncilView

    @property
    def is_for_staff(self) -> bool:
        return is_for_staff(self.address)

    @property
    def opens(self) -> bool:
        return self.address.name in OPENING

    def url(self, council: CouncilView) -> str:
        return council_url(council, self.address.name, **self.arguments)


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Person, Person]]:
    """Make both councils and who works there, once for all walks."""
    with undone_at_the_end(django_db_blocker):
        with django_db_blocker.unblock():
            made = working_at_both()
        yield made


@pytest.fixture(scope="module")
def ben(people: tuple[Person, Person]) -> Person:
    return people[0]


@pytest.fixture(scope="module")
def cara(people: tuple[Person, Person]) -> Person:
    return people[1]


def filled(address: Address, ben: Person) -> Case:
    needed = address.arguments - {"council"}
    if not needed:
        return Case(address, {}, ben.council)
    assert address.name in SAMPLES, (
        f"Give {address.name} a sample in tests/support/samples_<app>.py; it needs {needed}."
    )
    with council_scope(ben.council.id):
        return Case(address, SAMPLES[address.name](ben), ben.council)


@pytest.fixture(scope="module", params=COUNCILS, ids=lambda address: address.name)
def case(request: pytest.FixtureRequest, ben: Person, django_db_blocker: DjangoDbBlocker) -> Iterator[Case]:
    """Put things behind an address, once for everybody who opens it."""
    with undone_at_the_end(django_db_blocker):
        with django_db_blocker.unblock():
            made = filled(request.param, ben)
        yield made


def answers(client: Client, url: str) -> list[tuple[int, str]]:
    """Return what GET and POST answer there."""
    return [(one.status_code, read(one)) for one in (client.get(url), client.post(url, {}))]


def read(answer: object) -> str:
    streamed = getattr(answer, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else getattr(answer, "content", b"")
    return body.decode(errors="replace")


def rows_of(council_id: uuid.UUID) -> dict[str, list[tuple[object, ...]]]:
    """Return every row that the council owns."""
    owned = [model for model in apps.get_models() if issubclass(model, CouncilOwned)]
    with council_scope(council_id):
        return {
            model._meta.label: list(model._default_manager.filter(council_id=council_id).order_by("pk").values_list())
            for model in owned
        }


def test_staff_of_another_council_find_nothing_here(case: Case, cara: Person) -> None:
    before = rows_of(case.council.id)
    for status, words in answers(sign_in(Client(), cara), case.url(case.council)):
        assert case.opens or SECRET not in words
        if case.is_for_staff:
            assert status in REFUSED
    if case.is_for_staff:
        assert rows_of(case.council.id) == before


def test_a_thing_of_this_council_is_not_in_another(case: Case, cara: Person) -> None:
    before = rows_of(case.council.id)
    for status, words in answers(sign_in(Client(), cara), case.url(cara.council)):
        assert SECRET not in words
        assert status < 500
    assert rows_of(case.council.id) == before


def test_a_stranger_sees_nothing_of_a_resident(case: Case) -> None:
    for status, words in answers(Client(), case.url(case.council)):
        assert case.opens or SECRET not in words
        if case.is_for_staff:
            assert status == 302


def test_nothing_breaks_for_staff_of_the_council(case: Case, ben: Person) -> None:
    for status, _ in answers(sign_in(Client(), ben), case.url(ben.council)):
        assert status < 500


def test_no_page_uses_the_makers_words(case: Case, ben: Person) -> None:
    client = sign_in(Client(), ben) if case.is_for_staff else Client()
    answer = client.get(case.url(ben.council))
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        wrong = FOR_OFFICERS if case.is_for_staff else FOR_RESIDENTS
        assert wrong_words(seen_on(read(answer)), wrong=wrong) == []


# Lists, without arguments: open to officers of a shared service, and kept to its services.
LISTS = {"cases:queue", "cases:letters", "handover:undelivered", "journeys:enter"}
# They lead back to the list, whatever they found of what was named.
LEADING_BACK = {"messages:retry", "handover:retry", "cases:print_letters", "cases:letters_posted"}
# What samples fill them with.
LISTED = ("cases:request", "handover:retry", "messages:retry", "journeys:carry_on")

# Written by declaring and ending themselves.
OF_THE_DECLARATION = {
    "authorities.SharedService",
    "authorities.StaffMember",
    "foundation.AuditEntry",
    "services.Service",
}


@pytest.fixture
def listed(ben: Person, db: None) -> None:
    """Fill council A's lists with marked things of the missed-bin service."""
    with council_scope(ben.council.id):
        for name in LISTED:
            SAMPLES[name](ben)


def test_an_officer_of_a_shared_service_sees_its_services_and_no_others_while_it_lasts(
    case: Case, cara: Person, request: pytest.FixtureRequest
) -> None:
    """Another service than the marked one is shared first; then the marked one; then that ends."""
    if case.address.name in LISTS:
        request.getfixturevalue("listed")
    browser, url, openness = sign_in(Client(), cara), case.url(case.council), case.address.openness
    sharing.share(case.council, cara.council, service=sharing.STREETS, officers=(cara,))
    before = rows_of(case.council.id)
    for status, words in answers(browser, url):
        assert case.opens or SECRET not in words
        is_list = case.address.name in LISTS and sharing.NAME in words
        is_back = case.address.name in LEADING_BACK and status == 302
        assert not case.is_for_staff or status in REFUSED or is_list or is_back
    sharing.share(case.council, cara.council, officers=(cara,))
    if openness and case.is_for_staff and not openness.permissions <= IN_A_SHARED_SERVICE:
        assert not openness.keeps_to_services
        assert {status for status, _ in answers(browser, url)} <= REFUSED
    sharing.end()
    for status, words in answers(browser, url):
        assert case.opens or SECRET not in words
        assert not case.is_for_staff or status in REFUSED
    if case.is_for_staff:
        after = rows_of(case.council.id)
        assert [name for name in after.keys() - OF_THE_DECLARATION if after[name] != before[name]] == []


def test_an_officer_of_a_shared_service_sees_the_mark_in_its_lists(ben: Person, cara: Person, listed: None) -> None:
    """Without this the walk could pass because nothing is shown to anybody."""
    sharing.share(ben.council, cara.council, service=missed_bin.FOLDER, officers=(cara,))
    browser = sign_in(Client(), cara)
    for name in ("cases:queue", "handover:undelivered"):
        assert SECRET in read(browser.get(council_url(ben.council, name)))


def test_the_mark_shows_where_it_may(ben: Person) -> None:
    """Without this the walk could pass because nothing is shown to anybody."""
    request = next(one for one in COUNCILS if one.name == "cases:request")
    with council_scope(ben.council.id):
        arguments = SAMPLES[request.name](ben)
    assert SECRET in read(sign_in(Client(), ben).get(council_url(ben.council, request.name, **arguments)))
