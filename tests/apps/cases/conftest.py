"""The missed-bin service at both councils, and how to open requests of it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.missed_bin import Open

    from commonwheel.apps.services.api import ServiceView
    from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def service_a(council_a: "CouncilView") -> "ServiceView":
    """Return council A's service."""
    from tests.support import missed_bin

    return missed_bin.adopt(council_a)


@pytest.fixture
def service_b(council_b: "CouncilView") -> "ServiceView":
    """Return council B's service."""
    from tests.support import missed_bin

    return missed_bin.adopt(council_b)


@pytest.fixture
def open_a(council_a: "CouncilView", service_a: "ServiceView") -> "Open":
    """Return a function that opens a request at council A."""
    from tests.support import missed_bin

    return missed_bin.opener(council_a, service_a)


@pytest.fixture
def open_b(council_b: "CouncilView", service_b: "ServiceView") -> "Open":
    """Return a function that opens a request at council B."""
    from tests.support import missed_bin

    return missed_bin.opener(council_b, service_b)
