"""A node with two services, in a place of its own, on the database of this run."""

from collections.abc import Iterator

import pytest
from tests.apps.crash.sender import ready
from tests.support.killed_nodes import Place, Served, filled, served


@pytest.fixture(scope="module")
def node_place(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Place]:
    with filled(tmp_path_factory, "killed") as made:
        yield made


@pytest.fixture(scope="module")
def dying(node_place: Place) -> Iterator[Served]:
    """Return a node that dies at the moment a request asks for, and is started again at once."""
    with served(node_place) as running:
        ready(running).send()
        running.browser().get("/health/", headers={"X-Warm": "yes"})
        yield running
