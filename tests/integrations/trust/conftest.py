"""A commons that is served, and a node that follows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.commons import House, Served, house, serving

from commonwheel.integrations.trust.client import HttpCommons


@pytest.fixture
def home(tmp_path: Path) -> House:
    return house(tmp_path / "commons")


@pytest.fixture
def served(home: House) -> Iterator[Served]:
    with serving(home.served) as running:
        yield running


@pytest.fixture
def node(home: House, served: Served, tmp_path: Path) -> HttpCommons:
    return served.node(tmp_path / "node", home.root)
