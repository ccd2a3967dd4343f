"""
Nobody sees another council's things: every address of the node is opened as everybody.

Council A is filled by the apps' samples (`tests/support/walk.py`), each of whose words carries a
mark. Then the cast opens every address with those samples' arguments, in A's place and in B's.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import tests.support
from django.test import Client
from tests.support.cast import Person, sign_in
from tests.support.walk import SAMPLES, SECRET, Address, addresses

from commonwheel.foundation.access import Audience
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

for _module in pkgutil.iter_modules(tests.support.__path__):
    if _module.name.startswith("samples_"):
        importlib.import_module(f"tests.support.{_module.name}")

COUNCILS = [one for one in addresses() if "council" in one.arguments]
SHUT = {302, 403, 404, 405, 410}


def name_of(address: Address) -> str:
    return address.name


@dataclass(frozen=True)
class Case:
    """One address with things of council A behind it."""

    address: Address
    arguments: Mapping[str, object]

    def url(self, council: CouncilView) -> str:
        return council_url(council, self.address.name, **self.arguments)


@pytest.fixture
def case(address: Address, ben: Person) -> Case:
    needed = address.arguments - {"council"}
    if not needed:
        return Case(address, {})
    assert address.name in SAMPLES, (
        f"Give {address.name} a sample in tests/support/samples_<app>.py; it needs {needed}."
    )
    with council_scope(ben.council.id):
        return Case(address, SAMPLES[address.name](ben))


on_each_address = pytest.mark.parametrize("address", COUNCILS, ids=name_of)


def answers(client: Client, url: str) -> list[tuple[int, str]]:
    """Return what GET and POST answer there."""
    found = [client.get(url), client.post(url, {})]
    return [(one.status_code, read(one)) for one in found]


def read(answer: object) -> str:
    streamed = getattr(answer, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else getattr(answer, "content", b"")
    return body.decode(errors="replace")


@on_each_address
def test_staff_of_another_council_find_nothing_here(case: Case, cara: Person) -> None:
    for status, words in answers(sign_in(Client(), cara), case.url(case_council(case))):
        assert SECRET not in words
        if is_for_staff(case):
            assert status in SHUT


@on_each_address
def test_a_thing_of_this_council_is_not_in_another(case: Case, cara: Person) -> None:
    client = sign_in(Client(), cara)
    for status, words in answers(client, case.url(cara.council)):
        assert SECRET not in words
        if case.arguments and is_for_staff(case):
            assert status in SHUT - {302}


@on_each_address
def test_a_stranger_sees_nothing_of_a_resident(case: Case) -> None:
    for status, words in answers(Client(), case.url(case_council(case))):
        assert SECRET not in words
        if is_for_staff(case):
            assert status == 302


@on_each_address
def test_nothing_breaks_for_staff_of_the_council(case: Case, ben: Person) -> None:
    for status, _ in answers(sign_in(Client(), ben), case.url(ben.council)):
        assert status < 500


def is_for_staff(case: Case) -> bool:
    return case.address.openness is not None and case.address.openness.audience is Audience.STAFF


def case_council(case: Case) -> CouncilView:
    from commonwheel.apps.authorities import api as authorities

    del case
    return authorities.get_council("harbourside")
