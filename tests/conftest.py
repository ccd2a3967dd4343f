"""Settings of every test: the database, the house, no leftovers."""

import os
import tempfile
from collections.abc import Iterator

import django
import pytest

pytest_plugins = ["tests.support.cast"]

DATA = tempfile.TemporaryDirectory(prefix="commonwheel-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
os.environ["COMMONWHEEL_DATA"] = DATA.name
os.environ["COMMONWHEEL_HOSTS"] = "testserver,localhost,127.0.0.1"


def pytest_configure() -> None:
    """Load the house before any test module is imported."""
    django.setup()


@pytest.fixture(autouse=True)
def _forget_councils(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep one test's councils out of the next."""
    yield
    if {"db", "transactional_db"} & set(request.fixturenames):
        from commonwheel.apps.authorities.api import forget_councils

        forget_councils()
