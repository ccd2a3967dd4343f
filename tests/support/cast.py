"""
The cast of every test: two councils, their people, and how they sign in.

Amina is a resident of Harbourside; Ben works there; Cara does the same work for Fellgate and must
see nothing of Harbourside; Dev writes services for Harbourside; Ann administers it.
"""

import datetime as dt
import time
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client

from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView

PASSWORD = "correct horse battery staple"
BY_THE_OPERATOR = {"actor": SYSTEM, "now": dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)}


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who asks the council for something; signs in to nothing."""

    name: str
    email: str
    phone: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for a council; `id` is the key of their sign-in."""

    id: uuid.UUID
    name: str
    email: str
    council: CouncilView


def add_council(slug: str, *, name: str, **more: object) -> CouncilView:
    """Add a council for a test."""
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.project.invented_facts import invented_page_facts

    values = {"tier": "unitary", "phone": "01632 960 000", **BY_THE_OPERATOR, **more}
    council = authorities.add_council(slug, name=name, **values)  # type: ignore[arg-type]
    authorities.set_page_facts(council.id, **BY_THE_OPERATOR, **invented_page_facts(name, slug))  # type: ignore[arg-type]
    return council


def add_council_a() -> CouncilView:
    """Add Harbourside, which speaks English and Welsh."""
    return add_council(
        "harbourside", name="Harbourside Council", name_cy="Cyngor Glan yr Harbwr", languages=("en", "cy")
    )


def add_council_b() -> CouncilView:
    """Add Fellgate."""
    return add_council("fellgate", name="Fellgate Council", phone="01632 960 111")


def add_person(name: str, *, council: CouncilView, roles: tuple[str, ...], teams: tuple[str, ...] = ()) -> Person:
    """Add somebody who works for the council, with `PASSWORD` and no second factor yet."""
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities

    email = f"{name.partition(' ')[0].lower()}@{council.slug}.example"
    user_id = accounts.add_person(email, name=name, password=PASSWORD)
    authorities.add_staff(council.id, user_id=user_id, roles=roles, teams=teams)
    return Person(id=user_id, name=name, email=email, council=council)


def sign_in(client: Client, person: Person) -> Client:
    """Sign the person in as if with password and second factor, and return the client."""
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(pk=person.id))
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(person.id)
    session.save()
    return client


def working_at_both() -> tuple[Person, Person]:
    """Add councils A and B; return Ben of the one and Cara of the other."""
    return (
        add_person("Ben Adeyemi", council=add_council_a(), roles=("OFFICER",), teams=("waste",)),
        add_person("Cara Lloyd", council=add_council_b(), roles=("OFFICER",), teams=("waste",)),
    )


@pytest.fixture
def amina() -> Resident:
    """Return a resident of council A."""
    return Resident(name="Amina Yusuf", email="amina@residents.example", phone="07700 900123", postcode="BN1 1JE")


@pytest.fixture
def council_a(db: None) -> CouncilView:
    """Return council A, which speaks English and Welsh."""
    return add_council_a()


@pytest.fixture
def council_b(db: None) -> CouncilView:
    """Return council B, which must never show in A's pages or the other way round."""
    return add_council_b()


@pytest.fixture
def ben(council_a: CouncilView) -> Person:
    """Return a caseworker of council A."""
    return add_person("Ben Adeyemi", council=council_a, roles=("OFFICER",), teams=("waste",))


@pytest.fixture
def cara(council_b: CouncilView) -> Person:
    """Return a caseworker of council B."""
    return add_person("Cara Lloyd", council=council_b, roles=("OFFICER",), teams=("waste",))


@pytest.fixture
def dev(council_a: CouncilView) -> Person:
    """Return a writer of services at council A."""
    return add_person("Dev Rao", council=council_a, roles=("SERVICE_OWNER",))


@pytest.fixture
def ann(council_a: CouncilView) -> Person:
    """Return an administrator of council A."""
    return add_person("Ann Marsh", council=council_a, roles=("ADMINISTRATOR",))


@pytest.fixture
def ben_client(ben: Person) -> Client:
    """Return a browser in which Ben has signed in."""
    return sign_in(Client(), ben)


@pytest.fixture
def cara_client(cara: Person) -> Client:
    """Return a browser in which Cara has signed in."""
    return sign_in(Client(), cara)
