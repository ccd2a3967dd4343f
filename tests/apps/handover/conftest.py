"""The missed-bin service at council A, worked by a contractor who receives webhooks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.missed_bin import Open
    from tests.support.receiver import Receiver

    from commonwheel.apps.services.api import ServiceView
    from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def service_a(council_a: "CouncilView") -> "ServiceView":
    from tests.support import missed_bin

    return missed_bin.adopt(council_a)


@pytest.fixture
def open_a(council_a: "CouncilView", service_a: "ServiceView") -> "Open":
    from tests.support import missed_bin

    return missed_bin.opener(council_a, service_a)


@pytest.fixture
def receiver() -> Iterator["Receiver"]:
    from tests.support.receiver import receiving

    with receiving() as made:
        yield made
